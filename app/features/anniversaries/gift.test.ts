import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { ActingRun } from "~/engine/flows/contribution";
import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { flowsRegistration, registerFlows } from "~/engine/flows/registration.server";
import { incentivesRegistration } from "~/engine/incentives/registration.server";
import { INCENTIVE_SETTINGS_KEY } from "~/engine/incentives/schema";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { factReader, record } from "../../../tests/support/flow-parts";
import { givenLiveFlow, listNotes, listStory, note } from "../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";
import { issueGift } from "./flow/gift-action.server";
import { registrationAnniversary } from "./flow/trigger.server";
import { GiftSettingsSchema } from "./schema";

const EVE = new Date("2026-05-04T12:00:00Z");
const ON_THE_DAY = new Date("2026-05-05T08:05:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  const ports = {
    triggers: [registrationAnniversary],
    actions: [issueGift, record],
    recipes: [],
    facts: factReader,
  };
  world = createWorld(db, [flowsRegistration, registerFlows(ports), incentivesRegistration], EVE);
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1, registeredAt: new Date("2023-05-05T10:00:00Z") });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

async function givenFlow(settings: Record<string, unknown> = {}): Promise<string> {
  const gift = { id: "gift", kind: "action", action: "anniversaries.issue-gift", settings };
  const trigger = { key: "anniversaries.registration", settings: {} };
  const definition = FlowDefinitionSchema.parse({ trigger, steps: [gift, note("mail1")] });
  return givenLiveFlow(db, definition, { now: world.now() });
}
async function at(instant: Date | string): Promise<void> {
  world.at(instant);
  await world.runJobs();
}
const codes = () => db.issuedCode.findMany({ where: { shopId: SHOP_ID }, orderBy: { createdAt: "asc" } });

describe("the gift of an anniversary", () => {
  test("is a code of the year's worth, asked of the store, and the mail goes once it is there", async () => {
    const flowId = await givenFlow();
    await at(ON_THE_DAY);
    expect(await codes()).toMatchObject([
      { state: "issued", customerId: ADA, percentBp: 1_500, budgetKey: `flow:${flowId}` },
    ]);
    expect((await codes())[0]?.code).toMatch(/^YEAR-/);
    expect(await listStory(db)).toEqual([
      "entered",
      "gift-asked gift",
      "gift-given gift",
      "noted mail1",
      "finished",
    ]);
    const [run] = await db.flowRun.findMany({ where: { shopId: SHOP_ID } });
    expect(JSON.parse(run?.contextJson ?? "{}")).toMatchObject({ years: 3, codeId: (await codes())[0]?.id });
  });

  test("comes every year anew, with a new code and the next rung, and never twice in one", async () => {
    await givenFlow();
    await at(ON_THE_DAY);
    await at("2026-05-05T12:00:00Z");
    await at("2027-05-05T08:05:00Z");
    await at("2028-05-05T08:05:00Z");
    const given = await codes();
    expect(given.map(({ percentBp }) => percentBp)).toEqual([1_500, 1_500, 2_000]);
    expect(new Set(given.map(({ code }) => code)).size).toBe(3);
    expect(await listNotes(db)).toHaveLength(3);
  });

  test("is one a year, also where two flows would give one: the second says so and writes nothing", async () => {
    await givenFlow();
    await at(ON_THE_DAY);
    await db.issuedCode.updateMany({ where: { shopId: SHOP_ID }, data: { state: "redeemed" } });
    const again = await perform({ years: 3 }, { entryKey: "2026" });
    expect(again).toMatchObject([{ kind: "stopped", reason: "gift-had" }]);
    expect(await codes()).toHaveLength(1);
  });

  test("that a limit speaks against ends the run before its mail, and both say why", async () => {
    await givenOrder(db, { placedAt: "2026-05-01T12:00:00Z" });
    await writeSetting(db, {
      ...{ shopId: SHOP_ID, key: INCENTIVE_SETTINGS_KEY, now: EVE },
      value: { monthlyBudgetMinor: 1 },
    });
    await givenFlow();
    await at(ON_THE_DAY);
    expect(await listNotes(db)).toEqual([]);
    expect(await listStory(db)).toEqual(expect.arrayContaining(["over-shop-budget", "gift-refused gift"]));
  });

  test("that no rung reaches is none", async () => {
    await givenFlow({ ladder: [{ fromYear: 4, percentBp: 500 }] });
    await at(ON_THE_DAY);
    expect(await listNotes(db)).toEqual([]);
    expect(await listStory(db)).toContain("no-gift-that-year gift");
    expect(await codes()).toEqual([]);
  });

  test("that the store refuses is none, and the mail that speaks of it is not sent", async () => {
    world.shopify.createDiscount = () => Promise.resolve({ kind: "rejected", error: "Code is too long" });
    await givenFlow();
    await at(ON_THE_DAY);
    expect(await listNotes(db)).toEqual([]);
    expect(await listStory(db)).toContain("gift-not-made gift");
  });

  test("that the store has not made by the end of the day is none; one of which no news came is given", async () => {
    const resume = (context: ActingRun["context"]) =>
      inTransaction(
        db,
        (tx) =>
          issueGift.resume?.(tx, {
            ...{ shopId: SHOP_ID, settings: GiftSettingsSchema.parse({}), event: null, now: ON_THE_DAY },
            run: runOf(context, {}),
          }) ?? Promise.reject(new Error("no resume")),
        { shopId: SHOP_ID },
      );
    await perform({ years: 2 });
    const codeId = (await codes())[0]?.id ?? "";
    expect(await resume({ years: 2, codeId, giftPercent: 10 })).toMatchObject({
      kind: "stopped",
      reason: "gift-late",
    });
    await at(ON_THE_DAY);
    expect(await resume({ years: 2, codeId, giftPercent: 10 })).toEqual({
      ...{ kind: "done", reason: "gift-given", outcome: "issued", context: { codeId } },
      params: { years: 2, percent: 10 },
    });
  });

  test("is not given to people who were erased or of another shop", async () => {
    expect(await perform({ years: 3 }, { customerId: "s2_1" })).toMatchObject([{ reason: "gift-refused" }]);
    expect(await perform({ years: 3 }, { customerId: null })).toMatchObject([
      { reason: "no-gift-that-year" },
    ]);
    expect(await codes()).toEqual([]);
  });
});

