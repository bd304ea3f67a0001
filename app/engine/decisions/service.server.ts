import { listTexts } from "~/platform/i18n.server";

/**
 * Reasons whose sentence, as a reader of `language` sees it, holds the words of a search.
 *
 * @returns `<feature>:<reason>` keys; none for an empty query.
 */
export function listReasonsMatching(query: string, language: string): string[] {
  const wanted = query.trim().toLowerCase();
  if (!wanted) return [];
  return Object.entries(listTexts()[language] ?? {}).flatMap(([feature, texts]) => {
    const sentences = decisionSentences(texts);
    return Object.keys(sentences)
      .filter((reason) => sentences[reason]?.toLowerCase().includes(wanted))
      .map((reason) => `${feature}:${reason.replace(/_(one|few|many|other)$/, "")}`);
  });
}

function decisionSentences(texts: unknown): Record<string, string> {
  if (typeof texts !== "object" || texts === null || !("decisions" in texts)) return {};
  const { decisions } = texts;
  if (typeof decisions !== "object" || decisions === null) return {};
  return Object.fromEntries(
    Object.entries(decisions).filter(([, text]) => typeof text === "string"),
  ) as Record<string, string>;
}
