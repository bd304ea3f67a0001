import { afterEach, beforeEach, expect, test } from "vitest";

import { NOBODY } from "~/kit/person";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, SHOP_ID } from "../../../tests/support/factories";
import { createLoyaltyWorld, type LoyaltyWorld } from "../../../tests/support/loyalty-world";
import { adjustPoints, decideAdjustment } from "./adjustments/service.server";
import { loyaltyPrivacy } from "./privacy.server";

const ADA = { ...NOBODY, customerIds: ["s1_1"], emails: ["ada@example.com"] };

let scene: LoyaltyWorld;
beforeEach(async () => {
  scene = await createLoyaltyWorld();
  for (const legacyId of [1, 2]) await givenCustomer(scene.db, { legacyId });
});
afterEach(() => scene.close());

const adjust = (customerId: string, reason: string, points = 10) =>
  adjustPoints(scene.db, {
    ...{ shopId: SHOP_ID, customerId, points, reason, staffId: "7" },
    ...{ idempotencyKey: `form-${reason}`, now: scene.world.now() },
  });
const reasons = async () => {
  const rows = await scene.db.pointsAdjustment.findMany({ where: { shopId: SHOP_ID } });
  return rows.map(({ reason }) => reason).sort();
};

const eraseAda = async () => {
  for (let cursor: string | null | undefined; cursor !== null;)
    ({ cursor } = await inTransaction(
      scene.db,
      (tx) => loyaltyPrivacy.redact(tx, { shopId: SHOP_ID, person: ADA, cursor: cursor ?? null }),
      { shopId: SHOP_ID },
    ));
};

test("the reason of a change by hand is sealed where it is kept", async () => {
  await adjust("s1_1", "Spoke at our fair");
  expect(await reasons()).toEqual(["Spoke at our fair"]);
  const [row] = await scene.db.$queryRaw<{ count: bigint }[]>`
    SELECT COUNT(*) AS "count" FROM "PointsAdjustment" WHERE "shopId" = ${SHOP_ID} AND "reason" LIKE '%fair%'`;
  expect(Number(row?.count)).toBe(0);
});

test("an erasure takes the reasons of the person and those that name them, and no others", async () => {
  await adjust("s1_1", "Hers");
  await adjust("s1_2", "Moved from Ada@Example.com");
  await adjust("s1_2", "His");
  for (const _ of ["once", "again"]) {
    await eraseAda();
    expect(await reasons()).toEqual(["", "", "His"]);
  }
  const rows = await scene.db.pointsAdjustment.findMany({ where: { shopId: SHOP_ID, customerId: "s1_2" } });
  expect(rows.map(({ points }) => points)).toEqual([10, 10]);
});

test("points asked for before an erasure can no longer be approved: nobody would have them", async () => {
  const asked = await adjust("s1_1", "Late parcel", 5_000);
  if (asked.outcome !== "requested") throw new Error(`expected a request, got "${asked.outcome}"`);
  await eraseAda();
  const decide = (verdict: "approved" | "declined") =>
    decideAdjustment(scene.db, {
      ...{ shopId: SHOP_ID, adjustmentId: asked.adjustmentId, verdict },
      ...{ staffId: "8", now: scene.world.now() },
    });
  expect(await decide("approved")).toMatchObject({ outcome: "refused", reason: "customer-unknown" });
  expect(await scene.db.pointsLot.count({ where: { shopId: SHOP_ID } })).toBe(0);
  expect(await decide("declined")).toEqual({ outcome: "declined" });
});
