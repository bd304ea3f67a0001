import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { presentFields } from "./presenter.server";
import { FIELD_LIMITS, type FieldAction, type FieldKind } from "./schema";
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
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  await givenCustomer(db, { legacyId: 9001 });
  await givenCustomer(db, { legacyId: 9002 });
});
afterEach(() => testDb.close());

const ask = (asked: FieldAction, shopId = SHOP_ID) => answerFieldAction(db, { shopId, asked, now: NOW });
const fieldsOf = async (shopId = SHOP_ID) => (await presentFields(db, { shopId })).fields;

async function given(name: string, of: FieldKind = "text", labels: string[] = []): Promise<string> {
  const choices = labels.map((label) => ({ id: null, label }));
  expect(await ask({ kind: "create", name, of, choices })).toEqual({ outcome: "created" });
  const field = (await fieldsOf()).find((one) => one.name === name);
  if (!field) throw new Error(`no field ${name}`);
  return field.id;
}

const save = (values: Record<string, string>, customerId = ADA, shopId = SHOP_ID) =>
  saveFieldValues(db, { shopId, customerId, staffId: "staff-7", values, now: NOW });
const card = async (customerId = ADA) => {
  const found = await presentFieldsCard(db, { shopId: SHOP_ID, customerId });
  return Object.fromEntries(found?.fields.map(({ name, written }) => [name, written]) ?? []);
};
const changes = () => db.customerFieldChange.findMany({ where: { shopId: SHOP_ID }, orderBy: { id: "asc" } });
const events = () =>
  db.domainEvent.count({ where: { shopId: SHOP_ID, type: "customer.field-changed", customerId: ADA } });

describe("fields", () => {
  test("stand in the order they were made in, with a key for good, in their shop only", async () => {
    await given("Wedding day", "date");
    const id = await given("Roast", "choice", ["Dark", "Light"]);
    await ask({
      kind: "change",
      fieldId: id,
      name: "Favourite roast",
      choices: [{ id: null, label: "Dark" }],
    });
    expect((await fieldsOf()).map(({ name, key, kind }) => [name, key, kind])).toEqual([
      ["Wedding day", "wedding-day", "date"],
      ["Favourite roast", "roast", "choice"],
    ]);
    expect(await fieldsOf("s2")).toEqual([]);
  });

  test("move past their neighbours, and past those in the archive between them", async () => {
    const [a, b, c] = [await given("A"), await given("B"), await given("C")];
    const names = async () => (await fieldsOf()).map(({ name }) => name).join("");
    expect(await ask({ kind: "move", fieldId: c, by: "up" })).toEqual({ outcome: "moved" });
    expect(await names()).toBe("ACB");
    await ask({ kind: "archive", fieldId: c });
    await ask({ kind: "move", fieldId: b, by: "up" });
    expect(await names()).toBe("BA");
    await ask({ kind: "restore", fieldId: c });
    expect(await names()).toBe("BCA");
    expect(await ask({ kind: "move", fieldId: b, by: "up" })).toEqual({ outcome: "not-possible" });
    expect(await ask({ kind: "move", fieldId: a, by: "down" })).toEqual({ outcome: "not-possible" });
  });

  test("are at most 50; what is in the archive does not count until it is brought back", async () => {
    const first = await given("First");
    for (let number = 2; number <= FIELD_LIMITS.fields; number += 1) await given(`Field ${number}`);
    const full = {
      outcome: "invalid",
      problems: [{ field: "name", code: "fields-full", params: { most: 50 } }],
    };
    expect(await ask({ kind: "create", name: "More", of: "text", choices: [] })).toEqual(full);
    await ask({ kind: "archive", fieldId: first });
    await given("More");
    expect(await ask({ kind: "restore", fieldId: first })).toEqual(full);
  });

  test("of the same name are refused; one in the archive gives its name away, and waits then", async () => {
    const first = await given("Size");
    expect(await ask({ kind: "create", name: "size", of: "number", choices: [] })).toMatchObject({
      problems: [{ code: "name-taken", params: { name: "size" } }],
    });
    expect(await ask({ kind: "change", fieldId: first, name: "Size", choices: [] })).toEqual({
      outcome: "changed",
    });
    await ask({ kind: "archive", fieldId: first });
    await given("Size", "number");
    expect(await ask({ kind: "restore", fieldId: first })).toMatchObject({
      problems: [{ code: "restore-name-taken", params: { name: "Size" } }],
    });
    expect((await fieldsOf()).map(({ key }) => key)).toEqual(["size-2"]);
  });

  test("archived twice, or of another shop, are not possible", async () => {
    const fieldId = await given("Size");
    expect(await ask({ kind: "archive", fieldId }, "s2")).toEqual({ outcome: "not-possible" });
    expect(await ask({ kind: "archive", fieldId })).toEqual({ outcome: "archived" });
    expect(await ask({ kind: "archive", fieldId })).toEqual({ outcome: "not-possible" });
  });

  test("made at once by two of the staff have keys of their own", async () => {
    const answers = await Promise.all(
      ["Size", "Size!"].map((name) => ask({ kind: "create", name, of: "text", choices: [] })),
    );
    expect(answers).toEqual([{ outcome: "created" }, { outcome: "created" }]);
    expect((await fieldsOf()).map(({ key }) => key).sort()).toEqual(["size", "size-2"]);
  });

  test("keep a choice that somebody has; it can be called otherwise", async () => {
    const fieldId = await given("Roast", "choice", ["Dark", "Light"]);
    const [dark, light] = (await fieldsOf())[0]?.choices ?? [];
    if (!dark || !light) throw new Error("no choices");
    await save({ [fieldId]: dark.id });
    await save({ [fieldId]: dark.id }, BEN);
    expect(await ask({ kind: "change", fieldId, name: "Roast", choices: [light] })).toEqual({
      outcome: "invalid",
      problems: [{ field: "choices", code: "choice-used", params: { label: "Dark", count: 2 } }],
    });
    const renamed = [{ ...dark, label: "Very dark" }];
    expect(await ask({ kind: "change", fieldId, name: "Roast", choices: renamed })).toEqual({
      outcome: "changed",
    });
    expect((await fieldsOf())[0]?.choices).toEqual(renamed);
    expect(await card()).toEqual({ Roast: dark.id });
  });
});

