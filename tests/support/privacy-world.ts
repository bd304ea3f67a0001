import { gzipSync } from "node:zlib";

import { FEATURES, PRIVACY_HOOKS } from "~/composition-features.server";
import { MODEL_COLUMNS, MODEL_KEYS, type ModelName } from "~/generated/columns";
import { inboxJobs, inboxSchedules } from "~/pipeline/inbox/project.server";
import { createInbox } from "~/pipeline/inbox/receive.server";
import { registerTopic } from "~/pipeline/projections/registry.server";
import type { RootDb } from "~/platform/db.server";
import { registerPrivacyHooks } from "~/platform/privacy/registry.server";
import { shopTopics } from "~/shops/topics.server";

import type { Webhook } from "./payloads";
import { createWorld, type World } from "./world";

/** The whole app around a test database, as far as privacy goes: every feature, every hook, the inbox. */
export function createPrivacyWorld(db: RootDb, start: string): World {
  registerPrivacyHooks(PRIVACY_HOOKS);
  const topics = [shopTopics, ...FEATURES.map((feature) => feature.topics ?? {})];
  for (const [topic, handler] of topics.flatMap(Object.entries)) registerTopic(topic, handler);
  const inbox = { name: "inbox", jobs: inboxJobs, schedules: inboxSchedules };
  return createWorld(db, [...FEATURES, inbox], start);
}

type Delegate = { create: (args: object) => Promise<unknown>; count: (args: object) => Promise<number> };

let sequence = 0;

/** Deliveries as the door takes them; they wait to be projected. */
export async function receive(
  db: RootDb,
  { shopId, now }: { shopId: string; now: Date },
  webhooks: readonly Webhook[],
): Promise<void> {
  const inbox = createInbox(db);
  for (const { topic, body, at } of webhooks) {
    sequence += 1;
    await inbox.receive({
      shopId,
      webhookId: `w${sequence}`,
      eventId: null,
      topic,
      apiVersion: "2026-10",
      triggeredAt: new Date(at),
      receivedAt: now,
      bytes: Buffer.from(typeof body === "string" ? body : JSON.stringify(body)),
    });
  }
}

/** Somebody whose data is everywhere. The mark is a mail address that nobody else has. */
export type Marked = { shopId: string; domain: string; number: number; mark: string };

const AT = new Date("2026-11-20T10:00:00Z");

/** Columns whose texts are of our own making, in every table. */
const OURS = new Set([
  "state",
  "kind",
  "channel",
  "currencyCode",
  "presentmentCurrency",
  "leaseToken",
  "openKey",
]);

/**
 * Columns of tables whose rows outlive a person, with what of them can hold nothing personal and why: enumerations of
 * Shopify and ours, names of goods, codes, opaque tokens, days and months. A column that is not here gets a mark: whoever
 * adds one decides.
 */
const IMPERSONAL: Partial<Record<ModelName, readonly string[]>> = {
  InboxDelivery: ["webhookId", "eventId", "topic", "apiVersion"],
  Order:
    "gid name sourceName cartToken checkoutToken financialStatus fulfillmentStatus tagsJson placedOn placedMonth cancelReason statedPaymentJson".split(
      " ",
    ),
  OrderLine: ["gid", "productId", "variantId", "title", "variantTitle", "sku"],
  OrderDiscount: ["code", "codeKey"],
  Refund: ["gid"],
  OrderTransaction: ["gid", "status", "gateway", "parentId"],
  Return: ["gid", "name", "status", "declineReason"],
  ReturnLine: ["gid", "orderLineId", "reason", "removalsJson"],
  Checkout: ["token", "gid", "cartToken", "locale", "sourceName", "discountCodesJson"],
  CheckoutLine: ["productId", "variantId", "title", "variantTitle", "sku", "imageUrl"],
  CustomerStats: ["firstOrderMonth"],
  CustomerMonth: ["month"],
  IssuedCode: [
    ...["occasionKey", "code", "codeKey", "discountGid", "redeemedOrderId"],
    ...["title", "offerJson", "poolId", "budgetKey", "budgetMonth"],
  ],
  SharedCode: ["purpose", "occasionKey", "code", "codeKey", "title", "offerJson", "discountGid"],
  Referral: [
    ...["sharedCodeId", "reason", "signalsJson", "contacts", "rewardJson"],
    ...["reviewedBy", "rewardedMonth", "rewardCodeId"],
  ],
  ExperimentExposure: ["experimentKey", "arm"],
  Message: ["purpose", "templateKey", "subjectId", "topic", "locale", "messageId"],
  SurveyAnswer: ["questionKey", "answerKey", "place"],
  MessageAnswer: ["messageId", "questionKey", "answerKey", "subjectId"],
  MessageClick: ["messageId", "signal", "reason"],
  MessageOpen: ["messageId", "kind"],
  MessageFeedback: ["messageId", "provider", "eventKey"],
  CampaignRecipient: ["campaignId", "reason", "codeId", "messageId", "answer"],
  Recovery: ["flowId", "entryKey", "codeId", "messageId", "recoveredOrderId"],
  ReconcilePosition: ["resource"],
  AccessLogEntry: ["staffId", "page"],
  HistoryImport: ["headerJson"],
  ImportProblem: ["column", "reason"],
  PrivacyRequest: ["requestKey", "countsJson"],
  CustomerMerge: [],
  PointsLot: ["guestKey", "sourceKind", "sourceKey", "termsJson", "review", "reviewJson"],
  PointsEntry: ["on", "redemptionId", "staffId", "detailsJson"],
  PointsPosting: ["book"],
  PointsRedemption: ["rewardId", "rewardJson", "lotsJson", "reason", "codeId"],
  PointsAdjustment: ["requestedBy", "decidedBy"],
  VipMove: ["fromTierId", "toTierId", "reason", "causeKey"],
  VipEntitlement: [
    ...["tierId", "perkId", "perkKind", "periodKey", "perkJson"],
    ...["reason", "codeId", "messageId", "staffId"],
  ],
};

