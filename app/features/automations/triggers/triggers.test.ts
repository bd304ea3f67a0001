import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { pauseFlow, resumeFlow } from "~/engine/flows/life/service.server";
import { sweepTriggers } from "~/engine/flows/entry/sweep.server";
import { enterByHand } from "~/engine/flows/service.server";
import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { registerMovedTables } from "~/pipeline/projections/merge/hooks.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { publishZoneChanged } from "~/shops/lifecycle.server";
import { getShop } from "~/shops/repository.server";

import { createAutomationWorld, givenHoldouts } from "../../../../tests/support/automation-world";
import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { givenLiveFlow, happening, publish } from "../../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";
import { automationsPrivacy } from "../privacy.server";
import { automationsRegistration } from "../registration.server";

const T0 = new Date("2027-02-20T12:00:00Z");
const ADA = "s1_1";

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createAutomationWorld(db, T0);
  await givenShop(db);
  await givenHoldouts(db, { now: T0 });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const tag = { id: "tag01", kind: "action", action: "tags.add", settings: { tag: "seen" } };
const flowOf = (key: string, settings: Record<string, unknown> = {}, over: Record<string, unknown> = {}) =>
  FlowDefinitionSchema.parse({ trigger: { key, settings }, steps: [tag], ...over });
const runAt = async (instant: string) => {
  world.at(instant);
  await world.runJobs();
};
const entries = async () =>
  (await db.flowRun.findMany({ where: { shopId: "s1" }, orderBy: { enteredAt: "asc" } })).map(
    ({ customerId, entryKey, enteredAt, contextJson }) =>
      `${customerId} ${entryKey} ${enteredAt.toISOString()} ${contextJson}`,
  );

describe("a date of a customer", () => {
  const yearly = { fact: "customer.registered-at", repeats: "yearly" };

  test("comes round every year at the shop's hour, once, and never for years before publication", async () => {
    await givenCustomer(db, { legacyId: 1, registeredAt: new Date("2024-02-21T22:59:00Z") });
    await givenCustomer(db, { legacyId: 2, registeredAt: new Date("2024-02-20T10:00:00Z") });
    await givenLiveFlow(db, flowOf("dates.customer", yearly), { now: T0 });
    await runAt("2027-02-21T07:59:00Z");
    expect(await entries()).toEqual([]);
    await runAt("2027-02-21T08:00:00Z");
    await runAt("2027-02-21T08:05:00Z");
    const first = `${ADA} customer.registered-at:2027 2027-02-21T08:00:00.000Z {"years":3}`;
    expect(await entries()).toEqual([first]);
    await runAt("2028-02-21T08:02:00Z");
    await runAt("2028-02-21T08:05:00Z");
    expect(await entries()).toEqual([
      first,
      expect.stringContaining("registered-at:2028"),
      expect.stringContaining("registered-at:2028"),
    ]);
  });

  test("and a schedule lose no day where the shop moves to a zone whose hour has passed, and gain none", async () => {
    await givenCustomer(db, { legacyId: 1, registeredAt: new Date("2024-02-22T17:00:00Z") });
    await db.shop.update({ where: { id: "s1" }, data: { ianaTimezone: "America/New_York" } });
    await givenLiveFlow(db, flowOf("dates.customer", yearly), { now: T0 });
    await givenLiveFlow(
      db,
      flowOf("schedule.recurring", { condition: { kind: "all", of: [] }, every: "day" }),
      { now: T0 },
    );
    const move = async (instant: string, ianaTimezone: string) => {
      world.at(instant);
      const before = await getShop(db, { shopId: "s1" });
      const at = world.now();
      await inTransaction(db, (tx) => publishZoneChanged(tx, { before, ianaTimezone, at, now: at }));
      await db.shop.update({ where: { id: "s1" }, data: { ianaTimezone } });
      await world.runJobs();
    };
    await runAt("2027-02-21T15:00:00Z");
    await runAt("2027-02-22T11:00:00Z"); // 6:00 in New York, 12:00 in Warsaw.
    await move("2027-02-22T11:02:00Z", "Europe/Warsaw");
    await runAt("2027-02-22T11:07:00Z");
    expect((await entries()).map((entry) => entry.split(" ").slice(1, 3).join(" "))).toEqual([
      "2027-02-20 2027-02-20T14:00:00.000Z",
      "2027-02-21 2027-02-21T14:00:00.000Z",
      expect.stringContaining("2027-02-22T11:02:00.000Z"),
      expect.stringContaining("2027-02-22T11:02:00.000Z"),
    ]);
  });

  test.each([
    { leapDay: "february-28", day: "2027-02-28" },
    { leapDay: "march-1", day: "2027-03-01" },
  ])("of 29 February comes round on $day by the setting", async ({ leapDay, day }) => {
    await givenCustomer(db, { legacyId: 1, registeredAt: new Date("2024-02-29T12:00:00Z") });
    await givenLiveFlow(db, flowOf("dates.customer", { ...yearly, leapDay }), { now: T0 });
    for (const each of ["2027-02-28", "2027-03-01", "2027-03-02"]) await runAt(`${each}T09:00:00Z`);
    expect(await entries()).toEqual([`${ADA} customer.registered-at:2027 ${day}T08:00:00.000Z {"years":3}`]);
  });

  test("counts days after it, and each day of its own is an occasion", async () => {
    await givenCustomer(db, { legacyId: 1 });
    await givenOrder(db, { customerId: ADA, placedAt: "2027-02-01T12:00:00Z" });
    const settings = { fact: "orders.last-at", offsetDays: 30, time: "10:00" };
    await givenLiveFlow(db, flowOf("dates.customer", settings), { now: T0 });
    await runAt("2027-03-03T09:00:00Z");
    expect(await entries()).toEqual([`${ADA} orders.last-at:2027-02-01 2027-03-03T09:00:00.000Z {}`]);
  });

  test("is the kept customer's once two are one, and nobody's who was deleted", async () => {
    const registeredAt = new Date("2025-02-21T12:00:00Z");
    await givenCustomer(db, { legacyId: 1, registeredAt });
    await givenCustomer(db, { legacyId: 2, registeredAt, mergedIntoId: ADA, deletedAt: T0 });
    await givenCustomer(db, { legacyId: 3, registeredAt, deletedAt: T0 });
    await givenLiveFlow(db, flowOf("dates.customer", yearly), { now: T0 });
    await runAt("2027-02-21T08:00:00Z");
    expect(await entries()).toEqual([expect.stringContaining(ADA)]);
  });
});

