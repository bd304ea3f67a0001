import type { EntryKind } from "../rules/ledger";
import type { HistoryKind } from "../schema";

/** What shoppers are told of the kinds of entries; what is not named here moved nothing they could see, or is for the staff. */
const TOLD: Partial<Record<EntryKind, HistoryKind>> = {
  earned: "earned",
  released: "earned",
  "clawed-back": "clawed-back",
  rejected: "clawed-back",
  held: "redeemed",
  returned: "returned",
  expired: "expired",
  adjusted: "adjusted",
  "debt-paid": "debt-paid",
};

/** What an entry is called to whoever's points it moved. */
export function historyKindOf(kind: EntryKind): HistoryKind {
  return TOLD[kind] ?? "other";
}
