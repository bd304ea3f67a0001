/** @vitest-environment node */
import { readdirSync } from "node:fs";

import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";

import { ExperimentSettingsSchema } from "~/engine/experiments/schema";
import { SendingSettingsSchema } from "~/engine/messaging/sending/schema";
import { formOf as formOfReferrals } from "~/features/referrals/form/schema";
import { ReferralSettingsSchema } from "~/features/referrals/schema";
import { formOf as formOfProgramme } from "~/features/loyalty/form/schema";
import { LoyaltySettingsSchema } from "~/features/loyalty/settings/schema";
import { formOfHoldouts } from "~/features/settings/holdouts/schema";
import type { AnyJob } from "~/pipeline/jobs/definition";
import { executeJob } from "~/pipeline/jobs/execute.server";
import type { JobRegistry } from "~/pipeline/jobs/registry.server";
import type { RootDb } from "~/platform/db.server";
import { setTxtLookup } from "~/platform/dns.server";
import { PLACE_SIGNS } from "~/platform/ids.server";
import { acrossShops, withShop } from "~/platform/tenant-guard.server";
import { provideAdminPorts } from "~/shops/authenticator.server";

import { createTestDb, type TestDb } from "../support/test-db";
import { ASKING, domainOf, fillShop, MARK, OTHER, rowId, snapshotOf, textOf } from "./two-shops";

/*
 * Two shops with a row in every table. One of them asks every page and runs every job with ids of the other: nothing
 * of the other may be in the answer, and nothing of it may change. Pages and jobs are those there are; one that needs
 * to be told how to be asked fails until it is.
 */

/** What stands in for a document cannot be read as one: pages of the shop that asks do without. */
const READ_AS_DOCUMENTS = [
  "ShopSetting",
  "DomainEvent",
  "Job",
  "ReconcileDrift",
  "ReconcileResult",
  "PrivacyRequest",
  "PrivacyExport",
  "CustomerMetafieldState",
] as const;

let testDb: TestDb;
let db: RootDb;
let registry: JobRegistry;
let before: Record<string, string>;

beforeAll(async () => {
  testDb = await createTestDb();
  process.env.DATABASE_URL = testDb.url;
  const { composition } = await import("~/composition.server");
  const { getDb } = await import("~/platform/database.server");
  registry = composition.registry;
  db = getDb();
  await fillShop(db, ASKING, { without: READ_AS_DOCUMENTS });
  await fillShop(db, OTHER);
  provideAdminPorts({
    authenticate: () => Promise.resolve({ shopDomain: domainOf(ASKING), locale: "en", staffId: null }),
    setUpShop: () => Promise.resolve(),
  });
  vi.stubGlobal("fetch", () => Promise.reject(new Error("nothing outside is called in this test")));
  setTxtLookup(() => Promise.resolve({ kind: "none" }));
  before = await snapshotOf(db, OTHER);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await db.$disconnect();
  await testDb.close();
});
beforeEach(async () => {
  expect(await snapshotOf(db, OTHER)).toEqual(before);
});

test("every table has a row of the other shop", () => {
  expect(Object.entries(before).filter(([, rows]) => rows === "")).toEqual([]);
  expect(textOf(before)).toContain(MARK);
});

/** Whose id a part of an address is. */
const PARAMETERS: Readonly<Record<string, string>> = {
  customerId: "Customer",
  recoveryId: "Recovery",
  importId: "HistoryImport",
  requestId: "PrivacyRequest",
  messageId: "Message",
  templateId: "MailTemplate",
  flowId: "Flow",
  runId: "FlowRun",
  campaignId: "Campaign",
};

type Post = {
  form?: Record<string, string>;
  json?: unknown;
  query?: Record<string, string>;
  status?: number;
};

