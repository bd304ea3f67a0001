import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { incentivesRegistration } from "~/engine/incentives/registration.server";
import { messagingRegistration } from "~/engine/messaging/registration.server";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import { deliverIntent } from "~/pipeline/outbox/deliver.server";
import { registerOutbox } from "~/pipeline/outbox/registry.server";
import { inTransaction } from "~/platform/db.server";

import {
  givenCheckout,
  givenCustomer,
  givenOrder,
  givenShop,
  SHOP_ID,
} from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";

import { considerCheckout } from "./jobs.server";
import { cartRecoveryRegistration } from "./registration.server";
import { saveRecoverySettings } from "./service.server";
import { type CartRecoverySettings, CartRecoverySettingsSchema } from "./schema";

const LEFT_AT = new Date("2026-03-01T12:00:00Z");
const DUE_AT = "2026-03-01T13:00:00Z";
const CUSTOMER_ID = `${SHOP_ID}_7`;
const CHECKOUT_ID = `${SHOP_ID}_token-1`;
const INTENTS = [...(incentivesRegistration.intents ?? []), ...(messagingRegistration.intents ?? [])];
let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  world = createWorld(
    open.db,
    [incentivesRegistration, messagingRegistration, cartRecoveryRegistration],
    LEFT_AT,
  );
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, email: "ada@example.com", firstName: "Ada" });
  await settings();
});
afterEach(async () => {
  world.close();
  await open.close();
});

const settings = (over: Partial<CartRecoverySettings> = {}) =>
  saveRecoverySettings(open.db, {
    shopId: SHOP_ID,
    settings: CartRecoverySettingsSchema.parse({ enabled: true, ...over }),
    now: world.now(),
  });

async function publish(event: DomainEvent) {
  await inTransaction(open.db, (tx) => publishEvents(tx, [event], { shopId: SHOP_ID, now: world.now() }));
}

function checkoutEvent(type: "checkout.active" | "checkout.completed", activeAt = LEFT_AT): DomainEvent {
  const customerId = CUSTOMER_ID;
  const shared = {
    sourceKey: `${type}:${activeAt.getTime()}`,
    customerId,
    subjectId: CHECKOUT_ID,
    occurredAt: activeAt,
  };
  const payload = { checkoutId: CHECKOUT_ID, customerId };
  return type === "checkout.active"
    ? { ...shared, type, payload: { ...payload, activeAt: activeAt.toISOString() } }
    : { ...shared, type, payload };
}

async function givenLeft(over: Parameters<typeof givenCheckout>[1] = {}) {
  await givenCheckout(open.db, {
    token: "token-1",
    customerId: CUSTOMER_ID,
    acceptsMarketing: false,
    activeAt: LEFT_AT,
    ...over,
  });
  await publish(checkoutEvent("checkout.active"));
  await world.runJobs();
}

async function buy(over: Parameters<typeof givenOrder>[1] = {}) {
  const order = await givenOrder(open.db, {
    checkoutToken: "token-1",
    customerId: CUSTOMER_ID,
    placedAt: world.now(),
    ...over,
  });
  await publish({
    type: "order.placed",
    sourceKey: `order.placed:${order.id}`,
    payload: { orderId: order.id, customerId: order.customerId, checkoutToken: order.checkoutToken },
    customerId: order.customerId,
    subjectId: order.id,
    occurredAt: world.now(),
  });
  await world.runJobs();
  return order;
}

const recovery = () => open.db.recovery.findFirst({ where: { shopId: SHOP_ID, checkoutId: CHECKOUT_ID } });
const reasons = async () =>
  (
    await open.db.decision.findMany({
      where: { shopId: SHOP_ID, feature: "cart-recovery" },
      orderBy: { id: "asc" },
    })
  ).map(({ outcome, reason }) => `${outcome}: ${reason}`);
const runAt = async (instant: string) => {
  world.at(instant);
  await world.runJobs();
};

