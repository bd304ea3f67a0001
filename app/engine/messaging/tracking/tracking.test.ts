import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { provideDb } from "~/platform/database.server";
import { inTransaction } from "~/platform/db.server";
import { loader as clickLoader } from "~/routes/c.$token";
import { loader as openLoader } from "~/routes/o.$token";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { listLinks } from "../../../../tests/support/mail-links";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { preferencesUrl, publicUrl, unsubscribeUrl } from "../links.server";
import { savePreference } from "../preferences/repository.server";
import { NOTHING_CHOSEN } from "../preferences/rules";
import { messagingRegistration } from "../registration.server";
import { hashAddress } from "~/platform/crypto.server";
import { admitVisit } from "~/platform/rate-limit.server";
import { getSecret } from "~/platform/secrets.server";
import { clickUrl, openUrl } from "./links.server";
import { MeasurementSettingsSchema, type MeasurementSettings } from "./schema";
import { saveMeasurement } from "./service.server";
import { trackLinks } from "./track-links.server";

const SENT_AT = "2026-03-01T12:00:00Z";
const LATER = "2026-03-01T13:00:00Z";
const ADDRESS = "ada@example.com";
const CUSTOMER_ID = `${SHOP_ID}_7`;
const BROWSER =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15";
const SHOP_LINK = "https://demo-shop.example/products/a?b=1";
const OTHER_LINK = "https://demo-shop.example/pages/b";

let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  provideDb(open.db);
  world = createWorld(open.db, [messagingRegistration], SENT_AT);
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, email: ADDRESS });
});
afterEach(async () => {
  world.close();
  await open.close();
});

const OWN = (id: string) => ({
  unsubscribe: unsubscribeUrl({ shopId: SHOP_ID, messageId: id }),
  preferences: preferencesUrl({ shopId: SHOP_ID, messageId: id }),
});

/** A mail as it would be sent, and stored as sent. */
async function givenTracked(
  id = "m1",
  { customerId = CUSTOMER_ID as string | null, shopId = SHOP_ID, toAddress = ADDRESS } = {},
) {
  const { unsubscribe, preferences } = OWN(id);
  const anchors = [SHOP_LINK, OTHER_LINK, publicUrl("/r/token"), unsubscribe, preferences]
    .map((url) => `<a href="${url.replace(/&/g, "&amp;")}">x</a>`)
    .join("");
  const mail = { subject: "s", html: `<body>${anchors}</body>`, text: `${SHOP_LINK}\n${unsubscribe}` };
  const mails = [{ messageId: id, mail, customerId, toAddress, campaign: null }];
  const [tracked] = await inTransaction(
    open.db,
    (tx) => trackLinks(tx, { shopId, mails, now: world.now() }),
    {
      shopId,
    },
  );
  await open.db.message.create({
    data: {
      ...{ id, shopId, customerId, toAddress, messageId: `<${id}@example.com>`, purpose: "test" },
      ...{ topic: "cart", locale: "en", subject: "", htmlBody: "", textBody: "", subjectId: "subject-1" },
      ...{ state: "sent", sentAt: new Date(SENT_AT), createdAt: new Date(SENT_AT) },
    },
  });
  return { before: mail, mail: tracked! };
}
const set = (over: Partial<MeasurementSettings>) =>
  saveMeasurement(open.db, {
    shopId: SHOP_ID,
    settings: { ...MeasurementSettingsSchema.parse({}), ...over },
    now: world.now(),
  });
const optOut = (customerId: string | null) =>
  inTransaction(open.db, (tx) =>
    savePreference(tx, {
      shopId: SHOP_ID,
      addressHash: hashAddress(getSecret(), ADDRESS),
      customerId,
      preference: { ...NOTHING_CHOSEN, isTrackingOff: true },
      now: world.now(),
    }),
  );

const tokenOf = (position: number, messageId = "m1", shopId = SHOP_ID) =>
  clickUrl({ shopId, messageId, position }).split("/").at(-1)!;
async function follow(
  position: number,
  { agent = BROWSER, method = "GET", headers = {} as Record<string, string>, token = tokenOf(position) } = {},
) {
  const request = new Request("https://perennial.example/c/x", {
    method,
    headers: { ...(agent ? { "User-Agent": agent } : {}), ...headers },
  });
  return clickLoader({ params: { token }, request, context: {} });
}
const clicks = async () =>
  (await open.db.messageClick.findMany({ where: { shopId: SHOP_ID }, orderBy: { id: "asc" } })).map(
    ({ position, kind, reason }) => [position, kind, reason],
  );
