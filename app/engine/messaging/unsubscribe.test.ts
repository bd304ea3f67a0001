import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { provideDb } from "~/platform/database.server";
import { action, loader } from "~/routes/u.$token";

import { givenCustomer, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";

import { unsubscribeUrl } from "./links.server";
import { messagingRegistration } from "./registration.server";
import { unsubscribe } from "./service.server";
import { isSuppressed } from "./suppression.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const CUSTOMER_ID = `${SHOP_ID}_7`;
const FORM = "application/x-www-form-urlencoded";
const MULTIPART =
  '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n';
let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  provideDb(open.db);
  world = createWorld(open.db, [messagingRegistration], NOW);
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, email: "ada@example.com" });
});
afterEach(async () => {
  world.close();
  await open.close();
});

async function givenMail({ id = "m1", customerId = CUSTOMER_ID as string | null, locale = "pl" } = {}) {
  await open.db.message.create({
    data: {
      id,
      shopId: SHOP_ID,
      customerId,
      purpose: "test",
      topic: "cart",
      toAddress: "ada@example.com",
      locale,
      subject: "",
      htmlBody: "",
      textBody: "",
      messageId: `<${id}@example.com>`,
      state: "sent",
      createdAt: NOW,
    },
  });
  return unsubscribeUrl({ shopId: SHOP_ID, messageId: id }).split("/").at(-1)!;
}

const request = (method = "GET", body?: string) =>
  new Request("https://perennial.example/u/x", {
    method,
    ...(body === undefined ? {} : { body, headers: { "Content-Type": FORM } }),
  });
const get = (token: string) => loader({ params: { token }, request: request(), context: {} });
const post = (token: string, body = "List-Unsubscribe=One-Click") =>
  action({ params: { token }, request: request("POST", body), context: {} });
const suppressed = () =>
  isSuppressed(open.db, { shopId: SHOP_ID, address: "ada@example.com", topic: "cart" });
const log = async () =>
  (await open.db.consentChange.findMany({ where: { shopId: SHOP_ID } })).map((line) => [
    line.fromState,
    line.toState,
    line.source,
    line.occurredAt,
  ]);
const decisions = async () =>
  (await open.db.decision.findMany({ where: { shopId: SHOP_ID }, orderBy: { id: "asc" } })).map(
    ({ reason }) => reason,
  );