const SETTINGS = { senderName: "", senderAddress: "", replyTo: "", language: "en" };
const TEMPLATE = JSON.stringify({
  name: "Mine",
  variants: {
    en: {
      subject: "Hello",
      blocks: [{ kind: "footer", id: "f", reason: "r", unsubscribeLabel: "u", preferencesLabel: "p" }],
    },
  },
});
const FLOW = JSON.stringify({ trigger: { key: "people.by-hand" }, steps: [] });
const CAMPAIGN = JSON.stringify({ topic: "offers" });
const SENDING = SendingSettingsSchema.parse({});
const HOLDOUTS = formOfHoldouts(ExperimentSettingsSchema.parse({}), "en");
const REFERRALS = formOfReferrals(ReferralSettingsSchema.parse({}), "EUR", "en");
const LOYALTY = JSON.stringify(
  formOfProgramme(LoyaltySettingsSchema.parse({}), { currencyCode: "EUR", locale: "en" }),
);
const VIP = JSON.stringify({ isEnabled: true, window: "lifetime", days: "365", tiers: [] });

/** What can be asked of a page, with ids of the other shop; `status` where the page must say that there is no such thing. */
const POSTS: Readonly<Record<string, readonly Post[]>> = {
  "app._index.tsx": [{ form: { kind: "dismiss-guide" } }],
  "app.campaigns._index.tsx": [
    { form: { kind: "create", of: "premiere" } },
    ...(["copy", "unschedule", "pause", "resume", "cancel", "discard"] as const).map((kind) => ({
      form: { kind, campaignId: rowId(OTHER, "Campaign") },
      status: 409,
    })),
  ],
  "app.campaigns.$campaignId.tsx": [
    { form: { kind: "check", name: "Mine", written: CAMPAIGN }, status: 404 },
    { form: { kind: "save", name: "Mine", written: CAMPAIGN }, status: 404 },
  ],
  "app.campaigns.$campaignId_.audience.tsx": [{ form: {}, status: 404 }],
  "app.customers.$customerId.tsx": [
    { form: { kind: "undo-merge", mergeId: rowId(OTHER, "CustomerMerge") } },
    { form: { mergeId: rowId(OTHER, "CustomerMerge") }, status: 422 },
    { form: { kind: "give-tier", tierId: "gold", reason: "Mine", until: "2026-12-31" }, status: 409 },
    { form: { kind: "take-tier" }, status: 409 },
    {
      form: {
        kind: "save-fields",
        values: JSON.stringify({ [rowId(OTHER, "CustomerField")]: "Mine" }),
      },
      status: 409,
    },
  ],
  "app.flows._index.tsx": (["pause", "resume", "drain", "stop", "discard"] as const).map((kind) => ({
    form: { kind, flowId: rowId(OTHER, "Flow") },
    status: 409,
  })),
  "app.flows.new.tsx": [{ form: { recipeKey: "" } }, { form: { recipeKey: "x" }, status: 404 }],
  "app.flows.$flowId.tsx": [
    { form: { kind: "check", written: FLOW }, status: 404 },
    { form: { kind: "save", written: FLOW, name: "Mine", seen: "" }, status: 404 },
    { form: { kind: "publish", written: FLOW, name: "Mine", seen: "", runs: "migrate" }, status: 404 },
  ],
  "app.flows.$flowId_.simulation.tsx": [
    { form: { kind: "start", days: "30" }, status: 404 },
    { form: { kind: "cancel", simulationId: rowId(OTHER, "FlowSimulation") } },
  ],
  "app.history._index.tsx": [
    { form: { kind: "cancel", importId: rowId(OTHER, "HistoryImport") } },
    { form: { kind: "retry", importId: rowId(OTHER, "HistoryImport") } },
  ],
  "app.history.parts.tsx": [
    { query: { importId: rowId(OTHER, "HistoryImport"), position: "0" }, json: [], status: 404 },
  ],
  "app.history.uploads.tsx": [{ json: { fileName: "orders.csv", fileBytes: 10 } }],
  "app.incentives._index.tsx": [{ form: { kind: "refresh" } }, { form: { mostUnusedCodes: "3" } }],
  "app.loyalty._index.tsx": [{ form: { form: LOYALTY } }],
  "app.loyalty.members.$customerId.tsx": [
    { form: { kind: "adjust", points: "10", reason: "Late parcel", key: "wish-of-ours" }, status: 422 },
    {
      form: { kind: "decide", adjustmentId: rowId(OTHER, "PointsAdjustment"), verdict: "approved" },
      status: 422,
    },
  ],
  "app.loyalty.review.tsx": [
    { form: { kind: "review", lotId: rowId(OTHER, "PointsLot"), verdict: "released" }, status: 409 },
    {
      form: { kind: "decide", adjustmentId: rowId(OTHER, "PointsAdjustment"), verdict: "approved" },
      status: 409,
    },
  ],
  "app.recovery.settings.tsx": [{ form: {} }],
  "app.referrals._index.tsx": [
    ...(["approve", "refuse"] as const).map((kind) => ({
      form: { kind, referralId: rowId(OTHER, "Referral"), note: "as it seems" },
      status: 409,
    })),
    { form: { kind: "approve", referralId: rowId(OTHER, "Referral") }, status: 422 },
  ],
  "app.referrals.settings.tsx": [
    { form: REFERRALS, status: 200 },
    { form: { ...REFERRALS, holdDays: "x" }, status: 422 },
  ],
  "app.settings.tsx": [{ form: SETTINGS }],
  "app.settings_.fields.tsx": [
    ...(["archive", "restore"] as const).map((kind) => ({
      form: { kind, fieldId: rowId(OTHER, "CustomerField") },
      status: 409,
    })),
    { form: { kind: "move", by: "up", fieldId: rowId(OTHER, "CustomerField") }, status: 409 },
    {
      form: { kind: "change", fieldId: rowId(OTHER, "CustomerField"), name: "Mine", choices: "[]" },
      status: 409,
    },
    { form: { kind: "create", name: "Mine", of: "date", choices: "[]" } },
  ],
  "app.settings_.holdouts.tsx": [{ form: { settings: JSON.stringify(HOLDOUTS) } }],
  "app.settings_.browsing.tsx": [
    { form: { isOn: "true", moreOrigins: "" } },
    { form: { isOn: "true", moreOrigins: "nonsense" }, status: 422 },
    { form: { isOn: "true", moreOrigins: "", abandonedAfterMinutes: "soon" }, status: 422 },
  ],
  "app.settings_.sending.tsx": [{ form: { settings: JSON.stringify(SENDING) } }],
  "app.settings_.sender.tsx": [
    { form: { kind: "check" } },
    { form: { kind: "save", areClicksCounted: "true", areOpensCounted: "false", hasUtm: "true" } },
  ],
  "app.surveys.question.tsx": [
    { form: { form: JSON.stringify({ isEnabled: true }) }, status: 200 },
    { form: { form: JSON.stringify({ places: [] }) }, status: 422 },
  ],
  "app.system.tsx": [
    { form: { kind: "retry-delivery", id: rowId(OTHER, "InboxDelivery") }, status: 404 },
    { form: { kind: "retry-job", id: rowId(OTHER, "Job") }, status: 404 },
    { form: { kind: "retry-intent", id: rowId(OTHER, "OutboxIntent") }, status: 404 },
    { form: { kind: "retry-sync" } },
    { form: { kind: "reconcile" } },
  ],
  "app.tasks._index.tsx": [
    {
      form: { kind: "create-task", key: "two-shops-1", title: "Call", customerId: rowId(OTHER, "Customer") },
      status: 409,
    },
    { form: { kind: "change-task", taskId: rowId(OTHER, "Task"), seen: "none", title: "Call" }, status: 409 },
    { form: { kind: "settle-task", taskId: rowId(OTHER, "Task"), to: "done" }, status: 409 },
    {
      form: { kind: "add-note", key: "two-shops-2", customerId: rowId(OTHER, "Customer"), body: "Tea" },
      status: 409,
    },
    { form: { kind: "delete-note", noteId: rowId(OTHER, "CustomerNote") }, status: 409 },
    { form: { kind: "create-task", key: "two-shops-3", title: "" }, status: 422 },
  ],
  "app.templates._index.tsx": [
    { form: { kind: "create", name: "Copy", from: rowId(OTHER, "MailTemplate") } },
    { form: { kind: "design", design: JSON.stringify({ preset: "ink" }) } },
  ],
  "app.templates.$templateId.tsx": [
    { form: { kind: "save", draft: TEMPLATE, version: "1" }, status: 404 },
    { form: { kind: "publish", version: "1" }, status: 404 },
    { form: { kind: "restore", restored: "1", version: "1" }, status: 404 },
    { form: { kind: "test", language: "en", address: "staff@shop.example", customerId: "" }, status: 404 },
  ],
  "app.templates.preview.tsx": [
    {
      form: {
        request: JSON.stringify({
          kind: "email",
          topic: "cart",
          language: "en",
          customerId: rowId(OTHER, "Customer"),
          variant: (JSON.parse(TEMPLATE) as { variants: { en: unknown } }).variants.en,
        }),
      },
    },
  ],
  "app.vip_.perks.tsx": [
    { form: { kind: "tick-off", entitlementId: rowId(OTHER, "VipEntitlement") }, status: 409 },
    { form: { kind: "tick-off" }, status: 422 },
  ],
  "app.vip.tsx": [{ form: { kind: "preview", form: VIP } }, { form: { kind: "save", form: VIP } }],
};

