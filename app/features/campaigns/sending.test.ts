import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { saveExperimentSettings } from "~/engine/experiments/service.server";
import { ExperimentSettingsSchema } from "~/engine/experiments/schema";
import { presentGallery } from "~/engine/messaging/templates/gallery/presenter.server";
import { suppressAddress } from "~/engine/messaging/suppression.server";
import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenHoldouts } from "../../../tests/support/automation-world";
import {
  createCampaignWorld,
  givenDraft,
  givenInvitation,
  sendOff,
} from "../../../tests/support/campaign-world";
import { givenCustomer, givenShop } from "../../../tests/support/factories";
import { createTestDb, isOnSqlite, type TestDb } from "../../../tests/support/test-db";
import type { World } from "../../../tests/support/world";
import { presentAudience } from "./audience/presenter.server";
import { scheduleCampaign } from "./audience/service.server";
import { advanceCampaign } from "./jobs.server";
import { changeCampaign } from "./list/service.server";
import { answerWriting } from "./writing/service.server";

/** A Monday, 13:00 in Warsaw. */
const T0 = new Date("2026-03-02T12:00:00Z");
const CAMPAIGN = { shopId: "s1", campaignId: "camp1" };

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createCampaignWorld(db, T0);
  await givenShop(db);
  await givenHoldouts(db, { now: T0 });
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const at = (ms: number) => new Date(T0.getTime() + ms);
async function givenPeople(count: number, over: object = {}) {
  for (let index = 1; index <= count; index += 1)
    await givenCustomer(db, { legacyId: index, email: `p${index}@example.com`, ...over });
}
const recipients = () =>
  db.campaignRecipient.findMany({ where: { shopId: "s1" }, orderBy: { customerId: "asc" } });
const states = async () =>
  (await recipients()).map(({ state, reason }) => (reason ? `${state}: ${reason}` : state));
const stateOf = async () => (await db.campaign.findFirst({ where: { shopId: "s1", id: "camp1" } }))?.state;
const addresses = () => world.email.sent.map(({ to }) => to).sort();
const decisions = async () =>
  (await db.decision.findMany({ where: { shopId: "s1", feature: "campaigns" } }))
    .map(({ reason, customerId }) => `${customerId ?? ""} ${reason}`)
    .sort();
const runOnce = (now = T0) =>
  inTransaction(db, (tx) => advanceCampaign.run(CAMPAIGN, { tx, now, attempt: 1 }), { shopId: "s1" });

