import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { givenCustomer, givenOrder, SHOP_ID } from "../../../tests/support/factories";
import {
  ADA,
  CHECKOUT_ID,
  createRecoveryWorld,
  DAY_2,
  DAY_4,
  DUE_AT,
  LEFT_AT,
  type RecoveryWorld,
  switchOn,
} from "../../../tests/support/recovery-world";

const FIRST = "Your cart is still here";
const SECOND = "Still thinking it over?";
const WITH_CODE = "A code for your cart";
const WITHOUT_CODE = "Your cart is still saved";
let shop: RecoveryWorld;
beforeEach(async () => {
  shop = await createRecoveryWorld();
});
afterEach(() => shop.close());

const change = (data: Parameters<typeof shop.db.checkout.update>[0]["data"]) =>
  shop.db.checkout.update({ where: { id: CHECKOUT_ID }, data });
const consent = (emailConsentState: string) =>
  shop.db.customer.update({ where: { id: ADA }, data: { emailConsentState } });
/** The whole series, with nothing in between. */
const runSeries = async () => {
  for (const at of [DUE_AT, DAY_2, DAY_4]) await shop.runAt(at);
};

describe("a left checkout", () => {
  test("is reminded of after an hour, a day later, and two days after that with a code of its own", async () => {
    const { world, leave, runAt, subjects, code, ends, recovery, reasons } = shop;
    await leave();
    await runAt("2026-03-01T12:58:00Z");
    expect(await recovery()).toBeNull();
    await runAt(DUE_AT);
    expect(subjects()).toEqual([FIRST]);
    expect(world.email.sent[0]).toMatchObject({ to: "ada@example.com" });
    expect(world.email.sent[0]?.html).toContain("Hello Ada");
    expect(world.email.sent[0]?.text).toContain("What held you back?");
    expect(await recovery()).toMatchObject({ sentAt: new Date(DUE_AT), dueAt: new Date(DUE_AT) });
    await runAt("2026-03-02T12:58:00Z");
    expect(subjects()).toHaveLength(1);
    await runAt(DAY_2);
    await runAt("2026-03-04T12:58:00Z");
    expect(subjects()).toEqual([FIRST, SECOND]);
    expect(world.shopify.calls).toEqual([]);
    await runAt(DAY_4);
    expect(subjects()).toEqual([FIRST, SECOND, WITH_CODE]);
    expect(world.shopify.calls[0]).toMatchObject({
      kind: "create-discount",
      discount: {
        value: { kind: "percentage", percentBp: 1_000 },
        customerGid: "gid://shopify/Customer/7",
      },
    });
    expect(world.email.sent[2]?.text).toContain(code());
    expect(await ends()).toEqual(["finished"]);
    expect(await reasons()).toEqual(["postponed: code-asked", "issued: code-issued"]);
    // The figures count from the first.
    expect((await recovery())?.sentAt).toEqual(new Date(DUE_AT));
  });

  test("is told of once, however often and at once its jobs run", async () => {
    const { world, leave, runAt, subjects } = shop;
    await leave();
    world.at(DUE_AT);
    await Promise.all([world.runJobs(), world.runJobs(), world.runJobs()]);
    for (const at of ["2026-03-01T13:05:00Z", "2026-03-01T13:10:00Z", "2026-03-01T14:00:00Z"])
      await runAt(at);
    expect(subjects()).toEqual([FIRST]);
    expect(await shop.ends()).toHaveLength(1);
  });

  test("is waited for while the shopper goes on, until the next mark of five minutes", async () => {
    await shop.leave();
    await change({ activeAt: new Date("2026-03-01T12:31:00Z") });
    await shop.runAt("2026-03-01T13:30:00Z");
    expect(shop.subjects()).toEqual([]);
    await shop.runAt("2026-03-01T13:35:00Z");
    expect(shop.subjects()).toEqual([FIRST]);
  });

  test("begins no second series by a word of the store that came after its first mail", async () => {
    const { leave, runAt, subjects } = shop;
    await leave();
    await runAt(DUE_AT);
    expect(subjects()).toEqual([FIRST]);
    // What she did five minutes after the last thing we knew of, and before the mail.
    await change({ activeAt: new Date("2026-03-01T12:05:00Z") });
    for (const at of ["2026-03-01T13:10:00Z", "2026-03-01T13:15:00Z", DAY_2, DAY_4]) await runAt(at);
    expect(subjects()).toEqual([FIRST, SECOND, WITH_CODE]);
    expect(await shop.ends()).toEqual(["finished"]);
  });

  test("is reminded of although the store's word of it came hours late, and not when it came days late", async () => {
    const { leave, runAt, subjects, ends } = shop;
    await runAt("2026-03-01T16:00:00Z");
    await leave();
    await runAt("2026-03-01T16:05:00Z");
    expect(subjects()).toEqual([FIRST]);
    await givenCustomer(shop.db, { legacyId: 8, email: "bob@example.com" });
    await runAt("2026-03-05T13:00:00Z");
    const late = { token: "late", customerId: `${SHOP_ID}_8`, email: "bob@example.com" };
    await leave({ ...late, activeAt: new Date("2026-03-01T12:30:00Z") });
    await runAt("2026-03-05T13:05:00Z");
    expect(await ends(`${SHOP_ID}_late`)).toEqual([]);
  });

  test("is written about in the language of the checkout, else of the customer", async () => {
    await shop.leave({ locale: "ru-RU" });
    await shop.runAt(DUE_AT);
    expect(shop.world.email.sent[0]?.html).toContain('lang="ru"');
    await change({ locale: null });
    await shop.db.customer.update({ where: { id: ADA }, data: { locale: "pl" } });
    await shop.runAt(DAY_2);
    expect(shop.world.email.sent[1]?.html).toContain('lang="pl"');
  });

  test("that was left before it was switched on, or while it was off, is not watched", async () => {
    await switchOn(shop.db, shop.world, { enabled: false });
    await shop.leave();
    await shop.runAt("2026-03-01T13:30:00Z");
    await switchOn(shop.db, shop.world);
    await shop.runAt("2026-03-01T15:00:00Z");
    expect(await shop.recovery()).toBeNull();
    expect(shop.subjects()).toEqual([]);
  });

  test("that is bought before its hour was never left: nothing is kept or told", async () => {
    await shop.leave();
    await change({ completedAt: new Date("2026-03-01T12:10:00Z") });
    await shop.runAt(DUE_AT);
    expect(await shop.recovery()).toBeNull();
    expect(await shop.ends()).toEqual([]);
  });
});

