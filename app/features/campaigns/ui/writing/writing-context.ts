import { createContext, useContext } from "react";

import type { CampaignField, CampaignProblem } from "../../schema";
import type { WritingData } from "../../writing/presenter.server";
import { useProblemWords } from "../use-problem-words";
import type { Draft } from "./use-draft";
import type { WritingActions } from "./use-writing-actions";

type Writing = {
  draft: Draft;
  materials: WritingData["materials"];
  problems: readonly CampaignProblem[];
  actions: Pick<WritingActions, "preview" | "isPreviewing" | "thumbnails" | "onPreview" | "onLoadThumbnails">;
};

const WritingContext = createContext<Writing | null>(null);
export const WritingProvider = WritingContext.Provider;

/** The campaign that is being written. @throws Error outside its editor. */
export function useWriting(): Writing {
  const writing = useContext(WritingContext);
  if (!writing) throw new Error("useWriting must be used within the editor of a campaign");
  return writing;
}

/** What is wrong with a field, as its `error`; nothing when nothing is. */
export function useErrorAt(): (field: CampaignField) => { error?: string } {
  const { problems } = useWriting();
  const words = useProblemWords();
  return (field) => {
    const problem = problems.find((one) => one.field === field);
    return problem ? { error: words(problem) } : {};
  };
}
