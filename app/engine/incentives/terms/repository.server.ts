import type { LiveDiscount } from "~/integrations/shopify/discount-wish";
import type { Db } from "~/platform/db.server";

/** Puts what was read in the place of what was known. Repeating it with the same answer changes nothing but the time. */
export async function replaceTerms(
  db: Db,
  {
    shopId,
    discounts,
    codeCount,
    isComplete,
    now,
  }: {
    shopId: string;
    discounts: readonly LiveDiscount[];
    codeCount: number;
    isComplete: boolean;
    now: Date;
  },
): Promise<void> {
  await db.discountTerms.deleteMany({ where: { shopId } });
  await db.discountTerms.createMany({
    data: discounts.map(({ gid, title, classes, combinesWith, isAutomatic, endsAt }) => ({
      shopId,
      gid,
      title,
      classes: classes.join(","),
      withOrder: combinesWith.order,
      withProduct: combinesWith.product,
      withShipping: combinesWith.shipping,
      isAutomatic,
      endsAt,
      readAt: now,
    })),
  });
  const reading = { codeCount, isComplete, readAt: now };
  await db.discountReading.upsert({ where: { shopId }, create: { shopId, ...reading }, update: reading });
}