describe("is not written to, with the reason written down:", () => {
  const between = "2026-03-01T12:20:00Z";
  const cases: { reason: string; change: () => Promise<unknown> }[] = [
    {
      reason: "bought-on-another-device",
      change: () => givenOrder(shop.db, { customerId: ADA, placedAt: between }),
    },
    {
      reason: "bought-on-another-device",
      change: () => givenOrder(shop.db, { email: "ada@example.com", placedAt: between }),
    },
    {
      reason: "order-refunded",
      change: () =>
        givenOrder(shop.db, {
          ...{ customerId: ADA, placedAt: between },
          ...{ netMinor: 0, refundedMinor: 5_000, isValid: false },
        }),
    },
    {
      reason: "test-order",
      change: () => givenOrder(shop.db, { email: "ada@example.com", placedAt: between, isTest: true }),
    },
    { reason: "unsubscribed", change: () => consent("UNSUBSCRIBED") },
    {
      reason: "data-sale-opt-out",
      change: () => shop.db.customer.update({ where: { id: ADA }, data: { dataSaleOptOut: true } }),
    },
    { reason: "not-consented", change: () => consent("NOT_SUBSCRIBED") },
    { reason: "not-online", change: () => change({ sourceName: "pos" }) },
    {
      reason: "no-email",
      change: async () => {
        await change({ email: null });
        await shop.db.customer.update({ where: { id: ADA }, data: { email: null } });
      },
    },
    { reason: "no-link", change: () => change({ recoverUrl: null }) },
    {
      reason: "empty",
      change: () => shop.db.checkoutLine.deleteMany({ where: { shopId: SHOP_ID, checkoutId: CHECKOUT_ID } }),
    },
  ];
  /** What can only happen once the series has begun. */
  const later: typeof cases = [
    { reason: "completed", change: () => change({ completedAt: new Date("2026-03-01T13:30:00Z") }) },
    { reason: "checkout-gone", change: () => change({ deletedAt: LEFT_AT }) },
    { reason: "customer-gone", change: () => shop.db.customer.deleteMany({ where: { shopId: SHOP_ID } }) },
  ];

  test.each(cases)("at the first look, $reason", async ({ reason, change: happens }) => {
    await shop.leave();
    await happens();
    await shop.runAt(DUE_AT);
    expect([shop.world.email.sent, shop.world.shopify.calls]).toEqual([[], []]);
    expect(await shop.ends()).toEqual([reason]);
    expect(await shop.reasons()).toEqual([`stopped: ${reason}`]);
  });

  test.each([...cases, ...later])(
    "in the middle of the series, $reason",
    async ({ reason, change: happens }) => {
      await shop.leave();
      await shop.runAt(DUE_AT);
      await happens();
      await shop.runAt(DAY_2);
      await shop.runAt(DAY_4);
      expect(shop.subjects()).toEqual([FIRST]);
      expect(await shop.ends()).toEqual([reason]);
    },
  );

  test.each([...cases, ...later.slice(0, 2)])(
    "in the last moment, after the mail server was down, $reason",
    async ({ reason, change: happens }) => {
      shop.world.email.answers.push({ kind: "deferred", error: "down" });
      await shop.leave();
      await shop.runAt(DUE_AT);
      await happens();
      await shop.runAt("2026-03-01T14:00:00Z");
      expect(shop.subjects()).toEqual([]);
      expect(await shop.ends()).toEqual([reason]);
      expect((await shop.reasons()).at(-1)).toBe(`stopped: ${reason}`);
    },
  );

  test("while the app is uninstalled, or cart recovery is switched off: nobody moves", async () => {
    await shop.leave();
    await shop.runAt(DUE_AT);
    await switchOn(shop.db, shop.world, { enabled: false });
    await shop.runAt(DAY_2);
    await switchOn(shop.db, shop.world);
    await shop.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: LEFT_AT } });
    await shop.runAt(DAY_4);
    expect(shop.subjects()).toEqual([FIRST]);
  });
});

