import { afterEach, beforeEach, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop } from "../../../../tests/support/factories";
import { customerPayload, deliver, type Payload, type Webhook } from "../../../../tests/support/payloads";
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
const summary = (minute: number, over: Payload): Webhook => ({
  topic: "customers/purchasing_summary",
  body: { customerId: "gid://shopify/Customer/9001", lastOrderId: null, occurredAt: at(minute), ...over },
  at: at(minute),
});
const spent = (amount: string) => ({ amountSpent: { amount, currencyCode: "EUR" } });
const ada = () => db.customer.findFirstOrThrow();

test("Shopify's own count and sum are kept, the newest whatever order they come in, twice too", async () => {
  const [older, newer] = [
    summary(1, { numberOfOrders: 1, ...spent("50.00") }),
    summary(2, { numberOfOrders: 2, ...spent("99.50") }),
  ];
  await deliver(db, [newer, newer]);
  expect(await deliver(db, [older])).toEqual([{ kind: "ignored", reason: "older-version" }]);
  expect(await ada()).toMatchObject({
    shopifyOrderCount: 2,
    shopifySpentMinor: 9_950n,
    shopifySpentCurrency: "EUR",
    summaryVersionAt: new Date(at(2)),
  });
});

test("a sum that is not told leaves the one that is known", async () => {
  await deliver(db, [summary(1, { numberOfOrders: 1, ...spent("50.00") })]);
  await deliver(db, [summary(2, { numberOfOrders: 2 })]);
  expect(await ada()).toMatchObject({ shopifyOrderCount: 2, shopifySpentMinor: 5_000n });
});

test("the sum survives a change of the profile", async () => {
  await deliver(db, [summary(1, { numberOfOrders: 1, ...spent("50.00") })]);
  await deliver(db, [{ topic: "customers/update", body: customerPayload({ updated_at: at(3) }), at: at(3) }]);
  expect(await ada()).toMatchObject({ firstName: "Ada", shopifySpentMinor: 5_000n });
});

test("a sum that is no amount tells the place and the value", async () => {
  const [outcome] = await deliver(db, [summary(1, { numberOfOrders: 1, ...spent("much") })]);
  expect(outcome).toMatchObject({ kind: "dead", problem: { path: "amountSpent.amount", value: '"much"' } });
});

test("an account that is enabled and disabled changes its state; the newest stays", async () => {
  const account = (topic: string, state: string, minute: number): Webhook => ({
    topic,
    body: customerPayload({ state, updated_at: at(minute) }),
    at: at(minute),
  });
  await deliver(db, [account("customers/disable", "disabled", 2), account("customers/enable", "enabled", 1)]);
  expect(await ada()).toMatchObject({ state: "DISABLED" });
  await deliver(db, [account("customers/enable", "enabled", 3)]);
  expect(await ada()).toMatchObject({ state: "ENABLED" });
});