describe("a left checkout", () => {
  test("gets one mail with a code of its own after an hour, and every step is written down", async () => {
    await givenLeft();
    await runAt("2026-03-01T12:59:59.999Z");
    expect(world.email.sent).toEqual([]);
    expect(await recovery()).toMatchObject({ state: "waiting", dueAt: new Date(DUE_AT) });

    await runAt(DUE_AT);
    const [call] = world.shopify.calls;
    expect(call).toMatchObject({
      kind: "create-discount",
      discount: {
        value: { kind: "percentage", percentBp: 1_000 },
        customerGid: "gid://shopify/Customer/7",
      },
    });
    const code = call?.kind === "create-discount" ? call.discount.code : "";
    expect(world.email.sent).toHaveLength(1);
    expect(world.email.sent[0]).toMatchObject({ to: "ada@example.com" });
    expect(world.email.sent[0]?.text).toContain(code);
    expect(world.email.sent[0]?.html).toContain("Hello Ada,");
    expect(await recovery()).toMatchObject({ state: "sent", sentAt: new Date(DUE_AT) });
    expect(await reasons()).toEqual(["issued: code-issued", "sent: sent-with-code"]);
  });

  test("is told of once, however often and at once its events and jobs run", async () => {
    await givenLeft();
    for (let second = 1; second <= 5; second += 1)
      await publish(checkoutEvent("checkout.active", new Date(LEFT_AT.getTime() + second)));
    world.at(DUE_AT);
    await Promise.all([world.runJobs(), world.runJobs()]);
    const consider = () =>
      inTransaction(open.db, (tx) =>
        considerCheckout.run(
          { shopId: SHOP_ID, checkoutId: CHECKOUT_ID },
          { tx, now: world.now(), attempt: 1 },
        ),
      );
    await Promise.all([consider(), consider(), consider()]);
    await runAt("2026-03-03T12:00:00Z");
    expect(world.email.sent).toHaveLength(1);
    expect(world.shopify.calls).toHaveLength(1);
    expect(await reasons()).toHaveLength(2);
  });

  test("is waited for longer while the shopper goes on", async () => {
    await givenLeft();
    const activeAt = new Date("2026-03-01T12:30:00Z");
    await open.db.checkout.update({ where: { id: CHECKOUT_ID }, data: { activeAt } });
    await runAt(DUE_AT); // The job knows better than the event, which is late.
    expect(world.email.sent).toEqual([]);
    await runAt("2026-03-01T13:30:00Z");
    expect(world.email.sent).toHaveLength(1);
  });

  test("is written about in the language of the checkout, else of the customer", async () => {
    await givenLeft({ locale: "ru-RU" });
    await runAt(DUE_AT);
    expect(world.email.sent[0]?.html).toContain('lang="ru"');
    await open.db.checkout.update({ where: { id: CHECKOUT_ID }, data: { locale: "de" } });
    await open.db.customer.update({ where: { id: CUSTOMER_ID }, data: { locale: "pl" } });
    await open.db.recovery.deleteMany({ where: { shopId: SHOP_ID } });
    await open.db.message.deleteMany({ where: { shopId: SHOP_ID } });
    await publish(checkoutEvent("checkout.active", new Date(LEFT_AT.getTime() + 1)));
    await world.runJobs();
    expect(world.email.sent[1]?.html).toContain('lang="pl"');
  });

  test("that is bought before its hour was never left: nothing is kept or told", async () => {
    await givenLeft();
    await open.db.checkout.update({
      where: { id: CHECKOUT_ID },
      data: { completedAt: new Date("2026-03-01T12:10:00Z") },
    });
    await publish(checkoutEvent("checkout.completed"));
    await runAt(DUE_AT);
    expect(await recovery()).toBeNull();
    expect(await reasons()).toEqual([]);
  });

  test("without an address, from days ago, or while it is switched off is not watched", async () => {
    await settings({ enabled: false });
    await givenLeft();
    await settings();
    await open.db.checkout.update({ where: { id: CHECKOUT_ID }, data: { email: null } });
    await open.db.customer.update({ where: { id: CUSTOMER_ID }, data: { email: null } });
    await publish(checkoutEvent("checkout.active", new Date(LEFT_AT.getTime() + 1)));
    await world.runJobs();
    await open.db.checkout.update({ where: { id: CHECKOUT_ID }, data: { email: "ada@example.com" } });
    world.at("2026-03-09T12:00:00Z");
    await publish(checkoutEvent("checkout.active", new Date(LEFT_AT.getTime() + 2)));
    await world.runJobs();
    expect(await recovery()).toBeNull();
  });
});

