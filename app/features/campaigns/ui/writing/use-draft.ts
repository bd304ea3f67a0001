import { useCallback, useState } from "react";

import type { CampaignContent } from "../../schema";
import type { WritingData } from "../../writing/presenter.server";
import type { Written } from "./use-writing-actions";

export type Draft = Written & {
  isDirty: boolean;
  rename: (name: string) => void;
  set: (part: Partial<CampaignContent>) => void;
  discard: () => void;
  /** What was written is stored now. */
  settle: (written: Written) => void;
};

/** A campaign while it is written: what is on the page, and whether it is stored. */
export function useDraft({ name, content }: Pick<WritingData, "name" | "content">): Draft {
  const [stored, setStored] = useState<Written>({ name, content });
  const [written, setWritten] = useState<Written>(stored);
  return {
    ...written,
    isDirty: JSON.stringify(written) !== JSON.stringify(stored),
    rename: (next) => setWritten((before) => ({ ...before, name: next })),
    set: (part) => setWritten((before) => ({ ...before, content: { ...before.content, ...part } })),
    discard: () => setWritten(stored),
    settle: useCallback((saved: Written) => setStored(saved), []),
  };
}
