import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { incentivesRegistration } from "~/engine/incentives/registration.server";
import { messagingRegistration } from "~/engine/messaging/registration.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction } from "~/platform/db.server";

import { givenCheckout, givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";

import { considerCheckout } from "../jobs.server";
import { cartRecoveryRegistration } from "../registration.server";
import { CartRecoverySettingsSchema } from "../schema";
import { saveRecoverySettings } from "../service.server";

const CUSTOMER_ID = `${SHOP_ID}_7`;
const GUEST = { customerId: null, email: "guest@example.com" };
let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  world = createWorld(
    open.db,
    [incentivesRegistration, messagingRegistration, cartRecoveryRegistration],
    "2026-03-01T12:00:00Z",
  );
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, email: "ada@example.com" });
  await switchOn(SHOP_ID);
});
afterEach(async () => {
  world.close();
  await open.close();
});

function switchOn(shopId: string) {
  const settings = CartRecoverySettingsSchema.parse({ enabled: true });
  return saveRecoverySettings(open.db, { shopId, settings, now: world.now() });
}

const idOf = (token: string, shopId = SHOP_ID) => `${shopId}_${token}`;

/** Somebody leaves a checkout; Ada, unless told otherwise. It is due an hour later. */
async function leave(token: string, at: string, over: Parameters<typeof givenCheckout>[1] = {}) {
  const shopId = over.shopId ?? SHOP_ID;
  const recoverUrl = `https://demo-shop.example/1/checkouts/ac/${token}/recover?key=k`;
  const checkout = { token, customerId: CUSTOMER_ID, activeAt: at, recoverUrl, ...over };
  await givenCheckout(open.db, { ...checkout, lines: [{ title: `Tea of ${token}` }] });
  const dueAt = new Date(new Date(at).getTime() + 3_600_000);
  const dates = { dueAt, createdAt: at, updatedAt: at };
  await open.db.recovery.create({
    data: { id: `r-${token}`, shopId, checkoutId: idOf(token, shopId), state: "waiting", ...dates },
  });
}

/** The jobs of these checkouts run at once, then everything that follows from them. */
async function considerAt(instant: string, ...tokens: string[]) {
  world.at(instant);
  await Promise.all(
    tokens.map((token) =>
      inTransaction(open.db, (tx) =>
        considerCheckout.run(
          { shopId: SHOP_ID, checkoutId: idOf(token) },
          { tx, now: world.now(), attempt: 1 },
        ),
      ),
    ),
  );
  await world.runJobs();
}

const outcome = async (token: string) => {
  const row = await open.db.recovery.findFirst({ where: { shopId: SHOP_ID, id: `r-${token}` } });
  return row?.state === "stopped" ? row.reason : row?.state;
};
/** What the mails are about. */
const mailed = () => world.email.sent.map(({ text }) => /Tea of (\S+?),/.exec(text)?.[1]);
const change = (token: string, data: Parameters<typeof open.db.checkout.update>[0]["data"]) =>
  open.db.checkout.update({ where: { id: idOf(token) }, data });