describe("what happens", () => {
  test("begins a run per order, however often it is told, and of what was chosen only", async () => {
    await givenCustomer(db, { legacyId: 1 });
    await givenLiveFlow(db, flowOf("events.happened", { events: ["order.paid"] }), { now: T0 });
    const at = "2027-02-20T12:01:00Z";
    world.at(at);
    const paid = happening("order.paid", { customerId: ADA, subjectId: "o1", at });
    const placed = happening("order.placed", { customerId: ADA, subjectId: "o2", at });
    await publish(db, [paid, placed, { ...paid, sourceKey: "again" }], { now: world.now() });
    await world.runJobs();
    expect(await entries()).toEqual([`${ADA} order.paid:o1 2027-02-20T12:01:00.000Z {}`]);
    expect(await db.flowRun.findFirst({ where: { shopId: "s1" } })).toMatchObject({
      subjectKind: "order",
      subjectId: "o1",
    });
  });

  test("to the person themselves is another occasion each time", async () => {
    await givenCustomer(db, { legacyId: 1 });
    await givenLiveFlow(db, flowOf("events.happened", { events: ["vip.tier-changed"] }), { now: T0 });
    const event = happening("vip.tier-changed", { customerId: ADA, subjectId: ADA, at: T0 });
    await publish(db, [event, { ...event, sourceKey: "another" }], { now: T0 });
    await world.runJobs();
    expect(await entries()).toHaveLength(2);
  });
});

test("a schedule takes everybody of a condition, once a day; who comes later waits for the next", async () => {
  for (const legacyId of [1, 2]) await givenCustomer(db, { legacyId, tags: legacyId === 1 ? ["vip"] : [] });
  const condition = { kind: "fact", fact: "customer.tags", operator: "has", operand: "vip" };
  await givenLiveFlow(db, flowOf("schedule.recurring", { condition, every: "week", weekday: 1 }), {
    now: T0,
  });
  for (const at of ["2027-02-21T08:00:00Z", "2027-02-22T08:00:00Z", "2027-02-22T08:05:00Z"]) await runAt(at);
  expect(await entries()).toEqual([`${ADA} 2027-02-22 2027-02-22T08:00:00.000Z {}`]);
});

