import type { Db } from "~/platform/db.server";
import type { Locale } from "~/shops/schema";

/** What a message is about, and what its run knows. */
export type MessageSubject = {
  shopId: string;
  subjectId: string;
  context: Readonly<Record<string, string | number | boolean | null>>;
  locale: Locale;
  now: Date;
};

/** What templates may say of one kind of subject, by the names of `templates/rules/variables.ts`. */
export type SubjectVariables = {
  /** Such as `checkout`. */
  subjectKind: string;
  /** Reads only. Empty when nothing is known of it. */
  variablesOf: (db: Db, subject: MessageSubject) => Promise<Readonly<Record<string, unknown>>>;
};

let known = new Map<string, SubjectVariables>();

/**
 * Makes known what features tell of their subjects; called once by the composition.
 *
 * @throws Error when two tell of one kind.
 */
export function registerSubjectVariables(all: readonly SubjectVariables[]): void {
  known = new Map();
  for (const one of all) {
    if (known.has(one.subjectKind)) throw new Error(`two features tell of the subject "${one.subjectKind}"`);
    known.set(one.subjectKind, one);
  }
}

/** What templates may say of a subject; nothing when no feature tells of its kind. */
export async function subjectVariablesOf(
  db: Db,
  subjectKind: string,
  subject: MessageSubject,
): Promise<Readonly<Record<string, unknown>>> {
  return (await known.get(subjectKind)?.variablesOf(db, subject)) ?? {};
}