describe("is not written to, with the reason written down:", () => {
  const update = (data: Parameters<typeof open.db.checkout.update>[0]["data"]) =>
    open.db.checkout.update({ where: { id: CHECKOUT_ID }, data });
  const cases: { reason: string; change: () => Promise<unknown> }[] = [
    {
      reason: "bought-on-another-device",
      change: () => givenOrder(open.db, { customerId: CUSTOMER_ID, placedAt: "2026-03-01T12:20:00Z" }),
    },
    {
      reason: "bought-on-another-device",
      change: () => givenOrder(open.db, { email: "ada@example.com", placedAt: "2026-03-01T12:20:00Z" }),
    },
    {
      reason: "order-refunded",
      change: () =>
        givenOrder(open.db, {
          customerId: CUSTOMER_ID,
          placedAt: "2026-03-01T12:20:00Z",
          netMinor: 0,
          refundedMinor: 5_000,
          isValid: false,
        }),
    },
    {
      reason: "test-order",
      change: () =>
        givenOrder(open.db, { email: "ada@example.com", placedAt: "2026-03-01T12:20:00Z", isTest: true }),
    },
    {
      reason: "unsubscribed",
      change: () =>
        open.db.customer.update({ where: { id: CUSTOMER_ID }, data: { emailConsentState: "UNSUBSCRIBED" } }),
    },
    {
      reason: "data-sale-opt-out",
      change: () => open.db.customer.update({ where: { id: CUSTOMER_ID }, data: { dataSaleOptOut: true } }),
    },
    {
      reason: "not-consented",
      change: () =>
        open.db.customer.update({
          where: { id: CUSTOMER_ID },
          data: { emailConsentState: "NOT_SUBSCRIBED" },
        }),
    },
    { reason: "erased", change: () => open.db.customer.deleteMany({ where: { shopId: SHOP_ID } }) },
    {
      reason: "shop-uninstalled",
      change: () => open.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: LEFT_AT } }),
    },
    { reason: "disabled", change: () => settings({ enabled: false }) },
    { reason: "not-online", change: () => update({ sourceName: "pos" }) },
    { reason: "checkout-gone", change: () => update({ deletedAt: LEFT_AT }) },
    {
      reason: "no-email",
      change: async () => {
        await update({ email: null });
        await open.db.customer.update({ where: { id: CUSTOMER_ID }, data: { email: null } });
      },
    },
    { reason: "no-link", change: () => update({ recoverUrl: null }) },
    { reason: "completed", change: () => update({ completedAt: new Date("2026-03-01T13:30:00Z") }) },
  ];

  test.each(cases)("at the first look, $reason", async ({ reason, change }) => {
    await givenLeft();
    await change();
    await runAt("2026-03-01T14:00:00Z");
    expect([world.email.sent, world.shopify.calls]).toEqual([[], []]);
    expect(await recovery()).toMatchObject({ state: "stopped", reason });
    expect(await reasons()).toEqual([`skipped: ${reason}`]);
  });

  test.each(cases)(
    "in the last moment, after the mail server was down, $reason",
    async ({ reason, change }) => {
      world.email.answers.push({ kind: "deferred", error: "down" });
      await givenLeft();
      await runAt(DUE_AT);
      await change();
      await runAt("2026-03-01T14:00:00Z");
      expect(world.email.sent).toEqual([]);
      expect(await recovery()).toMatchObject({ state: "stopped", reason });
      expect((await reasons()).at(-1)).toBe(`skipped: ${reason}`);
    },
  );

  test("when everything in the cart is sold out; a part of it is only named", async () => {
    const product = {
      id: "p1",
      shopId: SHOP_ID,
      gid: "gid://shopify/Product/1",
      title: "Tea",
      status: "ACTIVE",
    };
    const variant = { shopId: SHOP_ID, productId: "p1", title: "", priceMinor: 100, currencyCode: "EUR" };
    await open.db.product.create({ data: product });
    await open.db.variant.create({
      data: { ...variant, id: "v1", gid: "g1", inventoryQuantity: 0, inventoryPolicy: "DENY" },
    });
    await open.db.variant.create({
      data: { ...variant, id: "v2", gid: "g2", inventoryQuantity: 0, inventoryPolicy: "CONTINUE" },
    });
    await givenLeft({
      lines: [
        { title: "Gone tea", productId: "p1", variantId: "v1" },
        { title: "Endless tea", productId: "p1", variantId: "v2" },
      ],
    });
    await runAt(DUE_AT);
    expect(world.email.sent[0]?.text).toContain("Sold out in the meantime: Gone tea.");

    await open.db.variant.updateMany({ where: { shopId: SHOP_ID }, data: { inventoryPolicy: "DENY" } });
    await givenCheckout(open.db, {
      token: "token-2",
      customerId: CUSTOMER_ID,
      activeAt: world.now(),
      lines: [{ variantId: "v1" }],
    });
    const event = checkoutEvent("checkout.active", world.now());
    await publish({
      ...event,
      payload: { ...event.payload, checkoutId: `${SHOP_ID}_token-2` },
    } as DomainEvent);
    await world.runJobs();
    await runAt("2026-03-01T14:00:00Z");
    expect((await reasons()).at(-1)).toBe("skipped: all-sold-out");
  });
});