describe("a message that is written in the campaign itself", () => {
  const written = (over: object = {}) => ({
    ...{ subject: "New beans", preheader: "", heading: "Fresh", buttonLabel: "See them" },
    ...{ text: "Dear {{ person.first_name | default: 'friend' }}, they are **here**.", ...over },
    buttonUrl: "{{ shop.url }}",
  });
  const given = (content: object) => givenDraft(db, { now: T0, content: { templateKey: "", ...content } });
  const gallery = async () =>
    (await presentGallery(db, { shopId: "s1", locale: "en", now: T0 })).map(({ key }) => key);

  test("reaches everybody in their language, from a template that no list shows", async () => {
    await givenCustomer(db, { legacyId: 1, email: "p1@example.com", firstName: "Ada", locale: "en" });
    await givenCustomer(db, { legacyId: 2, email: "p2@example.com", firstName: "Ola", locale: "pl" });
    const own = { en: written(), pl: written({ subject: "Nowe ziarna", text: "Już **są**." }) };
    const listed = await gallery();
    await sendOff(db, { campaignId: await given({ own }), now: T0 });
    await world.runJobs();
    const subjects = world.email.sent.map(({ to, subject }) => `${to} ${subject}`).sort();
    expect(subjects).toEqual(["p1@example.com New beans", "p2@example.com Nowe ziarna"]);
    const toAda = world.email.sent.find(({ to }) => to === "p1@example.com");
    expect(toAda?.text).toContain("Dear Ada, they are here.");
    expect(toAda?.html).toContain("<strong>here</strong>");
    expect(toAda?.text).toContain("Unsubscribe");
    expect(await gallery()).toEqual(listed);
  });

  test("taken back and changed, is sent as it was changed", async () => {
    await givenPeople(1);
    const own = { en: written() };
    const campaignId = await given({ own, sendOn: { day: "2026-03-04", time: "10:00" } });
    await sendOff(db, { campaignId, now: T0 });
    await changeCampaign(db, { ...CAMPAIGN, now: T0, kind: "unschedule" });
    const content = { own: { en: written({ subject: "Newer beans" }) }, sendOn: null };
    await answerWriting(db, {
      ...CAMPAIGN,
      now: T0,
      asked: { kind: "save", name: "News", written: content },
    });
    await sendOff(db, { campaignId, now: T0 });
    await world.runJobs();
    expect(world.email.sent.map(({ subject }) => subject)).toEqual(["Newer beans"]);
  });

  test("is refused, language by language, while something is lacking or cannot be read", async () => {
    await givenPeople(1);
    const own = {
      en: written({ subject: " " }),
      pl: written({ text: "" }),
      ru: written({ text: "{% if %}" }),
    };
    const campaignId = await given({ own });
    const answer = await scheduleCampaign(db, { ...CAMPAIGN, campaignId, now: T0 });
    if (answer.outcome !== "refused") throw new Error(answer.outcome);
    const told = answer.problems.map(({ code, params }) => `${code} ${params?.language ?? ""}`);
    expect(told).toEqual(
      expect.arrayContaining(["own-subject-blank en", "own-text-blank pl", "own-broken ru"]),
    );
  });

  test("with a code shows it, by mail and by text", async () => {
    await givenCustomer(db, { legacyId: 1, phone: "+48600700800", smsConsentState: "SUBSCRIBED" });
    const offer = { value: { kind: "percentage", percentBp: 1_000 }, validDays: 7, title: "News" };
    await sendOff(db, { campaignId: await given({ own: { en: written() }, offer }), now: T0 });
    await world.runJobs();
    world.at(at(2 * DAY_MS));
    const now = world.now();
    const content = { templateKey: "", own: { en: written() }, offer, channel: "sms" };
    await sendOff(db, { campaignId: await givenDraft(db, { id: "camp2", now, content }), now });
    await world.runJobs();
    const codes = (await db.issuedCode.findMany({ orderBy: { createdAt: "asc" } })).map(({ code }) => code);
    expect(codes).toHaveLength(2);
    expect(world.email.sent[0]?.text).toContain(codes[0]);
    expect(world.sms.sent[0]?.text).toContain(codes[1]);
  });
});

describe("a campaign by text message", () => {
  test("goes to the numbers of those who agreed to texts, with the way to stop them", async () => {
    const people: [string, object][] = [
      ["not-consented", { phone: "+48600700801", smsConsentState: null }],
      ["unsubscribed", { phone: "+48600700802", smsConsentState: "UNSUBSCRIBED" }],
      ["no-phone", { phone: null, smsConsentState: "SUBSCRIBED" }],
      ["suppressed", { phone: "+48600700803", smsConsentState: "SUBSCRIBED" }],
    ];
    for (const [index, [, over]] of people.entries())
      await givenCustomer(db, { legacyId: index + 1, email: `p${index}@example.com`, ...over });
    await givenCustomer(db, {
      ...{ legacyId: 9, email: null, phone: "+48600700809", locale: "pl" },
      ...{ smsConsentState: "SUBSCRIBED", emailConsentState: "UNSUBSCRIBED" },
    });
    await inTransaction(db, (tx) =>
      suppressAddress(tx, {
        ...{ shopId: "s1", address: "+48600700803", topic: "all", reason: "unsubscribed", now: T0 },
      }),
    );
    const own = { pl: { text: "Nowe ziarna!" } };
    const content = { channel: "sms", templateKey: "", own };
    const campaignId = await givenDraft(db, { now: T0, content });
    const preview = await presentAudience(db, { ...CAMPAIGN, now: T0 });
    expect([preview?.problems, preview?.mayCount]).toEqual([[], 1]);
    await sendOff(db, { campaignId, now: T0 });
    await world.runJobs();
    expect(world.sms.sent).toEqual([{ to: "+48600700809", text: "Nowe ziarna!\nRezygnacja: odpisz STOP" }]);
    expect(world.email.sent).toEqual([]);
    expect(await states()).toEqual([...people.map(([reason]) => `refused: ${reason}`), "sent"]);
  });
});

