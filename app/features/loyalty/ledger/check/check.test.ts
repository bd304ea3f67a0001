import { afterEach, beforeEach, expect, test } from "vitest";

import { givenCustomer, SHOP_ID } from "../../../../../tests/support/factories";
import {
  createLoyaltyWorld,
  givenPaidOrder,
  type LoyaltyWorld,
  NOW,
  tellOrder,
} from "../../../../../tests/support/loyalty-world";
import { inTransaction } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { checkLedgers } from "./jobs.server";
import { findPageEnd, listWrongLots, listWrongMembers } from "./repository.server";
import { LEDGER_CHECK_KEY, LedgerCheckSchema } from "./schema";

const ADA = "s1_1";
const NO_SUMS = { available: 0, pending: 0, debt: 0, earned: 0, redeemed: 0 };

let scene: LoyaltyWorld;
beforeEach(async () => {
  scene = await createLoyaltyWorld();
  await givenCustomer(scene.db, { legacyId: 1 });
  for (const minor of [1_000, 2_000, 3_000])
    await tellOrder(scene, await givenPaidOrder(scene.db, { customerId: ADA, lines: [{ minor }] }));
});
afterEach(() => scene.close());

async function checked() {
  await inTransaction(scene.db, (tx) => checkLedgers.run(tx, scene.world.now()));
  await scene.world.runJobs();
  return readSetting(scene.db, { shopId: SHOP_ID, key: LEDGER_CHECK_KEY, schema: LedgerCheckSchema });
}

const lots = () => scene.db.pointsLot.findMany({ where: { shopId: SHOP_ID }, orderBy: { id: "asc" } });

test("books that match are noted as such, with the time", async () => {
  expect(await checked()).toEqual({ mismatchCount: 0, at: NOW.toISOString() });
});

test("a lot, a day and a posting of no lot that differ are found, each book of them", async () => {
  const [lot] = await lots();
  const id = lot?.id ?? "";
  await scene.db.pointsLot.updateMany({ where: { shopId: SHOP_ID, id }, data: { available: 7 } });
  await scene.db.pointsDay.updateMany({ where: { shopId: SHOP_ID, book: "pending" }, data: { points: 1n } });
  const [posting] = await scene.db.pointsPosting.findMany({ where: { shopId: SHOP_ID, lotId: id } });
  if (!posting) throw new Error("expected a posting");
  const stray = { ...posting, position: 9, lotId: "of-no-lot", book: "expired", points: 3 };
  await scene.db.pointsPosting.create({ data: stray });
  const wrong = await listWrongLots(scene.db, { shopId: SHOP_ID, after: "", last: null });
  expect(wrong).toEqual(
    expect.arrayContaining([
      { place: id, book: "available", kept: 7, replayed: 0 },
      { place: "of-no-lot", book: "expired", kept: 0, replayed: 3 },
    ]),
  );
  expect(wrong).toHaveLength(2);
  // The stray posting is missing in the day's sum, too, and the lot's owner has seven less.
  expect((await checked()).mismatchCount).toBe(5);
});

test("pages meet without a gap and without looking twice", async () => {
  const ids = (await lots()).map(({ id }) => id);
  await scene.db.pointsLot.updateMany({ where: { shopId: SHOP_ID }, data: { available: 7 } });
  const seen: string[] = [];
  for (let after = "", isMore = true; isMore;) {
    const last = await findPageEnd(scene.db, { shopId: SHOP_ID, after, limit: 2 });
    const wrong = await listWrongLots(scene.db, { shopId: SHOP_ID, after, last });
    seen.push(...wrong.map(({ place }) => place));
    isMore = last !== null;
    after = last ?? after;
  }
  expect(seen.sort()).toEqual(ids);
});

test("a member's sums that differ from the lots are found, and so is a member too many", async () => {
  await scene.db.pointsMember.updateMany({
    where: { shopId: SHOP_ID, customerId: ADA },
    data: { pending: 5 },
  });
  const nobody = { ...NO_SUMS, customerId: "s1_9", since: NOW, redeemed: 4 };
  await scene.db.pointsMember.create({ data: { shopId: SHOP_ID, ...nobody } });
  const wrong = await listWrongMembers(scene.db, { shopId: SHOP_ID });
  expect(wrong).toEqual([
    expect.objectContaining({ place: ADA, book: "pending", kept: 5 }),
    { place: "s1_9", book: "redeemed", kept: 4, replayed: 0 },
  ]);
  expect((await checked()).mismatchCount).toBe(2);
});
