import type { Db } from "~/platform/db.server";

import { type Combination, decideCombination } from "../rules/combination";
import { classOf, type DiscountClass } from "../rules/offer";
import { type Offer, OfferSchema } from "../schema";

export type CombinationConflict = {
  /** Null: of other offers of ours. */
  gid: string | null;
  title: string;
  isAutomatic: boolean;
  outcome: Exclude<Combination, { kind: "combines" }>;
};

export type ConflictReport = {
  conflicts: CombinationConflict[];
  /** When the shop's discounts were read; null = never, and nothing is known of them. */
  asOf: string | null;
  /** All live discounts were read. */
  isComplete: boolean;
};

/**
 * Which live discounts an offer would not work together with in one cart, those of others and our own open ones.
 *
 * Money combines with everything. Discounts the store has deleted since they were read are left out.
 */
export async function findCombinationConflicts(
  db: Db,
  {
    shopId,
    offer,
    now,
  }: { shopId: string; offer: Pick<Offer, "value" | "items" | "combinesWith" | "title">; now: Date },
): Promise<ConflictReport> {
  const reading = await db.discountReading.findFirst({ where: { shopId } });
  const asOf = reading?.readAt.toISOString() ?? null;
  const report = { asOf, isComplete: reading?.isComplete ?? false };
  const ownClass = classOf(offer);
  if (ownClass === null) return { ...report, conflicts: [] };
  const mine = { classes: [ownClass], combinesWith: offer.combinesWith };
  const others = [
    ...(await listOthers(db, { shopId, now })),
    ...(await listOurs(db, { shopId, offer, now })),
  ];
  return {
    ...report,
    conflicts: others.flatMap(({ classes, combinesWith, ...other }) => {
      const outcome = decideCombination(mine, { classes, combinesWith });
      return outcome.kind === "combines" ? [] : [{ ...other, outcome }];
    }),
  };
}

type Known = {
  gid: string | null;
  title: string;
  isAutomatic: boolean;
  classes: DiscountClass[];
  combinesWith: Record<DiscountClass, boolean>;
};

async function listOthers(db: Db, { shopId, now }: { shopId: string; now: Date }): Promise<Known[]> {
  const rows = await db.discountTerms.findMany({
    where: { shopId, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    orderBy: [{ title: "asc" }, { gid: "asc" }],
  });
  const gone = await db.discount.findMany({
    where: { shopId, gid: { in: rows.map(({ gid }) => gid) }, deletedAt: { not: null } },
    select: { gid: true },
  });
  const goneGids = new Set(gone.map(({ gid }) => gid));
  return rows
    .filter(({ gid }) => !goneGids.has(gid))
    .map(({ gid, title, isAutomatic, classes, withOrder, withProduct, withShipping }) => ({
      gid,
      title,
      isAutomatic,
      classes: classes.split(",").map((name) => name.toLowerCase() as DiscountClass),
      combinesWith: { order: withOrder, product: withProduct, shipping: withShipping },
    }));
}

/** Our offers that people hold open codes of, each once; not the offer itself. */
async function listOurs(
  db: Db,
  { shopId, offer, now }: { shopId: string; offer: { title: string }; now: Date },
): Promise<Known[]> {
  const groups = await db.issuedCode.groupBy({
    by: ["title", "offerJson"],
    where: {
      shopId,
      state: { in: ["requested", "issued", "pooled"] },
      expiresAt: { gt: now },
      title: { not: offer.title },
    },
    orderBy: { title: "asc" },
  });
  return groups.flatMap(({ title, offerJson }) => {
    const parsed = OfferSchema.safeParse(JSON.parse(offerJson));
    const ownClass = parsed.success ? classOf(parsed.data) : null;
    if (!parsed.success || ownClass === null) return [];
    const { combinesWith } = parsed.data;
    return [{ gid: null, title, isAutomatic: false, classes: [ownClass], combinesWith }];
  });
}
