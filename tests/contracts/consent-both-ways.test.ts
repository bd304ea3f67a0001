import fc from "fast-check";
import { print } from "graphql";
import { expect, test } from "vitest";

import { messagingRegistration } from "~/engine/messaging/registration.server";
import { unsubscribeUrl } from "~/engine/messaging/links.server";
import { unsubscribe } from "~/engine/messaging/service.server";
import { isSuppressed } from "~/engine/messaging/suppression.server";
import { createConsentAdmin } from "~/integrations/shopify/consent.server";
import type { ShopClient } from "~/integrations/shopify/client.server";
import { secondOf } from "~/kit/consent";
import { projectDeliveries } from "~/pipeline/projections/registry.server";
import { inTransaction } from "~/platform/db.server";

import { updateEmailConsent } from "../../dev-store/commerce/customers";
import { smallShop } from "../../dev-store/graphql/testing/small-shop";
import type { ConsentState, OptInLevel } from "../../dev-store/state/model";
import { givenCustomer, givenShop, SHOP_ID } from "../support/factories";
import { SHOP } from "../support/payloads";
import { createTestDb } from "../support/test-db";
import { createWorld } from "../support/world";

const RUNS = Number(process.env["CONSENT_RUNS"] ?? 25);
const TOPIC = "customers_email_marketing_consent/update";
const ADDRESS = "both-ways@example.com";
/** Acts are further apart than the second by which Shopify dates them. */
const STEP_MS = 1_700;

type Step =
  | { kind: "store-says"; state: ConsentState; level: OptInLevel }
  | { kind: "unsubscribes" }
  /** One that waits, by its place in the queue; `again` leaves it there. */
  | { kind: "delivery"; place: number; again: boolean }
  | { kind: "jobs" }
  | { kind: "outage" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("store-says" as const),
      state: fc.constantFrom<ConsentState>("SUBSCRIBED", "SUBSCRIBED", "UNSUBSCRIBED", "PENDING"),
      level: fc.constantFrom<OptInLevel>("SINGLE_OPT_IN", "CONFIRMED_OPT_IN"),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ kind: "unsubscribes" as const }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("delivery" as const),
      place: fc.nat(20),
      again: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.constant({ kind: "jobs" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "outage" as const }) },
);

type Waiting = { body: unknown; at: Date };

/** A store, its customer, our copy, and everything between them; time goes by the store's clock. */
async function openBoth() {
  const shop = smallShop();
  const testDb = await createTestDb();
  const { db } = testDb;
  const world = createWorld(db, [messagingRegistration], new Date(shop.wall.ms));
  await givenShop(db);
  const [customer] = shop.store.customers.values();
  if (!customer) throw new Error("the small shop has customers");
  customer.email = ADDRESS;
  customer.emailConsent = { state: "NOT_SUBSCRIBED", optInLevel: "UNKNOWN", updatedAt: null };
  const customerId = `${SHOP_ID}_${customer.id}`;
  await givenCustomer(db, { legacyId: customer.id, email: ADDRESS, emailConsentState: "NOT_SUBSCRIBED" });
  await db.message.create({
    data: {
      ...{ id: "m1", shopId: SHOP_ID, customerId, purpose: "test", topic: "cart", toAddress: ADDRESS },
      ...{ locale: "en", subject: "", htmlBody: "", textBody: "", messageId: "<m1@x>", state: "sent" },
      createdAt: world.now(),
    },
  });

  const waiting: Waiting[] = [];
  shop.store.onEvent(({ topic, subject, occurredAt }) => {
    if (topic === TOPIC) waiting.push({ body: structuredClone(subject), at: occurredAt });
  });
  const mutations: string[] = [];
  const client = {
    call: (document, variables) => {
      const query = print(document);
      if (query.startsWith("mutation")) mutations.push(query);
      const { data, errors } = shop.ask(query, variables);
      if (errors) throw new Error(JSON.stringify(errors));
      return Promise.resolve({ kind: "done", result: data as never });
    },
  } as ShopClient;
  Object.assign(world.shopify, createConsentAdmin(client));
  const read = world.shopify.readConsent;
  let outages = 0;
  world.shopify.readConsent = (gid) => {
    if (outages === 0) return read(gid);
    outages -= 1;
    return Promise.resolve({ kind: "unavailable", error: "down", retryAfterMs: 1_000 });
  };

  return {
    ...{ db, world, customer, customerId, waiting, mutations },
    pass: (ms = STEP_MS) => {
      shop.wall.ms += ms;
      world.at(new Date(shop.wall.ms));
    },
    storeSays: (state: ConsentState, optInLevel: OptInLevel) =>
      updateEmailConsent(shop.store, customer, { state, optInLevel, updatedAt: shop.store.clock.now() }),
    unsubscribe: () => {
      const token = unsubscribeUrl({ shopId: SHOP_ID, messageId: "m1" }).split("/").at(-1) ?? "";
      return unsubscribe(db, { token, source: "one-click", now: world.now() });
    },
    deliver: ({ body, at }: Waiting) =>
      inTransaction(db, (tx) =>
        projectDeliveries(tx, {
          shop: SHOP,
          deliveries: [{ deliveryId: "d", topic: TOPIC, body: JSON.stringify(body), triggeredAt: at }],
          now: world.now(),
        }),
      ),
    fail: () => {
      outages += 1;
    },
    close: async () => {
      world.close();
      await testDb.close();
    },
  };
}

