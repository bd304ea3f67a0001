import { listTexts } from "~/platform/i18n.server";

/**
 * Reasons whose sentence, as a reader of `language` sees it, holds every word of a search, in any case and order.
 *
 * @returns `<feature>:<reason>` keys, each once; none for an empty query.
 */
export function listReasonsMatching(query: string, language: string): string[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const keys = Object.entries(listTexts()[language] ?? {}).flatMap(([feature, texts]) =>
    Object.entries(decisionSentences(texts))
      .filter(([, sentence]) => words.every((word) => readableOf(sentence).includes(word)))
      .map(([reason]) => `${feature}:${reason.replace(PLURAL_FORM, "")}`),
  );
  return [...new Set(keys)];
}

const PLURAL_FORM = /_(zero|one|two|few|many|other)$/;

/** What stands in the sentence whatever its values are: the names of values are no words of it. */
function readableOf(sentence: string): string {
  return sentence.replace(/\{\{[^}]*\}\}/g, " ").toLowerCase();
}

function decisionSentences(texts: unknown): Record<string, string> {
  if (typeof texts !== "object" || texts === null || !("decisions" in texts)) return {};
  const { decisions } = texts;
  if (typeof decisions !== "object" || decisions === null) return {};
  return Object.fromEntries(Object.entries(decisions).filter(([, text]) => typeof text === "string"));
}
