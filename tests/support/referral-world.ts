import { incentivesRegistration } from "~/engine/incentives/registration.server";
import { requestLink } from "~/features/referrals/link/service.server";
import { referralsRegistration } from "~/features/referrals/registration.server";
import { REFERRAL_SETTINGS_KEY, ReferralSettingsSchema } from "~/features/referrals/schema";
import type { Contact } from "~/integrations/shopify/admin";
import { DAY_MS } from "~/kit/duration";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenOrder, givenShop, nextLegacyId, SHOP_ID } from "./factories";
import { createTestDb } from "./test-db";
import { createWorld, type World } from "./world";

export const START = new Date("2026-03-01T12:00:00Z");
export const day = (days: number, ms = 0) => new Date(START.getTime() + days * DAY_MS + ms);
export const ADA = `${SHOP_ID}_1`;

type Settings = Record<string, unknown>;
type Told = "order.placed" | "order.paid" | "order.refunded" | "order.cancelled" | "order.changed";

/** A shop with the programme on, and Ada, who bought once and shares her code. */
export type ReferralWorld = {
  db: RootDb;
  world: World;
  code: string;
  /** Somebody orders with a code, and the store tells so. */
  buy: (over?: Parameters<typeof givenOrder>[1] & { contacts?: Contact[]; code?: string }) => Promise<string>;
  /** Changes an order's row, and the store tells so. */
  change: (
    orderId: string,
    data: Parameters<RootDb["order"]["updateMany"]>[0]["data"],
    type?: Told,
  ) => Promise<void>;
  tell: (type: Told, orderId: string) => Promise<void>;
  runAt: (instant: Date) => Promise<void>;
  configure: (settings: Settings) => Promise<void>;
  /** The code of somebody, made by the store. */
  share: (customerId: string) => Promise<string>;
  stateOf: (orderId: string) => Promise<string | null>;
  completed: () => Promise<string[]>;
  close: () => Promise<void>;
};

export async function createReferralWorld(settings: Settings = {}): Promise<ReferralWorld> {
  const testDb = await createTestDb();
  const { db } = testDb;
  const world = createWorld(db, [incentivesRegistration, referralsRegistration], START);
  await givenShop(db);
  const configure = (over: Settings) =>
    writeSetting(db, {
      ...{ shopId: SHOP_ID, key: REFERRAL_SETTINGS_KEY, now: world.now() },
      value: ReferralSettingsSchema.parse({ isEnabled: true, ...over }),
    });
  await configure(settings);
  await givenCustomer(db, { legacyId: 1, email: "ada.lovelace@gmail.com" });
  await givenOrder(db, { customerId: ADA, placedAt: day(-30) });
  const share = async (customerId: string): Promise<string> => {
    await inTransaction(db, (tx) => requestLink(tx, { shopId: SHOP_ID, customerId, now: world.now() }), {
      shopId: SHOP_ID,
    });
    await world.runJobs();
    const code = await db.sharedCode.findFirstOrThrow({
      where: { shopId: SHOP_ID, customerId, state: "issued" },
      orderBy: { createdAt: "desc" },
    });
    return code.code;
  };
  const code = await share(ADA);
  let told = 0;
  const tell = async (type: Told, orderId: string): Promise<void> => {
    const { customerId } = await db.order.findFirstOrThrow({ where: { shopId: SHOP_ID, id: orderId } });
    const event = {
      ...{ type, customerId, subjectId: orderId, occurredAt: world.now() },
      sourceKey: `${type}:${orderId}:${(told += 1)}`,
      payload: {
        orderId,
        customerId,
        checkoutToken: null,
        refundedMinor: 1,
        currencyCode: "EUR",
        reason: null,
      },
    } as DomainEvent;
    await inTransaction(db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now: world.now() }));
    await world.runJobs();
  };
  return {
    ...{ db, world, code, configure, share, tell },
    buy: async ({ contacts = [], code: with_ = code, ...over } = {}) => {
      const legacyId = over.legacyId ?? nextLegacyId();
      world.shopify.contacts.set(`gid://shopify/Order/${legacyId}`, {
        buyer: contacts,
        customer: [ADAS],
      });
      const order = await givenOrder(db, {
        ...{ placedAt: world.now(), receivedMinor: 5_000, discountCodes: [with_], legacyId },
        ...over,
      });
      await tell("order.placed", order.id);
      if (order.isValid) await tell("order.paid", order.id);
      return order.id;
    },
    change: async (orderId, data, type = "order.changed") => {
      await db.order.updateMany({ where: { shopId: SHOP_ID, id: orderId }, data });
      await tell(type, orderId);
    },
    runAt: async (instant) => {
      world.at(instant);
      await world.runJobs();
    },
    stateOf: async (orderId) => {
      const row = await db.referral.findFirst({ where: { shopId: SHOP_ID, orderId } });
      return row && (row.state === "refused" ? `refused: ${row.reason}` : row.state);
    },
    completed: async () => {
      const events = await db.domainEvent.findMany({
        where: { shopId: SHOP_ID, type: "referral.completed" },
        orderBy: { sourceKey: "asc" },
      });
      return events.map(({ payloadJson }) => (JSON.parse(payloadJson) as { orderId: string }).orderId);
    },
    close: async () => {
      world.close();
      await testDb.close();
    },
  };
}

/** How the store says that Ada can be reached. */
export const ADAS: Contact = {
  name: "Ada Lovelace",
  phone: "+48 600 700 800",
  address: { address1: "ul. Długa 5/12", address2: null, zip: "00-238", city: "Warszawa", countryCode: "PL" },
};

/** Somebody else, all through. */
export const BOBS: Contact = {
  name: "Bob Nowak",
  phone: "+48 511 222 333",
  address: { address1: "ul. Krótka 9", address2: null, zip: "30-001", city: "Kraków", countryCode: "PL" },
};
