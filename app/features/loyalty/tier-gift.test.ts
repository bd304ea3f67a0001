import { afterEach, beforeEach, expect, test } from "vitest";

import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, SHOP_ID } from "../../../tests/support/factories";
import {
  createLoyaltyWorld,
  expectSound,
  givenProgramme,
  type LoyaltyWorld,
  pointsOf,
} from "../../../tests/support/loyalty-world";

const ADA = "s1_1";

let scene: LoyaltyWorld;
beforeEach(async () => {
  scene = await createLoyaltyWorld();
  await givenCustomer(scene.db, { legacyId: 1 });
});
afterEach(async () => {
  await expectSound(scene);
  await scene.close();
});

async function promise(sourceKey: string): Promise<void> {
  const now = scene.world.now();
  const event: DomainEvent<"vip.points-promised"> = {
    type: "vip.points-promised",
    sourceKey,
    payload: { customerId: ADA, entitlementId: "e1", tierId: "gold", points: 200 },
    customerId: ADA,
    subjectId: "e1",
    occurredAt: now,
  };
  await inTransaction(scene.db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now }), {
    shopId: SHOP_ID,
  });
  await scene.world.runJobs();
}

const settled = async () =>
  (await scene.db.domainEvent.findMany({ where: { shopId: SHOP_ID, type: "vip.points-settled" } })).map(
    ({ payloadJson }) => JSON.parse(payloadJson) as unknown,
  );

test("points that a tier brings are given once, and whoever promised them is told", async () => {
  await promise("first");
  await promise("again");
  expect(await pointsOf(scene, ADA)).toMatchObject({ available: 200 });
  expect(await settled()).toEqual([{ customerId: ADA, entitlementId: "e1", outcome: "given", reason: null }]);
});

test("while the programme is off none are given, and whoever promised them is told", async () => {
  await givenProgramme(scene.db, { isEnabled: false });
  await promise("first");
  expect(await settled()).toEqual([
    { customerId: ADA, entitlementId: "e1", outcome: "refused", reason: "points-refused" },
  ]);
});
