import { type Balances, type Book, NO_POINTS, type Posting, unsoundness } from "./books";

/** Whose points they are. Both null: nobody's any more. */
export type Owner = { customerId: string | null; guestKey: string | null };

export const SOURCE_KINDS = [
  "order",
  "sign-up",
  "anniversary",
  "birthday",
  "review",
  "survey",
  "referral",
  "social-follow",
  "custom",
  "gift",
  "manual",
] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];
/** `returned`: points of a reward that came back with days of their own. */
export type LotKind = SourceKind | "returned";

export type Review = "waiting" | "released" | "rejected";

export type Lot = Owner & {
  id: string;
  sourceKind: LotKind;
  sourceKey: string;
  orderId: string | null;
  /** The rule as it stood then (orders/rules.ts `OrderTerms`); `{}` where nothing is counted again. */
  termsJson: string;
  earnedAt: Date;
  /** Null: available from the beginning. */
  pendingUntil: Date | null;
  /** From this instant on they are over. */
  expiresAt: Date | null;
  review: Review | null;
  reviewJson: string | null;
  expiryToldAt: Date | null;
  revision: number;
  balances: Balances;
};

export const ENTRY_KINDS = [
  "earned",
  "corrected",
  "matured",
  "clawed-back",
  "expired",
  "held",
  "returned",
  "redeemed",
  "debt-paid",
  "adjusted",
  "claimed",
  "released",
  "rejected",
  "forfeited",
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** Small values and ids, never personal texts. */
export type EntryDetails = Readonly<
  Record<string, string | number | boolean | null | Readonly<Record<string, number>>>
>;

/** An entry that is to be stored. */
export type Draft = {
  kind: EntryKind;
  sourceKey: string;
  customerId: string | null;
  orderId: string | null;
  redemptionId: string | null;
  staffId: string | null;
  details: EntryDetails;
  postings: readonly Posting[];
  /** The lot it is about; where it is about several, the first. */
  lotId: string | null;
};

/** What is done with an owner's points, in memory: the lots as they are now, and the entries that brought them there. */
export type Ledger = {
  now: Date;
  /** By id. Those that nothing was read of are not here. */
  lots: Map<string, Lot>;
  drafts: Draft[];
  /** Ids of lots that are to be stored. */
  touched: Set<string>;
  /** Customers who had a lot that is another's now. */
  left: Set<string>;
};

/** A ledger at an instant, in which nothing has been entered yet. */
export function ledgerOf(lots: readonly Lot[], now: Date): Ledger {
  return {
    now,
    lots: new Map(lots.map((lot) => [lot.id, lot])),
    drafts: [],
    touched: new Set(),
    left: new Set(),
  };
}

/**
 * A lot that was read.
 *
 * @throws Error for one that was not.
 */
export function getLot(ledger: Ledger, lotId: string): Lot {
  const lot = ledger.lots.get(lotId);
  if (!lot) throw new Error(`lot ${lotId} was not read`);
  return lot;
}

/** Moves points of a lot from one book to another. */
export function transfer(lot: Pick<Lot, "id">, [from, to]: readonly [Book, Book], points: number): Posting[] {
  if (points === 0) return [];
  return [
    { lotId: lot.id, book: from, points: -points },
    { lotId: lot.id, book: to, points },
  ];
}

/**
 * Enters a draft: its postings change the lots.
 *
 * @throws Error when they do not add up to zero, or leave a lot unsound: that is a mistake of the program.
 */
export function enter(
  ledger: Ledger,
  draft: Pick<Draft, "kind" | "sourceKey" | "postings"> & Partial<Draft>,
): void {
  const { postings } = draft;
  const sum = postings.reduce((total, { points }) => total + points, 0);
  if (sum !== 0) throw new Error(`entry ${draft.sourceKey} adds up to ${sum}, expected 0`);
  const lotIds = [...new Set(postings.map(({ lotId }) => lotId))];
  for (const { lotId, book, points } of postings) getLot(ledger, lotId).balances[book] += points;
  for (const lotId of lotIds) {
    const lot = getLot(ledger, lotId);
    const wrong = unsoundness(lot.balances);
    if (wrong) throw new Error(`entry ${draft.sourceKey} breaks lot ${lotId}: ${wrong}`);
    lot.revision += 1;
    ledger.touched.add(lotId);
  }
  const lotId = draft.lotId ?? lotIds[0] ?? null;
  const lot = lotId === null ? null : getLot(ledger, lotId);
  ledger.drafts.push({
    customerId: lot?.customerId ?? null,
    orderId: lot?.orderId ?? null,
    redemptionId: null,
    staffId: null,
    details: {},
    ...draft,
    lotId,
  });
}

/** The key of an entry that follows from how the lot stands: a repeat finds it otherwise, or the key taken. */
export function nextKey(lot: Lot, kind: EntryKind): string {
  return `${kind}:${lot.id}:${lot.revision + 1}`;
}

/** Of a lot that nothing was entered of. */
export function emptyBalances(): Balances {
  return { ...NO_POINTS };
}

/** Whether two lots, or a lot and an order, are the same one's. What is nobody's is not the same. */
export function isSameOwner(a: Owner, b: Owner): boolean {
  if (a.customerId !== null) return a.customerId === b.customerId;
  return b.customerId === null && a.guestKey !== null && a.guestKey === b.guestKey;
}

/** The lots of an owner, those first that are spent first: which end soonest, then the oldest. */
export function lotsInOrder(ledger: Ledger, owner: Owner): Lot[] {
  return [...ledger.lots.values()].filter((lot) => isSameOwner(owner, lot)).sort(bySpending);
}

function bySpending(a: Lot, b: Lot): number {
  const end = (lot: Lot) => lot.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY;
  const [endA, endB] = [end(a), end(b)];
  if (endA !== endB) return endA < endB ? -1 : 1;
  return a.earnedAt.getTime() - b.earnedAt.getTime() || (a.id < b.id ? -1 : 1);
}

/** Sum of a book over an owner's lots. */
export function sumOf(ledger: Ledger, owner: Owner, book: Book): number {
  return lotsInOrder(ledger, owner).reduce((sum, { balances }) => sum + balances[book], 0);
}

/** Available points that are not over; what the sweep has yet to take is not counted. */
export function spendable(lot: Lot, now: Date): number {
  return lot.expiresAt !== null && lot.expiresAt <= now ? 0 : lot.balances.available;
}

/** Splits a number of points over the spendable lots of an owner, in their order. `missing`: what they lack. */
export function takeInOrder(
  ledger: Ledger,
  owner: Owner,
  points: number,
): { parts: { lot: Lot; points: number }[]; missing: number } {
  const parts: { lot: Lot; points: number }[] = [];
  let missing = points;
  for (const lot of lotsInOrder(ledger, owner)) {
    const part = Math.min(missing, spendable(lot, ledger.now));
    if (part <= 0) continue;
    parts.push({ lot, points: part });
    missing -= part;
  }
  return { parts, missing };
}
