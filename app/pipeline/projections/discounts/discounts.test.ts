import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { deliver, type Payload, type Webhook } from "../../../../tests/support/payloads";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";

let testDb: TestDb;
let db: RootDb;

beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
});
afterEach(() => testDb.close());

const at = (minute: number) => `2026-03-01T10:${String(minute).padStart(2, "0")}:00Z`;
const GID = "gid://shopify/DiscountCodeNode/4001";
const discount = (topic: string, minute: number, over: Payload = {}): Webhook => ({
  topic,
  body: {
    admin_graphql_api_id: GID,
    title: "Spring",
    status: "ACTIVE",
    created_at: at(0),
    updated_at: at(minute),
    ...over,
  },
  at: at(minute),
});
const code = (change: "added" | "removed", minute: number, over: Payload = {}): Webhook => ({
  topic: `discounts/redeemcode_${change}`,
  body: {
    admin_graphql_api_id: GID,
    redeem_code: { id: "gid://shopify/DiscountRedeemCode/41", code: "Spring-10" },
    updated_at: at(minute),
    ...over,
  },
  at: at(minute),
});
const deletion: Webhook = {
  topic: "discounts/delete",
  body: { admin_graphql_api_id: GID, deleted_at: at(6) },
  at: at(6),
};

const stored = () => db.discount.findFirstOrThrow({ include: { codes: true } });
const told = async () =>
  (await db.domainEvent.findMany({ orderBy: { occurredAt: "asc" } })).map(({ type }) => type);

describe("a discount", () => {
  test("is kept with its codes, whose case does not matter", async () => {
    await deliver(db, [discount("discounts/create", 0), code("added", 1)]);
    expect(await stored()).toMatchObject({
      id: `${SHOP_ID}_4001`,
      title: "Spring",
      status: "ACTIVE",
      createdAt: new Date(at(0)),
      codes: [{ code: "Spring-10", codeKey: "spring-10", addedAt: new Date(at(1)), removedAt: null }],
    });
    expect(await told()).toEqual(["discount.changed"]);
  });

  test("of which only a code was heard is known by its id until it comes itself", async () => {
    await deliver(db, [code("added", 1)]);
    expect(await stored()).toMatchObject({ title: "", status: null, codes: [{ codeKey: "spring-10" }] });
    await deliver(db, [discount("discounts/update", 2, { status: "EXPIRED" })]);
    expect(await stored()).toMatchObject({ title: "Spring", status: "EXPIRED", codes: [{}] });
  });

  test("that applies by itself is kept, too", async () => {
    const gid = "gid://shopify/DiscountAutomaticNode/4002";
    await deliver(db, [discount("discounts/create", 0, { admin_graphql_api_id: gid })]);
    expect(await stored()).toMatchObject({ gid });
  });

  test("that is deleted stays so, and is told once", async () => {
    await deliver(db, [discount("discounts/create", 0), deletion, deletion]);
    const [late] = await deliver(db, [discount("discounts/update", 7)]);
    expect(late).toEqual({ kind: "ignored", reason: "deleted" });
    expect(await stored()).toMatchObject({ deletedAt: new Date(at(6)) });
    expect(await told()).toEqual(["discount.changed", "discount.deleted"]);
  });
});

test("a code that was removed does not come back by a late notice that it was added", async () => {
  await deliver(db, [code("removed", 4)]);
  expect(await deliver(db, [code("added", 1)])).toEqual([{ kind: "ignored", reason: "older-version" }]);
  expect((await stored()).codes).toMatchObject([{ addedAt: new Date(at(1)), removedAt: new Date(at(4)) }]);
});

test.each([
  ["discounts/create", { admin_graphql_api_id: "gid://shopify/PriceRule/1" }, "refused", "$"],
  ["discounts/update", { title: null }, "dead", "title"],
  ["discounts/redeemcode_added", {}, "refused", "$"],
  ["discounts/delete", {}, "refused", "$"],
])("%s with %j is %s at %s", async (topic, over, kind, path) => {
  const [outcome] = await deliver(db, [{ ...discount("discounts/create", 0, over), topic }]);
  expect(outcome).toMatchObject({ kind, problem: { path } });
});

test("in any order, repeated and cut into batches anyhow, a discount and its code end the same", async () => {
  const history = [
    discount("discounts/create", 0),
    code("added", 1),
    discount("discounts/update", 3, { title: "Late spring" }),
    code("removed", 4),
    deletion,
  ];
  const arrivals = fc.tuple(
    fc.shuffledSubarray([...history, ...history], { minLength: history.length * 2 }),
    fc.integer({ min: 1, max: 4 }),
  );
  await fc.assert(
    fc.asyncProperty(arrivals, async ([shuffled, size]) => {
      await db.discount.deleteMany();
      for (let from = 0; from < shuffled.length; from += size)
        await deliver(db, shuffled.slice(from, from + size));
      expect(await stored()).toMatchObject({
        title: "Late spring",
        deletedAt: new Date(at(6)),
        codes: [{ addedAt: new Date(at(1)), removedAt: new Date(at(4)) }],
      });
    }),
    { numRuns: 20 },
  );
});