type Handler = (args: { request: Request; params: Record<string, string>; context: object }) => unknown;
type RouteModule = { loader?: Handler; action?: Handler };

const ROUTES = readdirSync("app/routes").filter(
  (file) => /^app[._].*[.]tsx?$/.test(file) && !/[.]test[.]tsx?$/.test(file),
);
const modules = Object.fromEntries(
  Object.entries(import.meta.glob<RouteModule>("../../app/routes/app*.tsx")).map(([path, load]) => [
    path.split("/").at(-1) ?? "",
    load,
  ]),
);

function paramsOf(file: string, shopId = OTHER): Record<string, string> {
  return Object.fromEntries(
    [...file.matchAll(/\$([a-zA-Z]+)/g)].map(([, name = ""]) => {
      const model = PARAMETERS[name];
      if (!model) throw new Error(`say in PARAMETERS whose id $${name} of ${file} is`);
      return [name, rowId(shopId, model)];
    }),
  );
}

type Answer = { status: number; text: string };

/** Calls a route as the web process does, and reads whatever it answers or throws. */
async function ask(
  handler: Handler,
  { request, params }: { request: Request; params: Record<string, string> },
): Promise<Answer> {
  try {
    return await read(await withShop(null, async () => handler({ request, params, context: {} })));
  } catch (thrown) {
    if (thrown instanceof Response) return read(thrown);
    throw thrown;
  }
}

