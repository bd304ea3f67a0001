import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { loadFacts } from "~/engine/facts/queries.server";
import { registerFacts } from "~/engine/facts/registry.server";
import { provideDb } from "~/platform/database.server";
import { inTransaction } from "~/platform/db.server";
import { NOBODY } from "~/kit/person";
import { action, loader } from "~/routes/p.$token";
import { loader as unsubscribeLoader } from "~/routes/u.$token";

import { writeSetting } from "~/shops/settings.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { loadWriteObstacles } from "../consent/obstacle.server";
import { preferencesUrl, unsubscribeUrl } from "../links.server";
import { messagingPrivacy } from "../privacy.server";
import { messagingRegistration } from "../registration.server";
import type { MessageChannel, Topic } from "../schema";
import { SENDING_SETTINGS_KEY, SendingSettingsSchema } from "../sending/schema";
import { suppressAddress } from "../suppression.server";
import { findWishes } from "./wishes.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const ADDRESS = "ada@example.com";
const CUSTOMER_ID = `${SHOP_ID}_7`;
let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  provideDb(open.db);
  world = createWorld(open.db, [messagingRegistration], NOW);
  await givenShop(open.db);
  await givenCustomer(open.db, { legacyId: 7, email: ADDRESS });
});
afterEach(async () => {
  world.close();
  await open.close();
});

async function givenMail({
  id = "m1",
  shopId = SHOP_ID,
  customerId = CUSTOMER_ID as string | null,
  locale = "en",
  topic = "offers",
} = {}) {
  await open.db.message.create({
    data: {
      ...{ id, shopId, customerId, locale, topic, purpose: "test", toAddress: ADDRESS },
      ...{ subject: "", htmlBody: "", textBody: "", messageId: `<${id}@example.com>` },
      ...{ state: "sent", createdAt: NOW },
    },
  });
  return preferencesUrl({ shopId, messageId: id }).split("/").at(-1)!;
}

const URL_OF_PAGE = "https://perennial.example/p/x";
const get = (token: string, query = "", headers: Record<string, string> = {}) =>
  loader({ params: { token }, request: new Request(URL_OF_PAGE + query, { headers }), context: {} });
const post = (token: string, body: string | URLSearchParams) =>
  action({
    params: { token },
    request: new Request(URL_OF_PAGE, {
      method: "POST",
      body: String(body),
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
    }),
    context: {},
  });
const saved = (topics: readonly string[], over: Record<string, string> = { tracking: "on" }) =>
  new URLSearchParams([
    ["kind", "save"],
    ...topics.map((topic) => ["topics", topic]),
    ...Object.entries(over),
  ]);
const wishes = (
  shopId = SHOP_ID,
  customerId: string | null = CUSTOMER_ID,
  address: string | null = ADDRESS,
) => findWishes(open.db, { shopId, customerId, address, now: world.now() });
const decisions = async () =>
  (await open.db.decision.findMany({ where: { shopId: SHOP_ID }, orderBy: { id: "asc" } })).map(
    ({ reason, paramsJson }) => [reason, (JSON.parse(paramsJson) as { topic?: string }).topic ?? null],
  );