describe("an order ends the series at once:", () => {
  test.each([
    { name: "from this checkout", over: {} },
    { name: "from another checkout or device", over: { checkoutToken: "other" } },
    {
      name: "with the address only, of a guest",
      over: { checkoutToken: "x", customerId: null, email: "ada@example.com" },
    },
  ])("$name", async ({ over }) => {
    await shop.leave();
    await shop.runAt(DUE_AT);
    shop.world.at("2026-03-01T15:00:00Z");
    await shop.buy(over);
    await shop.runAt(DAY_2);
    await shop.runAt(DAY_4);
    expect(shop.subjects()).toEqual([FIRST]);
    expect(["exit:bought", "bought-on-another-device"]).toContain((await shop.ends())[0]);
  });
});

test("a reminder goes to the address that was agreed for, and to no other that was typed", async () => {
  await shop.leave({ email: "friend@example.com" });
  await runSeries();
  expect(shop.subjects()).toEqual([]);
  expect(await shop.ends()).toEqual(["not-consented"]);
  await shop.leave({ email: "Ada@Example.com", token: "token-2", activeAt: shop.world.now() });
  await shop.runAt(new Date(shop.world.now().getTime() + 3 * 3_600_000));
  expect(shop.world.email.sent.map(({ to }) => to)).toEqual(["Ada@Example.com"]);
});