async function read(answer: unknown): Promise<Answer> {
  if (answer instanceof Response) {
    return { status: answer.status, text: `${await answer.text()} ${textOf([...answer.headers])}` };
  }
  const { init } = (answer ?? {}) as { init?: { status?: number } };
  return { status: init?.status ?? 200, text: textOf(answer) };
}

/** Addresses and filters that try to reach the other shop's rows. */
const SEARCH = `?query=bees&search=bees&tier=x&page=1&format=csv&customerId=${rowId(OTHER, "Customer")}&id=${rowId(OTHER, "Order")}`;

describe("a page of the admin", () => {
  test("is looked at, whichever there are", () => {
    expect(ROUTES.length).toBeGreaterThan(15);
    expect(Object.keys(modules)).toEqual(expect.arrayContaining(ROUTES));
  });

  test.each(ROUTES)("%s shows nothing of another shop", async (file) => {
    const { loader } = (await modules[file]?.()) ?? {};
    if (!loader) return;
    const request = new Request(`https://perennial.example/app${SEARCH}&names=tag&search=of`);
    const { status, text } = await ask(loader, { request, params: paramsOf(file) });
    expect(text).not.toContain(`of ${OTHER}`);
    expect(text).not.toContain(`${OTHER}.example`);
    expect(status).toBe(file.includes("$") ? 404 : 200);
    expect(await snapshotOf(db, OTHER)).toEqual(before);
  });

  test.each(ROUTES)("%s changes nothing of another shop", async (file) => {
    const { action } = (await modules[file]?.()) ?? {};
    expect(POSTS[file] === undefined, `say in POSTS what ${file} can be asked to do`).toBe(
      action === undefined,
    );
    for (const { form, json, query = {}, status } of POSTS[file] ?? []) {
      const address = `https://perennial.example/app?${new URLSearchParams(query).toString()}`;
      const body = form ? new URLSearchParams(form) : JSON.stringify(json);
      const answer = await ask(action as Handler, {
        params: paramsOf(file),
        request: new Request(address, { method: "POST", body }),
      });
      expect(answer.text).not.toContain(`of ${OTHER}`);
      expect(answer.text).not.toContain("undone");
      if (status !== undefined) expect([answer.status, form ?? query]).toEqual([status, form ?? query]);
      expect(await snapshotOf(db, OTHER)).toEqual(before);
    }
  });
});

