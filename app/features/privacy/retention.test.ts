import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { PRIVACY_HOOKS } from "~/composition-features.server";
import type { RootDb } from "~/platform/db.server";
import { parsePeriods, PERIODS } from "~/platform/privacy/periods";

import { givenShop } from "../../../tests/support/factories";
import { createPrivacyWorld, fillEveryTable, type Marked } from "../../../tests/support/privacy-world";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { World } from "../../../tests/support/world";
import { enforceRetention } from "./jobs.server";

const DAY_MS = 86_400_000;
/** Of every row that `fillEveryTable` makes. */
const MADE = new Date("2026-11-20T10:00:00Z").getTime();
const ADA: Marked = {
  shopId: "s1",
  domain: "demo-shop.myshopify.com",
  number: 9001,
  mark: "ada@marks.example",
};
const EVE: Marked = { shopId: "s2", domain: "other.myshopify.com", number: 9001, mark: "eve@marks.example" };

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createPrivacyWorld(db, new Date(MADE).toISOString());
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
  await fillEveryTable(db, ADA);
  await fillEveryTable(db, EVE);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

const enforceAt = (at: number) =>
  enforceRetention.run({ shopId: "s1" }, { db, now: new Date(at), attempt: 1 } as never);

type Seen = () => Promise<unknown>;
const of = (shopId = "s1") => ({ where: { shopId } });
const setState = (state: string) => db.inboxDelivery.updateMany({ ...of(), data: { state } });

/** What each period is about: how it is prepared, what is seen while it runs, and after it. */
const CASES: [
  keyof typeof PERIODS,
  { ready?: () => Promise<unknown>; seen: Seen; before: unknown; after: unknown },
][] = [
  [
    "inbox",
    { ready: () => setState("projected"), seen: () => db.inboxDelivery.count(of()), before: 1, after: 0 },
  ],
  [
    "inbox",
    { ready: () => setState("ignored"), seen: () => db.inboxDelivery.count(of()), before: 1, after: 0 },
  ],
  [
    "inbox-problems",
    { ready: () => setState("dead"), seen: () => db.inboxDelivery.count(of()), before: 1, after: 0 },
  ],
  [
    "inbox-problems",
    { ready: () => setState("refused"), seen: () => db.inboxDelivery.count(of()), before: 1, after: 0 },
  ],
  ["jobs", { seen: () => db.job.count(of()), before: 1, after: 0 }],
  [
    "outbox",
    {
      seen: async () => (await db.outboxIntent.findFirst(of()))?.lastError,
      before: "ada@marks.example as lastError",
      after: null,
    },
  ],
  [
    "messages",
    {
      seen: async () => (await db.message.findFirst(of()))?.htmlBody,
      before: "ada@marks.example as htmlBody",
      after: "",
    },
  ],
  ["events", { seen: () => db.domainEvent.count(of()), before: 1, after: 0 }],
  ["decisions", { seen: () => db.decision.count(of()), before: 1, after: 0 }],
  [
    "decisions",
    {
      // The run itself stays: who enters a flow once has entered it.
      seen: async () => (await db.flowRun.findFirstOrThrow(of())).contextJson === "{}",
      before: false,
      after: true,
    },
  ],
  ["simulations", { seen: () => db.flowSimulation.count(of()), before: 1, after: 0 }],
  ["drift", { seen: () => db.reconcileDrift.count(of()), before: 1, after: 0 }],
  ["browsing", { seen: () => db.browsedProduct.count(of()), before: 1, after: 0 }],
  [
    "unknown-browsers",
    {
      ready: () => db.browseVisitor.updateMany({ where: { shopId: "s1" }, data: { customerId: null } }),
      seen: () => db.browseVisitor.count(of()),
      before: 1,
      after: 0,
    },
  ],
  ["visits", { seen: () => db.visitPage.count(of()), before: 1, after: 0 }],
  ["checkouts", { seen: () => db.cart.count(of()), before: 1, after: 0 }],
  ["access-log", { seen: () => db.accessLogEntry.count(of()), before: 1, after: 0 }],
  ["exports", { seen: () => db.privacyExport.count(of()), before: 1, after: 0 }],
  [
    "exports",
    {
      seen: async () => (await db.privacyRequest.findFirst(of()))?.subjectJson === null,
      before: false,
      after: true,
    },
  ],
];

test.each(CASES)(
  "the period %s: a millisecond before its end and at its end nothing goes, a millisecond after it does",
  async (period, { ready, seen, before, after }) => {
    const end = MADE + PERIODS[period] * DAY_MS;
    await ready?.();
    const found = [];
    for (const ms of [-1, 0, 1]) {
      await enforceAt(end + ms);
      found.push(await seen());
    }
    expect(found).toEqual([before, before, after]);
  },
);

test("every period is enforced by a rule, and has a test; that of removed shops by the sweep", () => {
  const ruled = new Set(PRIVACY_HOOKS.flatMap((hook) => hook.retention.map((rule) => rule.period)));
  const tested = new Set(CASES.map(([period]) => period));
  const all = Object.keys(PERIODS).filter((period) => period !== "uninstalled-shop");
  expect([...ruled].sort()).toEqual(all.sort());
  expect([...tested].sort()).toEqual(all.sort());
});

test("another shop's rows are left to its own job, and a second time changes nothing", async () => {
  const late = MADE + 4_000 * DAY_MS;
  await enforceAt(late);
  await enforceAt(late);
  expect(await db.decision.count(of("s1"))).toBe(0);
  expect(await db.decision.count(of("s2"))).toBe(1);
});

test("once a day every shop gets its job, one that removed the app too", async () => {
  await db.shop.update({ where: { id: "s2" }, data: { uninstalledAt: new Date(MADE) } });
  world.at(new Date(MADE + 40 * DAY_MS));
  await world.runJobs();
  expect(await db.privacyExport.count()).toBe(0);
});

test("what waits to be projected is never deleted, however old", async () => {
  await setState("stored");
  await enforceAt(MADE + 4_000 * DAY_MS);
  expect(await db.inboxDelivery.count(of())).toBe(1);
});

describe("RETENTION_DAYS", () => {
  test("changes the periods it names", () => {
    expect(parsePeriods(" inbox=14, messages=90 ,")).toEqual({ ...PERIODS, inbox: 14, messages: 90 });
    expect(parsePeriods("")).toEqual(PERIODS);
  });
  test.each(["inboxes=3", "inbox=0", "inbox=3651", "inbox=a week", "inbox", "toString=3"])(
    "refuses %j",
    (text) => {
      expect(() => parsePeriods(text)).toThrow(
        `"${text}" is no period: expected <name>=<days> with 1 to 3650 days`,
      );
    },
  );
});