describe("the code", () => {
  test("that Shopify refuses is left out: the reminder goes without it and says why in the log", async () => {
    world.shopify.answers.push({ kind: "rejected", error: "Too many discounts" });
    await givenLeft();
    await runAt(DUE_AT);
    expect(world.email.sent).toHaveLength(1);
    expect(world.email.sent[0]?.text).not.toContain("BACK-");
    expect(await reasons()).toEqual(["sent: sent-code-failed"]);
  });

  test("is not made for a guest, who is reminded without one", async () => {
    await givenLeft({ customerId: null, email: "guest@example.com", acceptsMarketing: true });
    await runAt(DUE_AT);
    expect(world.shopify.calls).toEqual([]);
    expect(await reasons()).toEqual(["sent: sent-guest"]);
  });

  test("is bound to the customer whose address a guest typed", async () => {
    await givenLeft({ customerId: null });
    await runAt(DUE_AT);
    expect(world.shopify.calls).toMatchObject([{ discount: { customerGid: "gid://shopify/Customer/7" } }]);
  });

  test.each([
    { name: "within 90 days", createdAt: "2025-12-01T13:00:00Z", expected: "sent: sent-serial-abandoner" },
    { name: "a moment longer ago", createdAt: "2025-12-01T12:59:59.999Z", expected: "sent: sent-with-code" },
  ])("after three for other checkouts $name: $expected", async ({ createdAt, expected }) => {
    const at = new Date(createdAt);
    const past = {
      shopId: SHOP_ID,
      customerId: CUSTOMER_ID,
      percentBp: 1_000,
      state: "expired",
      startsAt: at,
      expiresAt: at,
    };
    for (const key of ["a", "b", "c"]) {
      const data = {
        ...past,
        id: key,
        occasionKey: `cart-recovery:${key}`,
        code: key,
        codeKey: key,
        createdAt: at,
      };
      await open.db.issuedCode.create({ data });
    }
    await givenLeft();
    await runAt(DUE_AT);
    expect((await reasons()).at(-1)).toBe(expected);
  });

  test("is asked for again after Shopify was away; the mail waits for it", async () => {
    world.shopify.answers.push({ kind: "unavailable", error: "throttled", retryAfterMs: 60_000 });
    await givenLeft();
    await runAt(DUE_AT);
    expect(world.email.sent).toEqual([]);
    await runAt("2026-03-01T13:01:00Z");
    expect(world.email.sent[0]?.text).toContain("BACK-");
  });
});

