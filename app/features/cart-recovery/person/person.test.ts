import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { givenCheckout, givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { ADA, createRecoveryWorld, type RecoveryWorld } from "../../../../tests/support/recovery-world";

const GUEST = { customerId: null, email: "guest@example.com", acceptsMarketing: true };
let shop: RecoveryWorld;
beforeEach(async () => {
  shop = await createRecoveryWorld("2026-03-01T10:00:00Z");
});
afterEach(() => shop.close());

const idOf = (token: string, shopId = SHOP_ID) => `${shopId}_${token}`;

/** Somebody leaves a checkout; Ada, unless told otherwise. It is due an hour later. */
function leave(token: string, at: string, over: Parameters<typeof givenCheckout>[1] = {}) {
  const recoverUrl = `https://demo-shop.example/1/checkouts/ac/${token}/recover?key=k`;
  const checkout = { token, customerId: ADA, activeAt: at, recoverUrl, ...over };
  return givenCheckout(shop.db, { ...checkout, lines: [{ title: `Tea of ${token}` }] });
}
const runAt = (instant: string) => shop.runAt(instant);
/** How the latest run about a checkout ended, `sent` when its reminder was; nothing when there was none. */
const outcome = async (token: string) => {
  const row = await shop.recovery(idOf(token));
  return row?.sentAt ? "sent" : (await shop.ends(idOf(token))).at(-1);
};
/** What the mails are about. */
const mailed = () => shop.world.email.sent.map(({ text }) => /Tea of (\S+?),/.exec(text)?.[1]);
const change = (token: string, data: Parameters<typeof shop.db.checkout.update>[0]["data"]) =>
  shop.db.checkout.update({ where: { id: idOf(token) }, data });

describe("a person who leaves two checkouts", () => {
  test.each([
    { name: "a customer", older: {}, newer: {} },
    { name: "a guest, by address", older: GUEST, newer: GUEST },
    { name: "a customer who first was a guest", older: { customerId: null }, newer: {} },
    { name: "a customer who then is a guest", older: {}, newer: { customerId: null } },
    { name: "a customer who typed another address", older: {}, newer: { email: "ada@work.example" } },
    {
      name: "a guest with the address of a customer who typed another",
      older: { email: "ada@work.example" },
      newer: { customerId: null },
    },
    { name: "a customer whose newer checkout tells no address", older: {}, newer: { email: null } },
    { name: "an address typed in capitals", older: { ...GUEST, email: "Guest@Example.com" }, newer: GUEST },
  ])("($name) gets one mail, about the newer", async ({ older, newer }) => {
    await leave("older", "2026-03-01T12:00:00Z", older);
    await leave("newer", "2026-03-01T12:30:00Z", newer);
    await runAt("2026-03-01T13:00:00Z");
    expect(await outcome("older")).toBe("newer-checkout");
    await runAt("2026-03-01T13:30:00Z");
    expect(mailed()).toEqual(["newer"]);
  });

  test("gets one mail, about the newer, when both are looked at in the same moment, repeatedly", async () => {
    await leave("older", "2026-03-01T12:00:00Z");
    await leave("newer", "2026-03-01T12:30:00Z");
    shop.world.at("2026-03-01T14:00:00Z");
    await Promise.all([shop.world.runJobs(), shop.world.runJobs()]);
    await runAt("2026-03-01T14:05:00Z");
    expect(mailed()).toEqual(["newer"]);
    expect([await outcome("older"), await outcome("newer")]).toEqual(["newer-checkout", "sent"]);
  });

  test("in the very same instant gets one mail all the same", async () => {
    await leave("a", "2026-03-01T12:00:00Z");
    await leave("b", "2026-03-01T12:00:00Z");
    await runAt("2026-03-01T13:00:00Z");
    expect(mailed()).toEqual(["b"]);
    expect(await outcome("a")).toBe("newer-checkout");
  });

  test("is not written to about the older when the newer appears while the mail waits", async () => {
    shop.world.email.answers.push({ kind: "deferred", error: "down" });
    await leave("older", "2026-03-01T12:00:00Z");
    await runAt("2026-03-01T13:00:00Z");
    await leave("newer", "2026-03-01T13:00:30Z");
    await runAt("2026-03-01T13:30:00Z");
    expect(await outcome("older")).toBe("newer-checkout");
    await runAt("2026-03-01T14:05:00Z");
    expect(mailed()).toEqual(["newer"]);
  });

  test("gets no more of the series about the older once they left the newer", async () => {
    await leave("older", "2026-03-01T12:00:00Z");
    await runAt("2026-03-01T13:00:00Z");
    await leave("newer", "2026-03-02T12:30:00Z");
    await runAt("2026-03-02T13:00:00Z");
    await runAt("2026-03-02T13:30:00Z");
    expect(await shop.ends(idOf("older"))).toEqual(["newer-checkout"]);
    expect(mailed()).toEqual(["older", "newer"]);
  });

  test("is reminded of the newer although somebody else changed the older after it had given way", async () => {
    await leave("older", "2026-03-01T12:00:00Z");
    await leave("newer", "2026-03-01T12:30:00Z");
    await runAt("2026-03-01T13:00:00Z");
    expect(await outcome("older")).toBe("newer-checkout");
    await runAt("2026-03-01T13:30:00Z");
    await change("older", { activeAt: "2026-03-01T13:40:00Z" });
    await runAt("2026-03-01T13:35:00Z");
    expect(mailed()).toEqual(["newer"]);
  });

  test("and comes back to the older is reminded of that one: it is the newest then", async () => {
    await leave("older", "2026-03-01T12:00:00Z");
    await leave("newer", "2026-03-01T12:30:00Z");
    await runAt("2026-03-01T13:00:00Z");
    await change("older", { activeAt: "2026-03-01T13:10:00Z" });
    await runAt("2026-03-01T13:30:00Z");
    expect(await outcome("newer")).toBe("newer-checkout");
    await runAt("2026-03-01T14:10:00Z");
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
    await givenShop(shop.db, { id: "s2", domain: "other.myshopify.com" });
    await leave("this", "2026-03-01T12:00:00Z");
    await leave("other", "2026-03-01T12:30:00Z", over);
    await runAt("2026-03-01T13:00:00Z");
    expect(mailed()).toEqual(["this"]);
  });

  test("one without any address", async () => {
    await shop.db.customer.update({ where: { id: ADA }, data: { email: null } });
    await leave("this", "2026-03-01T12:00:00Z");
    await leave("other", "2026-03-01T12:30:00Z", { email: null });
    await runAt("2026-03-01T13:00:00Z");
    expect(mailed()).toEqual(["this"]);
  });
});

describe("a person who was reminded", () => {
  test.each([
    { name: "a moment less than 24 hours ago", left: "2026-03-02T11:55:00Z", expected: "recently-reminded" },
    { name: "24 hours ago", left: "2026-03-02T12:00:00Z", expected: "sent" },
  ])("$name: a checkout left then ends as $expected", async ({ left, expected }) => {
    await leave("first", "2026-03-01T12:00:00Z", GUEST);
    await runAt("2026-03-01T13:00:00Z");
    await leave("second", left, GUEST);
    await runAt(new Date(new Date(left).getTime() + 3_600_000).toISOString());
    expect(await outcome("second")).toBe(expected);
  });

  test.each([
    { name: "was deleted", data: { deletedAt: "2026-03-01T13:30:00Z" } },
    { name: "was taken up again", data: { activeAt: "2026-03-01T13:05:00Z" } },
  ])("gets no other mail that day, even when the checkout it was about $name", async ({ data }) => {
    await leave("first", "2026-03-01T12:00:00Z");
    await runAt("2026-03-01T13:00:00Z");
    await change("first", data);
    await leave("second", "2026-03-01T13:10:00Z");
    await runAt("2026-03-01T14:10:00Z");
    expect(await outcome("second")).toBe("recently-reminded");
    expect(mailed()).toEqual(["first"]);
  });

  test("perhaps, for the mail server hung up, gets no other mail that day", async () => {
    shop.world.email.answers.push({ kind: "uncertain", error: "broke" });
    await leave("first", "2026-03-01T12:00:00Z");
    await runAt("2026-03-01T13:00:00Z");
    await leave("second", "2026-03-01T13:10:00Z");
    await runAt("2026-03-01T14:10:00Z");
    expect(await outcome("second")).toBe("recently-reminded");
    expect(mailed()).toEqual(["first"]);
  });

  test("at another shop is reminded here", async () => {
    await givenShop(shop.db, { id: "s2", domain: "other.myshopify.com" });
    await leave("there", "2026-03-01T12:00:00Z", { shopId: "s2" });
    const at = new Date("2026-03-01T13:00:00Z");
    const dates = { dueAt: at, sentAt: at, lastRemindedAt: at, createdAt: at, updatedAt: at };
    await shop.db.recovery.create({
      data: { id: "r-there", shopId: "s2", checkoutId: idOf("there", "s2"), ...dates },
    });
    await leave("here", "2026-03-01T12:10:00Z");
    await runAt("2026-03-01T13:10:00Z");
    expect(mailed()).toEqual(["here"]);
  });
});

describe("in the middle of the series", () => {
  test("the run of a merged customer goes on for the kept one", async () => {
    await leave("this", "2026-03-01T12:00:00Z");
    await runAt("2026-03-01T13:00:00Z");
    await givenCustomer(shop.db, { id: "kept", legacyId: 9, email: "ada@example.com" });
    await shop.db.customer.update({
      where: { id: ADA },
      data: { mergedIntoId: "kept", deletedAt: new Date("2026-03-01T14:00:00Z") },
    });
    for (const model of ["checkout", "recovery", "flowRun"] as const)
      await (shop.db[model] as typeof shop.db.checkout).updateMany({
        where: { shopId: SHOP_ID, customerId: ADA },
        data: { customerId: "kept" },
      });
    await runAt("2026-03-02T13:00:00Z");
    expect(mailed()).toEqual(["this", "this"]);
  });

  test("an erased person's run is gone, and what it had asked for is not sent", async () => {
    shop.world.email.answers.push({ kind: "deferred", error: "down" });
    await leave("this", "2026-03-01T12:00:00Z");
    await runAt("2026-03-01T13:00:00Z");
    await shop.db.customer.deleteMany({ where: { shopId: SHOP_ID } });
    await shop.db.checkout.deleteMany({ where: { shopId: SHOP_ID } });
    await shop.db.flowRun.deleteMany({ where: { shopId: SHOP_ID } });
    await runAt("2026-03-01T14:00:00Z");
    await runAt("2026-03-02T13:00:00Z");
    expect(mailed()).toEqual([]);
  });
});