test("people are let in by hand, once per occasion", async () => {
  await givenCustomer(db, { legacyId: 1 });
  const flowId = await givenLiveFlow(db, flowOf("people.by-hand"), { now: T0 });
  const enter = () =>
    enterByHand(db, { shopId: "s1", flowId, customerIds: [ADA], occasion: "fair", now: T0 });
  expect(await enter()).toMatchObject({ outcome: "entered", entered: 1 });
  expect(await enter()).toMatchObject({ outcome: "entered", entered: 0, refused: 1 });
});

describe("who is noted as being in a segment", () => {
  const condition = { kind: "fact", fact: "customer.tags", operator: "has", operand: "vip" };
  const entered = flowOf("segments.entered", { condition });
  const becomeVip = (customerId: string) =>
    db.customerTag.create({ data: { shopId: "s1", customerId, tag: "vip", tagKey: "vip" } });

  test("is noted anew after a pause: what was meanwhile enters nobody", async () => {
    for (const legacyId of [1, 2]) await givenCustomer(db, { legacyId });
    const flowId = await givenLiveFlow(db, entered, { now: T0 });
    await runAt("2027-02-20T12:05:00Z");
    await pauseFlow(db, { shopId: "s1", flowId, now: world.now() });
    await becomeVip(ADA);
    world.at("2027-02-20T13:00:00Z");
    await resumeFlow(db, { shopId: "s1", flowId, now: world.now() });
    await runAt("2027-02-20T13:05:00Z");
    expect(await entries()).toEqual([]);
    await becomeVip("s1_2");
    await runAt("2027-02-20T13:10:00Z");
    expect(await entries()).toEqual([expect.stringContaining("s1_2")]);
  });

  test("enters by portions where many come at once, each person once", async () => {
    for (const legacyId of [1, 2, 3]) await givenCustomer(db, { legacyId });
    await givenLiveFlow(db, entered, { now: T0 });
    await runAt("2027-02-20T12:05:00Z");
    for (const id of [ADA, "s1_2", "s1_3"]) await becomeVip(id);
    world.at("2027-02-20T12:10:00Z");
    const sweep = () =>
      inTransaction(db, (tx) => sweepTriggers(tx, { shopId: "s1", now: world.now(), atOnce: 2 }));
    const told = [await sweep(), await sweep(), await sweep()];
    expect(told.map((swept) => [swept.entered, swept.isCut])).toEqual([
      [2, true],
      [1, false],
      [0, false],
    ]);
    expect(await entries()).toHaveLength(3);
  });

  test("is forgotten when they are erased, in their shop only", async () => {
    await givenCustomer(db, { legacyId: 1, tags: ["vip"] });
    await givenLiveFlow(db, entered, { now: T0 });
    await runAt("2027-02-20T12:05:00Z");
    await db.segmentMember.create({ data: { shopId: "s2", flowId: "f", customerId: ADA } });
    const person = { customerIds: [ADA], orderIds: [], checkoutIds: [], emails: [], phones: [] };
    await inTransaction(db, (tx) => automationsPrivacy.redact(tx, { shopId: "s1", person, cursor: null }));
    expect(await db.segmentMember.count({ where: { shopId: "s1" } })).toBe(0);
    expect(await db.segmentMember.count({ where: { shopId: "s2" } })).toBe(1);
  });

  test("goes over to the kept customer of two, who does not enter again", async () => {
    await givenCustomer(db, { legacyId: 1 });
    await givenCustomer(db, { legacyId: 2, tags: ["vip"] });
    await givenLiveFlow(db, entered, { now: T0 });
    await runAt("2027-02-20T12:05:00Z");
    registerMovedTables(automationsRegistration.movedTables ?? []);
    await inTransaction(db, (tx) =>
      mergeCustomers(tx, {
        ...{ shopId: "s1", mergedAt: world.now(), now: world.now() },
        ...{ fromGid: "gid://shopify/Customer/2", toGid: "gid://shopify/Customer/1" },
      }),
    );
    expect(await db.segmentMember.findMany({ where: { shopId: "s1" } })).toMatchObject([{ customerId: ADA }]);
  });
});
