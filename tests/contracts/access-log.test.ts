import { readdirSync, readFileSync } from "node:fs";

import type { LoaderFunctionArgs } from "@remix-run/node";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { provideDb } from "~/platform/database.server";
import { provideAdminPorts } from "~/shops/authenticator.server";

import { givenCheckout, givenCustomer, givenOrder, givenShop } from "../support/factories";
import { createTestDb, type TestDb } from "../support/test-db";

const ADA = "s1_9001";
const CHECKOUT = "s1_token-1";

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  provideDb(testDb.db);
  provideAdminPorts({
    authenticate: () =>
      Promise.resolve({ shopDomain: "demo-shop.myshopify.com", locale: "en", staffId: "staff-7" }),
    setUpShop: () => Promise.resolve(),
  });
  await givenShop(testDb.db);
  await fill();
});
afterEach(() => testDb.close());

/** Something of Ada on every page. */
async function fill() {
  const { db } = testDb;
  const now = new Date();
  const at = { createdAt: now, updatedAt: now };
  await givenCustomer(db, { legacyId: 9001, email: "ada@marks.example" });
  await givenOrder(db, { legacyId: 7001, customerId: ADA });
  await givenCheckout(db, { token: "token-1", customerId: ADA });
  await db.recovery.create({
    data: {
      id: "r1",
      shopId: "s1",
      checkoutId: CHECKOUT,
      customerId: ADA,
      dueAt: now,
      ...at,
    },
  });
  await db.message.create({
    data: {
      ...{ id: "m1", shopId: "s1", customerId: ADA, purpose: "cart-recovery", topic: "cart", locale: "en" },
      ...{ toAddress: "ada@marks.example", subject: "Hello", htmlBody: "h", textBody: "t" },
      ...{ messageId: "<m1@marks.example>", state: "sent", createdAt: now },
    },
  });
  await db.decision.create({
    data: {
      ...{ id: "d1", shopId: "s1", feature: "vip", outcome: "moved", reason: "tier-won", paramsJson: "{}" },
      ...{ customerId: ADA, dedupeKey: "d1", decidedAt: now },
    },
  });
  await db.inboxDelivery.create({
    data: {
      ...{ id: "i1", shopId: "s1", webhookId: "w1", topic: "orders/create", body: "{", state: "dead" },
      ...{ triggeredAt: now, receivedAt: now, settledAt: now },
      problemJson: JSON.stringify({ path: "$", value: "ada@marks.example", message: "expected JSON" }),
    },
  });
  await db.historyImport.create({
    data: {
      id: "h1",
      shopId: "s1",
      state: "done",
      fileName: "orders.csv",
      fileBytes: 1,
      partBytes: 1,
      ...at,
    },
  });
  await fillFlow();
  await db.campaign.create({
    data: {
      ...{ id: "ca1", shopId: "s1", name: "News", state: "draft", contentJson: "{}" },
      ...{ createdAt: now, updatedAt: now },
    },
  });
  const { saveExport, insertRequest } = await import("~/features/privacy/repository.server");
  const subject = { customer: { id: "9001", email: null, phone: null }, orders: [] };
  const request = { kind: "data-request", requestKey: "k", subject, requestedAt: now, dueAt: now } as const;
  await insertRequest(db, { id: "p1", shopId: "s1", ...request });
  await saveExport(db, { shopId: "s1", requestId: "p1", json: '{"tables":[]}', counts: {}, now });
}

/** Ada in a flow, and in a simulation of it. */
async function fillFlow() {
  const { db } = testDb;
  const now = new Date();
  const written = JSON.stringify({ trigger: { key: "people.by-hand" }, steps: [] });
  await db.flow.create({
    data: {
      ...{ id: "f1", shopId: "s1", name: "Welcome", state: "draft", draftJson: written },
      ...{ createdAt: now, updatedAt: now },
    },
  });
  await db.flowRun.create({
    data: {
      ...{ id: "fr1", shopId: "s1", flowId: "f1", version: 1, customerId: ADA, entryKey: "by-hand:1" },
      ...{ state: "done", stepAt: now, enteredAt: now, endedAt: now },
    },
  });
  await db.flowSimulation.create({
    data: {
      ...{ id: "fs1", shopId: "s1", flowId: "f1", state: "done", days: 30, definitionJson: written },
      ...{ requestedAt: now, finishedAt: now },
      resultJson: JSON.stringify({
        ...{ from: now.toISOString(), to: now.toISOString(), refusals: [], costs: [], cutAt: null },
        people: [],
      }),
    },
  });
}

type Loader = (args: LoaderFunctionArgs) => Promise<unknown>;

/** Routes that show people's data: how they are asked for it, and what is to be in the log. */
const SHOWING: Record<
  string,
  { url: string; params?: Record<string, string>; entry: [string, string | null] }
