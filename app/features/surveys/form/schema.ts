import { type SurveyForm, SurveyFormSchema } from "../schema";

/** What is wrong, by place: `question.words.en`, `question.choices`, `question.choices.1`, `places`. */
export type SurveyErrors = Partial<Record<string, string>>;

const CODE = /^[a-z]+(-[a-z]+)+$/;

/** Reads a submitted form. Whatever nobody could have typed is `unreadable`, at its place. */
export function parseSurveyForm(
  text: unknown,
): { ok: true; form: SurveyForm } | { ok: false; errors: SurveyErrors } {
  const parsed = SurveyFormSchema.safeParse(parseJson(text));
  if (parsed.success) return { ok: true, form: parsed.data };
  const errors: SurveyErrors = {};
  for (const { path, message } of parsed.error.issues)
    errors[path.join(".") || "form"] ??= CODE.test(message) ? message : "unreadable";
  return { ok: false, errors };
}

function parseJson(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return null;
  }
}
