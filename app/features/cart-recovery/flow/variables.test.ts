import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { SHOP_ID } from "../../../../tests/support/factories";
import {
  createRecoveryWorld,
  DAY_2,
  DUE_AT,
  type RecoveryWorld,
} from "../../../../tests/support/recovery-world";

let shop: RecoveryWorld;
beforeEach(async () => {
  shop = await createRecoveryWorld();
});
afterEach(() => shop.close());

/** A kind of tea with one variant, of which so many are in stock. */
async function givenTea(id: string, title: string, over: { stock?: number; priceMinor?: number } = {}) {
  const { stock = 5, priceMinor = 4_000 } = over;
  const product = { id, shopId: SHOP_ID, gid: id, title, handle: id, status: "ACTIVE", productType: "Tea" };
  await shop.db.product.create({ data: product });
  await shop.db.variant.create({
    data: {
      ...{ id: `v-${id}`, shopId: SHOP_ID, gid: `v-${id}`, productId: id, title: "", priceMinor },
      ...{ currencyCode: "EUR", inventoryQuantity: stock, inventoryPolicy: "DENY" },
    },
  });
  return { title, productId: id, variantId: `v-${id}` };
}
const textOf = (index: number) => shop.world.email.sent[index]?.text ?? "";

describe("a mail about a cart", () => {
  test("has today's prices, says what changed, drops what is sold out and shows another of its kind", async () => {
    const blend = await givenTea("blend", "Morning blend", { priceMinor: 3_600 });
    const gone = await givenTea("gone", "Gone tea", { stock: 0 });
    await givenTea("green", "Green tea", { priceMinor: 4_100 });
    await givenTea("dear", "Dear tea", { priceMinor: 9_000 });
    await shop.leave({ lines: [{ ...blend, quantity: 2, unitPriceMinor: 4_000 }, gone] });
    await shop.runAt(DUE_AT);
    expect(textOf(0)).toContain("- Morning blend, × 2: €72.00\nSubtotal: €72.00");
    expect(textOf(0)).toContain("Morning blend costs less now: €36.00 instead of €40.00.");
    expect(textOf(0)).toContain("Sold out in the meantime: Gone tea.");
    expect(textOf(0)).toContain("In place of what is sold out\n- Green tea: €41.00");
    expect(textOf(0)).not.toContain("Dear tea");
  });

  test("says nothing of prices, sold-out things or others when nothing has changed", async () => {
    await shop.leave({ lines: [{ ...(await givenTea("blend", "Morning blend")), unitPriceMinor: 4_000 }] });
    await givenTea("green", "Green tea");
    await shop.runAt(DUE_AT);
    expect(textOf(0)).not.toMatch(/instead of|Sold out|In place of|Green tea/);
  });

  test("is not sent when everything is sold out by then, and the log says why", async () => {
    await shop.leave({ lines: [await givenTea("blend", "Morning blend")] });
    await shop.runAt(DUE_AT);
    await shop.db.variant.updateMany({ where: { shopId: SHOP_ID }, data: { inventoryQuantity: 0 } });
    await shop.runAt(DAY_2);
    expect(shop.world.email.sent).toHaveLength(1);
    expect(await shop.ends()).toEqual(["all-sold-out"]);
    expect((await shop.reasons()).at(-1)).toBe("stopped: all-sold-out");
  });

  test.each([
    { name: "in the shop's currency", presentmentCurrency: "EUR", shown: true },
    { name: "in another currency", presentmentCurrency: "PLN", shown: false },
    { name: "in a currency nobody told", presentmentCurrency: null, shown: true },
  ])("to who saw prices $name names prices: $shown", async ({ presentmentCurrency, shown }) => {
    const line = {
      ...(await givenTea("blend", "Morning blend", { priceMinor: 3_600 })),
      unitPriceMinor: 4_000,
    };
    await shop.leave({ presentmentCurrency, lines: [line] });
    await shop.runAt(DUE_AT);
    expect(textOf(0)).toContain("- Morning blend, × 1");
    expect(/€|EUR|PLN|zł|Subtotal|instead of/.test(textOf(0))).toBe(shown);
  });
});
