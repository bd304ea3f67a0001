import { z } from "zod";

export const DECISION_OUTCOMES = [
  "entered",
  "sent",
  "skipped",
  "postponed",
  "stopped",
  "cancelled",
  "issued",
  "recovered",
  "awarded",
  "taken-back",
  "tagged",
  "untagged",
  "moved",
  "went-on",
  "finished",
  "held-out",
] as const;

export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** Values of a decision's sentence. `…Minor` goes with `currencyCode`, `…At` is an ISO instant. */
export type DecisionParams = Record<string, string | number | null>;

/** What the decision log can be narrowed by. */
export const DecisionFilterSchema = z.object({
  query: z.string().trim().max(100).catch(""),
  outcome: z.enum(DECISION_OUTCOMES).nullable().catch(null),
  feature: z.string().max(40).nullable().catch(null),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});

export type DecisionFilter = z.infer<typeof DecisionFilterSchema>;

/** What a decision is about beside the person, and where it is shown. */
export type DecisionSubject = {
  /** Empty where it has none. */
  name: string;
  url: string;
};

/** One decision, ready to be put into words by the reader's language. */
export type DecisionItem = {
  id: string;
  feature: string;
  outcome: DecisionOutcome;
  reason: string;
  params: DecisionParams;
  customer: { id: string; name: string } | null;
  subjectKind: string | null;
  subjectId: string | null;
  /** Null where the page is about it, and where nothing of it can be shown. */
  subject: DecisionSubject | null;
  /** ISO instants. */
  decidedAt: string;
  nextTryAt: string | null;
};

export type DecisionPage = { items: DecisionItem[]; totalCount: number; page: number; pageCount: number };