/** Rows of which what stands in for a document cannot be shown; that they are looked for in their shop alone can. */
const NOT_SHOWN = ["app.settings_.privacy.file.$requestId.tsx", "app.history.report.$importId.tsx"];

/** Where an address leads nowhere there is nothing to show. */
const NOWHERE = "app.$.tsx";

test.each(ROUTES.filter((file) => file.includes("$") && file !== NOWHERE))(
  "%s shows what the shop itself has",
  async (file) => {
    const { loader } = (await modules[file]?.()) ?? {};
    const request = new Request("https://perennial.example/app?format=csv");
    const { status, text } = await ask(loader as Handler, { request, params: paramsOf(file, ASKING) });
    expect(text).not.toContain(`of ${OTHER}`);
    if (!NOT_SHOWN.includes(file)) expect(status).toBe(200);
    if (!NOT_SHOWN.includes(file)) expect(text).toContain(`of ${ASKING}`);
  },
);

/** What a field of a job's payload holds when it is of the other shop. */
const FIELDS: Readonly<Record<string, unknown>> = {
  shopId: ASKING,
  intentId: rowId(OTHER, "OutboxIntent"),
  deliveryId: rowId(OTHER, "InboxDelivery"),
  eventIds: [rowId(OTHER, "DomainEvent")],
  beginning: rowId(OTHER, "DomainEvent").slice(0, -PLACE_SIGNS),
  places: "0-9",
  customerId: rowId(OTHER, "Customer"),
  checkoutId: rowId(OTHER, "Checkout"),
  requestId: rowId(OTHER, "PrivacyRequest"),
  importId: rowId(OTHER, "HistoryImport"),
  runId: rowId(OTHER, "ReconcileRun"),
  messageId: rowId(OTHER, "Message"),
  clickId: rowId(OTHER, "MessageClick"),
  afterId: rowId(OTHER, "Customer"),
  flowId: rowId(OTHER, "Flow"),
  campaignId: rowId(OTHER, "Campaign"),
  after: "",
  round: 0,
  simulationId: rowId(OTHER, "FlowSimulation"),
  fromVersion: 1,
  toVersion: 2,
  requestedAt: "2026-11-20T10:00:00.000Z",
  resource: "orders",
  cause: "settings",
  seq: 1,
  ianaTimezone: "Europe/Warsaw",
  isAfterwards: false,
  removedAt: "2026-11-20T10:00:00.000Z",
  from: "2026-11-20T10:00:00.000Z",
  to: "2026-11-21T10:00:00.000Z",
  days: 3,
  mismatchCount: 0,
};