describe("the code", () => {
  test("that Shopify refuses is left out: the reminder goes without it and says why in the log", async () => {
    shop.world.shopify.answers.push({ kind: "rejected", error: "Too many" });
    await shop.leave();
    await runSeries();
    expect(shop.subjects()).toEqual([FIRST, SECOND, WITHOUT_CODE]);
    expect(shop.world.email.sent[2]?.text).not.toContain("BACK-");
    expect((await shop.reasons()).at(-1)).toBe("skipped: no-code-code-failed");
  });

  test("is not made for a guest, who is reminded without one", async () => {
    await shop.leave({ customerId: null, email: "guest@example.com", acceptsMarketing: true });
    await runSeries();
    expect(shop.subjects()).toEqual([FIRST, SECOND, WITHOUT_CODE]);
    expect(shop.world.shopify.calls).toEqual([]);
    expect(await shop.reasons()).toEqual(["skipped: no-code-guest"]);
  });

  test("is bound to the customer whose address a guest typed", async () => {
    await shop.leave({ customerId: null });
    await runSeries();
    expect(shop.world.shopify.calls[0]).toMatchObject({
      discount: { customerGid: "gid://shopify/Customer/7" },
    });
  });

  test.each([
    { name: "within 90 days", createdAt: "2025-12-04T13:00:00Z", made: false },
    { name: "a moment longer ago", createdAt: "2025-12-04T12:59:59.999Z", made: true },
  ])("after three for other checkouts $name: made $made", async ({ createdAt, made }) => {
    const at = new Date(createdAt);
    for (const key of ["a", "b", "c"])
      await shop.db.issuedCode.create({
        data: {
          ...{ id: key, shopId: SHOP_ID, customerId: ADA, percentBp: 1_000, state: "redeemed" },
          ...{ occasionKey: `cart-recovery:${key}`, code: key, codeKey: key },
          ...{ createdAt: at, startsAt: at, expiresAt: at },
        },
      });
    await shop.leave();
    await runSeries();
    expect(shop.subjects().at(-1)).toBe(made ? WITH_CODE : WITHOUT_CODE);
    expect((await shop.reasons()).at(-1)).toBe(
      made ? "issued: code-issued" : "skipped: no-code-serial-abandoner",
    );
  });

  test("is only for who has not bought yet, where a merchant says so", async () => {
    await givenOrder(shop.db, { customerId: ADA, placedAt: "2026-01-01T12:00:00Z" });
    await shop.db.customerStats.updateMany({ where: { shopId: SHOP_ID }, data: { orderCount: 1 } });
    await switchOn(shop.db, shop.world, { firstTimersOnly: true });
    await shop.leave();
    await runSeries();
    expect(shop.subjects().at(-1)).toBe(WITHOUT_CODE);
    expect((await shop.reasons()).at(-1)).toBe("skipped: no-code-code-refused");
  });

  test("is none where they are switched off", async () => {
    await switchOn(shop.db, shop.world, { percentBp: 0 });
    await shop.leave();
    await runSeries();
    expect(shop.subjects().at(-1)).toBe(WITHOUT_CODE);
    expect(await shop.reasons()).toEqual(["skipped: no-code-codes-off"]);
  });

  test("is asked for again after Shopify was away; the mail waits for it", async () => {
    shop.world.shopify.answers.push({ kind: "unavailable", error: "throttled", retryAfterMs: 60_000 });
    await shop.leave();
    await runSeries();
    expect(shop.subjects()).toEqual([FIRST, SECOND]);
    await shop.runAt("2026-03-04T13:01:00Z");
    expect(shop.subjects()).toEqual([FIRST, SECOND, WITH_CODE]);
  });
});

describe("a shopper who comes back", () => {
  test("while the first mail waits is left in peace, and reminded once when they leave again", async () => {
    shop.world.email.answers.push({ kind: "deferred", error: "down" });
    await shop.leave();
    await shop.runAt(DUE_AT);
    await change({ activeAt: new Date("2026-03-01T13:00:30Z") });
    await shop.runAt("2026-03-01T13:05:00Z");
    expect(shop.subjects()).toEqual([]);
    expect(await shop.ends()).toEqual(["shopper-is-back"]);
    await shop.runAt("2026-03-01T14:05:00Z");
    expect(shop.subjects()).toEqual([FIRST]);
    expect(await shop.ends()).toEqual(["shopper-is-back", "sleeping"]);
  });

  test("is considered anew when the reason to stop is gone", async () => {
    await consent("NOT_SUBSCRIBED");
    await shop.leave();
    await shop.runAt(DUE_AT);
    expect(await shop.ends()).toEqual(["not-consented"]);
    await change({ activeAt: new Date("2026-03-01T15:00:00Z"), acceptsMarketing: true });
    await shop.runAt("2026-03-01T16:00:00Z");
    expect(shop.subjects()).toEqual([FIRST]);
  });

  test("after the first mail gets the rest of the series, and no second one", async () => {
    await shop.leave();
    await shop.runAt(DUE_AT);
    await change({ activeAt: new Date("2026-03-01T15:00:00Z") });
    await shop.runAt("2026-03-01T16:05:00Z");
    await shop.runAt(DAY_2);
    expect(shop.subjects()).toEqual([FIRST, SECOND]);
    expect(await shop.ends()).toHaveLength(1);
  });

  test("and is in the checkout right now is not disturbed", async () => {
    await shop.leave();
    await shop.runAt(DUE_AT);
    await change({ activeAt: new Date("2026-03-02T12:59:00Z") });
    await shop.runAt(DAY_2);
    expect(shop.subjects()).toEqual([FIRST]);
    expect(await shop.ends()).toEqual(["shopper-is-back"]);
  });
});

