import { afterEach, beforeEach, expect, test } from "vitest";

import { givenShop, SHOP_ID } from "../../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../../tests/support/test-db";
import { templateNames } from "./presenter.server";

const KEYS = ["checkout-reminder-1", "tea", "gone"];
const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db, { countryCode: "PL" });
});
afterEach(() => testDb.close());

test("a template goes by the merchant's name, a ready-made one by its own in the shop's language", async () => {
  const { db } = testDb;
  const asked = { shopId: SHOP_ID, keys: KEYS };
  expect([...(await templateNames.listNames(db, asked)).keys()]).toEqual(["checkout-reminder-1"]);
  const stored = { shopId: SHOP_ID, kind: "email", topic: "cart", state: "draft", latestVersion: 1 };
  const at = { createdAt: NOW, updatedAt: NOW };
  for (const key of ["tea", "checkout-reminder-1"])
    await db.mailTemplate.create({ data: { ...stored, ...at, id: key, key, name: `Our ${key}` } });
  await db.mailTemplate.create({
    data: { ...stored, ...at, id: "other", shopId: "s2", key: "gone", name: "Theirs" },
  });
  expect(Object.fromEntries(await templateNames.listNames(db, asked))).toEqual({
    "checkout-reminder-1": "Our checkout-reminder-1",
    tea: "Our tea",
  });
});
