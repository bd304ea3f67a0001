import { QUESTION_KINDS, type QuestionKind } from "../schema";

export const FACT_PREFIX = "surveys";

/** A question that was asked, by its version; the kind is part of it, so that a condition can be read without the shop. */
export type AskedQuestion = { kind: QuestionKind; version: number };

const FACT_KEY = new RegExp(`^${FACT_PREFIX}\\.(${QUESTION_KINDS.join("|")})\\.([1-9]\\d{0,5})$`);

/** What conditions call the answers to a question. */
export function factKeyOf({ kind, version }: AskedQuestion): string {
  return `${FACT_PREFIX}.${kind}.${version}`;
}

/** The question a fact is about; null for a key that is none of ours. */
export function parseFactKey(fact: string): AskedQuestion | null {
  const [, kind, version] = FACT_KEY.exec(fact) ?? [];
  return kind === undefined ? null : { kind: kind as QuestionKind, version: Number(version) };
}
