import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { seededRandom } from "~/kit/seeded-random";
import { type Db, inTransaction } from "~/platform/db.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";

import { exposeToFlow, exposeToSplit } from "./expose.server";
import { presentLift, presentSplitState, presentTokenRevenue } from "./presenter.server";
import { CONTROL, ExperimentSettingsSchema, TREATED } from "./schema";
import { saveExperimentSettings } from "./service.server";

const MARCH = new Date("2026-03-01T12:00:00Z");
const ZONE = "Europe/Warsaw";
let open: TestDb;

beforeEach(async () => {
  open = await createTestDb();
  await givenShop(open.db);
});
afterEach(() => open.close());

const ids = (count: number, prefix = "c") =>
  Array.from({ length: count }, (_, n) => `${SHOP_ID}_${prefix}${n}`);
const expose = (customerIds: readonly string[], { flowId = "f1", shopId = SHOP_ID, now = MARCH } = {}) =>
  inTransaction(open.db, (tx) => exposeToFlow(tx, { shopId, flowId, customerIds, now }), { shopId });
const exposures = (experimentKey: string, shopId = SHOP_ID) =>
  open.db.experimentExposure.findMany({ where: { shopId, experimentKey }, orderBy: { customerId: "asc" } });
const lift = (now: string, experimentKey = "flow:f1") =>
  presentLift(open.db, { shopId: SHOP_ID, experimentKey, zone: ZONE, now: new Date(now) });

describe("who comes into a flow", () => {
  test("is treated or left out, is in the comparisons from now on, and stays so when asked again", async () => {
    const first = await expose(ids(400));
    const again = await expose(ids(400), { now: new Date("2026-04-01T00:00:00Z") });
    expect(again).toEqual(first);
    const kept = await exposures("global");
    expect(kept).toHaveLength(400);
    expect(kept.every(({ exposedAt }) => exposedAt.getTime() === MARCH.getTime())).toBe(true);
    const heldOut = [...first.values()].filter(({ kind }) => kind === "held-out");
    expect(heldOut.length).toBeGreaterThan(10);
    expect(await exposures("flow:f1")).toHaveLength(400 - kept.filter(({ arm }) => arm === CONTROL).length);
  });

  test("ten times at once gives everybody one arm", async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => expose(ids(50))));
    for (const standings of all) expect(standings).toEqual(all[0]);
    expect(await exposures("global")).toHaveLength(50);
  });

  test("keeps the arm they were told when the share is changed since", async () => {
    const first = await expose(ids(200));
    const settings = ExperimentSettingsSchema.parse({ flow: { shareBp: 5_000 }, global: { shareBp: 5_000 } });
    await saveExperimentSettings(open.db, { shopId: SHOP_ID, settings, now: MARCH });
    expect(await expose(ids(200))).toEqual(first);
    const fresh = await expose(ids(200, "new"));
    expect([...fresh.values()].filter(({ kind }) => kind === "held-out").length).toBeGreaterThan(100);
  });

  test.each([100, 5_000])(
    "is in the comparison of a flow by what was told of all, at a share of %s since",
    async (shareBp) => {
      await expose(ids(200));
      const settings = ExperimentSettingsSchema.parse({ global: { shareBp } });
      await saveExperimentSettings(open.db, { shopId: SHOP_ID, settings, now: MARCH });
      await expose(ids(200), { flowId: "f2" });
      const of = async (key: string) =>
        (await exposures(key))
          .filter(({ arm }) => key !== "global" || arm === TREATED)
          .map((row) => row.customerId);
      expect(await of("flow:f2")).toEqual(await of("global"));
    },
  );

  test("is treated at once when the holdouts are switched off", async () => {
    await expose(ids(200));
    const settings = ExperimentSettingsSchema.parse({ flow: { isOn: false }, global: { isOn: false } });
    await saveExperimentSettings(open.db, { shopId: SHOP_ID, settings, now: MARCH });
    expect([...(await expose(ids(200))).values()].every(({ kind }) => kind === "treated")).toBe(true);
  });

  test("of another shop is in that shop's comparison only", async () => {
    await givenShop(open.db, { id: "s2", domain: "other.myshopify.com" });
    await expose(["s2_1"], { shopId: "s2" });
    expect(await exposures("global")).toEqual([]);
    expect(await exposures("global", "s2")).toHaveLength(1);
  });
});

