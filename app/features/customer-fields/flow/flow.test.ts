import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { presentActions } from "~/engine/flows/presenter.server";
import { examineFlow } from "~/engine/flows/problems.server";
import { enterByHand } from "~/engine/flows/service.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { createAutomationWorld, givenHoldouts } from "../../../../tests/support/automation-world";
import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { givenLiveFlow } from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";
import { customerFieldsRegistration } from "../registration.server";
import { listFields } from "../repository.server";
import { factKeyOf } from "../rules/fact-key";
import type { FieldKind } from "../schema";
import { answerFieldAction } from "../service.server";
import { presentFieldsCard } from "../values/presenter.server";
import { saveFieldValues } from "../values/service.server";
import { setField } from "./set-action.server";

/** 23:30 in Warsaw: there it is still 20 February 2027. */
const T0 = new Date("2027-02-20T22:30:00Z");
const ADA = "s1_1";
const BEN = "s1_2";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createAutomationWorld(db, T0, [customerFieldsRegistration]);
  await givenShop(db);
  await givenHoldouts(db, { now: T0 });
  for (const legacyId of [1, 2]) await givenCustomer(db, { legacyId });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const scene = () => ({ shopId: SHOP_ID, now: world.now() });

async function given(name: string, of: FieldKind, labels: string[] = []) {
  const choices = labels.map((label) => ({ id: null, label }));
  await answerFieldAction(db, { ...scene(), asked: { kind: "create", name, of, choices } });
  const field = (await listFields(db, { shopId: SHOP_ID })).at(-1);
  if (!field) throw new Error("no field");
  return field;
}

const fill = (customerId: string, values: Record<string, string>) =>
  saveFieldValues(db, { ...scene(), customerId, staffId: null, values });
const held = async (customerId = ADA) =>
  (await presentFieldsCard(db, { shopId: SHOP_ID, customerId }))?.fields.map(({ written }) => written);
const step = (settings: object, id = "step1") => ({ id, kind: "action", action: setField.key, settings });
const flowOf = (steps: object[], trigger: object = { key: "people.by-hand" }) =>
  FlowDefinitionSchema.parse({ trigger, steps });
const problemsOf = async (written: unknown) =>
  (await examineFlow(db, { shopId: SHOP_ID, flowId: "f1", written })).problems.map(
    ({ place, code, textNamespace }) => `${textNamespace ?? "flows"} ${place}: ${code}`,
  );
const reasons = async () =>
  (
    await db.decision.findMany({
      where: { shopId: SHOP_ID, feature: "customer-fields" },
      orderBy: { id: "asc" },
    })
  ).map(({ reason }) => reason);
async function enter(steps: object[], customerIds = [ADA]): Promise<string> {
  const flowId = await givenLiveFlow(db, flowOf(steps), { now: T0, name: "Ask" });
  await enterByHand(db, { ...scene(), flowId, customerIds, occasion: "1" });
  await world.runJobs();
  return flowId;
}

