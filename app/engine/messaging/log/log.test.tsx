import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { appendDecision } from "~/engine/decisions/append.server";
import { DecisionList } from "~/engine/decisions/ui/DecisionList";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { presentMessage, presentMessages } from "./presenter.server";
import { MESSAGE_STATES, type MessageFilter, MessageFilterSchema } from "./schema";
import { MessagePage } from "./ui/MessagePage";
import { MessagesPage } from "./ui/MessagesPage";

const NOW = new Date("2026-03-01T12:00:00Z");
const LOCALES = ["en", "pl", "ru"] as const;
const MAIL = "<!doctype html><html><body><h1>Your cart</h1><script>alert(1)</script></body></html>";
let open: TestDb;

type Mail = { state: string; subject: string; customerId: string | null; topic: string; createdAt: Date };

async function givenMail(id: string, over: Partial<Mail> & { shopId?: string; toAddress?: string } = {}) {
  await open.db.message.create({
    data: {
      ...{ id, shopId: SHOP_ID, purpose: "cart-recovery", topic: "cart", toAddress: "ada@example.com" },
      ...{
        customerId: `${SHOP_ID}_7`,
        locale: "en",
        subject: `Subject ${id}`,
        htmlBody: MAIL,
        textBody: "t",
      },
      ...{ messageId: `<${id}@example.com>`, state: "sent", sentAt: NOW, createdAt: NOW, ...over },
    },
  });
}

const click = (id: string, position: number, kind: string) =>
  open.db.messageClick.create({
    data: {
      id: `${id}-${position}-${kind}-${Math.floor(performance.now() * 1e6)}`,
      shopId: SHOP_ID,
      messageId: id,
      position,
      kind,
      clickedAt: NOW,
    },
  });

beforeAll(async () => {
  open = await createTestDb();
  await givenShop(open.db);
  await givenShop(open.db, { id: "s2", domain: "other.myshopify.com" });
  await givenCustomer(open.db, {
    legacyId: 7,
    firstName: "Zofia",
    lastName: "Żółć",
    searchText: "zofia żółć",
  });
  await givenMail("sent");
  await givenMail("guest", { customerId: null, createdAt: new Date(NOW.getTime() - 1) });
  await givenMail("cancelled", { state: "cancelled", createdAt: new Date(NOW.getTime() - 2) });
  await givenMail("waiting", { state: "queued", topic: "offers", createdAt: new Date(NOW.getTime() - 3) });
  await givenMail("foreign", { shopId: "s2", customerId: null });
  await inTransaction(open.db, async (tx) => {
    const payload = { messageId: "cancelled", customerId: null, purpose: "cart-recovery", subjectId: null };
    const event = {
      type: "message.cancelled",
      sourceKey: "message.cancelled:cancelled",
      payload: { ...payload, reason: "unsubscribed" },
      ...{ customerId: null, subjectId: "cancelled", occurredAt: NOW },
    } as const;
    await publishEvents(tx, [event], { shopId: SHOP_ID, now: NOW });
    await appendDecision(tx, {
      ...{
        shopId: SHOP_ID,
        feature: "messaging",
        outcome: "skipped",
        reason: "soft-bounce",
        customerId: null,
      },
      ...{ params: { count: 2, limit: 5 }, subjectKind: "message", subjectId: "waiting" },
      ...{ dedupeKey: "d1", now: NOW },
    });
  });
  await open.db.outboxIntent.create({
    data: {
      ...{ id: "i1", shopId: SHOP_ID, kind: "email.send-message", dedupeKey: "send-message:waiting" },
      ...{
        payloadJson: "{}",
        state: "pending",
        nextAttemptAt: new Date("2026-03-01T13:00:00Z"),
        createdAt: NOW,
      },
      lastError: "450 mailbox of ada@example.com busy",
    },
  });
  await open.db.messageLink.createMany({
    data: [1, 2].map((position) => ({
      ...{
        shopId: SHOP_ID,
        messageId: "sent",
        position,
        url: `https://shop.example/${position}`,
        createdAt: NOW,
      },
    })),
  });
  for (const kind of ["person", "person", "bot", "unjudged"]) await click("sent", 1, kind);
  await click("sent", 0, "bot");
  await open.db.messageFeedback.create({
    data: {
      ...{ id: "f1", shopId: SHOP_ID, messageId: "sent", addressHash: "h", provider: "ses", eventKey: "e" },
      ...{ kind: "delivered", occurredAt: NOW, recordedAt: NOW },
    },
  });
  await open.db.messageOpen.create({
    data: {
      ...{ shopId: SHOP_ID, messageId: "sent", kind: "privacy-proxy", openCount: 3 },
      ...{ firstOpenedAt: NOW, lastOpenedAt: NOW },
    },
  });
});
afterAll(() => open.close());

const list = (filter: Partial<MessageFilter> = {}, shopId = SHOP_ID) =>
  presentMessages(open.db, { shopId, filter: MessageFilterSchema.parse(filter) });
const idsOf = async (filter: Partial<MessageFilter>) => (await list(filter)).items.map(({ id }) => id);