describe("a campaign that is sent off", () => {
  test("goes to everybody of its audience once, and is over when the last message has left", async () => {
    await givenPeople(3);
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: T0 });
    await world.runJobs();
    expect(addresses()).toEqual(["p1@example.com", "p2@example.com", "p3@example.com"]);
    expect(await states()).toEqual(["sent", "sent", "sent"]);
    await world.runJobs();
    world.at(at(HOUR_MS));
    await world.runJobs();
    expect(world.email.sent).toHaveLength(3);
    expect(await stateOf()).toBe("sent");
    expect(await decisions()).toEqual(["s1_1 sent", "s1_2 sent", "s1_3 sent"]);
  });

  test("goes to those of its condition only, as they are when it begins, not when it is written", async () => {
    await givenPeople(1, { tags: ["tea"] });
    const audience = { kind: "fact", fact: "customer.tags", operator: "has", operand: "tea" };
    const content = { audience, sendOn: { day: "2026-03-03", time: "10:30" } };
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0, content }), now: T0 });
    await givenCustomer(db, { legacyId: 7, email: "late@example.com", tags: ["tea"] });
    await givenCustomer(db, { legacyId: 8, email: "coffee@example.com", tags: ["coffee"] });
    world.at("2026-03-03T09:29:59Z");
    await world.runJobs();
    expect([await stateOf(), world.email.sent.length]).toEqual(["scheduled", 0]);
    world.at("2026-03-03T09:30:20Z");
    await world.runJobs();
    expect(addresses()).toEqual(["late@example.com", "p1@example.com"]);
  });

  test("writes down of everybody else why not", async () => {
    const people: [string, object][] = [
      ["not-consented", { emailConsentState: "NOT_SUBSCRIBED" }],
      ["unsubscribed", { emailConsentState: "UNSUBSCRIBED" }],
      ["no-email", { email: null }],
      ["data-sale-opt-out", { dataSaleOptOut: true }],
      ["suppressed", { email: "dead@example.com" }],
    ];
    for (const [index, [, over]] of people.entries())
      await givenCustomer(db, { legacyId: index + 1, email: `p${index}@example.com`, ...over });
    await givenCustomer(db, { legacyId: 9, email: "ada@example.com" });
    await inTransaction(db, (tx) =>
      suppressAddress(tx, {
        ...{ shopId: "s1", address: "dead@example.com", topic: "all", reason: "hard-bounce", now: T0 },
      }),
    );
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: T0 });
    await world.runJobs();
    expect(await states()).toEqual([...people.map(([reason]) => `refused: ${reason}`), "sent"]);
    expect(await decisions()).toEqual(
      [...people.map(([reason], index) => `s1_${index + 1} ${reason}`), "s1_9 sent"].sort(),
    );
  });

  test("in the night waits for the morning of its readers; what is written when it is past its days is given up", async () => {
    await givenPeople(1);
    world.at("2026-03-02T21:00:00Z");
    const now = world.now();
    await sendOff(db, { campaignId: await givenDraft(db, { now, content: { usefulDays: 1 } }), now });
    await world.runJobs();
    expect([await states(), await stateOf()]).toEqual([["written"], "sending"]);
    world.at("2026-03-03T08:00:00Z");
    await world.runJobs();
    world.at("2026-03-03T08:01:00Z");
    await world.runJobs();
    expect([await states(), await stateOf()]).toEqual([["sent"], "sent"]);
  });

  test("moves for whom the budget is used up, and drops nobody", async () => {
    await givenPeople(1);
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: T0 });
    await world.runJobs();
    await sendOff(db, {
      campaignId: await givenDraft(db, { id: "camp2", now: T0, content: { usefulDays: 2 } }),
      now: T0,
    });
    await world.runJobs();
    expect(world.email.sent).toHaveLength(1);
    world.at(at(DAY_MS));
    await world.runJobs();
    expect(world.email.sent).toHaveLength(2);
  });
});