const runOf = (context: ActingRun["context"], over: Partial<ActingRun>): ActingRun => ({
  ...{ runId: "r1", flowId: "f1", version: 1, stepId: "gift", effectKey: "flow:r1:gift", customerId: ADA },
  ...{ subjectKind: null, subjectId: null, entryKey: "2026", enteredAt: ON_THE_DAY, context },
  ...over,
});
const perform = (context: ActingRun["context"], over: Partial<ActingRun> = {}) =>
  inTransaction(
    db,
    (tx) =>
      issueGift.perform(tx, {
        ...{ shopId: SHOP_ID, settings: GiftSettingsSchema.parse({}), now: ON_THE_DAY },
        runs: [runOf(context, over)],
      }),
    { shopId: SHOP_ID },
  );

test("asked twice for one year it tells of the one gift there is", async () => {
  const [first, second] = [await perform({ years: 2 }), await perform({ years: 2 })];
  expect(first).toMatchObject([{ kind: "pending", params: { years: 2, percent: 10 } }]);
  expect(second).toEqual(first);
  expect(await codes()).toHaveLength(1);
});

test("a simulation tells what it would give and cost, and gives nothing", async () => {
  await givenOrder(db, { placedAt: "2026-05-01T12:00:00Z" });
  const imagine = (years: number) =>
    issueGift.simulate(db, {
      ...{ shopId: SHOP_ID, settings: GiftSettingsSchema.parse({}), now: ON_THE_DAY },
      runs: [runOf({ years }, {})],
    });
  expect(await imagine(2)).toMatchObject([
    { result: { kind: "done", reason: "gift-given" }, cost: { amountMinor: 500, currencyCode: "EUR" } },
  ]);
  expect(await imagine(0)).toMatchObject([{ result: { kind: "stopped", reason: "no-gift-that-year" } }]);
  expect(await codes()).toEqual([]);
});

test.each(["en", "pl", "ru"])("every outcome has its sentence (%s)", async (locale) => {
  const translate = await getTranslator(locale, "anniversaries");
  for (const reason of [
    "gift-asked",
    "gift-given",
    "gift-had",
    "gift-late",
    "gift-not-made",
    "gift-refused",
    "no-gift-that-year",
  ]) {
    const sentence = translate(`decisions.${reason}`, { years: 3, percent: 15 });
    expect(sentence).not.toContain("decisions.");
    expect(sentence).not.toContain("{{");
  }
});