describe("the page", () => {
  test("shows every topic ticked to whoever chose nothing, and a GET or HEAD changes nothing", async () => {
    const token = await givenMail();
    const html = await (await get(token)).text();
    expect(html.match(/name="topics" value="\w+" checked/g)).toHaveLength(5);
    expect(html).toContain("Offers and news");
    expect(html).not.toContain('value="transactional"');
    await get(token, "?kind=unsubscribe&topics=cart");
    expect(await open.db.messagePreference.count()).toBe(0);
    expect(await open.db.suppression.count()).toBe(0);
  });

  test.each([
    ["pl", "Twoje wiadomości"],
    ["ru", "Ваши настройки писем"],
    ["en", "Your e-mail choices"],
  ])("speaks %s when asked to, which changes nothing", async (language, title) => {
    const html = await (await get(await givenMail(), `?language=${language}`)).text();
    expect(html).toContain(`<html lang="${language}"`);
    expect(html).toContain(title);
    expect((await wishes()).locale).toBeNull();
  });

  test("speaks the language of the mail first, and the chosen one once it was chosen", async () => {
    const token = await givenMail({ locale: "ru" });
    expect(await (await get(token)).text()).toContain('<html lang="ru"');
    await post(token, saved(["cart"], { tracking: "on", locale: "pl" }));
    expect(await (await get(token)).text()).toContain('<html lang="pl"');
  });

  test("names no address and no person, runs no script, and is framed by nobody", async () => {
    const response = await get(await givenMail());
    const html = await response.text();
    expect(html).not.toMatch(/ada@|Ada|Lovelace|<script/);
    expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
    expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
  });

  test.each(["", "x", "a.b", `${"A".repeat(5_000)}.x`])("is not there for %.20s", async (token) => {
    expect((await get(token)).status).toBe(404);
    expect((await post(token, "kind=unsubscribe")).status).toBe(404);
  });

  test("is not opened by the token of the unsubscribe link", async () => {
    await givenMail();
    const token = unsubscribeUrl({ shopId: SHOP_ID, messageId: "m1" }).split("/").at(-1)!;
    expect((await post(token, "kind=unsubscribe")).status).toBe(404);
    expect(await open.db.suppression.count()).toBe(0);
  });

  test("escapes the shop's name", async () => {
    await open.db.shop.update({ where: { id: SHOP_ID }, data: { name: "<script>x</script>" } });
    expect(await (await get(await givenMail())).text()).not.toContain("<script>");
  });
});

describe("saving", () => {
  test("switches topics off and on again, each a decision; twice and at once it is one change", async () => {
    const token = await givenMail();
    const some = saved(["service", "cart", "loyalty"]);
    await Promise.all([post(token, some), post(token, some), post(token, some)]);
    expect((await wishes()).topicsOff).toEqual(new Set(["offers", "surveys"]));
    expect(await decisions()).toEqual([
      ["topic-switched-off", "offers"],
      ["topic-switched-off", "surveys"],
    ]);
    const html = await (await post(token, saved(["service", "cart", "loyalty", "offers"]))).text();
    expect(html).toContain("Saved.");
    expect((await wishes()).topicsOff).toEqual(new Set(["surveys"]));
    expect((await decisions()).at(-1)).toEqual(["topic-switched-on", "offers"]);
  });

  test("leaves the store's consent alone", async () => {
    await post(await givenMail(), saved([]));
    await world.runJobs();
    expect(world.shopify.calls).toEqual([]);
    expect(await open.db.consentChange.count()).toBe(0);
  });

  test("opts out of tracking with the box not ticked", async () => {
    const token = await givenMail();
    await post(token, saved(["cart"], {}));
    expect((await wishes()).isTrackingOff).toBe(true);
    await post(token, saved(["cart"]));
    expect((await wishes()).isTrackingOff).toBe(false);
  });

  test.each([
    ["the one-click body of a mail program", "List-Unsubscribe=One-Click"],
    ["nothing", ""],
    ["a topic that is none", "kind=topic-off&topic=everything"],
    ["what a person must get", "kind=topic-off&topic=transactional"],
    ["a language we do not speak", "kind=save&locale=xx"],
    ["a large body", `kind=unsubscribe&x=${"1".repeat(5_000)}`],
  ])("of %s changes nothing", async (_what, body) => {
    const token = await givenMail();
    const request = new Request(URL_OF_PAGE, {
      method: "POST",
      body,
      headers: {
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": String(body.length),
      },
    });
    const response = await action({ params: { token }, request, context: {} });
    expect(response.status).toBe(422);
    expect(await open.db.messagePreference.count()).toBe(0);
    expect(await open.db.suppression.count()).toBe(0);
  });

  test("of a guest is kept by address, and holds for the customer they become", async () => {
    await open.db.customer.deleteMany({ where: { shopId: SHOP_ID } });
    await post(await givenMail({ customerId: null }), saved(["cart"]));
    expect((await wishes(SHOP_ID, null)).topicsOff.has("offers")).toBe(true);
    expect((await wishes(SHOP_ID, "s1_99", "ADA@example.com ")).topicsOff.has("offers")).toBe(true);
    const rows = await open.db.messagePreference.findMany({ where: { shopId: SHOP_ID } });
    expect(JSON.stringify(rows)).not.toContain("ada");
  });

  test("of a customer holds after their address changed, and can be taken back under the new one", async () => {
    await post(await givenMail(), saved(["cart"]));
    await open.db.customer.update({
      where: { shopId: SHOP_ID, id: CUSTOMER_ID },
      data: { email: "new@example.com" },
    });
    await open.db.message.updateMany({ where: { shopId: SHOP_ID }, data: { toAddress: "" } });
    expect((await wishes(SHOP_ID, CUSTOMER_ID, "new@example.com")).topicsOff.has("offers")).toBe(true);
    await post(
      preferencesUrl({ shopId: SHOP_ID, messageId: "m1" }).split("/").at(-1)!,
      saved(["service", "cart", "loyalty", "offers", "surveys"]),
    );
    expect((await wishes(SHOP_ID, CUSTOMER_ID, "new@example.com")).topicsOff.size).toBe(0);
    expect((await wishes()).topicsOff.size).toBe(0);
  });

  test("in one shop is nothing to another", async () => {
    await givenShop(open.db, { id: "s2", domain: "other.myshopify.com" });
    await post(await givenMail(), saved([]));
    expect((await wishes("s2", null)).topicsOff.size).toBe(0);
  });
});