/** Tables in which no row is about a person; they get a row of the shop without a mark. */
const ABOUT_NOBODY = new Set<string>(
  "Session TokenRefreshLock Shop ShopSetting JobSchedule Backfill Product Variant DayStats CohortMonth Cart CartLine Discount DiscountRedeemCode Suppression ReconcileRun ReconcileResult ReconcilePlan ErasedKey Flow FlowVersion FlowSweep SegmentWatch Campaign CodePool IncentiveBudget DiscountTerms DiscountReading Experiment MailTemplate MailTemplateVersion MailTemplateVariant PointsDay FlowActionRun VisitSample VisitDay".split(
    " ",
  ),
);

const refOf: Readonly<Record<string, (who: Marked) => string>> = {
  shopId: ({ shopId }) => shopId,
  shop: ({ domain }) => domain,
  customerId: ({ shopId, number }) => `${shopId}_${number}`,
  fromCustomerId: ({ shopId, number }) => `${shopId}_${number}`,
  toCustomerId: ({ shopId, number }) => `${shopId}_${number + 1}`,
  mergedIntoId: ({ shopId, number }) => `${shopId}_${number}`,
  recordId: ({ shopId, number }) => `${shopId}_${number}`,
  takenUpTo: ({ shopId, number }) => `${shopId}_${number}`,
  sweepAfter: ({ shopId, number }) => `${shopId}_${number}`,
  orderId: (who) => idOf("Order", who),
  checkoutId: (who) => idOf("Checkout", who),
  productId: (who) => idOf("Product", who),
  returnId: (who) => idOf("Return", who),
  cartId: (who) => idOf("Cart", who),
  discountId: (who) => idOf("Discount", who),
  mergeId: (who) => idOf("CustomerMerge", who),
  importId: (who) => idOf("HistoryImport", who),
  runId: (who) => idOf("ReconcileRun", who),
  requestId: (who) => idOf("PrivacyRequest", who),
  templateId: (who) => idOf("MailTemplate", who),
  lotId: (who) => idOf("PointsLot", who),
  entryId: (who) => idOf("PointsEntry", who),
  referralId: (who) => idOf("Referral", who),
  versionId: (who) => idOf("MailTemplateVersion", who),
};

function idOf(model: string, { shopId, number }: Marked): string {
  const shift = { Customer: 1, Order: 5_000, Checkout: 7_000 }[model];
  return shift ? `${shopId}_${number + shift}` : `${model}-${shopId}-${number}`;
}

const zipped = (text: string) => gzipSync(text).toString("base64");

