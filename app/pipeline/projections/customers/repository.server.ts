import { type Db, toMinor } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import { rowsToJson, upsertSql } from "../batch/rows.server";

import type { CustomerRow, CustomerState, TagChange } from "./schema";

const COLUMNS = [
  "id",
  "shopId",
  "gid",
  "email",
  "phone",
  "firstName",
  "lastName",
  "searchText",
  "locale",
  "countryCode",
  "provinceCode",
  "city",
  "state",
  "note",
  "emailConsentState",
  "emailConsentLevel",
  "emailConsentAt",
  "smsConsentState",
  "smsConsentLevel",
  "smsConsentSource",
  "smsConsentAt",
  "dataSaleOptOut",
  "registeredAt",
  "shopifyOrderCount",
  "shopifySpentMinor",
  "shopifySpentCurrency",
  "versionAt",
  "consentVersionAt",
  "smsConsentVersionAt",
  "tagsVersionAt",
  "summaryVersionAt",
  "deletedAt",
  "mergedIntoId",
  "createdAt",
  "updatedAt",
] as const;

const UPSERT_CUSTOMERS = upsertSql({
  table: "Customer",
  columns: COLUMNS,
  key: ["id"],
  guard: `"Customer"."versionAt" IS NULL OR excluded."deletedAt" IS NOT NULL OR excluded."versionAt" >= "Customer"."versionAt"`,
});
const INSERT_TAGS = upsertSql({
  table: "CustomerTag",
  columns: ["shopId", "customerId", "tagKey", "tag"],
  key: ["shopId", "customerId", "tagKey"],
});
const INSERT_TAG_CHANGES = upsertSql({
  table: "CustomerTagChange",
  columns: ["shopId", "customerId", "tagKey", "tag", "isPresent", "changedAt"],
  key: ["shopId", "customerId", "tagKey"],
});

type StoredCustomer = Omit<CustomerRow, "shopifySpentMinor"> & {
  shopId?: string;
  shopifySpentMinor: bigint | null;
};
type TagRow = { customerId: string; tagKey: string; tag: string };
type TagChangeRow = TagRow & Omit<TagChange, "tag">;

/** The stored ones among `ids`, by id; with their tags only when `withTags`. */
export async function loadCustomers(
  db: Db,
  { shopId, ids, withTags }: { shopId: string; ids: readonly string[]; withTags: boolean },
): Promise<Map<string, CustomerState>> {
  const states = new Map<string, CustomerState>();
  if (ids.length === 0) return states;
  const json = JSON.stringify(ids);
  const rows = await db.$queryRaw<StoredCustomer[]>`
    SELECT * FROM "Customer" WHERE "shopId" = ${shopId} AND "id" IN @ids(${json})`;
  for (const row of rows) {
    delete row.shopId;
    const { shopifySpentMinor: spent } = row;
    states.set(row.id, {
      row: { ...row, shopifySpentMinor: spent === null ? null : toMinor(spent) },
      tags: new Map(),
      tagChanges: new Map(),
      consentChanges: [],
      isRowChanged: false,
      areTagsChanged: false,
    });
  }
  if (withTags && states.size > 0) await loadTags(db, { shopId, json, states });
  return states;
}

async function loadTags(
  db: Db,
  { shopId, json, states }: { shopId: string; json: string; states: Map<string, CustomerState> },
): Promise<void> {
  const tags = await db.$queryRaw<TagRow[]>`
    SELECT "customerId", "tagKey", "tag" FROM "CustomerTag"
    WHERE "shopId" = ${shopId} AND "customerId" IN @ids(${json})`;
  for (const { customerId, tagKey, tag } of tags) states.get(customerId)?.tags.set(tagKey, tag);
  const changes = await db.$queryRaw<TagChangeRow[]>`
    SELECT "customerId", "tagKey", "tag", "isPresent", "changedAt" FROM "CustomerTagChange"
    WHERE "shopId" = ${shopId} AND "customerId" IN @ids(${json})`;
  for (const { customerId, tagKey, ...change } of changes)
    states.get(customerId)?.tagChanges.set(tagKey, change);
}

/** Stores the changed ones, each with its whole set of tags. A newer version in the database stays. */
export async function saveCustomers(
  db: Db,
  { shopId, states, now }: { shopId: string; states: readonly CustomerState[]; now: Date },
): Promise<void> {
  const changed = states.filter((state) => state.isRowChanged);
  if (changed.length > 0) {
    const rows = changed.map(({ row }) => ({ ...row, shopId, updatedAt: now }));
    await db.$executeRawUnsafe(UPSERT_CUSTOMERS, rowsToJson(rows, "Customer"));
  }
  const tagged = states.filter((state) => state.areTagsChanged);
  if (tagged.length > 0) await replaceTags(db, { shopId, states: tagged });
}

async function replaceTags(
  db: Db,
  { shopId, states }: { shopId: string; states: readonly CustomerState[] },
): Promise<void> {
  const json = JSON.stringify(states.map(({ row }) => row.id));
  await db.$executeRaw`
    DELETE FROM "CustomerTag" WHERE "shopId" = ${shopId} AND "customerId" IN @ids(${json})`;
  await db.$executeRaw`
    DELETE FROM "CustomerTagChange" WHERE "shopId" = ${shopId} AND "customerId" IN @ids(${json})`;
  const tags = states.flatMap(({ row, tags }) =>
    [...tags].map(([tagKey, tag]) => ({ shopId, customerId: row.id, tagKey, tag })),
  );
  if (tags.length > 0) await db.$executeRawUnsafe(INSERT_TAGS, rowsToJson(tags));
  const changes = states.flatMap(({ row, tagChanges }) =>
    [...tagChanges].map(([tagKey, change]) => ({ shopId, customerId: row.id, tagKey, ...change })),
  );
  if (changes.length > 0) await db.$executeRawUnsafe(INSERT_TAG_CHANGES, rowsToJson(changes));
}

/** Which of these customers have a row. */
export async function listKnownCustomerIds(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Set<string>> {
  if (customerIds.length === 0) return new Set();
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT "id" FROM "Customer" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)}`;
  return new Set(rows.map(({ id }) => id));
}