> = {
  "app._index": { url: "/app", entry: ["home", null] },
  "app.customers._index": { url: "/app/customers?q=ada", entry: ["customers", null] },
  "app.customers.$customerId": {
    url: "/app/customers/x",
    params: { customerId: ADA },
    entry: ["customer", ADA],
  },
  "app.decisions": { url: "/app/decisions?query=ada", entry: ["decisions", null] },
  "app.recovery._index": { url: "/app/recovery", entry: ["recoveries", null] },
  "app.recovery.$recoveryId": {
    url: "/app/recovery/r1",
    params: { recoveryId: "r1" },
    entry: ["recovery", ADA],
  },
  "app.dashboard.drill": { url: "/app/dashboard/drill", entry: ["orders", null] },
  "app.dashboard.recovered": { url: "/app/dashboard/recovered", entry: ["recovered-orders", null] },
  "app.dashboard.winback": { url: "/app/dashboard/winback", entry: ["winback-people", null] },
  "app.incentives._index": { url: "/app/incentives", entry: ["incentives", null] },
  "app.incentives.code-buyers": { url: "/app/incentives/code-buyers", entry: ["code-buyers", null] },
  "app.messages._index": { url: "/app/messages?query=ada", entry: ["messages", null] },
  "app.messages.$messageId": {
    url: "/app/messages/m1",
    params: { messageId: "m1" },
    entry: ["message", ADA],
  },
  "app.flows.$flowId_.runs._index": {
    url: "/app/flows/f1/runs",
    params: { flowId: "f1" },
    entry: ["flow-runs", null],
  },
  "app.flows.$flowId_.runs.$runId": {
    url: "/app/flows/f1/runs/fr1",
    params: { flowId: "f1", runId: "fr1" },
    entry: ["flow-run", ADA],
  },
  "app.flows.$flowId_.simulation": {
    url: "/app/flows/f1/simulation",
    params: { flowId: "f1" },
    entry: ["flow-simulation", null],
  },
  "app.campaigns.$campaignId_.audience": {
    url: "/app/campaigns/ca1/audience",
    params: { campaignId: "ca1" },
    entry: ["campaign-audience", null],
  },
  "app.campaigns.$campaignId_.results": {
    url: "/app/campaigns/ca1/results",
    params: { campaignId: "ca1" },
    entry: ["campaign-people", null],
  },
  "app.referrals._index": { url: "/app/referrals", entry: ["referrals", null] },
  "app.surveys._index": { url: "/app/surveys", entry: ["survey-answers", null] },
  "app.tasks._index": { url: "/app/tasks", entry: ["tasks", null] },
  "app.tasks.people": { url: "/app/tasks/people?q=ada", entry: ["tasks", null] },
  "app.vip": { url: "/app/vip", entry: ["tiers", null] },
  "app.vip_.perks": { url: "/app/vip/perks", entry: ["perks", null] },
  "app.vip_.movements": { url: "/app/vip/movements", entry: ["tier-movements", null] },
  "app.loyalty.members._index": { url: "/app/loyalty/members?query=ada", entry: ["loyalty-members", null] },
  "app.loyalty.members.$customerId": {
    url: "/app/loyalty/members/x",
    params: { customerId: ADA },
    entry: ["loyalty-member", ADA],
  },
  "app.loyalty.review": { url: "/app/loyalty/review", entry: ["loyalty-review", null] },
  "app.system": { url: "/app/system", entry: ["problems", null] },
  "app.history.report.$importId": { url: "/x", params: { importId: "h1" }, entry: ["import-report", null] },
  "app.templates.preview": { url: "/x?of=people&q=ada", entry: ["template-preview", null] },
  "app.settings_.privacy.file.$requestId": {
    url: "/x",
    params: { requestId: "p1" },
    entry: ["privacy-file", null],
  },
};

/** Routes that show nobody's data: figures, settings, files by their names. */
const SHOWING_NOBODY = [
  "app.$",
  "app.facts.values",
  "app.settings_.holdouts",
  "app.settings_.browsing",
  "app.settings_.fields",
  "app.settings_.sending",
  "app",
  "app.campaigns.$campaignId",
  "app.campaigns._index",
  "app.dashboard._index",
  "app.dashboard.visits",
  "app.flows.$flowId",
  "app.flows._index",
  "app.flows.new",
  "app.history._index",
  "app.history.parts",
  "app.history.uploads",
  "app.loyalty._index",
  "app.loyalty.report._index",
  "app.loyalty.report.file",
  "app.recovery.preview",
  "app.recovery.settings",
  "app.referrals.settings",
  "app.settings",
  "app.settings_.privacy._index",
  "app.settings_.sender",
  "app.surveys.question",
  "app.templates._index",
  "app.templates.$templateId",
];

const open = async (
  route: string,
  { url, params = {} }: { url: string; params?: Record<string, string> },
) => {
  const { loader } = (await import(`../../app/routes/${route}.tsx`)) as { loader: Loader };
  return loader({ request: new Request(`https://app.example${url}`), params, context: {} });
};
const log = async () =>
  (await testDb.db.accessLogEntry.findMany()).map(({ staffId, page, customerId }) => [
    staffId,
    page,
    customerId,
  ]);

describe("whoever opens a page with people's data is written down", () => {
  test.each(Object.entries(SHOWING))("%s", async (route, asked) => {
    await open(route, asked);
    expect(await log()).toEqual([["staff-7", ...asked.entry]]);
    expect(JSON.stringify(await testDb.db.accessLogEntry.findMany())).not.toMatch(/ada@|lovelace/i);
  });
});

test("who asks for a customer that the shop does not have leaves no entry: nothing was shown", async () => {
  const asked = { url: "/app/customers/x", params: { customerId: "ada@marks.example" } };
  await expect(open("app.customers.$customerId", asked)).rejects.toMatchObject({ status: 404 });
  expect(await log()).toEqual([]);
});

test("every page of the admin is one that writes down who looks, or one that shows nobody's data", () => {
  const routes = readdirSync("app/routes")
    .filter((file) => /^app\b.*\.tsx$/.test(file))
    .map((file) => file.replace(/\.tsx$/, ""));
  expect([...Object.keys(SHOWING), ...SHOWING_NOBODY].sort()).toEqual(routes.sort());
  const writing = routes.filter((route) =>
    /recordAccess\(/.test(readFileSync(`app/routes/${route}.tsx`, "utf8")),
  );
  expect(writing.sort()).toEqual(Object.keys(SHOWING).sort());
});