const told = async () =>
  (await open.db.domainEvent.findMany({ where: { shopId: SHOP_ID, type: "message.clicked" } })).map(
    ({ payloadJson }) => JSON.parse(payloadJson) as object,
  );
const judge = async (at = "2026-03-01T13:01:00Z") => {
  world.at(at);
  await world.runJobs();
};

describe("a mail", () => {
  test("leads over us; links to unsubscribe and to preferences stay, in the text too", async () => {
    const { mail } = await givenTracked();
    const { unsubscribe, preferences } = OWN("m1");
    const links = listLinks(mail);
    expect(links).toEqual(expect.arrayContaining([unsubscribe, preferences]));
    expect(links).toContain(clickUrl({ shopId: SHOP_ID, messageId: "m1", position: 1 }));
    expect(mail.html + mail.text).not.toContain("demo-shop.example");
    expect(mail.text).toBe(`${clickUrl({ shopId: SHOP_ID, messageId: "m1", position: 1 })}\n${unsubscribe}`);
  });

  test("stores where links lead, sealed, with utm where they leave us", async () => {
    await givenTracked();
    const rows = await open.db.messageLink.findMany({
      where: { shopId: SHOP_ID },
      orderBy: { position: "asc" },
    });
    expect(rows.map(({ url }) => url)).toEqual([
      `${SHOP_LINK}&utm_source=perennial&utm_medium=email`,
      `${OTHER_LINK}?utm_source=perennial&utm_medium=email`,
      publicUrl("/r/token"),
    ]);
  });

  test("has a hidden link that no person can see or reach, and no picture of ours", async () => {
    const { mail } = await givenTracked();
    const hidden = clickUrl({ shopId: SHOP_ID, messageId: "m1", position: 0 });
    expect(mail.html).toContain(`<a href="${hidden}" rel="nofollow" tabindex="-1" aria-hidden="true"`);
    expect(mail.text).not.toContain(hidden);
    expect(mail.html).not.toContain("<img");
  });

  test("has a picture where the shop counts opens", async () => {
    await set({ areOpensCounted: true });
    expect((await givenTracked()).mail.html).toContain(openUrl({ shopId: SHOP_ID, messageId: "m1" }));
  });

  test("is left alone where the shop counts nothing, but for utm", async () => {
    await set({ areClicksCounted: false });
    const { mail, before } = await givenTracked("m2");
    expect(mail.html).toContain("utm_source=perennial");
    expect(mail.html).not.toContain("/c/");
    await set({ areClicksCounted: false, hasUtm: false });
    const untouched = await givenTracked("m3");
    expect(untouched.mail).toEqual(untouched.before);
    expect(before.html).not.toContain("utm_");
    expect(await open.db.messageLink.count()).toBe(0);
  });

  test("is left alone for who opted out: a customer, or a guest by address", async () => {
    await optOut(null);
    const guest = await givenTracked("m2", { customerId: null });
    expect(guest.mail).toEqual(guest.before);
    await optOut(CUSTOMER_ID);
    const customer = await givenTracked("m3", { toAddress: "changed@example.com" });
    expect(customer.mail).toEqual(customer.before);
  });
});