describe("less instead", () => {
  test("is offered by the unsubscribe page: a pause, or only this topic off", async () => {
    await givenMail();
    const token = unsubscribeUrl({ shopId: SHOP_ID, messageId: "m1" }).split("/").at(-1)!;
    const request = new Request("https://perennial.example/u/x");
    const html = await (await unsubscribeLoader({ params: { token }, request, context: {} })).text();
    const forms = [...html.matchAll(/<form method="post" action="(\/p\/[^"]+)">(.*?)<\/form>/gs)];
    expect(forms).toHaveLength(2);
    for (const [, address = "", fields = ""] of forms) {
      const body = new URLSearchParams(
        [...fields.matchAll(/name="(\w+)" value="([\w-]+)"/g)].map(([, name = "", value = ""]) => [
          name,
          value,
        ]),
      );
      expect((await post(address.split("/").at(-1)!, body)).status).toBe(200);
    }
    expect(await wishes()).toMatchObject({ isPaused: true, topicsOff: new Set(["offers"]) });
    expect(await open.db.suppression.count()).toBe(0);
  });

  test("a pause ends by itself after 30 days, or by its button", async () => {
    const token = await givenMail();
    const html = await (await post(token, "kind=pause")).text();
    expect(html).toContain("paused until March 31, 2026");
    world.at("2026-03-31T11:59:59Z");
    expect((await wishes()).isPaused).toBe(true);
    world.at("2026-03-31T12:00:00Z");
    expect((await wishes()).isPaused).toBe(false);
    world.at("2026-03-02T12:00:00Z");
    await post(token, "kind=resume");
    expect((await wishes()).isPaused).toBe(false);
    expect((await decisions()).map(([reason]) => reason)).toEqual(["paused-for-days", "pause-ended"]);
  });
});

