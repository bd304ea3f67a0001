import fc from "fast-check";
import { test } from "vitest";

import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";
import { registerMovedTables } from "~/pipeline/projections/merge/hooks.server";
import { DAY_MS } from "~/kit/duration";
import { NOBODY } from "~/kit/person";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, SHOP_ID } from "../../../tests/support/factories";
import {
  cancelOrder,
  createLoyaltyWorld,
  expectSound,
  givenPaidOrder,
  giveBackReward,
  goTo,
  type LoyaltyWorld,
  memberOf,
  NOW,
  payWith,
  redeem,
  refund,
  tellOrder,
} from "../../../tests/support/loyalty-world";
import { adjustPoints } from "./adjustments/service.server";
import { loyaltyPrivacy } from "./privacy.server";
import { loyaltyRegistration } from "./registration.server";

/* Whatever happens, in whatever order: the ledger stays sound, and its replay is its balance. */

const PEOPLE = [1, 2, 3];
const person = fc.constantFrom(...PEOPLE);
const nth = fc.nat({ max: 9 });
const idOf = (number: number) => `${SHOP_ID}_${number}`;

/** What steps refer to. */
type History = { orderIds: string[]; count: number };
/** Something that happens; it prints as its name. */
type Step = { name: string; happen: (scene: LoyaltyWorld, history: History) => Promise<unknown> };

function stepOf<Shape extends object>(
  name: string,
  shape: { [Key in keyof Shape]: fc.Arbitrary<Shape[Key]> },
  happen: (of: Shape, scene: LoyaltyWorld, history: History) => Promise<unknown>,
): fc.Arbitrary<Step> {
  return fc.record(shape).map((of) => ({
    name: `${name} ${JSON.stringify(of)}`,
    happen: (scene, history) => happen(of as Shape, scene, history),
  }));
}

async function buy(
  { person: number, minor, isGuest }: { person: number; minor: number; isGuest: boolean },
  scene: LoyaltyWorld,
  history: History,
): Promise<void> {
  const half = Math.ceil(minor / 2);
  const orderId = await givenPaidOrder(scene.db, {
    ...(isGuest ? { email: `guest-${number}@example.com` } : { customerId: idOf(number) }),
    lines: [{ minor: half }, { minor: minor - half }],
    placedAt: scene.world.now(),
  });
  history.orderIds.push(orderId);
  await tellOrder(scene, orderId);
}

async function refundSome(
  { nth: at, percent, withGoods }: { nth: number; percent: number; withGoods: boolean },
  scene: LoyaltyWorld,
  history: History,
): Promise<void> {
  const id = history.orderIds[at];
  const order = id ? await scene.db.order.findFirst({ where: { shopId: SHOP_ID, id } }) : null;
  if (!order) return;
  const minor = Math.floor((Number(order.netMinor) * percent) / 100);
  await refund(scene, order.id, { minor, ...(withGoods ? { lineIndex: history.count % 2 } : {}) });
}

async function claimOrder(
  { nth: at, person: number }: { nth: number; person: number },
  scene: LoyaltyWorld,
  history: History,
): Promise<void> {
  const orderId = history.orderIds[at];
  if (!orderId) return;
  await scene.db.order.updateMany({
    where: { shopId: SHOP_ID, id: orderId, customerId: null },
    data: { customerId: idOf(number) },
  });
  await tellOrder(scene, orderId, "order.changed");
}

async function adjust(
  { person: number, points }: { person: number; points: number },
  { db, world }: LoyaltyWorld,
  history: History,
): Promise<void> {
  await adjustPoints(db, {
    ...{ shopId: SHOP_ID, customerId: idOf(number), points, reason: "A test", now: world.now() },
    ...{ staffId: "1", idempotencyKey: String(history.count) },
  });
}

async function payWithHold(
  { person: number }: { person: number },
  scene: LoyaltyWorld,
  history: History,
): Promise<void> {
  const customerId = idOf(number);
  const { hold } = await memberOf(scene, customerId);
  if (hold?.code) history.orderIds.push(await payWith(scene, { code: hold.code, customerId }));
}

async function giveBack({ person: number }: { person: number }, scene: LoyaltyWorld): Promise<void> {
  const { hold } = await memberOf(scene, idOf(number));
  if (hold) await giveBackReward(scene, idOf(number), hold.redemptionId);
}