describe("the log", () => {
  test("has every message of the shop and of no other, newest first", async () => {
    expect(await idsOf({})).toEqual(["sent", "guest", "cancelled", "waiting"]);
    expect((await list({}, "s2")).items.map(({ id }) => id)).toEqual(["foreign"]);
  });

  test("is narrowed by state, topic and customer", async () => {
    expect(await idsOf({ state: "cancelled" })).toEqual(["cancelled"]);
    expect(await idsOf({ topic: "offers" })).toEqual(["waiting"]);
    expect(await idsOf({ query: "żółć" })).toEqual(["sent", "cancelled", "waiting"]);
    expect(await list({ query: "nobody" })).toMatchObject({ items: [], isEmpty: false, pageCount: 1 });
  });

  test("shows the last page for one that is not there, and what no filter is for none", async () => {
    expect((await list({ page: 99 })).filter.page).toBe(1);
    expect(MessageFilterSchema.parse({ state: "x", topic: "y", page: "-1", query: 7 })).toEqual({
      state: null,
      topic: null,
      page: 1,
      query: "",
    });
  });

  test("is empty where nothing was ever written", async () => {
    await givenShop(open.db, { id: "s3", domain: "third.myshopify.com" });
    expect(await list({}, "s3")).toMatchObject({ isEmpty: true, totalCount: 0 });
    expect(await list({ state: "sent" }, "s3")).toMatchObject({ isEmpty: true });
  });

  test("tells why a message was cancelled or waits, and counts clicks of people and of programs", async () => {
    const { items } = await list();
    expect(items.map(({ id, why }) => [id, why && `${why.feature}:${why.reason}`])).toEqual([
      ["sent", null],
      ["guest", null],
      ["cancelled", "cart-recovery:unsubscribed"],
      ["waiting", "messaging:soft-bounce"],
    ]);
    expect(items[0]).toMatchObject({ who: "Zofia Żółć", clicks: { people: 2, bots: 2 } });
    expect(items[1]).toMatchObject({ who: "ada@example.com", clicks: { people: 0, bots: 0 } });
  });

  test.each(LOCALES)(
    "has every text in %s: with messages, with none that fits, and empty",
    async (locale) => {
      const render = async (data: Awaited<ReturnType<typeof list>>) =>
        renderPage(await routed(<MessagesPage data={data} isLoading={false} onShow={() => undefined} />), {
          locale,
        });
      const html = await render(await list());
      expect(html).toContain('href="/app/messages/sent"');
      expect(textOf(html)).toContain("Subject cancelled");
      expect(textOf(html)).not.toMatch(/\{\{|log\./);
      await render(await list({ query: "nobody" }));
      const some = await list();
      const items = MESSAGE_STATES.flatMap((state) =>
        some.items.map((item) => ({ ...item, id: `${item.id}-${state}`, state })),
      );
      await render({ ...some, items });
      await render({ ...some, isEmpty: true, items: [] });
    },
  );
});

describe("a message", () => {
  test("of another shop is not there", async () => {
    expect(await presentMessage(open.db, { shopId: SHOP_ID, messageId: "foreign" })).toBeNull();
  });

  test("tells where its links lead and who followed them, what became of it, and what was opened", async () => {
    expect(await presentMessage(open.db, { shopId: SHOP_ID, messageId: "sent" })).toMatchObject({
      html: MAIL,
      nextTryAt: null,
      links: [
        { position: 1, url: "https://shop.example/1", clicks: { people: 2, bots: 1 } },
        { position: 2, url: "https://shop.example/2", clicks: { people: 0, bots: 0 } },
      ],
      feedback: [{ kind: "delivered", at: NOW.toISOString() }],
      opens: [{ kind: "privacy-proxy", count: 3 }],
    });
  });

  test("that waits tells when it is tried next, and what the server said, without addresses", async () => {
    expect(await presentMessage(open.db, { shopId: SHOP_ID, messageId: "waiting" })).toMatchObject({
      nextTryAt: "2026-03-01T13:00:00.000Z",
      serverSaid: "450 mailbox of … busy",
    });
  });

  test.each(LOCALES)(
    "is shown in %s shut off: no script of it runs, no link of it leads anywhere",
    async (locale) => {
      for (const messageId of ["sent", "waiting", "cancelled", "guest"]) {
        const data = await presentMessage(open.db, { shopId: SHOP_ID, messageId });
        if (!data) throw new Error(`${messageId} is not there`);
        const opens = ["person", "privacy-proxy", "bot"].map((kind) => ({
          kind,
          count: 1,
          lastAt: data.item.createdAt,
        }));
        const feedback = (["delivered", "soft-bounce", "hard-bounce", "complaint"] as const).map((kind) => ({
          kind,
          at: data.item.createdAt,
        }));
        const page = (
          <MessagePage data={{ ...data, opens, feedback }} decisions={<DecisionList items={[]} />} />
        );
        const html = await renderPage(page, { locale });
        expect(html).toMatch(/<iframe[^>]* sandbox=""/);
        expect(html).not.toContain("<script>alert");
        expect(html).not.toContain('href="https://shop.example/1"');
        expect(textOf(html)).not.toMatch(/\{\{|log\./);
      }
    },
  );

  test("whose text was forgotten says so", async () => {
    const data = await presentMessage(open.db, { shopId: SHOP_ID, messageId: "sent" });
    if (!data) throw new Error("the message is not there");
    const forgotten = { ...data, html: null, toAddress: "", item: { ...data.item, subject: "", who: "" } };
    const text = textOf(await renderPage(<MessagePage data={forgotten} decisions={null} />));
    expect(text).toContain("no longer kept");
  });
});
