import { readFileSync } from "node:fs";

import { MODEL_COLUMNS, type ModelName } from "~/generated/columns";
import type { RootDb } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

/** The shop that asks, and the one whose rows it must neither see nor change. */
export const ASKING = "asking-shop";
export const OTHER = "other-shop";
/** Stands in every text of the other shop's rows. */
export const MARK = "bees-and-honey";

const NOW = new Date("2026-11-20T10:00:00Z");

export const domainOf = (shopId: string) => `${shopId}.myshopify.com`;

/** The id of the one row a shop has in a table. */
export const rowId = (shopId: string, model: string) => `${shopId}_${model}`;

type Value = string | number | bigint | boolean | Date;

const REWARD = JSON.stringify({ reward: { kind: "points" }, validDays: 90 });
const FLOW = JSON.stringify({ trigger: { key: "people.by-hand" }, steps: [] });

/** What a column must hold to be of use, where a text with the mark will not do. */
const TEXTS: Readonly<Record<string, (shopId: string) => string>> = {
  shopId: (shopId) => shopId,
  shop: domainOf,
  domain: domainOf,
  currencyCode: () => "EUR",
  presentmentCurrency: () => "EUR",
  ianaTimezone: () => "Europe/Warsaw",
  timezone: () => "Europe/Warsaw",
  countryCode: () => "PL",
  locale: () => "en",
  scopes: () =>
    "read_customers,write_customers,read_orders,read_all_orders,read_products,read_discounts,write_discounts",
  draftJson: () => FLOW,
  definitionJson: () => FLOW,
  rewardJson: () => REWARD,
  signalsJson: () => "[]",
  staysJson: () => "[]",
  contentJson: () => JSON.stringify({ topic: "offers", templateKey: "welcome" }),
  recoverUrl: (shopId) => `https://${domainOf(shopId)}/recover?${MARK}`,
};
/** States in which a row can still be acted on. */
const STATES: Readonly<Record<string, string>> = {
  InboxDelivery: "dead",
  Job: "dead",
  OutboxIntent: "dead",
  Backfill: "failed",
  Flow: "live",
  Campaign: "sending",
  CampaignRecipient: "waiting",
  FlowRun: "active",
  IssuedCode: "issued",
  Message: "queued",
  Recovery: "waiting",
  Referral: "in-review",
  SharedCode: "issued",
  HistoryImport: "receiving",
  PrivacyRequest: "ready",
};
/** Left out where they may be: the row is there, open, and not on its way. */
const UNSET =
  /^(.*At|leasedUntil|leaseToken|codeId|messageId|mergedInto.*|problemJson|error|lastError|resultJson)$/;
const ALWAYS = /^(occurredAt|recordedAt|versionAt|.*VersionAt|registeredAt)$/;

/** `Model.column` of what may be null. */
const OPTIONAL = new Set(
  [...readFileSync("prisma/schema.prisma", "utf8").matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)].flatMap(
    ([, model = "", body = ""]) =>
      [...body.matchAll(/^ +(\w+) +\w+\?/gm)].map(([, column = ""]) => `${model}.${column}`),
  ),
);

/** What an id refers to that does not carry the name of its table. */
const REFERENCES: Readonly<Record<string, ModelName>> = {
  mergeId: "CustomerMerge",
  importId: "HistoryImport",
  runId: "ReconcileRun",
  requestId: "PrivacyRequest",
  templateId: "MailTemplate",
  versionId: "MailTemplateVersion",
};

function referredBy(column: string): string | null {
  const known = REFERENCES[column];
  if (known) return known;
  const [, name = ""] = /(?:^|[a-z])([A-Z]?[a-zA-Z]*)Id$/.exec(column) ?? [];
  const models = Object.keys(MODEL_COLUMNS);
  return (
    models.find((model) => `${model}Id`.toLowerCase() === column.toLowerCase()) ??
    models.find((model) => column.endsWith(`${model}Id`) && name !== "") ??
    null
  );
}

const BY_TYPE: Readonly<Record<string, Value>> = {
  instant: NOW,
  boolean: true,
  bigint: 1_000n,
  int: 1,
  double: 1,
};

