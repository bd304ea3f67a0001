import { DAY_MS, MINUTE_MS } from "~/kit/duration";

import type { Lot } from "../rules/ledger";

/** How long an order may take to become points. */
const ON_ITS_WAY_MS = 10 * MINUTE_MS;
/** How long after an order somebody who is not signed in is told of it: the thank-you page is open then. */
const SIGNED_OUT_MS = DAY_MS;

type Asked = {
  /** Null: not heard of yet. */
  order: { customerId: string | null; placedAt: Date } | null;
  /** Who asks; null: nobody who is signed in. */
  customerId: string | null;
  lots: readonly Pick<Lot, "balances" | "pendingUntil" | "review">[];
  now: Date;
};

export type OrderPoints =
  | { state: "nothing" }
  | { state: "on-its-way" }
  /** `availableAt`: null once a person has looked. */
  | { state: "pending"; points: number; availableAt: Date | null }
  | { state: "earned"; points: number };

/** What an order brought, for whoever may know. Orders of others bring nothing. */
export function decideOrderPoints({ order, customerId, lots, now }: Asked): OrderPoints {
  if (!order) return { state: "on-its-way" };
  const ageMs = now.getTime() - order.placedAt.getTime();
  const isTheirs = customerId === null ? ageMs <= SIGNED_OUT_MS : order.customerId === customerId;
  if (!isTheirs) return { state: "nothing" };
  const pending = sumOf(lots, ({ balances }) => balances.pending);
  if (pending > 0) {
    const isLookedAt = lots.some(({ review }) => review === "waiting");
    const [until] = lots.flatMap(({ pendingUntil }) => pendingUntil ?? []);
    return { state: "pending", points: pending, availableAt: isLookedAt ? null : (until ?? null) };
  }
  // What was given, less what went back with the order.
  const earned = sumOf(lots, ({ balances }) => -balances.issued - balances.clawedBack);
  if (earned > 0) return { state: "earned", points: earned };
  return { state: lots.length === 0 && ageMs <= ON_ITS_WAY_MS ? "on-its-way" : "nothing" };
}

function sumOf<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0);
}