describe("a link", () => {
  beforeEach(async () => {
    await givenTracked();
    world.at(LATER);
  });

  test("leads where the mail said, is a person's, and is told of once per mail and link", async () => {
    const response = await follow(1);
    expect([response.status, response.headers.get("Location")]).toEqual([
      302,
      `${SHOP_LINK}&utm_source=perennial&utm_medium=email`,
    ]);
    expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
    expect(await clicks()).toEqual([[1, "unjudged", null]]);
    expect(await told()).toEqual([]);
    await judge();
    await Promise.all([follow(1), follow(1)]);
    await judge("2026-03-01T14:00:00Z");
    expect(await clicks()).toEqual(Array(3).fill([1, "person", null]));
    expect(await told()).toEqual([
      { messageId: "m1", customerId: CUSTOMER_ID, purpose: "test", subjectId: "subject-1", position: 1 },
    ]);
  });

  test.each([
    ["asks for the head only", { method: "HEAD" }, "head"],
    ["fetches ahead", { headers: { "Sec-Purpose": "prefetch;prerender" } }, "prefetch"],
    ["says that it is a program", { agent: "Mozilla/5.0 (compatible; Googlebot/2.1)" }, "agent"],
    ["says nothing of itself", { agent: "" }, "agent"],
  ])("followed by what %s leads on and counts for a program", async (_what, over, reason) => {
    expect((await follow(1, over)).status).toBe(302);
    await judge();
    expect(await clicks()).toEqual([[1, "bot", reason]]);
    expect(await told()).toEqual([]);
  });

  test("followed in the seconds after sending, or with another one, is a program's", async () => {
    world.at("2026-03-01T12:00:04Z");
    await follow(1);
    world.at(LATER);
    await Promise.all([follow(1), follow(2)]);
    await judge();
    expect((await clicks()).map(([, , reason]) => reason).sort()).toEqual(["burst", "burst", "too-soon"]);
    expect(await told()).toEqual([]);
  });

  test("followed shortly before the hidden one is a program's after all; a person's click later counts", async () => {
    await follow(1);
    world.at("2026-03-01T13:00:06Z");
    const hidden = await follow(0);
    expect([hidden.status, hidden.headers.get("Location")]).toEqual([204, null]);
    world.at("2026-03-01T14:00:00Z");
    await follow(2);
    await judge("2026-03-01T14:01:00Z");
    expect(await clicks()).toEqual([
      [1, "bot", "honeypot"],
      [0, "bot", "honeypot"],
      [2, "person", null],
    ]);
    expect(await told()).toHaveLength(1);
  });

  test.each(["", "x", "a.b", "//evil.example", "https%3A%2F%2Fevil.example"])(
    "that is not ours leads nowhere: %s",
    async (token) => {
      const response = await follow(1, { token });
      expect([response.status, response.headers.get("Location")]).toEqual([404, null]);
    },
  );

  test("of another shop, of no mail or at no place leads nowhere", async () => {
    for (const token of [tokenOf(1, "m1", "s2"), tokenOf(1, "m9"), tokenOf(99)]) {
      expect((await follow(1, { token })).status).toBe(404);
    }
    expect(await clicks()).toEqual([]);
  });

  test("still leads on, and is not written down, for who opted out since", async () => {
    await optOut(CUSTOMER_ID);
    expect((await follow(1)).status).toBe(302);
    expect(await clicks()).toEqual([]);
  });

  test("of an erased mail is forgotten while its click waits to be judged", async () => {
    await follow(1);
    await open.db.message.deleteMany({ where: { shopId: SHOP_ID } });
    await judge();
    expect(await told()).toEqual([]);
  });
});

describe("the picture of a mail", () => {
  const load = (agent: string, token = openUrl({ shopId: SHOP_ID, messageId: "m1" }).split("/").at(-1)!) =>
    openLoader({
      params: { token },
      request: new Request("https://perennial.example/o/x", { headers: { "User-Agent": agent } }),
      context: {},
    });
  const opens = async () =>
    (await open.db.messageOpen.findMany({ where: { shopId: SHOP_ID }, orderBy: { kind: "asc" } })).map(
      ({ kind, openCount }) => [kind, openCount],
    );

  test("is counted by who loads it, Apple's proxy apart", async () => {
    await set({ areOpensCounted: true });
    await givenTracked();
    await load(BROWSER);
    await load(BROWSER);
    await load("Mozilla/5.0");
    await load("curl/8");
    expect(await opens()).toEqual([
      ["bot", 1],
      ["person", 2],
      ["privacy-proxy", 1],
    ]);
  });

  test("is counted, and links lead on, for all who share an address, however many they are", async () => {
    await set({ areOpensCounted: true });
    await givenTracked();
    const context = { clientIp: "203.0.113.7" };
    const request = () => new Request("https://perennial.example/x", { headers: { "User-Agent": BROWSER } });
    await admitVisit(open.db, { visitor: context.clientIp });
    await open.db.rateLimit.updateMany({ data: { points: 600 } });
    const tokenOf = (url: string) => url.split("/").at(-1) ?? "";
    const mail = { shopId: SHOP_ID, messageId: "m1" };
    await openLoader({ params: { token: tokenOf(openUrl(mail)) }, request: request(), context });
    expect(await opens()).toEqual([["person", 1]]);
    const token = tokenOf(clickUrl({ ...mail, position: 1 }));
    const led = await clickLoader({ params: { token }, request: request(), context });
    expect(led.status).toBe(302);
    const madeUp = await clickLoader({ params: { token: "a.b" }, request: request(), context });
    expect(madeUp.status).toBe(429);
  });

  test("is a picture and no more where opens are not counted, for who opted out, and for no mail", async () => {
    await givenTracked();
    const response = await load(BROWSER);
    expect([response.status, response.headers.get("Content-Type")]).toEqual([200, "image/gif"]);
    await set({ areOpensCounted: true });
    expect((await load(BROWSER, "a.b")).status).toBe(200);
    await optOut(CUSTOMER_ID);
    await load(BROWSER);
    expect(await opens()).toEqual([]);
  });
});