const BY_NAME: readonly (readonly [RegExp, (shopId: string, model: string) => string])[] = [
  [/^id$/, (shopId, model) => (model === "Shop" ? shopId : rowId(shopId, model))],
  [/^state$/, (_shopId, model) => STATES[model] ?? "open"],
  [/Json$/, (shopId) => JSON.stringify({ mark: `${MARK} of ${shopId}` })],
  [/^gid$/, (shopId, model) => `gid://shopify/${model}/${shopId === OTHER ? 2 : 1}`],
  [/On$|^day$/, () => "2026-11-20"],
  [/[mM]onth$/, () => "2026-11"],
  [/email|address$/i, (shopId) => `${MARK}@${shopId}.example`],
];

function valueOf(
  model: string,
  { column, type, shopId }: { column: string; type: string; shopId: string },
): Value {
  const own = TEXTS[column]?.(shopId) ?? BY_TYPE[type];
  if (own !== undefined) return own;
  const referred = referredBy(column);
  if (referred) return rowId(shopId, referred);
  const [, make] = BY_NAME.find(([pattern]) => pattern.test(column)) ?? [];
  return make ? make(shopId, model) : `${MARK} ${column} of ${shopId}`;
}

/** Tables that hold rows of shops, and by which column. */
const TENANT_MODELS = (Object.keys(MODEL_COLUMNS) as ModelName[]).flatMap((model) => {
  const columns = Object.keys(MODEL_COLUMNS[model]);
  if (columns.includes("shopId")) return [{ model, key: "shopId" }];
  if (columns.includes("shop")) return [{ model, key: "shop" }];
  return model === "Shop" ? [{ model, key: "id" }] : [];
});

type Delegate = {
  create: (args: object) => Promise<unknown>;
  findMany: (args: object) => Promise<object[]>;
  count: (args: object) => Promise<number>;
};

function delegateOf(db: RootDb, model: string): Delegate {
  const name = model.charAt(0).toLowerCase() + model.slice(1);
  return (db as unknown as Record<string, Delegate>)[name] as Delegate;
}

/** Gives a shop one row in every table there is, a new one included. @throws when a table takes none. */
export async function fillShop(
  db: RootDb,
  shopId: string,
  { without = [] }: { without?: readonly ModelName[] } = {},
): Promise<void> {
  let left = TENANT_MODELS.map(({ model }) => model).filter((model) => !without.includes(model));
  for (let problems: unknown[] = []; left.length > 0; problems = []) {
    const refused: ModelName[] = [];
    for (const model of left) {
      try {
        await delegateOf(db, model).create({ data: rowFor(model, shopId) });
      } catch (error) {
        refused.push(model);
        problems.push(error);
      }
    }
    if (refused.length === left.length) {
      throw new Error(`no row for ${refused.join(", ")}: ${problems.map(String).join("\n")}`);
    }
    left = refused; // They refer to rows that are there now.
  }
}

function rowFor(model: ModelName, shopId: string): Record<string, Value> {
  const columns = Object.entries(MODEL_COLUMNS[model]).filter(
    ([column]) => ALWAYS.test(column) || !UNSET.test(column) || !OPTIONAL.has(`${model}.${column}`),
  );
  const data = Object.fromEntries(
    columns.map(([column, type]) => [column, valueOf(model, { column, type, shopId })]),
  );
  // The natural key of a mail is no reference to one.
  return model === "Message" ? { ...data, messageId: `<${MARK}@${shopId}>` } : data;
}

/** Everything stored of a shop, as text: to see that nothing of it has changed. */
export async function snapshotOf(db: RootDb, shopId: string): Promise<Record<string, string>> {
  const tables: Record<string, string> = {};
  for (const { model, key } of TENANT_MODELS) {
    const value = key === "shop" ? domainOf(shopId) : shopId;
    const rows = await acrossShops("the test looks at what is stored", () =>
      delegateOf(db, model).findMany({ where: { [key]: value } }),
    );
    tables[model] = rows
      .map((row) => textOf(row))
      .sort()
      .join("\n");
  }
  return tables;
}

/** JSON of anything a loader may answer, with bigints. */
export function textOf(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? String(inner) : inner)) ?? ""
  );
}