/** What must be as it is for the app to take the row for what it is. */
function fixedOf(model: string, who: Marked): Record<string, unknown> {
  const { mark, shopId, number } = who;
  const subject = { customer: { id: String(number), email: mark, phone: null }, orders: [] };
  const fixed: Record<string, Record<string, unknown>> = {
    InboxDelivery: { state: number % 2 === 0 ? "projected" : "dead", topic: "orders/updated" },
    Job: { state: "dead" },
    OutboxIntent: { state: "done" },
    Message: { state: "sent" },
    Referral: {
      signalsJson: "[]",
      rewardJson: JSON.stringify({ reward: { kind: "points" }, validDays: 90 }),
    },
    FlowRun: { state: "done", dueAt: null, wakeAt: null },
    BrowseVisitor: { visitStartedAt: null, visitEndsAt: null },
    VisitSample: { staysJson: "[]" },
    HistoryImport: { state: "failed" },
    ImportChunk: { body: zipped(`Name,Email\r\nSomebody,${mark}\r\n`) },
    PrivacyRequest: {
      kind: "data-request",
      state: "prepared",
      subjectJson: JSON.stringify(subject),
      countsJson: "{}",
    },
    PrivacyExport: { body: zipped(JSON.stringify({ mark })) },
    RefetchRequest: { gid: `gid://shopify/Customer/${number}` },
    Customer: {
      gid: `gid://shopify/Customer/${number + 1}`,
      mergedIntoId: `${shopId}_${number}`,
      deletedAt: AT,
    },
    ReconcileDrift: { kind: mark },
    ReconcileRun: { openKey: null, state: "done" },
    DomainEvent: { type: "customer.updated" },
  };
  return fixed[model] ?? {};
}

/** The shop is there; the others are of the machines, and name neither shops nor people. */
const KEPT_UP = new Set([
  ...["Shop", "JobSchedule", "RateLimit", "WorkerHeartbeat", "MailHook", "MailHookToken"],
]);

/** Puts a row about the person into every table that the schema has; parents first, as in the schema. */
export async function fillEveryTable(db: RootDb, who: Marked): Promise<void> {
  for (const [model, columns] of Object.entries(MODEL_COLUMNS)) {
    if (KEPT_UP.has(model)) continue;
    const rows = delegateOf(db, model);
    const row = { ...rowOf(model as ModelName, columns, who), ...fixedOf(model, who) };
    const { shopId, domain, number } = who;
    if (model === "Customer" && (await rows.count({ where: { id: `${shopId}_${number}` } })) === 0) {
      const itself = { id: `${shopId}_${number}`, gid: `gid://shopify/Customer/${number}` };
      await rows.create({ data: { ...row, ...itself, mergedIntoId: null, deletedAt: null } });
    }
    // Tables about nobody have a row of the shop once the first person is here.
    const shop = "shopId" in columns ? { shopId } : { shop: domain };
    if (ABOUT_NOBODY.has(model) && (await rows.count({ where: shop })) !== 0) continue;
    if (
      model === "CustomerStats" &&
      (await rows.count({ where: { customerId: `${shopId}_${number}` } })) !== 0
    )
      continue;
    await rows.create({ data: row });
  }
}

function delegateOf(db: RootDb, model: string): Delegate {
  const name = model.charAt(0).toLowerCase() + model.slice(1);
  return (db as unknown as Record<string, Delegate>)[name] as Delegate;
}

function rowOf(
  model: ModelName,
  columns: Readonly<Record<string, string>>,
  who: Marked,
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [column, type] of Object.entries(columns)) {
    if (/(Hash|searchText|sortKey)$/.test(column) && !MODEL_KEYS[model].includes(column)) continue;
    row[column] = valueOf({ model, column, type }, who);
  }
  return row;
}

function valueOf(
  { model, column, type }: { model: ModelName; column: string; type: string },
  who: Marked,
): unknown {
  if (type !== "text") return { instant: AT, boolean: false }[type] ?? 1;
  if (column === "id") return idOf(model, who);
  const reference = refOf[column];
  if (reference) return reference(who);
  if (column === "gid") return `gid://shopify/${model}/${who.number}`;
  const plain = `${model}-${column}-${who.shopId}-${who.number}`;
  const isOurs = OURS.has(column) || MODEL_KEYS[model].includes(column) || ABOUT_NOBODY.has(model);
  const isPlain = isOurs || (IMPERSONAL[model] ?? []).includes(column);
  const text = isPlain ? plain : `${who.mark} as ${column}`;
  return column.endsWith("Json") ? JSON.stringify({ value: text }) : text;
}

/** Every row of the database as text, table by table, without the queue's schedules. */
export async function readEverything(db: RootDb): Promise<Map<string, string[]>> {
  const all = new Map<string, string[]>();
  for (const model of Object.keys(MODEL_COLUMNS)) {
    if (model === "JobSchedule") continue;
    const rows = await db.$queryRawUnsafe<Record<string, unknown>[]>(`SELECT * FROM "${model}"`);
    all.set(
      model,
      rows
        .map((row) =>
          JSON.stringify(row, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value)),
        )
        .sort(),
    );
  }
  return all;
}

/** The rows among them that fit. */
export function rowsWith(
  all: ReadonlyMap<string, readonly string[]>,
  fits: (row: string) => boolean,
): Record<string, string[]> {
  const found = [...all].map(([table, rows]) => [table, rows.filter(fits)] as const);
  return Object.fromEntries(found.filter(([, rows]) => rows.length > 0));
}