describe("a person who leaves two checkouts", () => {
  test.each([
    { name: "a customer", older: {}, newer: {} },
    { name: "a guest, by address", older: GUEST, newer: GUEST },
    { name: "a customer who first was a guest", older: { customerId: null }, newer: {} },
    { name: "a customer who then is a guest", older: {}, newer: { customerId: null } },
    {
      name: "a customer who typed another address",
      older: {},
      newer: { email: "ada@work.example" },
    },
    {
      name: "a guest with the address of a customer who typed another",
      older: { email: "ada@work.example" },
      newer: { customerId: null },
    },
    { name: "a customer whose newer checkout tells no address", older: {}, newer: { email: null } },
    {
      name: "an address typed in capitals",
      older: { ...GUEST, email: "Guest@Example.com" },
      newer: GUEST,
    },
  ])("($name) gets one mail, about the newer", async ({ older, newer }) => {
    await leave("older", "2026-03-01T12:00:00Z", older);
    await leave("newer", "2026-03-01T12:30:00Z", newer);
    await considerAt("2026-03-01T13:00:00Z", "older");
    expect(await outcome("older")).toBe("newer-checkout");
    await considerAt("2026-03-01T13:30:00Z", "newer");
    expect(mailed()).toEqual(["newer"]);
    expect(world.shopify.calls.length).toBeLessThanOrEqual(1);
  });

  test("gets one mail, about the newer, when both are looked at in the same moment, repeatedly", async () => {
    await leave("older", "2026-03-01T12:00:00Z");
    await leave("newer", "2026-03-01T12:30:00Z");
    await considerAt("2026-03-01T14:00:00Z", "older", "newer", "older", "newer", "newer");
    await Promise.all([world.runJobs(), world.runJobs()]);
    expect(mailed()).toEqual(["newer"]);
    expect([await outcome("older"), await outcome("newer")]).toEqual(["newer-checkout", "sent"]);
  });

  test("in the very same instant gets one mail all the same", async () => {
    await leave("a", "2026-03-01T12:00:00Z");
    await leave("b", "2026-03-01T12:00:00Z");
    await considerAt("2026-03-01T13:00:00Z", "a", "b");
    expect(mailed()).toEqual(["b"]);
    expect(await outcome("a")).toBe("newer-checkout");
  });

  test("is not written to about the older when the newer appears while Shopify makes the code", async () => {
    world.shopify.answers.push({ kind: "unavailable", error: "throttled", retryAfterMs: 60_000 });
    await leave("older", "2026-03-01T12:00:00Z");
    await considerAt("2026-03-01T13:00:00Z", "older");
    await leave("newer", "2026-03-01T13:00:30Z");
    await considerAt("2026-03-01T13:01:00Z");
    expect(await outcome("older")).toBe("newer-checkout");
    await considerAt("2026-03-01T14:00:30Z", "newer");
    expect(mailed()).toEqual(["newer"]);
  });

  test("is not written to about the older when the newer appears while the mail waits", async () => {
    world.email.answers.push({ kind: "deferred", error: "down" });
    await leave("older", "2026-03-01T12:00:00Z");
    await considerAt("2026-03-01T13:00:00Z", "older");
    await leave("newer", "2026-03-01T13:00:30Z");
    await considerAt("2026-03-01T13:30:00Z");
    expect(await outcome("older")).toBe("newer-checkout");
    await considerAt("2026-03-01T14:00:30Z", "newer");
    expect(mailed()).toEqual(["newer"]);
  });

  test("is reminded of the newer although somebody else changed the older after it had given way", async () => {
    await leave("older", "2026-03-01T12:00:00Z");
    await leave("newer", "2026-03-01T12:30:00Z");
    await considerAt("2026-03-01T13:00:00Z", "older");
    await change("older", { activeAt: "2026-03-01T13:10:00Z" });
    await considerAt("2026-03-01T13:30:00Z", "newer");
    expect(mailed()).toEqual(["newer"]);
  });

  test("and comes back to the older is reminded of that one: it is the newest then", async () => {
    await leave("older", "2026-03-01T12:00:00Z");
    await leave("newer", "2026-03-01T12:30:00Z");
    await considerAt("2026-03-01T13:00:00Z", "older");
    const activeAt = new Date("2026-03-01T13:10:00Z");
    world.at(activeAt);
    await change("older", { activeAt });
    const payload = { checkoutId: idOf("older"), customerId: CUSTOMER_ID, activeAt: activeAt.toISOString() };
    const event = { type: "checkout.active", sourceKey: "back", customerId: CUSTOMER_ID, payload } as const;
    await inTransaction(open.db, (tx) =>
      publishEvents(tx, [{ ...event, subjectId: idOf("older"), occurredAt: activeAt }], {
        shopId: SHOP_ID,
        now: world.now(),
      }),
    );
    await world.runJobs();
    await considerAt("2026-03-01T13:30:00Z", "newer");
    expect(await outcome("newer")).toBe("newer-checkout");
    await considerAt("2026-03-01T14:10:00Z");
    expect(mailed()).toEqual(["older"]);
  });
});

describe("does not count as a newer checkout:", () => {
  test.each([
    { name: "another person's", over: { customerId: null, email: "bob@example.com" } },
    { name: "one that was left before", over: { activeAt: "2026-03-01T11:59:59.999Z" } },
    { name: "one that was completed", over: { completedAt: "2026-03-01T12:40:00Z" } },
    { name: "one that was deleted", over: { deletedAt: "2026-03-01T12:40:00Z" } },
    { name: "one of the till", over: { sourceName: "pos" } },
    { name: "another shop's", over: { shopId: "s2" } },
  ])("$name", async ({ over }) => {
    await givenShop(open.db, { id: "s2", domain: "other.myshopify.com" });
    await leave("this", "2026-03-01T12:00:00Z");
    await leave("other", "2026-03-01T12:30:00Z", over);
    await considerAt("2026-03-01T13:00:00Z", "this");
    expect(mailed()).toEqual(["this"]);
  });

  test("one without any address", async () => {
    await open.db.customer.update({ where: { id: CUSTOMER_ID }, data: { email: null } });
    await leave("this", "2026-03-01T12:00:00Z");
    await leave("other", "2026-03-01T12:30:00Z", { email: null });
    await considerAt("2026-03-01T13:00:00Z", "this");
    expect(mailed()).toEqual(["this"]);
  });
});

