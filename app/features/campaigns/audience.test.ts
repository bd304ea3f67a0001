import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { saveCampaignTemplate } from "../../../tests/support/campaign-templates";
import { findConsentFacts } from "~/engine/messaging/consent/obstacle.server";
import { loadReachable } from "~/engine/messaging/consent/reachable.server";
import { savePreference } from "~/engine/messaging/preferences/repository.server";
import { NOTHING_CHOSEN } from "~/engine/messaging/preferences/rules";
import { suppressAddress } from "~/engine/messaging/suppression.server";
import { hashAddress } from "~/platform/crypto.server";
import { inTransaction, type RootDb } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { givenHoldouts } from "../../../tests/support/automation-world";
import {
  createCampaignWorld,
  givenDraft,
  givenInvitation,
  sendOff,
} from "../../../tests/support/campaign-world";
import { givenCustomer, givenOrder, givenShop } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { World } from "../../../tests/support/world";
import { presentAudience } from "./audience/presenter.server";
import { scheduleCampaign } from "./audience/service.server";

const T0 = new Date("2026-03-02T12:00:00Z");
const SHOP = { shopId: "s1", now: T0 };

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

/** One of every kind: what the store and the person said, and what we know of the address. */
async function givenEverybody(): Promise<string[]> {
  const people: object[] = [
    {},
    { emailConsentState: "NOT_SUBSCRIBED" },
    { emailConsentState: "UNSUBSCRIBED" },
    { emailConsentState: null },
    { email: null },
    { dataSaleOptOut: true },
    { email: "dead@example.com" },
    { email: "paused@example.com" },
    { email: "topic@example.com" },
    { email: "moved@example.com" },
  ];
  const ids: string[] = [];
  for (const [index, over] of people.entries())
    ids.push(
      (await givenCustomer(db, { legacyId: index + 1, email: `p${index + 1}@example.com`, ...over })).id,
    );
  const at = { shopId: "s1", now: T0 };
  await inTransaction(db, (tx) =>
    suppressAddress(tx, { ...at, address: "dead@example.com", topic: "all", reason: "hard-bounce" }),
  );
  const chosen = (address: string, customerId: string | null, preference: object) =>
    savePreference(db, {
      ...at,
      addressHash: hashAddress(getSecret(), address),
      customerId,
      preference: { ...NOTHING_CHOSEN, ...preference },
    });
  await chosen("paused@example.com", null, { pausedUntil: new Date(T0.getTime() + 1) });
  await chosen("topic@example.com", null, { topicsOff: new Set(["offers"]), locale: "ru" });
  // Chosen under an address they had before.
  await chosen("old@example.com", "s1_10", { topicsOff: new Set(["offers"]) });
  return ids;
}

test("what is told of many people at once is what is told of each", async () => {
  const ids = await givenEverybody();
  const many = await loadReachable(db, { ...SHOP, customerIds: ids, topic: "offers", channel: "email" });
  for (const customerId of ids) {
    const told = many.get(customerId);
    const asked = { ...SHOP, customerId, toAddress: told?.facts.address ?? null } as const;
    const one = await findConsentFacts(db, { ...asked, topic: "offers", channel: "email" });
    expect([customerId, told?.facts]).toEqual([customerId, { ...one, acceptsMarketing: false }]);
  }
  expect(many.get("s1_9")?.locales[0]).toBe("ru");
});