/** People of an experiment and what they bought, as rows. */
async function givenPeople(
  people: readonly { arm: string; revenueMinor: number; exposedAt: string; boughtAfterDays?: number }[],
  experimentKey = "flow:f1",
) {
  const rows = people.map((person, n) => ({ ...person, customerId: `${SHOP_ID}_p${n}` }));
  const columns = ["shopId", "experimentKey", "customerId", "arm", "exposedAt"];
  await open.db.$executeRawUnsafe(
    upsertSql({ table: "ExperimentExposure", columns, key: ["shopId", "experimentKey", "customerId"] }),
    rowsToJson(
      rows.map(({ customerId, arm, exposedAt }) => ({
        ...{ shopId: SHOP_ID, experimentKey, customerId, arm, exposedAt: new Date(exposedAt) },
      })),
    ),
  );
  await open.db.order.createMany({
    data: rows
      .filter(({ revenueMinor }) => revenueMinor > 0)
      .map(({ customerId, revenueMinor, exposedAt, boughtAfterDays = 1 }) => {
        const placedAt = new Date(new Date(exposedAt).getTime() + boughtAfterDays * 86_400_000);
        return {
          ...{ id: `o-${customerId}`, shopId: SHOP_ID, gid: `gid://shopify/Order/${customerId}`, name: "#1" },
          ...{ customerId, currencyCode: "EUR", totalMinor: revenueMinor, subtotalMinor: revenueMinor },
          ...{ discountMinor: 0, shippingMinor: 0, taxMinor: 0, netMinor: revenueMinor, isValid: true },
          ...{ placedAt, placedOn: "2026-03-02", placedMonth: "2026-03", versionAt: placedAt },
        };
      }),
  });
}

const begin = (plannedCount = 0, experimentKey = "flow:f1") =>
  open.db.experiment.create({
    data: {
      ...{ shopId: SHOP_ID, experimentKey, controlArm: CONTROL, windowDays: 30, plannedCount },
      startedAt: new Date("2026-02-28T23:30:00Z"), // 1 March in Warsaw.
    },
  });

function marchPeople(treatedShare: number, controlShare: number) {
  const random = seededRandom("march");
  const person = (arm: string, share: number) => ({
    ...{ arm, exposedAt: "2026-03-10T09:00:00Z" },
    revenueMinor: random() < share ? 2_000 + Math.round(random() * 6_000) : 0,
  });
  return [
    ...Array.from({ length: 1_900 }, () => person(TREATED, treatedShare)),
    ...Array.from({ length: 200 }, () => person(CONTROL, controlShare)),
  ];
}