describe("a person who was reminded", () => {
  test.each([
    {
      name: "a moment less than 24 hours ago",
      left: "2026-03-02T11:59:59.999Z",
      expected: "recently-reminded",
    },
    { name: "24 hours ago", left: "2026-03-02T12:00:00Z", expected: "sent" },
  ])("$name: a checkout left then ends as $expected", async ({ left, expected }) => {
    await leave("first", "2026-03-01T12:00:00Z", GUEST);
    await considerAt("2026-03-01T13:00:00Z", "first");
    await leave("second", left, GUEST);
    await considerAt(new Date(new Date(left).getTime() + 3_600_000).toISOString(), "second");
    expect(await outcome("second")).toBe(expected);
    expect(mailed()).toHaveLength(expected === "sent" ? 2 : 1);
  });

  test.each([
    { name: "was deleted", data: { deletedAt: "2026-03-01T13:30:00Z" } },
    { name: "was taken up again", data: { activeAt: "2026-03-01T13:05:00Z" } },
  ])("gets no other mail that day, even when the checkout it was about $name", async ({ data }) => {
    await leave("first", "2026-03-01T12:00:00Z");
    await considerAt("2026-03-01T13:00:00Z", "first");
    await change("first", data);
    await leave("second", "2026-03-01T13:10:00Z");
    await considerAt("2026-03-01T14:10:00Z", "second");
    expect(await outcome("second")).toBe("recently-reminded");
    expect(mailed()).toEqual(["first"]);
  });

  test("perhaps, for the mail server hung up, gets no other mail that day", async () => {
    world.email.answers.push({ kind: "uncertain", error: "broke" });
    await leave("first", "2026-03-01T12:00:00Z");
    await considerAt("2026-03-01T13:00:00Z", "first");
    await leave("second", "2026-03-01T13:10:00Z");
    await considerAt("2026-03-01T14:10:00Z", "second");
    expect([await outcome("first"), await outcome("second")]).toEqual([
      "mail-uncertain",
      "recently-reminded",
    ]);
    expect(mailed()).toEqual(["first"]);
  });

  test("at another shop is reminded here", async () => {
    await givenShop(open.db, { id: "s2", domain: "other.myshopify.com" });
    await leave("there", "2026-03-01T12:00:00Z", { shopId: "s2" });
    await open.db.recovery.update({
      where: { id: "r-there" },
      data: { state: "sent", sentAt: "2026-03-01T13:00:00Z" },
    });
    await leave("here", "2026-03-01T12:10:00Z");
    await considerAt("2026-03-01T13:10:00Z", "here");
    expect(mailed()).toEqual(["here"]);
  });
});

describe("a shopper who saw prices", () => {
  test.each([
    { name: "in the shop's currency", presentmentCurrency: "EUR", shown: true },
    { name: "in another currency", presentmentCurrency: "PLN", shown: false },
    { name: "in a currency nobody told", presentmentCurrency: null, shown: true },
  ])("$name is named prices: $shown", async ({ presentmentCurrency, shown }) => {
    await leave("this", "2026-03-01T12:00:00Z", { presentmentCurrency });
    await considerAt("2026-03-01T13:00:00Z", "this");
    const [mail] = world.email.sent;
    expect(mail?.text).toContain("- Tea of this, Quantity: 1");
    for (const part of [mail?.text, mail?.html, mail?.subject]) {
      if (!shown) expect(part).not.toMatch(/€|EUR|PLN|zł|40[.,]00|Subtotal/);
    }
    if (shown) expect(mail?.text).toContain("Subtotal: €40.00");
    // The merchant reads the value in the shop's own currency either way.
    const sent = await open.db.decision.findFirst({ where: { shopId: SHOP_ID, outcome: "sent" } });
    expect(JSON.parse(sent?.paramsJson ?? "{}")).toMatchObject({ amountMinor: 4_000, currencyCode: "EUR" });
  });
});