type Both = Awaited<ReturnType<typeof openBoth>>;
type Said = { by: "store" | "us"; state: string; second: number };

async function play(both: Both, steps: readonly Step[]): Promise<Said[]> {
  const said: Said[] = [];
  for (const one of steps) {
    both.pass();
    const second = secondOf(both.world.now());
    switch (one.kind) {
      case "store-says":
        both.storeSays(one.state, one.level);
        said.push({ by: "store", state: one.state, second });
        break;
      case "unsubscribes":
        await both.unsubscribe();
        said.push({ by: "us", state: "UNSUBSCRIBED", second });
        break;
      case "delivery": {
        const place = one.place % Math.max(1, both.waiting.length);
        const delivery = one.again ? both.waiting[place] : both.waiting.splice(place, 1)[0];
        if (delivery) await both.deliver(delivery);
        break;
      }
      case "jobs":
        await both.world.runJobs();
        break;
      case "outage":
        both.fail();
    }
  }
  return said;
}

/** Everything that is under way arrives, the last first and all of it twice. @returns the rounds that took. */
async function settle(both: Both): Promise<number> {
  for (let round = 1; round <= 12; round += 1) {
    const arriving = both.waiting.splice(0).reverse();
    for (const delivery of [...arriving, ...arriving]) await both.deliver(delivery);
    both.pass(600_000);
    await both.world.runJobs();
    if (both.waiting.length === 0 && (await both.db.job.count()) === 0) return round;
  }
  throw new Error("the two sides never come to rest");
}

test("whatever is said on either side, in whatever order it arrives, both sides end with what was said last", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 24 }), async (steps) => {
      const both = await openBoth();
      try {
        const said = await play(both, steps);
        await settle(both);
        const { db, customer, mutations } = both;
        const row = await db.customer.findUniqueOrThrow({ where: { id: both.customerId } });
        const isHeld = await isSuppressed(db, { shopId: SHOP_ID, address: ADDRESS, topic: "cart" });

        // Equal, and the last word counts.
        const last = said.at(-1);
        expect(customer.emailConsent.state).toBe(last?.state ?? "NOT_SUBSCRIBED");
        expect(row.emailConsentState).toBe(customer.emailConsent.state);
        expect(row.emailConsentLevel ?? "UNKNOWN").toBe(customer.emailConsent.optInLevel);
        if (last?.by === "us") expect(isHeld).toBe(true);
        if (last?.state === "SUBSCRIBED") expect(isHeld).toBe(false);

        // No loop: at most one write for each time somebody unsubscribed with us, and none at rest.
        expect(mutations.length).toBeLessThanOrEqual(said.filter(({ by }) => by === "us").length);
        const before = mutations.length;
        await settle(both);
        expect(mutations).toHaveLength(before);

        // Each change once, and told apart from its echo.
        const log = await db.consentChange.findMany({ where: { shopId: SHOP_ID } });
        const lineOf = ({ state, second }: Pick<Said, "state" | "second">) => `${state}@${second}`;
        const lines = log.map((line) => ({
          source: line.source,
          line: lineOf({ state: line.toState, second: secondOf(line.occurredAt) }),
        }));
        const told = said.filter(({ by }) => by === "store").map(lineOf);
        const ours = new Set(said.filter(({ by }) => by === "us").map(lineOf));
        expect(
          lines
            .filter(({ source }) => source === "store")
            .map(({ line }) => line)
            .sort(),
        ).toEqual(told.sort());
        for (const { line } of lines.filter(({ source }) => source !== "store"))
          expect(ours.has(line)).toBe(true);
        expect(new Set(lines.map(({ line }) => line)).size).toBe(lines.length);
        if (last?.by === "us" && mutations.length > 0)
          expect(lines.some(({ source }) => source === "one-click")).toBe(true);
      } finally {
        await both.close();
      }
    }),
    { numRuns: RUNS },
  );
}, 120_000);