describe("once per person", () => {
  test("whatever is killed between batches and within one, and however often it is repeated", async () => {
    await givenPeople(120);
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: T0 });
    for (let round = 0; round < 6; round += 1) {
      // What a kill leaves: nothing of the transaction, and perhaps not even the job.
      const killed = inTransaction(
        db,
        async (tx) => {
          await advanceCampaign.run(CAMPAIGN, { tx, now: T0, attempt: 1 });
          throw new RangeError("killed");
        },
        { shopId: "s1" },
      );
      await expect(killed).rejects.toThrow("killed");
      if (isOnSqlite()) await db.job.deleteMany({ where: { shopId: "s1", name: "campaigns.advance" } });
      await Promise.all([runOnce(), runOnce()]);
    }
    await world.runJobs();
    expect(new Set(addresses()).size).toBe(120);
    expect(world.email.sent).toHaveLength(120);
    expect(await db.message.count({ where: { shopId: "s1" } })).toBe(120);
  }, 120_000);

  test("also when two of them become one customer in the middle", async () => {
    await givenPeople(2);
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: T0 });
    await runOnce(); // begins
    await runOnce(); // takes everybody in
    await db.campaignRecipient.updateMany({
      where: { shopId: "s1", customerId: "s1_2" },
      data: { state: "asked" },
    });
    await world.runJobs();
    expect(addresses()).toEqual(["p1@example.com"]);
    // As a merge leaves it: the message is the kept customer's, of the two rows theirs stays.
    await db.message.updateMany({
      where: { shopId: "s1", customerId: "s1_1" },
      data: { customerId: "s1_2" },
    });
    await db.campaignRecipient.deleteMany({ where: { shopId: "s1", customerId: "s1_1" } });
    await db.campaignRecipient.updateMany({ where: { shopId: "s1" }, data: { state: "waiting" } });
    world.at(at(60_000));
    await world.runJobs();
    expect([addresses(), await states()]).toEqual([["p1@example.com"], ["refused: already-written"]]);
  });

  test("whoever is erased in the middle gets nothing, and the others do", async () => {
    await givenPeople(2);
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: T0 });
    await runOnce();
    await runOnce();
    await db.customer.updateMany({
      where: { shopId: "s1", id: "s1_1" },
      data: { deletedAt: T0, email: null },
    });
    await world.runJobs();
    expect([addresses(), await states()]).toEqual([["p2@example.com"], ["refused: customer-gone", "sent"]]);
  });
});

describe("those held out", () => {
  test("get nothing, are written down, and are the same people each time", async () => {
    await givenPeople(40);
    await givenHoldouts(db, { now: T0, shareBp: 5_000 });
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: T0 });
    await world.runJobs();
    const heldOut = (await states()).filter((state) => state === "held-out: held-out-flow").length;
    expect(heldOut).toBeGreaterThan(5);
    expect(world.email.sent).toHaveLength(40 - heldOut);
    const exposed = await db.experimentExposure.groupBy({
      by: ["arm"],
      where: { shopId: "s1", experimentKey: "flow:camp1" },
      _count: true,
    });
    expect(exposed.find(({ arm }) => arm === "control")?._count).toBe(heldOut);
  });

  test("are those of everything alone, where the campaign leaves nobody out", async () => {
    await givenPeople(30);
    const half = { isOn: true, shareBp: 5_000 };
    const settings = ExperimentSettingsSchema.parse({ global: half, flow: half });
    await saveExperimentSettings(db, { shopId: "s1", settings, now: T0 });
    await sendOff(db, {
      campaignId: await givenDraft(db, { now: T0, content: { hasHoldout: false } }),
      now: T0,
    });
    await world.runJobs();
    expect(new Set(await states())).toEqual(new Set(["sent", "held-out: held-out-global"]));
  });
});

