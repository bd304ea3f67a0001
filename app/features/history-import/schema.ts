import { z } from "zod";

import type { HistoryCoverage } from "~/kit/coverage";
import type { AcceptedPart, BegunImport } from "~/pipeline/projections/csv-import/request.server";
import type { ImportView } from "~/pipeline/projections/csv-import/queries.server";

export type { ImportView };

/** A file that is about to be sent, as the browser knows it. */
export const BeginSchema = z.object({
  fileName: z.string().min(1),
  fileBytes: z.number().int().min(0),
});

/** Which part of which file a request carries; in its address, as the body is the part. */
export const PartSchema = z.object({
  importId: z.string().min(1),
  position: z.coerce.number().int().min(0).max(1_000_000),
});

export const HistoryActionSchema = z.object({
  kind: z.enum(["cancel", "retry"]),
  importId: z.string().min(1),
});
export type HistoryAction = z.infer<typeof HistoryActionSchema>;

/** Answers to the two requests of an upload. */
export type BeginAnswer = BegunImport | { outcome: "invalid" };
export type PartAnswer = AcceptedPart | { outcome: "invalid" } | { outcome: "too-long" };

export type HistoryPageData = {
  coverage: HistoryCoverage;
  imports: ImportView[];
  /** Something goes on by itself: look again soon. */
  isRunning: boolean;
  maxBytes: number;
};
