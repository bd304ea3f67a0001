import { DAY_MS } from "~/kit/duration";

import type { FlowDefinition } from "../definition";

/** An entry of the same person into the same flow. */
export type EarlierEntry = { entryKey: string; enteredAt: Date };

export type EntryCandidate = {
  entryKey: string;
  enteredAt: Date;
  customer: "known" | "gone" | "guest";
  /** All entries so far, in any order. */
  earlier: readonly EarlierEntry[];
};

export type EntryGround = {
  reentry: FlowDefinition["reentry"];
  /** Since when people enter. */
  since: Date;
  /** An action of the flow can do nothing for guests. */
  needsCustomer: boolean;
};

/** Why somebody does not enter, as reason keys. */
export type EntryRefusal =
  | "before-publication"
  | "no-customer"
  | "customer-gone"
  | "same-key"
  | "entered-once"
  | "entered-lately"
  | "entry-condition";

/**
 * Why a person may not enter by what is known without their facts; null when nothing speaks against it.
 *
 * `after-days` counts from entry to entry in either direction: an entry that comes late does not slip in before another.
 */
export function findRefusal(candidate: EntryCandidate, ground: EntryGround): EntryRefusal | null {
  const { entryKey, enteredAt, customer, earlier } = candidate;
  if (enteredAt < ground.since) return "before-publication";
  if (customer === "gone") return "customer-gone";
  if (customer === "guest" && ground.needsCustomer) return "no-customer";
  if (earlier.some((entry) => entry.entryKey === entryKey)) return "same-key";
  const { reentry } = ground;
  if (reentry.kind === "once" && earlier.length > 0) return "entered-once";
  if (reentry.kind === "after-days") {
    const isNear = (entry: EarlierEntry) =>
      Math.abs(enteredAt.getTime() - entry.enteredAt.getTime()) < reentry.days * DAY_MS;
    if (earlier.some(isNear)) return "entered-lately";
  }
  return null;
}
