import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { revealGiftCard } from "./keys.server";
import { listCodes } from "./repository.server";
import { budgetShareOf } from "./rules/budget";
import { endToPrint, lastDayOf } from "./rules/clock";
import { isCodeKind } from "./rules/offer";
import { type Offer, OfferSchema } from "./schema";

/** A code that was made at Shopify. */
export type IssuedCode = {
  id: string;
  code: string;
  /** 0 where it is no percentage. */
  percentBp: number;
  /** From this instant it is no longer taken. */
  expiresAt: Date;
  isRedeemed: boolean;
};

const MADE = ["issued", "redeemed", "expired"];

/** A code that was made at Shopify, used or not, over or not; null when it was not made, or was erased. */
export async function findIssuedCode(
  db: Db,
  { shopId, codeId }: { shopId: string; codeId: string },
): Promise<IssuedCode | null> {
  const row = await db.issuedCode.findFirst({
    where: { shopId, id: codeId, state: { in: MADE } },
    select: { id: true, code: true, percentBp: true, expiresAt: true, state: true },
  });
  if (!row) return null;
  const { state, ...code } = row;
  return { ...code, isRedeemed: state === "redeemed" };
}

/** An incentive as its owner's message shows it. */
export type OfferedIncentive = {
  offer: Offer;
  /** What they type in; null for store credit, which is in their account. A gift card's is money: for this message only. */
  code: string | null;
  /** The last day it is good for, in the shop's zone; never later than it really ends. */
  lastOn: string;
};

/** What a message to its owner may say of an incentive now; null when it is not there, is used or over. */
export async function presentOffered(
  db: Db,
  { shopId, codeId, now }: { shopId: string; codeId: string; now: Date },
): Promise<OfferedIncentive | null> {
  const row = await db.issuedCode.findFirst({
    where: { shopId, id: codeId, state: "issued", expiresAt: { gt: now } },
  });
  if (!row) return null;
  const offer = OfferSchema.parse(JSON.parse(row.offerJson));
  const { kind } = offer.value;
  const code = kind === "gift-card" ? revealGiftCard(row) : kind === "store-credit" ? null : row.code;
  const { ianaTimezone: zone } = await getShop(db, { shopId });
  const endsAt = endToPrint(row, { validDays: offer.validDays, now, zone });
  return { offer, code, lastOn: lastDayOf(endsAt, zone) };
}

/** What became of an incentive, and what it costs: as promised until it was used, 0 when it was not. */
export type CodeOutcome = {
  code: string | null;
  state: "requested" | "pooled" | "issued" | "redeemed" | "expired" | "failed";
  costMinor: number;
  expiresAt: string;
};

/** What became of incentives, by their ids; those erased are missing. Codes that are money are not told. */
export async function presentCodeOutcomes(
  db: Db,
  { shopId, codeIds }: { shopId: string; codeIds: readonly string[] },
): Promise<Map<string, CodeOutcome>> {
  const codes = await listCodes(db, { shopId, codeIds });
  return new Map(
    codes.map((row) => {
      const share = budgetShareOf(row);
      const isReadable = isCodeKind(row.kind);
      return [
        row.id,
        {
          code: isReadable ? row.code : null,
          state: row.state,
          costMinor: share.reservedMinor + share.spentMinor,
          expiresAt: row.expiresAt.toISOString(),
        },
      ];
    }),
  );
}

export type CodeFigures = {
  /** Made at Shopify in the window. */
  issuedCount: number;
  /** Of those, used by an order that still stands. */
  redeemedCount: number;
};

/**
 * Codes made for occasions that begin with `occasionPrefix`, and how many of them were used.
 *
 * @param range From inclusive, to exclusive; by the instant the code was asked for.
 */
export async function presentCodeFigures(
  db: Db,
  { shopId, occasionPrefix, from, to }: { shopId: string; occasionPrefix: string; from: Date; to: Date },
): Promise<CodeFigures> {
  const groups = await db.issuedCode.groupBy({
    by: ["state"],
    where: { shopId, occasionKey: { startsWith: occasionPrefix }, createdAt: { gte: from, lt: to } },
    _count: true,
  });
  const countOf = (...states: string[]) =>
    groups.filter(({ state }) => states.includes(state)).reduce((sum, group) => sum + group._count, 0);
  return { issuedCount: countOf(...MADE), redeemedCount: countOf("redeemed") };
}