describe("a personal code", () => {
  const offer = { value: { kind: "percentage", percentBp: 1_000 }, validDays: 14, title: "Spring" };

  test("is made for each, told in the mail, and its days begin when the mail leaves", async () => {
    await givenPeople(2);
    const content = { templateKey: "winback-code", offer };
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0, content }), now: T0 });
    await world.runJobs();
    await world.runJobs();
    const codes = await db.issuedCode.findMany({ where: { shopId: "s1" }, orderBy: { customerId: "asc" } });
    expect(codes.map(({ customerId, budgetKey }) => `${customerId ?? ""} ${budgetKey}`)).toEqual([
      "s1_1 campaign:camp1",
      "s1_2 campaign:camp1",
    ]);
    expect(codes.every(({ clockStartedAt }) => clockStartedAt?.getTime() === T0.getTime())).toBe(true);
    for (const { to, text } of world.email.sent)
      expect(text).toContain(codes[to === "p1@example.com" ? 0 : 1]?.code);
  });

  test("is taken back from whom nobody tells of it: the campaign was called off, or they do not want its mail", async () => {
    await givenPeople(3);
    world.at("2026-03-02T21:00:00Z");
    const content = { templateKey: "winback-code", offer };
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0, content }), now: world.now() });
    await world.runJobs();
    await world.runJobs();
    expect(await states()).toEqual(["written", "written", "written"]);
    await db.campaignRecipient.updateMany({
      where: { shopId: "s1", customerId: "s1_3" },
      data: { state: "waiting", messageId: null },
    });
    await db.message.deleteMany({ where: { shopId: "s1", customerId: "s1_3" } });
    const stateOfCodes = async () =>
      (await db.issuedCode.findMany({ where: { shopId: "s1" }, orderBy: { customerId: "asc" } })).map(
        ({ state }) => state,
      );
    await changeCampaign(db, { ...CAMPAIGN, kind: "cancel", now: world.now() });
    await inTransaction(db, (tx) =>
      suppressAddress(tx, {
        ...{ shopId: "s1", address: "p1@example.com", topic: "all", reason: "unsubscribed", now: T0 },
      }),
    );
    world.at("2026-03-03T09:00:00Z");
    await world.runJobs();
    expect([world.email.sent.length, await stateOfCodes()]).toEqual([0, ["expired", "expired", "expired"]]);
    const [budget] = await db.incentiveBudget.findMany({
      where: { shopId: "s1", budgetKey: "campaign:camp1" },
    });
    expect(Number(budget?.reservedMinor ?? 0)).toBe(0);
  });

  test("that the store does not make, or a guard refuses, keeps the mail about it back", async () => {
    await givenPeople(1);
    await world.runJobs();
    world.shopify.answers.push({ kind: "rejected", error: "no" });
    const content = { templateKey: "winback-code", offer };
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0, content }), now: T0 });
    await world.runJobs();
    await world.runJobs();
    expect([world.email.sent.length, await states()]).toEqual([0, ["refused: code-refused"]]);
  });
});

test("more than a thousand people are previewed, and can be sent to", async () => {
  await givenPeople(1);
  const [row] = await db.customer.findMany({ where: { shopId: "s1" } });
  const others = Array.from({ length: 1_100 }, (_, n) => {
    const name = `many${String(n)}`;
    return { ...row!, id: `s1_${name}`, gid: name, email: `${name}@example.com` };
  });
  await db.customer.createMany({ data: others });
  const campaignId = await givenDraft(db, { now: T0 });
  expect(await presentAudience(db, { ...CAMPAIGN, now: T0 })).toMatchObject({ mayCount: 1_101 });
  await sendOff(db, { campaignId, now: T0 });
  expect(await stateOf()).toBe("scheduled");
});

