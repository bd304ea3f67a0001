import { afterEach, beforeEach, expect, test } from "vitest";

import { savePreference } from "~/engine/messaging/preferences/repository.server";
import { NOTHING_CHOSEN } from "~/engine/messaging/preferences/rules";
import type { RootDb } from "~/platform/db.server";

import { createAutomationWorld, givenHoldouts } from "../../../tests/support/automation-world";
import { givenCustomer, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { givenLiveFlow } from "../../../tests/support/flow-world";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { World } from "../../../tests/support/world";
import { birthdayGift } from "./flow/recipes";
import { anniversariesRegistration } from "./registration.server";

const NOW = new Date("2026-05-03T12:00:00Z");

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createAutomationWorld(db, NOW, [anniversariesRegistration]);
  await givenShop(db);
  await givenHoldouts(db, { now: NOW });
  for (const [legacyId, on] of [
    [1, "05-04"],
    [2, null],
    [3, "02-29"],
  ] as const) {
    await givenCustomer(db, { legacyId, email: `person${legacyId}@example.com` });
    if (on === null) continue;
    await savePreference(db, {
      ...{ shopId: SHOP_ID, addressHash: `h${legacyId}`, customerId: `s1_${legacyId}`, now: NOW },
      preference: { ...NOTHING_CHOSEN, birthday: { on, toldAt: NOW, source: "preference-page" } },
    });
  }
  const definition = birthdayGift.definitionOf({ locale: "en", currencyCode: "EUR" });
  await givenLiveFlow(db, definition, { now: NOW });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const at = async (instant: string) => {
  world.at(instant);
  await world.runJobs();
};
const mails = () => world.email.sent.map(({ to, subject }) => `${to} ${subject}`);

test("who told it is congratulated on the day, with a code of their own, and nobody else", async () => {
  await at("2026-05-04T07:59:00Z");
  expect(mails()).toEqual([]);
  await at("2026-05-04T08:10:00Z");
  await at("2026-05-04T08:20:00Z");
  expect(mails()).toEqual(["person1@example.com Happy birthday, Ada"]);
  expect(
    await db.issuedCode.findMany({ select: { customerId: true, percentBp: true, state: true } }),
  ).toEqual([{ customerId: "s1_1", percentBp: 1_000, state: "issued" }]);
});

test("who was born on 29 February has the 28th where there is none, and another day told does not bring a second gift", async () => {
  await at("2026-05-04T08:10:00Z");
  await db.messagePreference.updateMany({
    where: { shopId: SHOP_ID, addressHash: "h1" },
    data: { birthdayOn: "05-06" },
  });
  await at("2026-05-06T08:10:00Z");
  await at("2027-02-28T09:10:00Z");
  await at("2027-02-28T09:20:00Z");
  const runs = await db.flowRun.findMany({ where: { shopId: SHOP_ID }, orderBy: { enteredAt: "asc" } });
  expect(runs.map(({ customerId, enteredAt }) => [customerId, enteredAt.toISOString()])).toEqual([
    ["s1_1", "2026-05-04T08:00:00.000Z"],
    ["s1_3", "2027-02-28T09:00:00.000Z"],
  ]);
});
