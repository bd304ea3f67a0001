import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { type Comparison, OPERATORS } from "~/engine/facts/condition";
import { presentFacts } from "~/engine/facts/presenter.server";
import { listFactValues, listMatching, loadFacts } from "~/engine/facts/queries.server";
import { getFact, registerFacts } from "~/engine/facts/registry.server";
import { factsIn, holds } from "~/engine/facts/rules";
import { findConditionProblems } from "~/engine/facts/check.server";
import { Prisma } from "~/generated/prisma/client";
import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID, ZONE } from "../../../../tests/support/factories";
import { createTestDb, isOnSqlite, type TestDb } from "../../../../tests/support/test-db";
import { listFields } from "../repository.server";
import { factKeyOf } from "../rules/fact-key";
import { FIELD_KINDS, type FieldKind } from "../schema";
import { answerFieldAction } from "../service.server";
import { saveFieldValues } from "../values/service.server";
import { fieldFacts } from "./family.server";

const NOW = new Date("2026-11-30T12:00:00Z");
const SCOPE = { shopId: SHOP_ID, zone: ZONE, at: NOW };
const [ADA, BEN, CY] = ["s1_1", "s1_2", "s1_3"];
const PEOPLE = [ADA, BEN, CY];

let testDb: TestDb;
let db: RootDb;
let dark: string;
beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  registerFacts([], [fieldFacts]);
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  for (const legacyId of [1, 2, 3]) await givenCustomer(db, { legacyId });
  for (const shopId of [SHOP_ID, "s2"])
    for (const of of FIELD_KINDS) {
      const choices = of === "choice" ? ["Dark", "Light"].map((label) => ({ id: null, label })) : [];
      const asked = { kind: "create", name: `My ${of}`, of, choices } as const;
      await answerFieldAction(db, { shopId, asked, now: NOW });
    }
  const fields = await listFields(db, { shopId: SHOP_ID });
  const choice = fields.find(({ kind }) => kind === "choice");
  dark = choice?.choices[0]?.id ?? "";
  const light = choice?.choices[1]?.id ?? "";
  await fill(ADA, { text: "Size 42", number: "12.5", date: "2026-11-29", "yes-no": "yes", choice: dark });
  await fill(BEN, { text: "size 42", number: "-3", date: "2027-01-01", "yes-no": "no", choice: light });
});
afterAll(() => testDb.close());

async function fill(customerId: string, typed: Record<FieldKind, string>) {
  const fields = await listFields(db, { shopId: SHOP_ID });
  const values = Object.fromEntries(fields.map(({ id, kind }) => [id, typed[kind]]));
  const saving = { shopId: SHOP_ID, customerId, staffId: null, values, now: NOW };
  expect(await saveFieldValues(db, saving)).toMatchObject({ outcome: "saved" });
}

const keyOf = (kind: FieldKind) => factKeyOf({ kind, key: `my-${kind}` });
const ask = (
  kind: FieldKind,
  operator: Comparison["operator"],
  operand: Comparison["operand"] = null,
): Comparison => {
  return { kind: "fact", fact: keyOf(kind), parameters: {}, operator, operand };
};
const matching = (condition: Comparison, shopId = SHOP_ID) =>
  listMatching(db, { ...SCOPE, shopId, condition, limit: 10, afterCustomerId: null });