describe("a shopper who comes back while the mail waits", () => {
  async function givenWaitingMail() {
    world.email.answers.push({ kind: "deferred", error: "down" });
    await givenLeft();
    await runAt(DUE_AT);
    const activeAt = new Date("2026-03-01T13:00:30Z");
    await open.db.checkout.update({ where: { id: CHECKOUT_ID }, data: { activeAt } });
  }

  test("is left in peace, and reminded once when they leave again, with the same code", async () => {
    await givenWaitingMail();
    await runAt("2026-03-01T13:05:00Z");
    expect(world.email.sent).toEqual([]);
    expect(await recovery()).toMatchObject({ state: "waiting", dueAt: new Date("2026-03-01T14:00:30Z") });
    await runAt("2026-03-01T14:00:30Z");
    expect(world.email.sent).toHaveLength(1);
    expect(world.shopify.calls).toHaveLength(1);
    expect(world.email.sent[0]?.text).toContain("BACK-");
    expect(await reasons()).toEqual([
      "issued: code-issued",
      "postponed: shopper-is-back",
      "sent: sent-with-code",
    ]);
  });

  test("is considered anew when the reason to stop is gone", async () => {
    await open.db.customer.update({
      where: { id: CUSTOMER_ID },
      data: { emailConsentState: "NOT_SUBSCRIBED" },
    });
    await givenLeft();
    await runAt(DUE_AT);
    expect(await recovery()).toMatchObject({ state: "stopped", reason: "not-consented" });
    const activeAt = new Date("2026-03-01T15:00:00Z");
    await open.db.checkout.update({ where: { id: CHECKOUT_ID }, data: { activeAt, acceptsMarketing: true } });
    world.at(activeAt);
    await publish(checkoutEvent("checkout.active", activeAt));
    await world.runJobs();
    await runAt("2026-03-01T16:00:00Z");
    expect(world.email.sent).toHaveLength(1);
  });

  test("is not reminded a second time after the mail was sent", async () => {
    await givenLeft();
    await runAt(DUE_AT);
    const activeAt = new Date("2026-03-01T15:00:00Z");
    await open.db.checkout.update({ where: { id: CHECKOUT_ID }, data: { activeAt } });
    world.at(activeAt);
    await publish(checkoutEvent("checkout.active", activeAt));
    await world.runJobs();
    await runAt("2026-03-02T15:00:00Z");
    expect(world.email.sent).toHaveLength(1);
  });
});

describe("when the mail server", () => {
  test("refuses, the recovery stops with its words", async () => {
    world.email.answers.push({ kind: "refused", error: "554 no" });
    await givenLeft();
    await runAt(DUE_AT);
    expect(await recovery()).toMatchObject({ state: "stopped", reason: "mail-failed", sentAt: null });
    expect((await reasons()).at(-1)).toBe("stopped: mail-failed");
  });

  test("hangs up in the middle, the mail counts as perhaps sent and is not sent again", async () => {
    world.email.answers.push({ kind: "uncertain", error: "broke" });
    await givenLeft();
    await runAt(DUE_AT);
    await runAt("2026-03-02T13:00:00Z");
    expect(world.email.sent).toHaveLength(1);
    expect(await recovery()).toMatchObject({ state: "stopped", reason: "mail-uncertain" });
  });

  test("was down for days, the mail is withdrawn rather than sent late", async () => {
    for (let attempt = 0; attempt < 3; attempt += 1)
      world.email.answers.push({ kind: "deferred", error: "down" });
    await givenLeft();
    await runAt(DUE_AT);
    await runAt("2026-03-05T13:00:00Z");
    expect(world.email.sent).toEqual([]);
    expect(await recovery()).toMatchObject({ state: "stopped", reason: "too-old" });
  });
});

