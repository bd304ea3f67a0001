import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { publishEvents } from "~/pipeline/events/publish.server";
import { provideDb } from "~/platform/database.server";
import { inTransaction } from "~/platform/db.server";
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
    ...(body === undefined ? {} : { body, headers: { "Content-Type": "application/x-www-form-urlencoded" } }),
  });
const get = (token: string) => loader({ params: { token }, request: request(), context: {} });
const post = (token: string, body = "List-Unsubscribe=One-Click") =>
  action({ params: { token }, request: request("POST", body), context: {} });
const suppressed = () =>
  isSuppressed(open.db, { shopId: SHOP_ID, address: "ada@example.com", topic: "cart" });
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
    expect((await get(token)).status).toBe(429);
    world.at(new Date(NOW.getTime() + 60_000));
    expect((await get(token)).status).toBe(200);
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
    expect(world.shopify.calls).toEqual([{ kind: "unsubscribe", customerGid: "gid://shopify/Customer/7" }]);
    expect(await decisions()).toEqual(["unsubscribed", "consent-written"]);
  });

  test("by the button of the page does the same", async () => {
    await post(await givenMail(), "");
    expect(await suppressed()).toBe(true);
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
    expect(await decisions()).toEqual(["unsubscribed", "consent-written"]);
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
    expect(await unsubscribe(open.db, { token, now: NOW })).toEqual({ outcome: "unknown" });
    expect(await open.db.suppression.count({ where: { shopId: SHOP_ID } })).toBe(0);
  });

  test("is kept to although Shopify refuses to take it", async () => {
    world.shopify.answers.push({ kind: "rejected", error: "Customer not found" });
    await post(await givenMail());
    await world.runJobs();
    expect(await suppressed()).toBe(true);
    expect(await decisions()).toEqual(["unsubscribed", "consent-not-written"]);
  });
});

describe("subscribing again in the shop", () => {
  const consent = async (to: string, occurredAt: Date) => {
    await open.db.customer.update({ where: { id: CUSTOMER_ID }, data: { emailConsentState: to } });
    await inTransaction(open.db, (tx) =>
      publishEvents(
        tx,
        [
          {
            type: "customer.consent-changed",
            sourceKey: `consent:${to}:${occurredAt.getTime()}`,
            payload: { customerId: CUSTOMER_ID, channel: "email", from: null, to },
            customerId: CUSTOMER_ID,
            subjectId: CUSTOMER_ID,
            occurredAt,
          },
        ],
        { shopId: SHOP_ID, now: world.now() },
      ),
    );
    await world.runJobs();
  };

  test("after the unsubscription lifts it", async () => {
    await post(await givenMail());
    await consent("SUBSCRIBED", new Date(NOW.getTime() + 1));
    expect(await suppressed()).toBe(false);
    expect(await decisions()).toContain("subscribed-again");
  });

  test("while Shopify was away is not overwritten by the older unsubscription", async () => {
    world.shopify.answers.push({ kind: "unavailable", error: "down", retryAfterMs: 1_000 });
    await post(await givenMail());
    await world.runJobs();
    const at = new Date(NOW.getTime() + 60_000);
    const data = { emailConsentState: "SUBSCRIBED", emailConsentAt: at };
    await open.db.customer.update({ where: { id: CUSTOMER_ID }, data });
    world.at(new Date(NOW.getTime() + 120_000));
    await world.runJobs();
    expect(world.shopify.calls).toHaveLength(1);
    expect((await open.db.outboxIntent.findFirstOrThrow()).state).toBe("cancelled");
  });

  test.each([
    { name: "in the very instant of the unsubscription", to: "SUBSCRIBED", at: NOW },
    { name: "before it, told late", to: "SUBSCRIBED", at: new Date("2026-02-01T00:00:00Z") },
    { name: "of another kind", to: "PENDING", at: new Date("2026-04-01T00:00:00Z") },
  ])("$name does not", async ({ to, at }) => {
    await post(await givenMail());
    await consent(to, at);
    expect(await suppressed()).toBe(true);
  });
});