describe("when the mail server", () => {
  test("refuses, that mail is lost and the next is tried", async () => {
    shop.world.email.answers.push({ kind: "refused", error: "554 no" });
    await shop.leave();
    await shop.runAt(DUE_AT);
    expect((await shop.recovery())?.sentAt).toBeNull();
    await shop.runAt(DAY_2);
    expect(shop.subjects()).toEqual([SECOND]);
  });

  test("hangs up in the middle, the mail counts as perhaps sent and is not sent again", async () => {
    shop.world.email.answers.push({ kind: "uncertain", error: "broke" });
    await shop.leave();
    await shop.runAt(DUE_AT);
    await shop.runAt("2026-03-01T18:00:00Z");
    expect(shop.subjects()).toEqual([FIRST]);
    expect(await shop.recovery()).toMatchObject({ sentAt: null, lastRemindedAt: new Date(DUE_AT) });
  });

  test("was down for days, the mail is withdrawn rather than sent late", async () => {
    for (let attempt = 0; attempt < 3; attempt += 1)
      shop.world.email.answers.push({ kind: "deferred", error: "down" });
    await shop.leave();
    await shop.runAt(DUE_AT);
    await shop.runAt("2026-03-08T13:00:00Z");
    expect(shop.subjects()).toEqual([]);
    expect(await shop.ends()).toEqual(["too-old"]);
  });
});

test("quiet hours hold the first mail back until nine, and the others follow it at their distance", async () => {
  const left = new Date("2026-03-01T20:00:00Z");
  await shop.leave({ activeAt: left });
  await shop.runAt("2026-03-01T21:00:00Z");
  expect(shop.subjects()).toEqual([]);
  await shop.runAt("2026-03-02T08:00:00Z");
  expect(shop.subjects()).toEqual([FIRST]);
  await shop.runAt("2026-03-03T07:58:00Z");
  expect(shop.subjects()).toHaveLength(1);
  await shop.runAt("2026-03-03T08:00:00Z");
  expect(shop.subjects()).toEqual([FIRST, SECOND]);
});

test("hours are hours across the change of clocks", async () => {
  await shop.runAt("2026-03-28T11:00:00Z");
  await shop.leave({ activeAt: new Date("2026-03-28T11:00:00Z") });
  await shop.runAt("2026-03-28T12:00:00Z");
  // Clocks go forward in Warsaw: 24 hours later it is 14:00 there, not 13:00.
  await shop.runAt("2026-03-29T11:58:00Z");
  expect(shop.subjects()).toEqual([FIRST]);
  await shop.runAt("2026-03-29T12:00:00Z");
  expect(shop.subjects()).toEqual([FIRST, SECOND]);
});

describe("recovered", () => {
  const counted = () =>
    shop.db.domainEvent.count({ where: { shopId: SHOP_ID, type: "cart-recovery.recovered" } });

  test("is the order from the messaged checkout, told once", async () => {
    await shop.leave();
    await shop.runAt(DUE_AT);
    shop.world.at("2026-03-02T10:00:00Z");
    const order = await shop.buy();
    await shop.publish({
      type: "order.paid",
      sourceKey: `order.paid:${order.id}`,
      payload: { orderId: order.id, customerId: ADA, checkoutToken: "token-1" },
      customerId: ADA,
      subjectId: order.id,
      occurredAt: shop.world.now(),
    });
    await shop.world.runJobs();
    expect(await shop.recovery()).toMatchObject({
      recoveredOrderId: order.id,
      recoveredAt: shop.world.now(),
    });
    expect((await shop.reasons()).filter((reason) => reason === "recovered: recovered")).toHaveLength(1);
    expect(await counted()).toBe(1);
  });

  test.each([
    {
      name: "from another checkout of the same person",
      at: "2026-03-02T10:00:00Z",
      over: { checkoutToken: "token-9" },
    },
    { name: "more than 7 days after the first mail", at: "2026-03-08T13:00:00.001Z", over: {} },
    { name: "that is not paid", at: "2026-03-02T10:00:00Z", over: { isValid: false } },
  ])("is not an order $name", async ({ at, over }) => {
    await shop.leave();
    await shop.runAt(DUE_AT);
    shop.world.at(at);
    await shop.buy(over);
    expect((await shop.recovery())?.recoveredAt).toBeNull();
  });

  test("is not an order from a checkout nobody was reminded of", async () => {
    await shop.leave();
    shop.world.at("2026-03-01T12:30:00Z");
    await shop.buy();
    expect(await counted()).toBe(0);
  });
});
