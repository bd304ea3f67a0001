import { type Db } from "~/platform/db.server";

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
