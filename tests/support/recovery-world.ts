import { cartRecoveryRegistration } from "~/features/cart-recovery/registration.server";
import { type CartRecoverySettings, CartRecoverySettingsSchema } from "~/features/cart-recovery/schema";
import { saveRecoverySettings } from "~/features/cart-recovery/settings/service.server";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { createAutomationWorld, givenHoldouts } from "./automation-world";
import { givenCheckout, givenCustomer, givenOrder, givenShop, SHOP_ID } from "./factories";
import { createTestDb } from "./test-db";
import type { World } from "./world";

export const LEFT_AT = new Date("2026-03-01T12:00:00Z");
export const DUE_AT = "2026-03-01T13:00:00Z";
export const DAY_2 = "2026-03-02T13:00:00Z";
export const DAY_4 = "2026-03-04T13:00:00Z";
export const ADA = `${SHOP_ID}_7`;
export const CHECKOUT_ID = `${SHOP_ID}_token-1`;

/** Cart recovery in the automations of a shop that has it switched on; Ada is subscribed, nobody is held out. */
export async function createRecoveryWorld(start: Date | string = LEFT_AT) {
  const open = await createTestDb();
  const { db } = open;
  const world = createAutomationWorld(db, start, [cartRecoveryRegistration]);
  await givenShop(db);
  await givenCustomer(db, { legacyId: 7, email: "ada@example.com", firstName: "Ada" });
  await givenHoldouts(db, { now: world.now() });
  await switchOn(db, world);
  return {
    db,
    world,
    close: async () => {
      world.close();
      await open.close();
    },
    ...reading(db, world),
  };
}
export type RecoveryWorld = Awaited<ReturnType<typeof createRecoveryWorld>>;

/** Saves settings of cart recovery; switched on unless they say otherwise. */
export function switchOn(
  db: RootDb,
  world: World,
  over: Partial<CartRecoverySettings> = {},
  shopId = SHOP_ID,
) {
  const settings = CartRecoverySettingsSchema.parse({ enabled: true, ...over });
  return saveRecoverySettings(db, { shopId, locale: "en", settings, now: world.now() });
}

function reading(db: RootDb, world: World) {
  const runAt = async (instant: Date | string) => {
    world.at(instant);
    await world.runJobs();
  };
  const publish = (event: DomainEvent) =>
    inTransaction(db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now: world.now() }));
  return {
    runAt,
    publish,
    /** Ada's checkout, unless told otherwise. */
    leave: (over: Parameters<typeof givenCheckout>[1] = {}) =>
      givenCheckout(db, {
        token: "token-1",
        customerId: ADA,
        acceptsMarketing: false,
        activeAt: LEFT_AT,
        ...over,
      }),
    buy: async (over: Parameters<typeof givenOrder>[1] = {}) => {
      const order = await givenOrder(db, {
        checkoutToken: "token-1",
        customerId: ADA,
        placedAt: world.now(),
        ...over,
      });
      await publish({
        type: "order.placed",
        sourceKey: `order.placed:${order.id}`,
        payload: { orderId: order.id, customerId: order.customerId, checkoutToken: order.checkoutToken },
        customerId: order.customerId,
        subjectId: order.id,
        occurredAt: order.placedAt,
      });
      await world.runJobs();
      return order;
    },
    recovery: (checkoutId = CHECKOUT_ID) => db.recovery.findFirst({ where: { shopId: SHOP_ID, checkoutId } }),
    /** How the runs about a checkout ended, oldest first; their state while they have not. */
    ends: async (checkoutId = CHECKOUT_ID) =>
      (
        await db.flowRun.findMany({
          where: { shopId: SHOP_ID, subjectId: checkoutId },
          orderBy: [{ enteredAt: "asc" }, { id: "asc" }],
        })
      ).map(({ state, endReason }) => endReason ?? state),
    /** What cart recovery wrote down. */
    reasons: async () =>
      (
        await db.decision.findMany({
          where: { shopId: SHOP_ID, feature: "cart-recovery" },
          orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
        })
      ).map(({ outcome, reason }) => `${outcome}: ${reason}`),
    subjects: () => world.email.sent.map(({ subject }) => subject),
    code: () => {
      const [made] = world.shopify.calls.filter((call) => call.kind === "create-discount");
      return made?.kind === "create-discount" ? made.discount.code : null;
    },
  };
}
