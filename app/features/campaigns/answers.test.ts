import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { provideDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";

import { givenHoldouts } from "../../../tests/support/automation-world";
import {
  createCampaignWorld,
  givenInvitation,
  PREMIERE,
  sendOff,
} from "../../../tests/support/campaign-world";
import { givenCustomer, givenShop } from "../../../tests/support/factories";
import { textOf } from "../../../tests/support/render-page";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { World } from "../../../tests/support/world";
import { action, loader } from "../../routes/i.$token";
import { answerInvitation } from "./answers/service.server";
import { changeCampaign } from "./list/service.server";
import { accessCodeOf, invitationUrl } from "./links.server";

const T0 = new Date("2026-03-02T12:00:00Z");

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  provideDb(db);
  world = createCampaignWorld(db, T0);
  await givenShop(db);
  await givenHoldouts(db, { now: T0 });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

/** Invites so many people. @returns the tokens of their links, in the order of the people. */
async function invite(count: number, premiere: object = {}): Promise<string[]> {
  for (let index = 1; index <= count; index += 1)
    await givenCustomer(db, { legacyId: index, email: `p${index}@example.com` });
  await sendOff(db, { campaignId: await givenInvitation(db, { now: T0, premiere }), now: T0 });
  await world.runJobs();
  const rows = await db.campaignRecipient.findMany({
    where: { shopId: "s1" },
    orderBy: { customerId: "asc" },
  });
  return rows.map(({ id }) => invitationUrl({ shopId: "s1", recipientId: id }).split("/i/")[1] ?? "");
}

type Asked = { language?: string; accept?: string };
const urlOf = (token: string, { language }: Asked) =>
  `https://app.example/i/${token}${language ? `?language=${language}` : ""}`;
async function open(
  token: string,
  asked: Asked = {},
): Promise<{ status: number; text: string; html: string }> {
  const headers = { "Accept-Language": asked.accept ?? "en" };
  const request = new Request(urlOf(token, asked), { headers });
  const response = await loader({ params: { token }, request, context: {} });
  const html = await response.text();
  return { status: response.status, text: textOf(html), html };
}
async function post(token: string, body: BodyInit | null, asked: Asked = {}) {
  const request = new Request(urlOf(token, asked), { method: "POST", body });
  const response = await action({ params: { token }, request, context: {} });
  return { status: response.status, text: textOf(await response.text()) };
}
const say = (token: string, answer: string) => post(token, new URLSearchParams({ answer }));
const answers = async () =>
  (await db.campaignRecipient.findMany({ where: { shopId: "s1" }, orderBy: { customerId: "asc" } })).map(
    ({ answer }) => answer,
  );
const events = async () =>
  (
    await db.domainEvent.findMany({
      where: { shopId: "s1", type: "campaign.answered" },
      orderBy: { id: "asc" },
    })
  ).map(
    ({ payloadJson, customerId }) =>
      `${customerId ?? ""} ${(JSON.parse(payloadJson) as { answer: string }).answer}`,
  );

describe("the page of an invitation", () => {
  test("tells what it is about, and nothing of the person; opening it answers nothing", async () => {
    const [token = ""] = await invite(1);
    const { status, text, html } = await open(token);
    expect(status).toBe(200);
    expect(text).toContain("Spring collection");
    expect(text).toContain("Monday, March 16, 2026 at 6:00 PM");
    expect(text).toContain("Yes, I am coming");
    expect(html).toContain(`href="${PREMIERE.url}"`);
    expect(html).not.toMatch(/p1@example|Ada|Lovelace/);
    expect([await answers(), await events()]).toEqual([[null], []]);
  });

  test.each([
    ["pl", "Tak, przyjdę"],
    ["ru", "Да, я приду"],
    ["en", "Yes, I am coming"],
  ])("speaks %s where it is asked to", async (language, words) => {
    const [token = ""] = await invite(1);
    expect((await open(token, { language })).text).toContain(words);
  });

  test("takes a yes, tells it to flows and to the timeline once, and lets people change their mind", async () => {
    const [token = ""] = await invite(1);
    expect((await say(token, "yes")).text).toContain("We have noted that you are coming");
    await say(token, "yes");
    expect([await answers(), await events()]).toEqual([["yes"], ["s1_1 yes"]]);
    world.at("2026-03-03T12:00:00Z");
    await say(token, "no");
    expect([await answers(), await events()]).toEqual([["no"], ["s1_1 yes", "s1_1 no"]]);
  });

  test.each<[string, BodyInit | null]>([
    ["an empty body", null],
    ["a one-click body", new URLSearchParams({ "List-Unsubscribe": "One-Click" })],
    ["another answer", new URLSearchParams({ answer: "perhaps" })],
    ["a body of a kilobyte and more", new URLSearchParams({ answer: "yes", more: "x".repeat(2_000) })],
  ])("changes nothing by %s", async (_what, body) => {
    const [token = ""] = await invite(1);
    const request = new Request(urlOf(token, {}), { method: "POST", body });
    if (body) request.headers.set("Content-Length", String(body.toString().length));
    const { status } = await action({ params: { token }, request, context: {} });
    expect([status, await answers()]).toEqual([422, [null]]);
  });

  test("of a link that is not ours, or altered, is not there", async () => {
    const [token = ""] = await invite(1);
    for (const wrong of ["broken", `${token}x`, token.replace(/^./, "x")]) {
      expect((await open(wrong)).status).toBe(404);
      expect((await say(wrong, "yes")).status).toBe(404);
    }
    expect(await answers()).toEqual([null]);
  });
});

describe("places", () => {
  test("go to those who come first; the page says that it is full, and a place given back is free", async () => {
    const [one = "", two = ""] = await invite(2, { capacity: 1 });
    await say(one, "yes");
    const full = await open(two);
    expect(full.text).toContain("All places are taken");
    expect(full.text).not.toContain("Yes, I am coming");
    expect((await say(two, "yes")).status).toBe(409);
    expect(await answers()).toEqual(["yes", null]);
    await say(one, "no");
    await say(two, "yes");
    expect(await answers()).toEqual(["no", "yes"]);
  });

  test("are never given twice, however many ask at once", async () => {
    const tokens = await invite(8, { capacity: 3 });
    const outcomes = await Promise.all(
      tokens.map((token) => answerInvitation(db, { token, answer: "yes", now: T0 })),
    );
    expect(outcomes.filter(({ outcome }) => outcome === "answered")).toHaveLength(3);
    expect((await answers()).filter((answer) => answer === "yes")).toHaveLength(3);
  });
});

describe("the access code", () => {
  test("one for all, after a yes only: neither in the mail nor before", async () => {
    const access = { access: "shared", sharedCode: "FIRST-26", codeWhen: "after-yes" };
    const [token = ""] = await invite(1, access);
    expect(world.email.sent[0]?.text).not.toContain("FIRST-26");
    expect((await open(token)).text).not.toContain("FIRST-26");
    expect((await say(token, "yes")).text).toContain("FIRST-26");
    expect((await say(token, "no")).text).not.toContain("FIRST-26");
  });

  test("of one's own is in the mail, differs from person to person and stays the same", async () => {
    const tokens = await invite(2, { access: "personal" });
    const rows = await db.campaignRecipient.findMany({
      where: { shopId: "s1" },
      orderBy: { customerId: "asc" },
    });
    const codes = rows.map(({ id }) =>
      accessCodeOf({ access: "personal", sharedCode: "" }, { shopId: "s1", recipientId: id }),
    );
    expect(new Set(codes).size).toBe(2);
    for (const [index, token] of tokens.entries()) {
      const mail = world.email.sent.find(({ to }) => to === `p${index + 1}@example.com`);
      expect(mail?.text).toContain(codes[index]);
      expect((await open(token)).text).toContain(codes[index]);
    }
  });
});

describe("answers count no more", () => {
  test("once the premiere has begun", async () => {
    const [token = ""] = await invite(1);
    world.at("2026-03-16T17:00:00Z");
    expect((await open(token)).text).toContain("Answers are no longer possible");
    expect([(await say(token, "yes")).status, await answers()]).toEqual([409, [null]]);
  });

  test("once it was called off", async () => {
    const [token = ""] = await invite(2);
    await db.campaign.updateMany({ where: { shopId: "s1" }, data: { state: "sending" } });
    await changeCampaign(db, { shopId: "s1", campaignId: "camp1", kind: "cancel", now: T0 });
    expect((await say(token, "yes")).status).toBe(409);
  });

  test("of somebody who was erased: the link is nobody's", async () => {
    const [token = ""] = await invite(1);
    await db.customer.updateMany({ where: { shopId: "s1" }, data: { deletedAt: T0 } });
    expect([(await open(token)).status, (await say(token, "yes")).status]).toEqual([404, 404]);
  });
});

test("after a merge the link of the customer who is gone answers for the kept one", async () => {
  const [token = ""] = await invite(2);
  await db.message.updateMany({ where: { shopId: "s1", customerId: "s1_1" }, data: { customerId: "s1_2" } });
  await db.campaignRecipient.deleteMany({ where: { shopId: "s1", customerId: "s1_1" } });
  expect((await say(token, "yes")).status).toBe(200);
  expect([await answers(), await events()]).toEqual([["yes"], ["s1_2 yes"]]);
});