describe("a worker killed while it calls", () => {
  /** Delivers the one waiting intent with ports that take the call and never answer, as when the process dies in it. */
  async function dieDelivering() {
    let taken = () => {};
    const isTaken = new Promise<void>((resolve) => {
      taken = resolve;
    });
    const hang = <Result>(call: Promise<Result>) =>
      call.then(() => (taken(), new Promise<Result>(() => undefined)));
    registerOutbox(INTENTS, {
      email: { send: (mail) => hang(world.email.send(mail)), close: () => undefined },
      sms: world.sms,
      webhook: world.webhook,
      shopify: () =>
        Promise.resolve({
          ...world.shopify,
          createDiscount: (discount) => hang(world.shopify.createDiscount(discount)),
        }),
    });
    const { id: intentId } = await open.db.outboxIntent.findFirstOrThrow({
      where: { shopId: SHOP_ID, kind: { not: "shopify.read-discounts" } },
    });
    void deliverIntent.run({ shopId: SHOP_ID, intentId }, { db: open.db, now: world.now(), attempt: 1 });
    await isTaken;
    registerOutbox(INTENTS, {
      email: world.email,
      sms: world.sms,
      webhook: world.webhook,
      shopify: () => Promise.resolve(world.shopify),
    });
  }

  async function considerOnly() {
    await givenLeft();
    world.at(DUE_AT);
    await inTransaction(open.db, (tx) =>
      considerCheckout.run(
        { shopId: SHOP_ID, checkoutId: CHECKOUT_ID },
        { tx, now: world.now(), attempt: 1 },
      ),
    );
  }

  test("Shopify for the code: the next one asks for the very same code, and the mail goes out once", async () => {
    await considerOnly();
    await dieDelivering();
    await world.runJobs();
    await runAt("2026-03-02T13:00:00Z");
    const codes = world.shopify.calls.map((call) =>
      call.kind === "create-discount" ? call.discount.code : "",
    );
    expect(codes).toHaveLength(2);
    expect(new Set(codes).size).toBe(1);
    expect(world.email.sent).toHaveLength(1);
    expect((await recovery())?.state).toBe("sent");
  });

  test("the mail server: perhaps sent, told so, and never sent again by itself", async () => {
    await settings({ percentBp: 0 });
    await considerOnly();
    await dieDelivering();
    await world.runJobs();
    await runAt("2026-03-02T13:00:00Z");
    expect(world.email.sent).toHaveLength(1);
    expect(await recovery()).toMatchObject({ state: "stopped", reason: "mail-uncertain" });
  });
});

describe("recovered", () => {
  test("is the order from the messaged checkout, told once", async () => {
    await givenLeft();
    await runAt(DUE_AT);
    world.at("2026-03-02T10:00:00Z");
    const order = await buy();
    await publish({
      type: "order.paid",
      sourceKey: `order.paid:${order.id}`,
      payload: { orderId: order.id, customerId: CUSTOMER_ID, checkoutToken: "token-1" },
      customerId: CUSTOMER_ID,
      subjectId: order.id,
      occurredAt: world.now(),
    });
    await world.runJobs();
    expect(await recovery()).toMatchObject({
      state: "recovered",
      recoveredOrderId: order.id,
      recoveredAt: world.now(),
    });
    expect((await reasons()).filter((reason) => reason === "recovered: recovered")).toHaveLength(1);
    expect(
      await open.db.domainEvent.count({ where: { shopId: SHOP_ID, type: "cart-recovery.recovered" } }),
    ).toBe(1);
  });

  test.each([
    {
      name: "from another checkout of the same person",
      at: "2026-03-02T10:00:00Z",
      over: { checkoutToken: "token-9" },
    },
    { name: "more than 7 days after the mail", at: "2026-03-08T13:00:00.001Z", over: {} },
    { name: "that is not paid", at: "2026-03-02T10:00:00Z", over: { isValid: false } },
  ])("is not an order $name", async ({ at, over }) => {
    await givenLeft();
    await runAt(DUE_AT);
    world.at(at);
    await buy(over);
    expect((await recovery())?.state).toBe("sent");
  });

  test("is not an order from a checkout nobody was reminded of", async () => {
    await givenLeft();
    world.at("2026-03-01T12:30:00Z");
    await buy();
    expect(
      await open.db.domainEvent.count({ where: { shopId: SHOP_ID, type: "cart-recovery.recovered" } }),
    ).toBe(0);
  });
});
