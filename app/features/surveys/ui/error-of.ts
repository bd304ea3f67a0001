import type { SurveyErrors } from "../form/schema";

/** The sentence of what is wrong at a place, if anything is. */
export function errorOf(errors: SurveyErrors, place: string, t: (key: string) => string): { error?: string } {
  const code = errors[place];
  return code ? { error: t(`error.${code}`) } : {};
}