describe("a merchant", () => {
  const change = (kind: "pause" | "resume" | "cancel" | "unschedule") =>
    changeCampaign(db, { ...CAMPAIGN, kind, now: world.now() });

  test("pauses it: nobody is written to and nothing leaves until it goes on", async () => {
    await givenPeople(1);
    world.at("2026-03-02T21:00:00Z");
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: world.now() });
    await world.runJobs();
    expect(await change("pause")).toEqual({ outcome: "changed", kind: "pause" });
    world.at("2026-03-03T09:00:00Z");
    await world.runJobs();
    expect(world.email.sent).toHaveLength(0);
    await change("resume");
    await world.runJobs();
    expect(world.email.sent).toHaveLength(1);
  });

  test("leaves it paused: what waits is dropped when its time is over", async () => {
    await givenPeople(1);
    world.at("2026-03-02T21:00:00Z");
    const campaignId = await givenDraft(db, { now: T0, content: { usefulDays: 1 } });
    await sendOff(db, { campaignId, now: world.now() });
    await world.runJobs();
    await change("pause");
    world.at("2026-03-03T09:00:00Z");
    await world.runJobs();
    world.at("2026-03-03T21:05:00Z");
    await world.runJobs();
    expect(await states()).toEqual(["refused: expired"]);
  });

  test("has messages of a paused one asked no oftener than each hour, and takes them back at once when it is called off", async () => {
    await givenPeople(1);
    world.at("2026-03-02T21:00:00Z");
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: world.now() });
    await world.runJobs();
    await change("pause");
    world.at("2026-03-03T09:00:00Z");
    await world.runJobs();
    const { nextAttemptAt } = await db.outboxIntent.findFirstOrThrow({
      where: { shopId: "s1", dedupeKey: { startsWith: "send-message:" } },
    });
    expect(nextAttemptAt).toEqual(new Date("2026-03-03T10:00:00Z"));
    await change("cancel");
    await world.runJobs();
    expect([world.email.sent.length, await states()]).toEqual([0, ["refused: campaign-cancelled"]]);
  });

  test("calls it off: who waits is given up, and a message that waits is taken back", async () => {
    await givenPeople(1);
    world.at("2026-03-02T21:00:00Z");
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0 }), now: world.now() });
    await world.runJobs();
    await change("cancel");
    await givenCustomer(db, { legacyId: 9 });
    world.at("2026-03-03T09:00:00Z");
    await world.runJobs();
    expect([world.email.sent.length, await states()]).toEqual([0, ["refused: campaign-cancelled"]]);
    expect(await change("resume")).toEqual({ outcome: "not-possible" });
  });

  test("takes a planned one back into writing, and it does not begin", async () => {
    await givenPeople(1);
    const content = { sendOn: { day: "2026-03-03", time: "10:30" } };
    await sendOff(db, { campaignId: await givenDraft(db, { now: T0, content }), now: T0 });
    expect(await change("unschedule")).toMatchObject({ outcome: "changed" });
    world.at("2026-03-04T12:00:00Z");
    await world.runJobs();
    expect([await stateOf(), world.email.sent.length]).toEqual(["draft", 0]);
  });
});

test("a store without the app sends nothing", async () => {
  await givenPeople(1);
  const content = { sendOn: { day: "2026-03-03", time: "10:30" } };
  await sendOff(db, { campaignId: await givenDraft(db, { now: T0, content }), now: T0 });
  await db.shop.updateMany({ where: { id: "s1" }, data: { uninstalledAt: T0 } });
  world.at("2026-03-03T12:00:00Z");
  await world.runJobs();
  expect([await stateOf(), world.email.sent.length]).toEqual(["scheduled", 0]);
});

test("an invitation names the premiere, its time on the shop's clocks and the code, in the reader's language", async () => {
  await givenCustomer(db, { legacyId: 1, email: "ada@example.com", locale: "pl-PL" });
  const premiere = { access: "shared", sharedCode: "FIRST-26" };
  await sendOff(db, { campaignId: await givenInvitation(db, { now: T0, premiere }), now: T0 });
  await world.runJobs();
  const [mail] = world.email.sent;
  expect(mail?.subject).toBe("Zaproszenie: Spring collection");
  expect(mail?.text).toContain("16 marca 2026 18:00");
  expect(mail?.text).toContain("FIRST-26");
});
