import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { givenShop } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "./schema";
import { readSetting, writeSetting } from "./settings.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const KEY = { shopId: "s1", key: GENERAL_SETTINGS_KEY };
const DEFAULTS = { senderName: null, senderAddress: null, replyTo: null, language: "auto" };

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  await givenShop(testDb.db, { id: "s2", domain: "other.myshopify.com" });
});
afterEach(() => testDb.close());

const read = (shopId = "s1") => readSetting(testDb.db, { ...KEY, shopId, schema: GeneralSettingsSchema });
const write = (value: unknown) => writeSetting(testDb.db, { ...KEY, value, now: NOW });

test("what was never saved is the schema's defaults", async () => {
  expect(await read()).toEqual(DEFAULTS);
});

test("what is saved is read back, whole, and is the shop's own", async () => {
  await write({ ...DEFAULTS, senderName: "Demo", language: "pl" });
  await write({ ...DEFAULTS, senderName: "Demo 2" });
  expect(await read()).toEqual({ ...DEFAULTS, senderName: "Demo 2" });
  expect(await read("s2")).toEqual(DEFAULTS);
});

describe("general settings of a form", () => {
  test("count emptied fields as not set", () => {
    const form = { senderName: "  ", senderAddress: "", replyTo: " ", language: "auto" };
    expect(GeneralSettingsSchema.parse(form)).toEqual(DEFAULTS);
  });

  test.each([
    ["senderAddress", "nobody", "invalid-email"],
    ["replyTo", "a@b", "invalid-email"],
    ["senderName", "x".repeat(81), "too-long"],
  ])("say what is wrong with %s %s", (field, value, message) => {
    const parsed = GeneralSettingsSchema.safeParse({ ...DEFAULTS, [field]: value });
    expect(parsed.error?.flatten().fieldErrors).toEqual({ [field]: [message] });
  });

  test("take a name of 80 characters and trim addresses", () => {
    const name = "x".repeat(80);
    expect(GeneralSettingsSchema.parse({ senderName: name, replyTo: " a@example.com " })).toMatchObject({
      senderName: name,
      replyTo: "a@example.com",
    });
  });
});