describe("unsubscribing from everything", () => {
  test("stops all marketing, is a line of the consent log, and withdraws the store's consent", async () => {
    const token = await givenMail();
    const html = await (await post(token, "kind=unsubscribe")).text();
    expect(html).toContain("You are unsubscribed.");
    await post(token, "kind=unsubscribe");
    await world.runJobs();
    expect(world.shopify.calls).toMatchObject([{ kind: "update-consent", wish: { state: "UNSUBSCRIBED" } }]);
    const log = await open.db.consentChange.findMany({ where: { shopId: SHOP_ID } });
    expect(log.map(({ source, toState }) => [source, toState])).toEqual([
      ["preference-page", "UNSUBSCRIBED"],
    ]);
    expect((await decisions()).map(([reason]) => reason)).toEqual([
      "unsubscribed-preference-page",
      "consent-written",
    ]);
  });
});

describe("loadWriteObstacles", () => {
  const obstacle = (
    over: { topic?: Topic; channel?: MessageChannel; toAddress?: string | null; shopId?: string } = {},
  ) =>
    inTransaction(
      open.db,
      async (tx) => {
        const { shopId = SHOP_ID, ...rest } = over;
        const asked = {
          ...{ customerId: CUSTOMER_ID, toAddress: ADDRESS as string | null },
          ...{ topic: "offers" as const, channel: "email" as const, ...rest },
        };
        const obstacleOf = await loadWriteObstacles(tx, { shopId, all: [asked], now: world.now() });
        return obstacleOf(asked);
      },
      { shopId: SHOP_ID },
    );

  test("is nothing for a subscriber, nor for who never said anything: that is the purpose's to know", async () => {
    expect(await obstacle()).toBeNull();
    await open.db.customer.update({
      where: { shopId: SHOP_ID, id: CUSTOMER_ID },
      data: { emailConsentState: "NOT_SUBSCRIBED" },
    });
    expect(await obstacle()).toBeNull();
  });

  test("is the topic, the pause, the store's refusal, the missing address", async () => {
    const token = await givenMail();
    await post(token, "kind=topic-off&topic=offers");
    expect([await obstacle(), await obstacle({ topic: "cart" })]).toEqual(["topic-off", null]);
    await post(token, "kind=pause");
    expect([await obstacle({ topic: "cart" }), await obstacle({ topic: "service" })]).toEqual([
      "paused",
      null,
    ]);
    await open.db.customer.update({
      where: { shopId: SHOP_ID, id: CUSTOMER_ID },
      data: { emailConsentState: "UNSUBSCRIBED" },
    });
    expect(await obstacle({ topic: "cart" })).toBe("unsubscribed");
    expect(await obstacle({ topic: "transactional" })).toBeNull();
    expect(await obstacle({ toAddress: null })).toBe("no-email");
    expect(await obstacle({ toAddress: null, channel: "sms" })).toBe("no-phone");
    expect(await obstacle({ toAddress: null, channel: "webhook" })).toBeNull();
  });

  test("goes by what the store says of SMS for an SMS", async () => {
    await open.db.customer.update({
      where: { shopId: SHOP_ID, id: CUSTOMER_ID },
      data: { smsConsentState: "UNSUBSCRIBED" },
    });
    expect(await obstacle({ channel: "sms", toAddress: "+48600100200" })).toBe("unsubscribed");
    expect(await obstacle()).toBeNull();
  });

  test("is an unsubscription for marketing only, and a dead mailbox for everything", async () => {
    const suppress = (reason: "unsubscribed" | "hard-bounce") =>
      inTransaction(open.db, (tx) =>
        suppressAddress(tx, { shopId: SHOP_ID, address: ADDRESS, topic: "all", reason, now: NOW }),
      );
    await suppress("unsubscribed");
    expect([await obstacle(), await obstacle({ topic: "service" })]).toEqual(["suppressed", null]);
    await suppress("hard-bounce");
    expect(await obstacle({ topic: "transactional" })).toBe("suppressed");
  });
});

