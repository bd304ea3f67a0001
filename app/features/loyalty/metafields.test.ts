import { afterEach, beforeEach, expect, test } from "vitest";

import { givenCustomer, SHOP_ID } from "../../../tests/support/factories";
import {
  createLoyaltyWorld,
  givenPaidOrder,
  givenProgramme,
  goTo,
  type LoyaltyWorld,
  tellOrder,
} from "../../../tests/support/loyalty-world";
import { loyaltyMetafields, programmeMetafield } from "./metafields.server";

const ADA = "s1_1";
const BOB = "s1_2";

let scene: LoyaltyWorld;

beforeEach(async () => {
  scene = await createLoyaltyWorld();
  for (const legacyId of [1, 2]) await givenCustomer(scene.db, { legacyId });
});
afterEach(() => scene.close());

const present = async (key: string) => {
  const metafield = loyaltyMetafields.find((one) => one.key === key);
  const people = { shopId: SHOP_ID, customerIds: [ADA, BOB], now: scene.world.now() };
  return Object.fromEntries((await metafield?.present(scene.db, people)) ?? []);
};

test("a customer's page says what they have, what comes, and what is next", async () => {
  const orderId = await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor: 3_000 }] });
  await tellOrder(scene, orderId);
  expect(await present("points_balance")).toEqual({ [ADA]: "0" });
  await goTo(scene, "2026-03-17T10:00:00Z");
  expect(await present("points_balance")).toEqual({ [ADA]: "300" });
  const { [ADA]: json = "{}" } = await present("loyalty");
  expect(JSON.parse(json ?? "{}")).toEqual({
    ...{ v: 1, available: 300, pending: 0 },
    nextReward: { title: "5 off", costPoints: 500, missing: 200 },
    nextExpiry: { points: 300, on: "2027-03-16" },
  });
});

test("while the programme is off no reward is near, and its terms are none", async () => {
  const programme = () => programmeMetafield.present(scene.db, { shopId: SHOP_ID, now: scene.world.now() });
  expect(JSON.parse((await programme()) ?? "{}")).toMatchObject({
    ...{ v: 1, on: true, order: { points: 10, perMinor: 100 } },
    rewards: [{ id: "five-off", costPoints: 500, valueMinor: 500 }, { id: "any" }],
    earn: [{ kind: "order", points: 10, perMinor: 100 }],
  });
  await givenProgramme(scene.db, { isEnabled: false });
  expect(JSON.parse((await programme()) ?? "{}")).toEqual({
    v: 1,
    on: false,
    order: null,
    earn: [],
    rewards: [],
  });
  await scene.db.shop.updateMany({ where: { id: SHOP_ID }, data: { uninstalledAt: scene.world.now() } });
  expect(await programme()).toBeNull();
  expect(await present("loyalty")).toEqual({});
});
