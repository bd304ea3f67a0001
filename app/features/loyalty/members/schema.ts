import { z } from "zod";

import type { EntryKind, SourceKind } from "../rules/ledger";

export const MembersQuerySchema = z.object({
  /** Name or mail, from its beginning. */
  query: z.string().trim().max(100).catch(""),
  /** By available points, by what is pending, or who is owed from. */
  sort: z.enum(["available", "pending", "debt", "recent"]).catch("available"),
  page: z.coerce.number().int().min(1).max(10_000).catch(1),
});
export type MembersQuery = z.infer<typeof MembersQuerySchema>;

export const MEMBERS_PER_PAGE = 50;

export type MemberRow = {
  customerId: string;
  name: string;
  availablePoints: number;
  pendingPoints: number;
  debtPoints: number;
  earnedPoints: number;
  redeemedPoints: number;
  /** ISO instant of the first points. */
  memberSince: string;
};

export type MembersPage = { rows: MemberRow[]; totalCount: number; page: number; pageCount: number };

/** A line of a member's ledger. */
export type LedgerLine = {
  id: string;
  kind: EntryKind;
  /** ISO instant. */
  at: string;
  /** What it changed of the points a person has: available, pending. */
  availableChange: number;
  pendingChange: number;
  sourceKind: SourceKind | null;
  order: { id: string; name: string } | null;
  redemptionId: string | null;
  /** Of an order: points by line id. */
  byLine: Readonly<Record<string, number>>;
  staffId: string | null;
};

/** An earning that waits for a person's look. */
export type ReviewRow = {
  lotId: string;
  customer: { id: string; name: string } | null;
  points: number;
  sourceKind: SourceKind;
  orderId: string | null;
  /** Texts `review.<reason>`, with `params`. */
  reason: string;
  params: Readonly<Record<string, number>>;
  /** ISO instant. */
  earnedAt: string;
};

/** A change by hand that waits for a second person. */
export type AdjustmentRow = {
  adjustmentId: string;
  customer: { id: string; name: string } | null;
  points: number;
  reason: string;
  requestedBy: string | null;
  /** ISO instant. */
  requestedAt: string;
};
