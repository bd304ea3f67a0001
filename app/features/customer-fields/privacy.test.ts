import { afterEach, beforeEach, expect, test } from "vitest";

import { NOBODY, type Person } from "~/kit/person";
import { registerMovedTables } from "~/pipeline/projections/merge/hooks.server";
import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import type { RedactStep } from "~/platform/privacy/hook";

import { givenCustomer, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { customerFieldsPrivacy } from "./privacy.server";
import { customerFieldsRegistration } from "./registration.server";
import { listFields } from "./repository.server";
import { answerFieldAction } from "./service.server";
import { presentFieldsCard } from "./values/presenter.server";
import { saveFieldValues } from "./values/service.server";

const NOW = new Date("2026-11-30T12:00:00Z");
const ADA = "s1_9001";
const BEN = "s1_9002";

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  for (const legacyId of [9001, 9002]) await givenCustomer(db, { legacyId });
  const make = (name: string, of: "text" | "choice", labels: string[]) =>
    answerFieldAction(db, {
      ...{ shopId: SHOP_ID, now: NOW },
      asked: { kind: "create", name, of, choices: labels.map((label) => ({ id: null, label })) },
    });
  await make("Allergy", "text", []);
  await make("Roast", "choice", ["Dark"]);
});
afterEach(() => testDb.close());

async function fill(customerId: string, typed: { Allergy?: string; Roast?: "Dark" }) {
  const fields = await listFields(db, { shopId: SHOP_ID });
  const values = Object.fromEntries(
    fields.flatMap(({ id, name, choices }) => {
      if (name === "Allergy") return typed.Allergy === undefined ? [] : [[id, typed.Allergy]];
      return typed.Roast === undefined ? [] : [[id, choices[0]?.id ?? ""]];
    }),
  );
  await saveFieldValues(db, { shopId: SHOP_ID, customerId, staffId: null, values, now: NOW });
}
const held = async (customerId: string) =>
  (await presentFieldsCard(db, { shopId: SHOP_ID, customerId }))?.fields.map(({ written }) => written !== "");
const personOf = (customerId: string): Person => ({
  ...NOBODY,
  customerIds: [customerId],
  emails: customerId === ADA ? ["ada@example.com"] : [],
});

test("a person is told what fields hold by the names the merchant gave them", async () => {
  await fill(ADA, { Allergy: "hazelnuts", Roast: "Dark" });
  await fill(BEN, { Allergy: "milk" });
  const told = await customerFieldsPrivacy.exportOf(db, { shopId: SHOP_ID, person: personOf(ADA) });
  const values = told.find(({ table }) => table === "CustomerFieldValue")?.rows;
  expect(values?.map(({ field, textValue, choiceId }) => [field, textValue ?? choiceId]).sort()).toEqual([
    ["Allergy", "hazelnuts"],
    ["Roast", "Dark"],
  ]);
  const changes = told.find(({ table }) => table === "CustomerFieldChange")?.rows;
  expect(changes?.map(({ field, toText }) => [field, toText]).sort()).toEqual([
    ["Allergy", "hazelnuts"],
    ["Roast", "Dark"],
  ]);
  expect(JSON.stringify(told)).not.toContain("milk");
});

test("nothing of an erased person is left, and everything of others; a second time nothing is done", async () => {
  await fill(ADA, { Allergy: "hazelnuts" });
  await fill(BEN, { Allergy: "ask ada@example.com" });
  await fill(BEN, { Allergy: "milk" });
  const redact = async () => {
    let deleted = 0;
    let cursor: string | null = null;
    do {
      const asked = { shopId: SHOP_ID, person: personOf(ADA), cursor };
      const step: RedactStep = await inTransaction(db, (tx) => customerFieldsPrivacy.redact(tx, asked), {
        shopId: SHOP_ID,
      });
      for (const count of Object.values(step.counts)) deleted += count;
      cursor = step.cursor;
    } while (cursor !== null);
    return deleted;
  };
  // Two of hers, and the two changes of his that name her.
  expect(await redact()).toBe(4);
  expect(await redact()).toBe(0);
  expect(await held(ADA)).toEqual([false, false]);
  expect(await held(BEN)).toEqual([true, false]);
});

test("a field of somebody else that names an erased person is emptied", async () => {
  await fill(BEN, { Allergy: "see ada@example.com", Roast: "Dark" });
  const asked = { shopId: SHOP_ID, person: personOf(ADA), cursor: null };
  await inTransaction(db, (tx) => customerFieldsPrivacy.redact(tx, asked), { shopId: SHOP_ID });
  expect(await held(BEN)).toEqual([false, true]);
});

test("of two customers who become one the kept one's values stay, and what only the other had is theirs", async () => {
  registerMovedTables(customerFieldsRegistration.movedTables ?? []);
  await fill(ADA, { Allergy: "hazelnuts" });
  await fill(BEN, { Allergy: "milk", Roast: "Dark" });
  const gid = (customerId: string) => `gid://shopify/Customer/${customerId.slice(3)}`;
  const merging = { shopId: SHOP_ID, fromGid: gid(BEN), toGid: gid(ADA), mergedAt: NOW, now: NOW };
  await inTransaction(db, (tx) => mergeCustomers(tx, merging), { shopId: SHOP_ID });
  const card = await presentFieldsCard(db, { shopId: SHOP_ID, customerId: ADA });
  expect(card?.fields.map(({ written }) => written)).toEqual(["hazelnuts", expect.stringMatching(/.+/)]);
});