describe("the preview of an audience", () => {
  test("is what becomes of it: the same people are written to, and the others for the same reasons not", async () => {
    await givenEverybody();
    for (let index = 20; index < 36; index += 1)
      await givenCustomer(db, { legacyId: index, email: `p${index}@example.com` });
    await givenHoldouts(db, { now: T0, shareBp: 3_000 });
    const campaignId = await givenDraft(db, { now: T0 });
    const preview = await presentAudience(db, { ...SHOP, campaignId });
    await sendOff(db, { campaignId, now: T0 });
    await world.runJobs();
    const rows = await db.campaignRecipient.findMany({ where: { shopId: "s1" } });
    const countOf = (state: string) => rows.filter((row) => row.state === state).length;
    expect(preview).toMatchObject({
      matchingCount: 26,
      lookedAtCount: 26,
      isCut: false,
      mayCount: countOf("sent"),
      heldOutCount: countOf("held-out"),
    });
    expect(preview?.heldOutCount).toBeGreaterThan(0);
    for (const { reason, count } of preview?.against ?? [])
      expect([reason, rows.filter((row) => row.reason === reason).length]).toEqual([reason, count]);
    expect(preview?.against.reduce((sum, { count }) => sum + count, 0)).toBe(countOf("refused"));
  }, 120_000);

  test("names some people, keeps nothing, and exposes nobody", async () => {
    await givenCustomer(db, { legacyId: 1 });
    const campaignId = await givenDraft(db, { now: T0 });
    const preview = await presentAudience(db, { ...SHOP, campaignId });
    expect(preview?.people).toEqual([{ customerId: "s1_1", name: "Ada Lovelace" }]);
    expect([await db.campaignRecipient.count(), await db.experimentExposure.count()]).toEqual([0, 0]);
  });

  test("tells of other campaigns within a week, of flows they are in, and whose budget is used up", async () => {
    await givenCustomer(db, { legacyId: 1 });
    await givenCustomer(db, { legacyId: 2, email: "two@example.com", emailConsentState: "NOT_SUBSCRIBED" });
    await sendOff(db, { campaignId: await givenDraft(db, { id: "first", now: T0 }), now: T0 });
    await world.runJobs();
    const later = async (id: string, day: string) => {
      const content = { sendOn: { day, time: "13:00" } };
      await sendOff(db, { campaignId: await givenDraft(db, { id, name: id, now: T0, content }), now: T0 });
    };
    await later("within", "2026-03-08");
    await later("beyond", "2026-03-09");
    await db.flow.create({
      data: {
        ...{ id: "f1", shopId: "s1", name: "Win-back", state: "live", draftJson: "{}" },
        ...{ createdAt: T0, updatedAt: T0 },
      },
    });
    await db.flowRun.create({
      data: {
        ...{ id: "r1", shopId: "s1", flowId: "f1", version: 1, customerId: "s1_1", entryKey: "1" },
        ...{ state: "sleeping", stepAt: T0, enteredAt: T0 },
      },
    });
    const preview = await presentAudience(db, { ...SHOP, campaignId: await givenDraft(db, { now: T0 }) });
    expect(preview?.campaigns.map(({ id, count }) => `${id} ${count}`)).toEqual(["within 2"]);
    expect(preview?.flows).toEqual([{ id: "f1", name: "Win-back", count: 1 }]);
    expect(preview?.movedCount).toBe(1);
  });

  test("tells what the codes cost at most, and why nobody would get one", async () => {
    for (let index = 1; index <= 3; index += 1)
      await givenCustomer(db, { legacyId: index, email: `p${index}@example.com` });
    await givenOrder(db, { customerId: "s1_1", placedAt: "2026-02-20T12:00:00Z", netMinor: 10_000 });
    const offer = { value: { kind: "percentage", percentBp: 1_000 }, validDays: 14, title: "Spring" };
    const content = { templateKey: "winback-code", offer };
    const campaignId = await givenDraft(db, { now: T0, content });
    expect((await presentAudience(db, { ...SHOP, campaignId }))?.cost).toEqual({
      ...{ kind: "expected", eachMinor: 1_000, mostMinor: 3_000, currencyCode: "EUR" },
    });
    const value = { kind: "store-credit", amountMinor: 1_000 };
    const other = await givenDraft(db, {
      id: "other",
      now: T0,
      content: { ...content, offer: { ...offer, value } },
    });
    expect((await presentAudience(db, { ...SHOP, campaignId: other }))?.cost).toEqual({
      kind: "refused",
      reason: "missing-scope",
    });
  });
});

describe("sending off is refused", () => {
  const problemsOf = async (campaignId: string) => {
    const answer = await scheduleCampaign(db, { ...SHOP, campaignId });
    return answer.outcome === "refused"
      ? answer.problems.map(({ field, code }) => `${field} ${code}`)
      : answer;
  };

  test("when it would reach nobody", async () => {
    await givenCustomer(db, { legacyId: 1, emailConsentState: "UNSUBSCRIBED" });
    expect(await problemsOf(await givenDraft(db, { now: T0 }))).toEqual(["audience reaches-nobody"]);
  });

  test("when the only one it would reach is held out", async () => {
    await givenCustomer(db, { legacyId: 1 });
    await givenHoldouts(db, { now: T0, shareBp: 5_000 });
    const held: boolean[] = [];
    for (let index = 0; index < 12; index += 1) {
      const outcome = await problemsOf(await givenDraft(db, { id: `c${index}`, now: T0 }));
      held.push(Array.isArray(outcome) && outcome[0] === "audience reaches-nobody");
    }
    expect(new Set(held)).toEqual(new Set([true, false]));
  });

  test.each<[object, string]>([
    [{ templateKey: "gone" }, "templateKey template-missing"],
    [{ audience: { kind: "any", of: [] } }, "audience condition-unfinished"],
    [{ audience: { kind: "fact", fact: "no.such", operator: "known" } }, "audience condition-unfinished"],
    [
      { offer: { value: { kind: "percentage", percentBp: 1_000 }, validDays: 14, title: "x" } },
      "templateKey template-without-code",
    ],
    [
      { premiere: { title: "Spring", day: "2026-03-16", time: "18:00" } },
      "templateKey template-without-invitation",
    ],
  ])("%j: %s", async (content, problem) => {
    await givenCustomer(db, { legacyId: 1 });
    expect(await problemsOf(await givenDraft(db, { now: T0, content }))).toEqual([problem]);
  });

  test("by a template that is a draft, is a text message, or lacks the invitation in one of its languages", async () => {
    await givenCustomer(db, { legacyId: 1 });
    await saveCampaignTemplate(db, { ...SHOP, key: "draft", isPublished: false });
    await saveCampaignTemplate(db, { ...SHOP, key: "short", kind: "sms" });
    await saveCampaignTemplate(db, { ...SHOP, key: "half", urls: { en: "premiere.url", pl: "shop.url" } });
    const content = (templateKey: string) => ({ id: templateKey, now: T0, content: { templateKey } });
    expect(await problemsOf(await givenDraft(db, content("draft")))).toEqual([
      "templateKey template-unpublished",
    ]);
    expect(await problemsOf(await givenDraft(db, content("short")))).toEqual([
      "templateKey template-other-channel-email",
    ]);
    expect(await problemsOf(await givenInvitation(db, content("half")))).toEqual([
      "templateKey template-without-invitation",
    ]);
  });

  test("once it was sent off, and of what is not there", async () => {
    await givenCustomer(db, { legacyId: 1 });
    const campaignId = await givenDraft(db, { now: T0 });
    await sendOff(db, { campaignId, now: T0 });
    expect(await problemsOf(campaignId)).toEqual({ outcome: "not-possible" });
    expect(await problemsOf("nothing")).toEqual({ outcome: "not-found" });
  });
});
