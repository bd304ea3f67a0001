import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Db } from "~/platform/db.server";

import { givenCheckout, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";

import { listRecoveredOrders, presentRecoveryFigures } from "./presenter.server";

const SENT_AT = new Date("2026-03-01T12:00:00Z");
const NOW = new Date("2026-03-05T12:00:00Z");
const WINDOW = {
  shopId: SHOP_ID,
  from: new Date("2026-03-01T00:00:00Z"),
  to: new Date("2026-04-01T00:00:00Z"),
};
let open: TestDb;

beforeEach(async () => {
  open = await createTestDb();
  await givenShop(open.db);
});
afterEach(() => open.close());

async function givenReminded(token: string, sentAt: Date | null = SENT_AT, shopId = SHOP_ID) {
  const checkout = await givenCheckout(open.db, { token, shopId });
  const data = {
    shopId,
    checkoutId: checkout.id,
    dueAt: SENT_AT,
    sentAt,
  };
  await open.db.recovery.create({
    data: { ...data, id: `r-${shopId}-${token}`, createdAt: SENT_AT, updatedAt: SENT_AT },
  });
}

const figures = () => presentRecoveryFigures(open.db, { ...WINDOW, now: NOW });

describe("the recovery figures (METRICS F11)", () => {
  test("divide the checkouts bought within 7 days by all that were reminded", async () => {
    for (const token of ["a", "b", "c"]) await givenReminded(token);
    await givenReminded("never-sent", null);
    await givenOrder(open.db, { checkoutToken: "a", placedAt: "2026-03-02T12:00:00Z", netMinor: 4_000 });
    expect(await figures()).toEqual({
      messaged: 3,
      recovered: 1,
      recoveryRateBp: 3_333,
      recoveredNetMinor: 4_000,
      currencyCode: "EUR",
      stillOpen: 2,
    });
  });

  test("have no rate when nobody was reminded", async () => {
    expect(await figures()).toMatchObject({
      messaged: 0,
      recovered: 0,
      recoveryRateBp: null,
      recoveredNetMinor: 0,
    });
  });

  test.each([
    { name: "an order of another checkout", order: { checkoutToken: "other" } },
    { name: "an order before the mail", order: { placedAt: "2026-03-01T11:59:59.999Z" } },
    { name: "an order past 7 days", order: { placedAt: "2026-03-08T12:00:00.001Z" } },
    { name: "a cancelled, test, unpaid or wholly refunded order", order: { isValid: false } },
    { name: "a deleted order", order: { deletedAt: NOW } },
    { name: "an order of another shop", order: { shopId: "s2" } },
  ])("leave out $name", async ({ order }) => {
    await givenReminded("a");
    await givenOrder(open.db, { checkoutToken: "a", placedAt: "2026-03-02T12:00:00Z", ...order });
    expect(await figures()).toMatchObject({ messaged: 1, recovered: 0, recoveredNetMinor: 0 });
  });

  test("count what a partly refunded order is still worth", async () => {
    await givenReminded("a");
    await givenOrder(open.db, {
      checkoutToken: "a",
      placedAt: "2026-03-02T12:00:00Z",
      netMinor: 1_500,
      refundedMinor: 2_500,
    });
    expect(await figures()).toMatchObject({ recovered: 1, recoveredNetMinor: 1_500 });
  });

  test.each([
    { name: "the first instant counts", sentAt: WINDOW.from, messaged: 1 },
    { name: "the last does not", sentAt: WINDOW.to, messaged: 0 },
  ])("belong to the window of the mail: $name", async ({ sentAt, messaged }) => {
    await givenReminded("a", sentAt);
    expect((await figures()).messaged).toBe(messaged);
  });

  test("leave open who has 7 days yet and did not buy, and read none of them", async () => {
    const old = new Date("2026-03-01T11:00:00Z");
    await givenReminded("old", old);
    for (const token of ["a", "b", "c"]) await givenReminded(token);
    await givenOrder(open.db, { checkoutToken: "a", placedAt: "2026-03-02T12:00:00Z" });
    let read = 0;
    const counted = open.db.$extends({
      query: {
        recovery: {
          async findMany({ args, query }) {
            const rows = await query(args);
            read += rows.length;
            return rows;
          },
        },
      },
    });
    const now = new Date(SENT_AT.getTime() + 7 * 86_400_000);
    const shown = await presentRecoveryFigures(counted as unknown as Db, { ...WINDOW, now });
    expect(shown).toMatchObject({ messaged: 4, recovered: 1, stillOpen: 2 });
    expect(read).toBe(0);
  });

  test("drill to exactly the orders they count", async () => {
    for (const token of ["a", "b", "c"]) await givenReminded(token);
    await givenReminded("a", SENT_AT, "s2");
    await givenOrder(open.db, { checkoutToken: "a", placedAt: "2026-03-02T12:00:00Z", netMinor: 4_000 });
    await givenOrder(open.db, { checkoutToken: "b", placedAt: "2026-03-03T12:00:00Z", netMinor: 2_000 });
    const orders = await listRecoveredOrders(open.db, WINDOW);
    const { recovered, recoveredNetMinor } = await figures();
    expect(orders).toHaveLength(recovered);
    expect(orders.reduce((sum, order) => sum + order.netMinor, 0)).toBe(recoveredNetMinor);
    expect(orders[0]).toMatchObject({
      netMinor: 4_000,
      sentAt: SENT_AT.toISOString(),
      placedAt: "2026-03-02T12:00:00.000Z",
    });
  });
});