/** Jobs of no shop, and why another shop's name in them is no leak. */
const OF_NO_SHOP: Readonly<Record<string, string>> = {
  "backfill.mend-indexes": "makes indexes of whole tables; reads and changes no row",
  "shopify.renew-token": "is made by a sweep for one shop at a time, which is all its payload names",
};

type Shaped = { shape?: Record<string, unknown>; options?: readonly Shaped[] };

/** The fields of each form that a payload may have. */
function formsOf(job: AnyJob): string[][] {
  const schema = job.schema as unknown as Shaped;
  return (schema.options ?? [schema]).map(({ shape }) => {
    if (!shape) throw new Error(`the payload of ${job.name} is no plain object: say how to ask it`);
    return Object.keys(shape);
  });
}

async function run(job: AnyJob, payload: object): Promise<void> {
  const at = new Date("2026-11-24T10:00:00Z");
  const id = `job-${job.name}`;
  await db.job.deleteMany({ where: { shopId: ASKING, id } });
  await db.job.create({
    data: {
      id,
      shopId: ASKING,
      name: job.name,
      payloadJson: JSON.stringify(payload),
      state: "leased",
      leaseToken: "lease",
      leasedUntil: at,
      runAt: at,
      maxAttempts: 1,
      attempt: 1,
      createdAt: at,
      updatedAt: at,
    },
  });
  const row = await db.job.findUniqueOrThrow({ where: { id } });
  await executeJob(db, registry, { leased: { ...row, leaseToken: "lease" }, now: () => at });
}

describe("a job", () => {
  test("of another shop's ids changes nothing there, whichever job it is", async () => {
    expect(registry.jobs.size).toBeGreaterThan(25);
    for (const job of registry.jobs.values()) {
      if (OF_NO_SHOP[job.name]) continue;
      for (const fields of formsOf(job)) {
        expect(
          fields.filter((field) => !(field in FIELDS)),
          `say in FIELDS what ${job.name} is given`,
        ).toEqual([]);
        expect(fields, `${job.name} does not name its shop`).toContain("shopId");
        await run(job, Object.fromEntries(fields.map((field) => [field, FIELDS[field]])));
        const rows = await snapshotOf(db, OTHER);
        expect({ job: job.name, rows }).toEqual({ job: job.name, rows: before });
      }
    }
  });

  test("whose payload names another shop than its own is refused by the database layer", async () => {
    const job = registry.jobs.get("incentives.tidy-codes");
    await run(job as AnyJob, { shopId: OTHER });
    const dead = await db.job.findUnique({ where: { id: "job-incentives.tidy-codes" } });
    expect(dead).toMatchObject({ state: "dead" });
    expect(dead?.lastError).toContain("TenantScopeError");
  });

  test("leaves nothing of another shop in the rows of its own", async () => {
    const rows = textOf(await snapshotOf(db, ASKING));
    expect(rows).not.toContain(`of ${OTHER}`);
    expect(rows).not.toContain(`${OTHER}.example`);
  });
});

test("sweeps enqueue work for each shop under its own name", async () => {
  await acrossShops("the test looks at what is stored", () => db.job.deleteMany());
  const { runDueSchedules } = await import("~/pipeline/jobs/schedules.server");
  await runDueSchedules(db, registry, new Date("2026-11-24T12:00:00Z"));
  const jobs = await acrossShops("the test looks at what is stored", () => db.job.findMany());
  for (const { name, shopId, payloadJson } of jobs) {
    const payload = JSON.parse(payloadJson) as { shopId?: string };
    expect([name, payload.shopId ?? null]).toEqual([name, shopId]);
  }
  const named = new Set(jobs.filter((job) => !OF_NO_SHOP[job.name]).map((job) => job.shopId));
  expect(named).toEqual(new Set([ASKING, OTHER]));
  await acrossShops("the test puts things back", () => db.job.deleteMany());
});