describe("a step that sets a field", () => {
  test("writes a value, today's date in the shop's zone, or nothing, and says so", async () => {
    await given("Size", "text");
    await given("Seen", "date");
    const roast = await given("Roast", "choice", ["Dark"]);
    const dark = roast.choices[0]?.id ?? "";
    await fill(ADA, { [roast.id]: dark });
    const flowId = await enter([
      step({ field: "size", value: " forty-two " }, "one01"),
      step({ field: "seen", to: "today" }, "two02"),
      step({ field: "roast", to: "clear" }, "three"),
      step({ field: "roast", to: "clear" }, "four4"),
      step({ field: "size", value: "forty-two" }, "five5"),
    ]);
    expect(await held()).toEqual(["forty-two", "2027-02-20", ""]);
    expect(await reasons()).toEqual(["field-set", "field-set", "field-cleared", "field-empty", "field-same"]);
    const changes = await db.customerFieldChange.findMany({
      where: { shopId: SHOP_ID, flowId },
      orderBy: { id: "asc" },
    });
    expect(changes.map(({ toText }) => toText)).toEqual(["forty-two", "2027-02-20", null]);
    // The log outlives people: it has no values.
    const lines = await db.decision.findMany({ where: { shopId: SHOP_ID, feature: "customer-fields" } });
    expect(lines.map(({ paramsJson }) => paramsJson).join(" ")).not.toContain("forty");
  });

  test("acts once per run and step: asked again it leaves what was set meanwhile", async () => {
    const size = await given("Size", "text");
    const run = {
      ...{ runId: "r1", flowId: "f1", version: 1, stepId: "step1", effectKey: "flow:r1:step1" },
      ...{ customerId: ADA, subjectKind: null, subjectId: null, entryKey: "1", enteredAt: T0, context: {} },
    };
    const settings = setField.schema.parse({ field: "size", value: "42" });
    const perform = () =>
      inTransaction(db, (tx) => setField.perform(tx, { shopId: SHOP_ID, settings, runs: [run], now: T0 }), {
        shopId: SHOP_ID,
      });
    expect(await perform()).toMatchObject([{ kind: "done", reason: "field-set" }]);
    await fill(ADA, { [size.id]: "43" });
    expect(await perform()).toMatchObject([{ kind: "skipped", reason: "field-had" }]);
    expect(await held()).toEqual(["43"]);
    expect(await Promise.all([perform(), perform()])).toHaveLength(2);
    expect(await db.customerFieldChange.count({ where: { shopId: SHOP_ID } })).toBe(2);
  });

  test("tells beforehand what it would do, without doing it", async () => {
    const size = await given("Size", "text");
    await fill(BEN, { [size.id]: "42" });
    const run = (customerId: string) => ({
      ...{ runId: customerId, flowId: "f1", version: 1, stepId: "step1", effectKey: customerId, customerId },
      ...{ subjectKind: null, subjectId: null, entryKey: "1", enteredAt: T0, context: {} },
    });
    const settings = setField.schema.parse({ field: "size", value: "42" });
    const found = await setField.simulate(db, {
      shopId: SHOP_ID,
      settings,
      runs: [ADA, BEN].map(run),
      now: T0,
    });
    expect(found.map(({ result }) => "reason" in result && result.reason)).toEqual([
      "field-set",
      "field-same",
    ]);
    expect(await held()).toEqual([""]);
  });

  test.each<[string, object, string]>([
    ["names no field", {}, "field: field-missing"],
    ["names one that is not there", { field: "gone", value: "1" }, "field: field-unknown"],
    ["writes nothing", { field: "cups", value: " " }, "value: value-missing"],
    ["writes what does not fit", { field: "cups", value: "many" }, "value: value-number"],
    ["puts today where no date can be", { field: "cups", to: "today" }, "to: today-no-date"],
    ["sets one in the archive", { field: "old", value: "1" }, "field: field-archived"],
  ])("cannot be published when it %s", async (_why, settings, problem) => {
    await given("Cups", "number");
    const old = await given("Old", "text");
    await answerFieldAction(db, { ...scene(), asked: { kind: "archive", fieldId: old.id } });
    expect(await problemsOf(flowOf([step(settings)]))).toEqual([
      `customer-fields steps.step1.settings.${problem}`,
    ]);
  });

  test("is skipped, with the reason, once its field is in the archive or its choice is gone", async () => {
    const size = await given("Size", "text");
    const roast = await given("Roast", "choice", ["Dark", "Light"]);
    const [dark, light] = roast.choices;
    const flowId = await givenLiveFlow(
      db,
      flowOf([
        step({ field: "size", value: "42" }, "one01"),
        step({ field: "roast", value: dark?.id }, "two02"),
      ]),
      { now: T0 },
    );
    await answerFieldAction(db, { ...scene(), asked: { kind: "archive", fieldId: size.id } });
    const choices = light ? [light] : [];
    await answerFieldAction(db, {
      ...scene(),
      asked: { kind: "change", fieldId: roast.id, name: "Roast", choices },
    });
    await enterByHand(db, { ...scene(), flowId, customerIds: [ADA], occasion: "1" });
    await world.runJobs();
    expect(await reasons()).toEqual(["field-archived", "value-unfit"]);
    expect(await db.customerFieldValue.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });

  test("offers the fields in use, each with how it is filled in", async () => {
    const roast = await given("Roast", "choice", ["Dark"]);
    const old = await given("Old", "text");
    await answerFieldAction(db, { ...scene(), asked: { kind: "archive", fieldId: old.id } });
    const action = (await presentActions(db, { shopId: SHOP_ID })).find(({ key }) => key === setField.key);
    const choices = roast.choices.map(({ id, label }) => ({ value: id, label }));
    expect(action?.options).toEqual({
      field: [{ value: "roast", label: "Roast", input: "choice", choices }],
    });
  });
});

describe("a date of the merchant's own", () => {
  const fact = factKeyOf({ kind: "date", key: "wedding" });
  const trigger = (settings: object = {}) => ({ key: "dates.customer", settings: { fact, ...settings } });
  const noted = [{ id: "tag01", kind: "action", action: "tags.add", settings: { tag: "seen" } }];
  const runAt = async (instant: string) => {
    world.at(instant);
    await world.runJobs();
  };
  const entries = async () =>
    (await db.flowRun.findMany({ where: { shopId: SHOP_ID }, orderBy: { enteredAt: "asc" } })).map(
      ({ customerId, entryKey, enteredAt }) => `${customerId} ${entryKey} ${enteredAt.toISOString()}`,
    );

  test("comes round so many days before it, once, at the shop's hour", async () => {
    const wedding = await given("Wedding", "date");
    await fill(ADA, { [wedding.id]: "2027-03-03" });
    await givenLiveFlow(db, flowOf(noted, trigger({ offsetDays: -7, time: "10:00" })), { now: T0 });
    await runAt("2027-02-24T08:59:00Z");
    expect(await entries()).toEqual([]);
    await runAt("2027-02-24T09:00:00Z");
    await runAt("2027-02-24T09:05:00Z");
    expect(await entries()).toEqual([`${ADA} ${fact}:2027-03-03 2027-02-24T09:00:00.000Z`]);
  });

  test("of 29 February comes round on the 28th where there is none, and every year again", async () => {
    const wedding = await given("Wedding", "date");
    await fill(ADA, { [wedding.id]: "2024-02-29" });
    await givenLiveFlow(db, flowOf(noted, trigger({ repeats: "yearly" })), { now: T0 });
    for (const day of ["2027-02-28", "2027-03-01", "2028-02-28", "2028-02-29"])
      await runAt(`${day}T08:00:00Z`);
    expect(await entries()).toEqual([
      `${ADA} ${fact}:2027 2027-02-28T08:00:00.000Z`,
      `${ADA} ${fact}:2028 2028-02-29T08:00:00.000Z`,
    ]);
  });

  test("that was over when it was written down begins nothing", async () => {
    const wedding = await given("Wedding", "date");
    await givenLiveFlow(db, flowOf(noted, trigger()), { now: T0 });
    await runAt("2027-02-21T10:00:00Z");
    await fill(ADA, { [wedding.id]: "2027-02-21" });
    await fill(BEN, { [wedding.id]: "2027-01-01" });
    await runAt("2027-02-21T10:15:00Z");
    await runAt("2027-02-22T10:00:00Z");
    expect(await entries()).toEqual([]);
  });

  test("is one there is, in use, and a date: else nothing is published", async () => {
    const wedding = await given("Wedding", "date");
    await given("Size", "text");
    expect(await problemsOf(flowOf(noted, trigger()))).toEqual([]);
    expect(await problemsOf(flowOf(noted, trigger({ fact: "" })))).toEqual([
      "flows trigger.settings.fact: no-fact",
    ]);
    expect(await problemsOf(flowOf(noted, trigger({ fact: "fields.date.gone" })))).toEqual([
      "flows trigger.settings.fact: unknown-fact",
    ]);
    expect(await problemsOf(flowOf(noted, trigger({ fact: "fields.text.size" })))).toEqual([
      "flows trigger.settings.fact: fact-is-no-date",
    ]);
    await answerFieldAction(db, { ...scene(), asked: { kind: "archive", fieldId: wedding.id } });
    expect(await problemsOf(flowOf(noted, trigger()))).toEqual(["flows trigger.settings.fact: fact-retired"]);
  });
});