describe("a condition over a field", () => {
  test.each<[FieldKind, Comparison["operator"], Comparison["operand"], string[]]>([
    ["text", "is", "Size 42", [ADA]],
    ["text", "is-not", "Size 42", [BEN]],
    ["text", "one-of", ["Size 42", "size 42"], [ADA, BEN]],
    ["text", "none-of", ["Size 42"], [BEN]],
    ["text", "known", null, [ADA, BEN]],
    ["text", "unknown", null, [CY]],
    ["number", "at-least", 12.5, [ADA]],
    ["number", "less-than", 0, [BEN]],
    ["number", "between", [-3, 12.5], [ADA, BEN]],
    ["date", "within-days", 1, [ADA]],
    ["date", "after", "2026-12-31", [BEN]],
    ["date", "before", "2027-01-01", [ADA]],
    ["yes-no", "is-true", null, [ADA]],
    ["yes-no", "is-false", null, [BEN]],
    ["yes-no", "unknown", null, [CY]],
  ])("of kind %s that asks %s %j holds of %j", async (kind, operator, operand, people) => {
    expect(await matching(ask(kind, operator, operand))).toEqual(people);
  });

  test("of choices goes by their ids", async () => {
    expect(await matching(ask("choice", "is", dark))).toEqual([ADA]);
    expect(await matching(ask("choice", "one-of", [dark]))).toEqual([ADA]);
    expect(await matching(ask("choice", "none-of", [dark]))).toEqual([BEN]);
  });

  test("is the same asked of everybody and of each", async () => {
    const operands = [null, 1, 12.5, "Size 42", "2026-12-01", dark, ["Size 42", dark], [-5, 20]] as const;
    for (const kind of FIELD_KINDS) {
      const { type } = getFact(keyOf(kind));
      for (const operator of [...OPERATORS[type], "known", "unknown"] as const)
        for (const operand of operands) {
          const condition = ask(kind, operator, structuredClone(operand) as Comparison["operand"]);
          const values = await loadFacts(db, { ...SCOPE, customerIds: PEOPLE, asked: factsIn(condition) });
          const each = PEOPLE.filter((id) => {
            const valueOf = values.get(id);
            return valueOf !== undefined && holds(condition, valueOf, SCOPE);
          });
          expect([kind, operator, operand, await matching(condition)]).toEqual([
            kind,
            operator,
            operand,
            each,
          ]);
        }
    }
  });

  test("holds of nobody in a shop whose field of that name nobody has filled in, nor of a field that is not there", async () => {
    expect(await matching(ask("text", "known"), "s2")).toEqual([]);
    const gone = { ...ask("text", "known"), fact: "fields.text.gone" };
    expect(await matching(gone)).toEqual([]);
    expect(findConditionProblems(gone)).toEqual([]);
    // The kind is part of what a field is called.
    expect(await matching({ ...ask("number", "known"), fact: "fields.number.my-text" })).toEqual([]);
    expect(findConditionProblems({ ...gone, fact: "fields.money.my-text" })).toMatchObject([
      { code: "unknown-fact" },
    ]);
  });
});

test("dates can be listed as any other date", async () => {
  const asked = { ...SCOPE, fact: keyOf("date"), limit: 10 };
  expect(await listFactValues(db, { ...asked, afterCustomerId: null })).toEqual([
    { customerId: ADA, value: "2026-11-29" },
    { customerId: BEN, value: "2027-01-01" },
  ]);
  expect(await listFactValues(db, { ...asked, afterCustomerId: ADA })).toHaveLength(1);
});

test("an editor is told the fields of the shop by their names; one in the archive is not offered, but still asked", async () => {
  const field = (await listFields(db, { shopId: "s2" })).find(({ kind }) => kind === "choice");
  await answerFieldAction(db, {
    shopId: "s2",
    asked: { kind: "archive", fieldId: field?.id ?? "" },
    now: NOW,
  });
  const told = async (shopId: string) =>
    (await presentFacts(db, { shopId })).find(({ key }) => key === keyOf("choice"));
  expect(await told("s2")).toMatchObject({ naming: { label: "My choice", isOffered: false } });
  expect(await told(SHOP_ID)).toMatchObject({
    type: "text",
    history: "as-today",
    choices: [dark, expect.any(String)],
    naming: { label: "My choice", values: { [dark]: "Dark" }, isOffered: true },
  });
});

test.runIf(isOnSqlite()).each(FIELD_KINDS)(
  "a field of kind %s of a few people is found by index",
  async (kind) => {
    const definition = getFact(keyOf(kind));
    for (const { rows } of [definition, definition.sealed ?? definition]) {
      const plan = await db.$queryRaw<{ detail: string }[]>(
        Prisma.sql`EXPLAIN QUERY PLAN ${rows({ ...SCOPE, parameters: {}, customerIds: [ADA, BEN] })}`,
      );
      const wide = plan.filter(
        ({ detail }) =>
          (detail.startsWith("SCAN ") && !detail.startsWith("SCAN json_each")) ||
          (detail.startsWith("SEARCH v ") && !detail.includes("customerId=?")),
      );
      expect(wide).toEqual([]);
    }
  },
);