describe("a holdout", () => {
  test("that never began says so", async () => {
    expect(await lift("2026-05-05T00:00:00Z")).toMatchObject({ kind: "not-enough-data", why: "not-begun" });
  });

  test("is not looked at before the people of its first month are through", async () => {
    await begin();
    await givenPeople(marchPeople(0.5, 0.25));
    // The people of March are through on 1 May, in the shop's zone.
    expect(await lift("2026-04-30T21:59:00Z")).toEqual({
      ...{ kind: "not-enough-data", why: "still-running", neededCount: null },
      readyAt: "2026-04-30T22:00:00.000Z",
    });
    expect(await lift("2026-04-30T22:00:00Z")).toMatchObject({ kind: "lift", confidence: 0.975 });
  });

  test("tells the planted lift, and the same every time until its next look", async () => {
    await begin();
    await givenPeople(marchPeople(0.5, 0.25));
    const told = await lift("2026-05-02T00:00:00Z");
    expect(told).toMatchObject({ kind: "lift", treatedCount: 1_900, controlCount: 200 });
    if (told.kind !== "lift") throw new Error("expected a lift");
    // 0.25 more buyers, 50.00 each: 12.50 a person.
    expect(told.lowMinor / 1_900).toBeLessThan(1_250);
    expect(told.highMinor / 1_900).toBeGreaterThan(1_250);
    expect(await lift("2026-05-20T00:00:00Z")).toEqual(told);
  });

  test("reads of those who bought nothing only how many they are", async () => {
    await begin();
    await givenPeople(marchPeople(0.5, 0.25));
    let read = 0;
    const counted = open.db.$extends({
      query: {
        async $queryRaw({ args, query }) {
          const rows = (await query(args)) as unknown;
          read += Array.isArray(rows) ? rows.length : 0;
          return rows;
        },
        experimentExposure: {
          async findMany({ args, query }) {
            const rows = await query(args);
            read += rows.length;
            return rows;
          },
        },
      },
    });
    const now = new Date("2026-05-02T00:00:00Z");
    const asked = { shopId: SHOP_ID, experimentKey: "flow:f1", zone: ZONE, now };
    expect(await presentLift(counted as unknown as Db, asked)).toMatchObject({ treatedCount: 1_900 });
    expect(read).toBeGreaterThan(800); // About 1,000 of the 2,100 bought.
    expect(read).toBeLessThan(1_200);
  });

  test("sees no difference where there is none", async () => {
    await begin();
    await givenPeople(marchPeople(0.3, 0.3));
    expect(await lift("2026-05-02T00:00:00Z")).toMatchObject({ kind: "no-difference" });
  });

  test("counts what was bought within each person's window only, net of what was given back", async () => {
    await begin();
    const bought = (boughtAfterDays: number, count: number, arm: string) =>
      Array.from({ length: count }, () => ({
        ...{ arm, revenueMinor: 1_000, exposedAt: "2026-03-10T09:00:00Z", boughtAfterDays },
      }));
    await givenPeople([
      ...bought(29.99, 100, TREATED),
      ...bought(30, 100, TREATED),
      ...bought(0, 100, CONTROL),
      ...bought(-0.01, 100, CONTROL),
    ]);
    expect(await lift("2026-05-02T00:00:00Z")).toMatchObject({
      ...{ kind: "no-difference", treatedMeanMinor: 500, controlMeanMinor: 500 },
    });
  });

  test("that was switched off tells of the time while it was on, and begins anew when on again", async () => {
    await begin();
    await open.db.flow.create({
      data: {
        ...{ id: "f1", shopId: SHOP_ID, name: "A flow", state: "live", draftJson: "{}", priority: 1 },
        ...{ createdAt: MARCH, updatedAt: MARCH },
      },
    });
    await givenPeople(marchPeople(0.5, 0.25));
    const turn = (isOn: boolean, now: string) =>
      saveExperimentSettings(open.db, {
        ...{ shopId: SHOP_ID, now: new Date(now) },
        settings: ExperimentSettingsSchema.parse({ flow: { isOn } }),
      });
    // Those of late March were treated before their 30 days were over.
    await turn(false, "2026-04-15T12:00:00Z");
    expect(await lift("2026-06-05T00:00:00Z")).toEqual({
      ...{ kind: "not-enough-data", why: "too-few-people", neededCount: null, readyAt: null },
    });
    await turn(true, "2026-06-05T12:00:00Z");
    expect(await lift("2026-06-06T00:00:00Z")).toMatchObject({ why: "still-running" });
    await open.db.experiment.updateMany({
      where: { shopId: SHOP_ID },
      data: { startedAt: new Date("2026-02-28T23:30:00Z") },
    });
    await turn(false, "2026-05-20T12:00:00Z");
    expect(await lift("2026-09-05T00:00:00Z")).toMatchObject({ kind: "lift", treatedCount: 1_900 });
  });

  test("of too few people says nothing, and when it is looked at next", async () => {
    await begin();
    await givenPeople(marchPeople(0.9, 0.01).slice(0, 1_950));
    expect(await lift("2026-05-02T00:00:00Z")).toEqual({
      ...{ kind: "not-enough-data", why: "too-few-people", neededCount: 100 },
      readyAt: "2026-05-30T22:00:00.000Z",
    });
  });
});

