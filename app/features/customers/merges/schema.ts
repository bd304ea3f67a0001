import { z } from "zod";

/** What the profile can ask for about a merge. */
export const UndoMergeSchema = z.object({ kind: z.literal("undo-merge"), mergeId: z.string().min(1) });

/** `merged-on`: into a third customer since. `erased`: nothing of the person is left. */
export type UndoMergeAnswer = { outcome: "undone" | "not-found" | "merged-on" | "erased" };

/** What went along with a merge, as a person would name it. */
export const MOVED_KINDS = ["orders", "checkouts", "messages", "codes", "decisions", "other"] as const;
export type MovedKind = (typeof MOVED_KINDS)[number];

/** A customer that the store merged into the one on the page. */
export type MergedPerson = {
  mergeId: string;
  customerId: string;
  name: string | null;
  email: string | null;
  mergedAt: string;
  /** Of somebody who came by way of another merge, that one is to be undone first. */
  canUndo: boolean;
  /** What an undo would give back; only what there is. */
  moved: { kind: MovedKind; count: number }[];
};