describe("values", () => {
  test("of every kind are kept as they are written, told with what they were, and counted", async () => {
    const ids = {
      text: await given("Size"),
      number: await given("Cups", "number"),
      date: await given("Wedding", "date"),
      "yes-no": await given("Dog", "yes-no"),
      choice: await given("Roast", "choice", ["Dark"]),
    };
    const dark = (await fieldsOf()).at(-1)?.choices[0]?.id ?? "";
    const typed = { text: " 42 ", number: "1,5", date: "2020-02-29", "yes-no": "no", choice: dark };
    const values = Object.fromEntries(
      Object.entries(typed).map(([kind, text]) => [ids[kind as keyof typeof ids], text]),
    );
    expect(await save(values)).toEqual({ outcome: "saved", changedCount: 5 });
    expect(await card()).toEqual({ Size: "42", Cups: "1.5", Wedding: "2020-02-29", Dog: "no", Roast: dark });
    expect(await card(BEN)).toEqual({ Size: "", Cups: "", Wedding: "", Dog: "", Roast: "" });
    expect((await fieldsOf()).map(({ usedCount }) => usedCount)).toEqual([1, 1, 1, 1, 1]);
    expect(await changes()).toHaveLength(5);
    expect(await events()).toBe(5);
  });

  test("saved twice change nothing the second time", async () => {
    const id = await given("Size");
    await save({ [id]: "42" });
    expect(await save({ [id]: "42 " })).toEqual({ outcome: "saved", changedCount: 0 });
    expect(await save({ [id]: "" })).toEqual({ outcome: "saved", changedCount: 1 });
    expect(await save({ [id]: "" })).toEqual({ outcome: "saved", changedCount: 0 });
    expect((await changes()).map(({ fromText, toText, staffId }) => [fromText, toText, staffId])).toEqual([
      [null, "42", "staff-7"],
      ["42", null, "staff-7"],
    ]);
    expect(await events()).toBe(2);
    expect(await db.customerFieldValue.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });

  test("saved at once by two of the staff are both in the history, one after the other", async () => {
    const id = await given("Size");
    await Promise.all([save({ [id]: "42" }), save({ [id]: "43" })]);
    const [first, second] = await changes();
    expect(first?.fromText).toBeNull();
    expect(second?.fromText).toBe(first?.toText);
    expect(await card()).toEqual({ Size: second?.toText });
  });

  test("none of which is saved when one does not fit: each is told", async () => {
    const size = await given("Size");
    const cups = await given("Cups", "number");
    expect(await save({ [size]: "42", [cups]: "many", gone: "x" })).toEqual({
      outcome: "invalid",
      problems: [
        { fieldId: cups, code: "value-number", params: { field: "Cups", value: "many" } },
        { fieldId: "gone", code: "field-gone", params: {} },
      ],
    });
    expect(await card()).toEqual({ Size: "", Cups: "" });
  });

  test("of a field in the archive are kept, out of sight, and cannot be changed", async () => {
    const id = await given("Size");
    await save({ [id]: "42" });
    await ask({ kind: "archive", fieldId: id });
    expect(await presentFieldsCard(db, { shopId: SHOP_ID, customerId: ADA })).toEqual({
      fields: [],
      archivedCount: 1,
    });
    expect(await save({ [id]: "43" })).toMatchObject({ problems: [{ code: "field-archived" }] });
    await ask({ kind: "restore", fieldId: id });
    expect(await card()).toEqual({ Size: "42" });
  });

  test("of somebody who is gone, unknown or of another shop are not possible", async () => {
    const id = await given("Size");
    await givenCustomer(db, { legacyId: 9003, deletedAt: NOW });
    expect(await save({ [id]: "42" }, "s1_9003")).toEqual({ outcome: "not-possible" });
    expect(await save({ [id]: "42" }, "s1_404")).toEqual({ outcome: "not-possible" });
    expect(await save({ [id]: "42" }, ADA, "s2")).toEqual({ outcome: "not-possible" });
    expect(await presentFieldsCard(db, { shopId: SHOP_ID, customerId: "s1_9003" })).toBeNull();
  });

  test("that are texts cannot be read in the database", async () => {
    const id = await given("Allergy");
    await save({ [id]: "hazelnuts" });
    const [row] = await db.$queryRaw<{ count: bigint }[]>`
      SELECT COUNT(*) AS "count" FROM "CustomerFieldValue" v
      JOIN "CustomerFieldChange" c ON c."shopId" = v."shopId"
      WHERE v."shopId" = ${SHOP_ID} AND v."textValue" LIKE '~s1.%' AND c."toText" LIKE '~s1.%'`;
    expect(Number(row?.count)).toBe(1);
    expect(await card()).toEqual({ Allergy: "hazelnuts" });
  });
});
