import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { parseForm } from "~/kit/form";
import type { RootDb } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";
import { type GeneralSettings, GeneralSettingsSchema } from "~/shops/schema";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { presentGeneralSettings } from "./presenter.server";
import { formOf, type SettingsForm } from "./schema";
import { saveGeneralSettings } from "./service.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const SET: GeneralSettings = {
  senderName: "Bean & Leaf",
  senderAddress: "hello@bean.example",
  replyTo: "ask@bean.example",
  language: "pl",
};

let testDb: TestDb;
let db: RootDb;
beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com", email: null });
});
afterAll(() => testDb.close());

const present = async (shopId: string) =>
  presentGeneralSettings(db, { shopId, shop: await getShop(db, { shopId }) });

const send = (over: Partial<Record<keyof SettingsForm, string>>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...formOf(SET), ...over })) form.set(name, value);
  return parseForm(form, GeneralSettingsSchema);
};

test("where nothing is set, what holds instead is told", async () => {
  expect(await present(SHOP_ID)).toEqual({
    settings: { senderName: null, senderAddress: null, replyTo: null, language: "auto" },
    fallback: {
      senderName: "Demo shop",
      senderAddress: "hello@example.com",
      replyTo: "owner@demo-shop.example",
    },
    shop: { domain: "demo-shop.myshopify.com", ianaTimezone: "Europe/Warsaw", currencyCode: "EUR" },
    permissions: [
      { kind: "gift-card", scopes: ["write_gift_cards"], isAllowed: false },
      {
        kind: "store-credit",
        scopes: ["read_store_credit_accounts", "write_store_credit_account_transactions"],
        isAllowed: false,
      },
    ],
  });
});

test("what was saved is shown, in this shop only; saving it twice is the same as once", async () => {
  await saveGeneralSettings(db, { shopId: SHOP_ID, settings: SET, now: NOW });
  await saveGeneralSettings(db, { shopId: SHOP_ID, settings: SET, now: NOW });
  expect((await present(SHOP_ID)).settings).toEqual(SET);
  expect((await present("s2")).settings.senderAddress).toBeNull();
});

test("settings shown in the form and sent back are the same settings", () => {
  for (const settings of [SET, GeneralSettingsSchema.parse({})]) {
    expect(send(formOf(settings))).toEqual({ ok: true, value: settings });
  }
});

describe("refusals, each with its code at its field", () => {
  test.each<[Partial<Record<keyof SettingsForm, string>>, Record<string, string[]>]>([
    [{ senderAddress: "hello" }, { senderAddress: ["invalid-email"] }],
    [{ senderAddress: "a@b.example\nBcc: x@y.example" }, { senderAddress: ["invalid-email"] }],
    [{ replyTo: "two@a.example, three@a.example" }, { replyTo: ["invalid-email"] }],
    [{ replyTo: `a@${"b".repeat(250)}.example` }, { replyTo: ["too-long"] }],
    [{ senderName: "n".repeat(81) }, { senderName: ["too-long"] }],
  ])("%j", (over, errors) => {
    expect(send(over)).toEqual({ ok: false, errors });
  });

  test("a language we do not speak is refused", () => {
    expect(send({ language: "fr" }).ok).toBe(false);
  });

  test("blanks around are no part of an address, and only blanks mean: not set", () => {
    expect(send({ senderAddress: " a@b.example ", senderName: "  " })).toMatchObject({
      ok: true,
      value: { senderAddress: "a@b.example", senderName: null },
    });
  });
});

test("a permission is there once the store allowed all it needs", async () => {
  const shop = await getShop(db, { shopId: SHOP_ID });
  const allowed = async (scopes: string) =>
    (await presentGeneralSettings(db, { shopId: SHOP_ID, shop: { ...shop, scopes } })).permissions.map(
      ({ isAllowed }) => isAllowed,
    );
  expect(await allowed("write_gift_cards,read_store_credit_accounts")).toEqual([true, false]);
  expect(await allowed("read_store_credit_accounts,write_store_credit_account_transactions")).toEqual([
    false,
    true,
  ]);
});
