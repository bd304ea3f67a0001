import { z } from "zod";

import { AdjustmentSchema } from "../adjustments/schema";
import type { AdjustmentState } from "../adjustments/repository.server";
import type { LedgerLine } from "../members/schema";
import type { LotKind } from "../rules/ledger";
import type { MemberView } from "../schema";

export const MemberQuerySchema = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });

/** Points that came at once and are not all spent. */
export type OpenLot = {
  id: string;
  sourceKind: LotKind;
  orderName: string | null;
  availablePoints: number;
  pendingPoints: number;
  heldPoints: number;
  debtPoints: number;
  /** Days in the shop's zone; `pendingUntil` null = they wait for nothing, `lastOn` null = they never end. */
  earnedOn: string;
  pendingUntil: string | null;
  lastOn: string | null;
  isUnderReview: boolean;
};

/** A change by hand. */
export type HandChange = {
  id: string;
  points: number;
  reason: string;
  state: AdjustmentState;
  requestedBy: string | null;
  /** ISO instant. */
  requestedAt: string;
  decidedBy: string | null;
  /** Whoever looks may decide it. */
  canDecide: boolean;
};

/** One member: what they have, what comes to an end, and what happened. */
export type MemberPage = {
  customer: { id: string; name: string; isLiving: boolean };
  member: MemberView;
  /** In the order they are spent. */
  lots: OpenLot[];
  ledger: { lines: LedgerLine[]; page: number; pageCount: number };
  changes: HandChange[];
  /** More than so many points by hand need a second person. */
  limitPoints: number;
  isActive: boolean;
  /** ISO instant. */
  asOf: string;
};

/** What the member's page asks of the server. */
export const MemberActionSchema = z.discriminatedUnion("kind", [
  AdjustmentSchema.extend({ kind: z.literal("adjust"), key: z.string().min(8).max(64) }),
  z.object({
    kind: z.literal("decide"),
    adjustmentId: z.string().min(1).max(64),
    verdict: z.enum(["approved", "declined"]),
  }),
]);