describe("a birthday", () => {
  const ask = (asksBirthday = true) =>
    writeSetting(open.db, {
      ...{ shopId: SHOP_ID, key: SENDING_SETTINGS_KEY, now: NOW },
      value: SendingSettingsSchema.parse({ asksBirthday }),
    });
  const tell = (token: string, birthdayDay: string, birthdayMonth: string) =>
    post(token, saved(["cart"], { tracking: "on", birthdayDay, birthdayMonth }));
  const told = () => open.db.messagePreference.findFirst({ where: { shopId: SHOP_ID } });
  const known = async () => {
    registerFacts(messagingRegistration.facts ?? []);
    const asked = { fact: "customer.birthday", parameters: {} };
    const scope = { shopId: SHOP_ID, zone: "Europe/Warsaw", at: world.now() };
    const values = await loadFacts(open.db, { ...scope, customerIds: [CUSTOMER_ID], asked: [asked] });
    return values.get(CUSTOMER_ID)?.(asked);
  };

  test("is not asked for, and not taken, unless the shop switched it on", async () => {
    const token = await givenMail();
    expect(await (await get(token)).text()).not.toContain("birthdayDay");
    await tell(token, "4", "5");
    expect(await told()).toMatchObject({ birthdayOn: null, birthdayToldAt: null });
    expect(await known()).toBeNull();
  });

  test("is day and month, with the time and place of the consent; the log does not say which day", async () => {
    await ask();
    const token = await givenMail();
    const html = await (await get(token)).text();
    expect(html).toContain('<option value="5">May</option>');
    await tell(token, "29", "2");
    expect(await told()).toMatchObject({
      ...{ birthdayOn: "02-29", birthdayToldAt: NOW, birthdaySource: "preference-page" },
      customerId: CUSTOMER_ID,
    });
    expect(await known()).toBe("2000-02-29");
    expect(await decisions()).toContainEqual(["birthday-told", null]);
    expect(JSON.stringify(await open.db.decision.findMany())).not.toContain("02-29");
    expect(await (await get(token)).text()).toContain('<option value="29" selected>29</option>');
  });

  test("told again keeps the time of its consent; another day has its own", async () => {
    await ask();
    const token = await givenMail();
    await tell(token, "4", "5");
    world.at("2026-03-05T12:00:00Z");
    await tell(token, "4", "5");
    expect((await told())?.birthdayToldAt).toEqual(NOW);
    await tell(token, "5", "5");
    expect(await told()).toMatchObject({ birthdayOn: "05-05", birthdayToldAt: world.now() });
  });

  test("that is no day of a year is refused, and nothing else is changed with it", async () => {
    await ask();
    const token = await givenMail();
    for (const [day, month] of [
      ["31", "2"],
      ["4", ""],
    ] as const) {
      const response = await tell(token, day, month);
      expect(response.status).toBe(422);
      expect(await response.text()).toContain("choose a day and a month that go together");
    }
    expect(await told()).toBeNull();
  });

  test("is taken back by its person, also once the shop asks no more, and is deleted then", async () => {
    await ask();
    const token = await givenMail();
    await tell(token, "4", "5");
    await ask(false);
    expect(await (await get(token)).text()).toContain("birthdayDay");
    await tell(token, "", "");
    expect(await told()).toMatchObject({ birthdayOn: null, birthdayToldAt: null, birthdaySource: null });
    expect(await known()).toBeNull();
    expect(await (await get(token)).text()).not.toContain("birthdayDay");
  });

  test("is in the person's file, and gone with them", async () => {
    await ask();
    await tell(await givenMail(), "4", "5");
    const person = { ...NOBODY, customerIds: [CUSTOMER_ID], emails: [ADDRESS] };
    const file = await messagingPrivacy.exportOf(open.db, { shopId: SHOP_ID, person });
    expect(file.find(({ table }) => table === "MessagePreference")?.rows).toMatchObject([
      { birthdayOn: "05-04", birthdaySource: "preference-page" },
    ]);
    await inTransaction(
      open.db,
      (tx) => messagingPrivacy.redact(tx, { shopId: SHOP_ID, person, cursor: null }),
      { shopId: SHOP_ID },
    );
    expect(await told()).toBeNull();
  });
});