describe("a split", () => {
  const KEY = "split:f1:step1";
  const split = (customerIds: readonly string[], arm?: string, now = MARCH) =>
    inTransaction(open.db, (tx) =>
      exposeToSplit(tx, {
        ...{ shopId: SHOP_ID, experimentKey: KEY, controlArm: "a", now },
        people: new Map(customerIds.map((id, n) => [id, arm ?? (n % 2 === 0 ? "a" : "b")])),
      }),
    );
  const ask = (now: string) =>
    presentLift(open.db, {
      ...{ shopId: SHOP_ID, experimentKey: KEY, zone: ZONE, now: new Date(now), arm: "b" },
    });
  const state = (now: string, arms = ["a", "b"]) =>
    presentSplitState(open.db, {
      ...{ shopId: SHOP_ID, experimentKey: KEY, zone: ZONE, now: new Date(now), arms },
    });

  test("keeps people in the first arm they were told", async () => {
    await split(ids(4));
    await split(ids(4), "b");
    expect((await exposures(KEY)).map(({ arm }) => arm)).toEqual(["a", "b", "a", "b"]);
  });

  test("is judged once: not before every arm is full and through", async () => {
    await split(ids(998));
    expect(await ask("2026-06-01T00:00:00Z")).toEqual({
      ...{ kind: "not-enough-data", why: "still-running", neededCount: 500, readyAt: null },
    });
    await split(ids(1_000));
    expect(await ask("2026-03-31T11:59:00Z")).toMatchObject({ readyAt: "2026-03-31T12:00:00.000Z" });
    expect(await state("2026-03-31T11:59:00Z")).toEqual({
      windowDays: 30,
      arms: ["a", "b"].map((key) => ({
        ...{ key, enteredCount: 500, throughCount: 0, buyerCount: 0, rate: null },
      })),
      verdict: { kind: "too-early", neededCount: 500, readyAt: "2026-03-31T12:00:00.000Z" },
    });
  });

  test("in which too few bought waits for twice as many people", async () => {
    await split(ids(1_000));
    expect(await ask("2026-03-31T12:00:00Z")).toEqual({
      ...{ kind: "not-enough-data", why: "still-running", neededCount: 1_000, readyAt: null },
    });
  });

  const people = (arm: string, buyerCount: number, revenueMinor: number) =>
    Array.from({ length: 500 }, (_, n) => ({
      ...{ arm, exposedAt: "2026-03-10T09:00:00Z", revenueMinor: n < buyerCount ? revenueMinor + n : 0 },
    }));

  test("shows who came and bought in each arm, and the better one", async () => {
    await begin(500, KEY);
    await open.db.experiment.updateMany({ where: { shopId: SHOP_ID }, data: { controlArm: "a" } });
    await givenPeople([...people("a", 50, 5_000), ...people("b", 200, 5_000)], KEY);
    expect(await state("2026-05-01T00:00:00Z")).toMatchObject({
      arms: [
        { key: "a", enteredCount: 500, throughCount: 500, buyerCount: 50, rate: { value: 0.1 } },
        { key: "b", enteredCount: 500, throughCount: 500, buyerCount: 200, rate: { value: 0.4 } },
      ],
      verdict: { kind: "better", arm: "b", meanMinor: 2_040, otherArm: "a", otherMeanMinor: 502 },
    });
  });

  test("says that nobody came to it", async () => {
    expect(await state("2026-05-01T00:00:00Z")).toBeNull();
  });
});

test("revenue by token counts orders with a code of the flow, and those after a click, each once", async () => {
  const customer = await givenCustomer(open.db, { legacyId: 7 });
  const both = await givenOrder(open.db, { customerId: customer.id, placedAt: "2026-03-03T12:00:00Z" });
  const byClick = await givenOrder(open.db, { customerId: customer.id, placedAt: "2026-03-08T11:59:00Z" });
  await givenOrder(open.db, { customerId: customer.id, placedAt: "2026-03-09T12:00:00Z" });
  await open.db.issuedCode.create({
    data: {
      ...{
        id: "k1",
        shopId: SHOP_ID,
        customerId: customer.id,
        occasionKey: "f1:1",
        code: "GIFT-1",
        codeKey: "gift-1",
      },
      ...{ percentBp: 1_000, state: "redeemed", budgetKey: "flow:f1", redeemedOrderId: both.id },
      ...{ startsAt: MARCH, expiresAt: MARCH, createdAt: MARCH },
    },
  });
  const at = MARCH;
  await open.db.flowRun.create({
    data: {
      ...{ id: "r1", shopId: SHOP_ID, flowId: "f1", version: 1, customerId: customer.id, entryKey: "1" },
      ...{ state: "done", stepAt: at, enteredAt: at },
    },
  });
  await open.db.message.create({
    data: {
      ...{
        id: "m1",
        shopId: SHOP_ID,
        customerId: customer.id,
        purpose: "flows",
        subjectId: "r1",
        topic: "offers",
      },
      ...{ toAddress: "a@b.example", locale: "en", subject: "", htmlBody: "", textBody: "" },
      ...{ messageId: "<m1@b.example>", state: "sent", createdAt: at },
    },
  });
  for (const [id, kind, clickedAt] of [
    ["k1", "person", "2026-03-01T12:00:00Z"],
    ["k2", "bot", "2026-03-08T12:00:00Z"],
  ] as const) {
    await open.db.messageClick.create({
      data: {
        ...{ id, shopId: SHOP_ID, messageId: "m1", position: 1, customerId: customer.id, kind },
        clickedAt: new Date(clickedAt),
      },
    });
  }
  const asked = {
    ...{
      shopId: SHOP_ID,
      source: { kind: "flow" as const, id: "f1" },
      windowDays: 7,
    },
    ...{ from: MARCH, to: new Date("2026-04-01T00:00:00Z") },
  };
  expect(await presentTokenRevenue(open.db, asked)).toEqual({
    ...{ orderCount: 2, netMinor: 10_000, byCodeCount: 1, byClickCount: 2 },
  });
  expect(await presentTokenRevenue(open.db, { ...asked, source: { kind: "flow", id: "f2" } })).toMatchObject({
    orderCount: 0,
  });
  expect(byClick.id).not.toBe(both.id);
});