describe("the page", () => {
  test("asks in the language of the mail, and a GET (of a scanner, say) unsubscribes nobody", async () => {
    const response = await get(await givenMail());
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain('<html lang="pl"');
    expect(html).toContain("Wypisać się?");
    expect(html).toContain('<form method="post">');
    expect(await suppressed()).toBe(false);
  });

  test("lets nobody frame it, run script in it or keep its address", async () => {
    const { headers } = await get(await givenMail());
    expect(headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(headers.get("Cache-Control")).toBe("no-store");
  });

  test.each(["", "x", "a.b", "a.b.c", `${"A".repeat(5_000)}.x`])(
    "tells kindly of a link that is not ours: %.20s",
    async (token) => {
      const response = await get(token);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("This link no longer works");
      expect((await post(token)).status).toBe(404);
    },
  );

  test("slows down whoever opens it more than 60 times in a minute", async () => {
    const token = await givenMail({ id: "often" });
    for (let opening = 1; opening <= 60; opening += 1) expect((await get(token)).status).toBe(200);
    const busy = await get(token);
    expect([busy.status, busy.headers.get("Retry-After")]).toEqual([
      429,
      expect.stringMatching(/^[1-6]?\d$/),
    ]);
    expect(await busy.text()).toContain("One moment, please");
  });

  test("escapes the shop's name", async () => {
    await open.db.shop.update({ where: { id: SHOP_ID }, data: { name: "<script>x</script>" } });
    expect(await (await get(await givenMail())).text()).not.toContain("<script>");
  });
});

describe("unsubscribing", () => {
  test("by one click stops all marketing mail at once and writes the consent back to Shopify", async () => {
    const response = await post(await givenMail());
    expect(response.status).toBe(200);
    expect(await response.text()).toContain("Wypisano");
    expect(await suppressed()).toBe(true);
    await world.runJobs();
    const wish = { channel: "email", state: "UNSUBSCRIBED", level: "SINGLE_OPT_IN", at: NOW };
    expect(world.shopify.calls).toEqual([
      { kind: "update-consent", customerGid: "gid://shopify/Customer/7", wish },
    ]);
    expect(await decisions()).toEqual(["unsubscribed-one-click", "consent-written"]);
    expect(await log()).toEqual([["SUBSCRIBED", "UNSUBSCRIBED", "one-click", NOW]]);
  });

  test("by the button of the page does the same, and is told apart", async () => {
    await post(await givenMail(), "");
    await world.runJobs();
    expect(await suppressed()).toBe(true);
    expect(await decisions()).toEqual(["unsubscribed", "consent-written"]);
    expect(await log()).toEqual([["SUBSCRIBED", "UNSUBSCRIBED", "unsubscribe-link", NOW]]);
  });

  test.each([
    {
      name: "as multipart form data",
      type: "multipart/form-data; boundary=b",
      body: MULTIPART,
      source: "one-click",
    },
    { name: "with a body that is no form", type: "application/json", body: "{}", source: "unsubscribe-link" },
    {
      name: "with a body of 4,097 bytes",
      type: FORM,
      body: `x=${"1".repeat(4_095)}`,
      source: "unsubscribe-link",
    },
  ])("$name counts as $source", async ({ type, body, source }) => {
    const token = await givenMail();
    const headers = { "Content-Type": type, "Content-Length": String(body.length) };
    const posted = new Request("https://perennial.example/u/x", { method: "POST", headers, body });
    expect((await action({ params: { token }, request: posted, context: {} })).status).toBe(200);
    expect((await log()).map(([, , told]) => told)).toEqual([source]);
  });

  test("keeps no address, only its keyed hash", async () => {
    await post(await givenMail());
    const [row] = await open.db.suppression.findMany({ where: { shopId: SHOP_ID } });
    expect(JSON.stringify(row)).not.toContain("ada");
  });

  test("twice, at once, and by another mail of the same person is told and written once", async () => {
    const token = await givenMail();
    const other = await givenMail({ id: "m2" });
    await Promise.all([post(token), post(token), post(token)]);
    await post(other);
    await world.runJobs();
    expect(world.shopify.calls).toHaveLength(1);
    expect(await decisions()).toEqual(["unsubscribed-one-click", "consent-written"]);
    expect(await log()).toHaveLength(1);
    expect(await open.db.domainEvent.count({ where: { shopId: SHOP_ID, type: "person.unsubscribed" } })).toBe(
      1,
    );
  });

  test("a guest who became a customer since is unsubscribed there too", async () => {
    await post(await givenMail({ customerId: null }));
    await world.runJobs();
    expect(world.shopify.calls).toHaveLength(1);
  });

  test("a guest is remembered by address", async () => {
    await open.db.customer.deleteMany({ where: { shopId: SHOP_ID } });
    await post(await givenMail({ customerId: null }));
    await world.runJobs();
    expect(await suppressed()).toBe(true);
    expect(world.shopify.calls).toEqual([]);
  });

  test("holds although the app was uninstalled; Shopify is not called", async () => {
    await open.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: NOW } });
    await post(await givenMail());
    await world.runJobs();
    expect(await suppressed()).toBe(true);
    expect(world.shopify.calls).toEqual([]);
  });

  test("of somebody erased meanwhile is unknown, and nothing is stored", async () => {
    const token = await givenMail();
    await open.db.message.deleteMany({ where: { shopId: SHOP_ID } });
    expect(await unsubscribe(open.db, { token, source: "one-click", now: NOW })).toEqual({
      outcome: "unknown",
    });
    expect(await open.db.suppression.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });

  test("by a mail whose address was forgotten stops the customer's own; a guest's is unknown, and nothing is stored", async () => {
    const guest = await givenMail({ id: "m2", customerId: null });
    const known = await givenMail();
    await open.db.message.updateMany({ where: { shopId: SHOP_ID }, data: { toAddress: "" } });
    expect((await post(guest)).status).toBe(404);
    expect(await open.db.suppression.count({ where: { shopId: SHOP_ID } })).toBe(0);
    expect((await post(known)).status).toBe(200);
    expect(await suppressed()).toBe(true);
  });

  test("is kept to although Shopify refuses to take it", async () => {
    world.shopify.answers.push({ kind: "rejected", error: "Customer not found" });
    await post(await givenMail());
    await world.runJobs();
    expect(await suppressed()).toBe(true);
    expect(await decisions()).toEqual(["unsubscribed-one-click", "consent-not-written"]);
    expect(await log()).toHaveLength(1);
  });
});