const minor = fc.integer({ min: 1, max: 20_000 });
const STEPS: readonly [weight: number, step: fc.Arbitrary<Step>][] = [
  [5, stepOf("buy", { person, minor, isGuest: fc.constant(false) }, buy)],
  [1, stepOf("buy as a guest", { person, minor, isGuest: fc.constant(true) }, buy)],
  [
    3,
    stepOf("refund", { nth, percent: fc.integer({ min: 1, max: 100 }), withGoods: fc.boolean() }, refundSome),
  ],
  [
    1,
    stepOf("cancel", { nth }, async ({ nth: at }, scene, { orderIds }) => {
      if (orderIds[at]) await cancelOrder(scene, orderIds[at]);
    }),
  ],
  [
    2,
    stepOf("tell again", { nth }, async ({ nth: at }, scene, { orderIds }) => {
      if (orderIds[at]) await tellOrder(scene, orderIds[at], "order.changed");
    }),
  ],
  [
    4,
    stepOf("redeem", { person, hundreds: fc.integer({ min: 1, max: 9 }) }, async (of, scene) => {
      await redeem(scene, idOf(of.person), { rewardId: "any", points: of.hundreds * 100 });
      await scene.world.runJobs();
    }),
  ],
  [2, stepOf("pay with a reward", { person }, payWithHold)],
  [2, stepOf("give back", { person }, giveBack)],
  [
    3,
    stepOf("wait", { days: fc.constantFrom(1, 15, 100, 400) }, ({ days }, scene) =>
      goTo(scene, new Date(scene.world.now().getTime() + days * DAY_MS)),
    ),
  ],
  [2, stepOf("adjust", { person, points: fc.integer({ min: -300, max: 300 }) }, adjust)],
  [1, stepOf("claim", { nth, person }, claimOrder)],
  [1, stepOf("merge", { person, into: person }, ({ person: from, into }, scene) => merge(scene, from, into))],
  [1, stepOf("erase", { person }, ({ person: number }, scene) => erase(scene, number))],
];
const step = fc.oneof(...STEPS.map(([weight, arbitrary]) => ({ weight, arbitrary })));

async function merge({ db, world }: LoyaltyWorld, from: number, into: number): Promise<void> {
  const now = world.now();
  const gidOf = (number: number) => `gid://shopify/Customer/${number}`;
  await inTransaction(
    db,
    (tx) =>
      mergeCustomers(tx, {
        ...{ shopId: SHOP_ID, fromGid: gidOf(from), toGid: gidOf(into), mergedAt: now, now },
      }),
    { shopId: SHOP_ID },
  );
  await world.runJobs();
}

async function erase({ db }: LoyaltyWorld, number: number): Promise<void> {
  const who = { ...NOBODY, customerIds: [idOf(number)], emails: [`guest-${number}@example.com`] };
  const redact = (cursor: string | null) =>
    inTransaction(db, (tx) => loyaltyPrivacy.redact(tx, { shopId: SHOP_ID, person: who, cursor }), {
      shopId: SHOP_ID,
    });
  for (let at = (await redact(null)).cursor; at !== null;) at = (await redact(at)).cursor;
  await db.order.updateMany({
    where: { shopId: SHOP_ID, customerId: idOf(number) },
    data: { customerId: `${SHOP_ID}_erased` },
  });
  await db.customer.updateMany({ where: { shopId: SHOP_ID, id: idOf(number) }, data: { deletedAt: NOW } });
}

test("no sequence of earning, refunds, rewards, time, hands, merges and erasures breaks the books", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 25 }),
      fc.constantFrom("debt" as const, "cap" as const),
      async (steps, debtPolicy) => {
        const scene = await createLoyaltyWorld({ debtPolicy });
        try {
          registerMovedTables(loyaltyRegistration.movedTables ?? []);
          for (const legacyId of PEOPLE) await givenCustomer(scene.db, { legacyId });
          const history: History = { orderIds: [], count: 0 };
          for (const { happen } of steps) {
            history.count += 1;
            await happen(scene, history);
          }
          await expectSound(scene);
        } finally {
          await scene.close();
        }
      },
    ),
    { numRuns: Number(process.env.PROPERTY_RUNS ?? 25) },
  );
}, 300_000);
