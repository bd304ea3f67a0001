import { useEffect, useMemo, useState } from "react";

import type { Problem } from "../schema";
import type { EditorData, PreviewAnswer } from "../screens/schema";

import type { EditorState } from "./use-editor";
import type { EditorActions } from "./use-editor-actions";

const DELAY_MS = 400;

export type Preview = Extract<PreviewAnswer, { outcome: "rendered" }>;

/**
 * Asks for a preview a moment after the last change.
 *
 * @returns the last one that could be made, and the problems of the language that is edited and of all others as saved.
 */
export function usePreview(
  { language, variant }: EditorState,
  {
    data: { kind, topic, problems: saved, design },
    actions: { onPreview, isPreviewing, preview: answer },
    customerId,
  }: { data: EditorData; actions: EditorActions; customerId: string | null },
): { preview: Preview | null; problems: Problem[]; isFresh: boolean } {
  const request = useMemo(
    () => ({ kind, topic, language, variant, customerId }),
    [kind, topic, language, variant, customerId],
  );
  const text = JSON.stringify([request, design]);
  const [askedFor, setAskedFor] = useState("");
  const [shown, setShown] = useState<{ preview: Preview; language: string } | null>(null);
  const isWanted = askedFor !== text;

  useEffect(() => {
    if (!isWanted) return;
    const timer = setTimeout(() => {
      setAskedFor(text);
      onPreview(request);
    }, DELAY_MS);
    return () => clearTimeout(timer);
  }, [isWanted, text, request, onPreview]);

  useEffect(() => {
    if (answer?.outcome === "rendered" && !isPreviewing) setShown({ preview: answer, language });
    // The language is the one that was asked for: another one asks anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [answer, isPreviewing]);

  const isFresh = !isWanted && !isPreviewing;
  const others = saved.filter(
    (problem) => problem.language !== language || problem.code === "language-missing",
  );
  const own =
    answer && answer.outcome !== "unreadable" && isFresh
      ? answer.problems
      : saved.filter((problem) => problem.language === language);
  return {
    preview: shown?.language === language ? shown.preview : null,
    problems: [...own, ...others],
    isFresh,
  };
}
