import type { Db } from "~/platform/db.server";

/** A code that was made at Shopify. */
export type IssuedCode = {
  id: string;
  code: string;
  percentBp: number;
  /** From this instant it is no longer taken. */
  expiresAt: Date;
  isRedeemed: boolean;
};

/** A code that was made at Shopify, used or not, over or not; null when it was not made, or was erased. */
export async function findIssuedCode(
  db: Db,
  { shopId, codeId }: { shopId: string; codeId: string },
): Promise<IssuedCode | null> {
  const row = await db.issuedCode.findFirst({
    where: { shopId, id: codeId, state: { in: ["issued", "redeemed", "expired"] } },
    select: { id: true, code: true, percentBp: true, expiresAt: true, state: true },
  });
  if (!row) return null;
  const { state, ...code } = row;
  return { ...code, isRedeemed: state === "redeemed" };
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
  return { issuedCount: countOf("issued", "redeemed", "expired"), redeemedCount: countOf("redeemed") };
}
