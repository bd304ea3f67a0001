import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { csvImportRegistration } from "~/pipeline/projections/csv-import/registration.server";
import { insertRun } from "~/pipeline/projections/reconcile/repository.server";
import type { RootDb } from "~/platform/db.server";

import { createAutomationWorld, givenHoldouts } from "../../../../tests/support/automation-world";
import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { givenLiveFlow } from "../../../../tests/support/flow-world";
import { sendImportFile } from "../../../../tests/support/import-files";
import { exportedOrder, ordersExport } from "../../../../tests/support/shopify-csv";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";

const T0 = new Date("2027-02-20T12:00:00Z");
const [ADA, BOB] = ["s1_1", "s1_2"];

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createAutomationWorld(db, T0, [csvImportRegistration]);
  await givenShop(db);
  await givenHoldouts(db, { now: T0 });
  await givenCustomer(db, { legacyId: 1, email: "ada@example.com" });
  await givenCustomer(db, { legacyId: 2, email: "bob@example.com" });
  await givenOrder(db, { customerId: ADA, placedAt: "2027-01-01T12:00:00Z" });
  await givenOrder(db, { customerId: BOB, placedAt: "2027-01-01T12:00:00Z" });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const condition = { kind: "fact", fact: "orders.count", operator: "at-least", operand: 2 };
const live = (turn: "entered" | "left", over = condition) =>
  givenLiveFlow(
    db,
    FlowDefinitionSchema.parse({
      trigger: { key: `segments.${turn}`, settings: { condition: over } },
      steps: [{ id: "tag01", kind: "action", action: "tags.add", settings: { tag: "seen" } }],
    }),
    { now: T0 },
  );
const runAt = async (instant: string) => {
  world.at(instant);
  await world.runJobs();
};
const entered = async () =>
  (await db.flowRun.findMany({ where: { shopId: SHOP_ID } })).map((run) => run.customerId);

/** Ada's order of two years ago. */
const send = () =>
  sendImportFile(db, {
    shopId: SHOP_ID,
    file: ordersExport([exportedOrder({ email: "ada@example.com", createdAt: "2025-03-01 10:00:00 +0100" })]),
    now: world.now(),
  });
const bobBuys = (placedAt: string) => givenOrder(db, { customerId: BOB, placedAt });

describe("what a file or the store tells of the past", () => {
  test("makes nobody enter a segment, and who enters it meanwhile does", async () => {
    await live("entered");
    await runAt("2027-02-20T12:05:00Z");
    await send();
    await bobBuys("2027-02-20T12:06:00Z");
    await runAt("2027-02-20T12:10:00Z");
    await runAt("2027-02-20T12:15:00Z");
    expect(await db.order.count({ where: { customerId: ADA } })).toBe(2);
    expect(await entered()).toEqual([BOB]);
  });

  test("makes nobody leave one", async () => {
    await live("left", { ...condition, operator: "at-most", operand: 1 });
    await runAt("2027-02-20T12:05:00Z");
    await send();
    await runAt("2027-02-20T12:10:00Z");
    await runAt("2027-02-20T12:15:00Z");
    expect(await entered()).toEqual([]);
  });

  test.each([
    ["a file", () => db.historyImport.create({ data: importRow("loading") })],
    ["the store", () => db.backfill.create({ data: backfillRow("loading") })],
    ["the store that comes back", () => insertRun(db, { ...RUN, cause: "reinstalled", isFull: true })],
  ])("is waited for while %s is being read", async (_what, begin) => {
    await live("entered");
    await runAt("2027-02-20T12:05:00Z");
    await begin();
    await givenOrder(db, { customerId: ADA, placedAt: "2025-03-01T12:00:00Z" });
    await runAt("2027-02-20T12:10:00Z");
    await bobBuys("2027-02-20T12:12:00Z");
    const over = { state: "done", finishedAt: new Date("2027-02-20T12:13:00Z") };
    await db.historyImport.updateMany({ data: over });
    await db.backfill.updateMany({ data: over });
    await db.reconcileRun.updateMany({ data: { ...over, openKey: null } });
    await runAt("2027-02-20T12:15:00Z");
    expect(await entered()).toEqual([BOB]);
  });

  test.each([
    ["a file that nobody loads any more", () => db.historyImport.create({ data: importRow("loading") })],
    ["a reading that does not end", () => db.backfill.create({ data: backfillRow("loading") })],
  ])("is not waited for for ever: %s", async (_what, begin) => {
    await live("entered");
    await runAt("2027-02-20T12:05:00Z");
    await begin();
    await bobBuys("2027-02-20T12:12:00Z");
    await runAt("2027-02-24T12:15:00Z");
    expect(await entered()).toEqual([BOB]);
  });

  test("is not what a nightly comparison finds: news that were lost are news", async () => {
    await live("entered");
    await runAt("2027-02-20T12:05:00Z");
    await insertRun(db, { ...RUN, cause: "nightly", isFull: false });
    await bobBuys("2027-02-20T12:01:00Z");
    await runAt("2027-02-20T12:10:00Z");
    expect(await entered()).toEqual([BOB]);
  });
});

const RUN = { shopId: SHOP_ID, now: T0 };
const importRow = (state: string) => ({
  ...{ id: "i1", shopId: SHOP_ID, state, fileName: "orders_export.csv", fileBytes: 1, partBytes: 1 },
  ...{ createdAt: T0, updatedAt: T0 },
});
const backfillRow = (state: string) => ({
  ...{ id: "b1", shopId: SHOP_ID, resource: "orders", state, requestedAt: T0 },
});
