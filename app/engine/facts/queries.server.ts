import { Prisma } from "~/generated/prisma/client";
import { type Db, toMinor } from "~/platform/db.server";
import { idsIn, type Sql } from "~/platform/sql.server";

import type { Condition } from "./condition";
import type { FactDefinition } from "./fact";
import { completeFact } from "./registry.server";
import { factKeyOf, type ValueOf } from "./rules";
import { compileCondition } from "./repository/condition.server";
import type { AskedFact, FactType, FactValue } from "./schema";

/** Of which shop, in which zone its days begin, and of which instant: what happened later does not count. */
type Asked = { shopId: string; zone: string; at: Date };

/**
 * What is known of people. One statement per fact and parameters, however many people.
 *
 * @returns of each of `customerIds`, known or not, what a condition asks.
 * @throws Error for a fact that nobody contributed; and from what is returned, for one that was not asked for.
 */
export async function loadFacts(
  db: Db,
  { customerIds, asked, ...scope }: Asked & { customerIds: readonly string[]; asked: readonly AskedFact[] },
): Promise<Map<string, ValueOf>> {
  const loaded = new Map<string, (customerId: string) => FactValue>();
  for (const one of asked) {
    const { definition, asked: complete } = completeFact(one);
    const key = factKeyOf(complete);
    if (loaded.has(key)) continue;
    const rows =
      customerIds.length === 0 ? [] : await readRows(db, definition, { ...scope, ...complete, customerIds });
    loaded.set(key, valuesOf(rows, definition));
  }
  return new Map(customerIds.map((customerId) => [customerId, (fact) => valueOf(loaded, fact, customerId)]));
}

function valueOf(
  loaded: ReadonlyMap<string, (customerId: string) => FactValue>,
  fact: AskedFact,
  customerId: string,
): FactValue {
  const found = loaded.get(factKeyOf(completeFact(fact).asked));
  if (!found) throw new Error(`fact "${fact.fact}" was not loaded with ${JSON.stringify(fact.parameters)}`);
  return found(customerId);
}

type Row = { customerId: string; value: string | number | bigint | boolean | Date | null };
type Scope = Parameters<FactDefinition["rows"]>[0];

function readRows(
  db: Db,
  definition: FactDefinition,
  { shopId, zone, at, parameters, customerIds }: Scope,
): Promise<Row[]> {
  return db.$queryRaw<Row[]>`
    SELECT r."customerId", r."value" FROM (${definition.rows({ shopId, zone, at, parameters, customerIds })}) r`;
}

function valuesOf(
  rows: readonly Row[],
  { type, whenAbsent }: FactDefinition,
): (customerId: string) => FactValue {
  if (type !== "set") {
    const values = new Map(rows.map(({ customerId, value }) => [customerId, toFactValue(type, value)]));
    return (customerId) => (values.has(customerId) ? (values.get(customerId) ?? null) : whenAbsent);
  }
  const sets = new Map<string, string[]>();
  for (const { customerId, value } of rows) {
    const members = sets.get(customerId) ?? [];
    members.push(String(value));
    sets.set(customerId, members);
  }
  return (customerId) => sets.get(customerId) ?? whenAbsent;
}

/** Databases give the values of computed columns in types of their own. */
function toFactValue(type: Exclude<FactType, "set">, value: Row["value"]): FactValue {
  if (value === null) return null;
  switch (type) {
    case "number":
    case "money":
      return Number(value);
    case "boolean":
      return Number(value) === 1;
    case "instant":
      return new Date(value as string | Date);
    case "text":
    case "day":
      return String(value);
  }
}

/**
 * The values of a fact of everybody it is known of, in the order of their ids; pages neither repeat nor skip anyone.
 * Customers who were deleted or merged into others are left out.
 *
 * @param input `afterCustomerId` is the last id of the page before, null for the first page.
 * @throws Error for a fact that nobody contributed, or that is a set.
 */
export async function listFactValues(
  db: Db,
  {
    fact,
    afterCustomerId,
    limit,
    ...scope
  }: Asked & { fact: string; afterCustomerId: string | null; limit: number },
): Promise<{ customerId: string; value: FactValue }[]> {
  const { definition, asked } = completeFact({ fact, parameters: {} });
  const { type } = definition;
  if (type === "set") throw new Error(`fact "${fact}" is a set: a person has several values of it`);
  const after = afterCustomerId === null ? Prisma.empty : Prisma.sql`AND r."customerId" > ${afterCustomerId}`;
  const rows = await db.$queryRaw<Row[]>`
    SELECT r."customerId", r."value"
    FROM (${definition.rows({ ...scope, ...asked, customerIds: null })}) r
    JOIN "Customer" c ON c."shopId" = ${scope.shopId} AND c."id" = r."customerId"
      AND c."deletedAt" IS NULL AND c."mergedIntoId" IS NULL
    WHERE r."value" IS NOT NULL ${after}
    ORDER BY r."customerId" LIMIT ${limit}`;
  return rows.map(({ customerId, value }) => ({ customerId, value: toFactValue(type, value) }));
}

type AskedCondition = Asked & { condition: Condition };

/**
 * How many of the shop's customers a condition holds of. Those deleted or merged into others are not among them.
 *
 * @throws Error for a fact that nobody contributed.
 */
export async function countMatching(db: Db, asked: AskedCondition): Promise<number> {
  const [row] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT COUNT(*) AS "count" ${fromMatching(asked, null)}`;
  return toMinor(row?.count);
}

/**
 * Ids of the customers a condition holds of, in the order of their ids; pages neither repeat nor skip anyone.
 *
 * @param asked `afterCustomerId` is the last id of the page before, null for the first page.
 * @throws Error for a fact that nobody contributed.
 */
export async function listMatching(
  db: Db,
  { limit, afterCustomerId, ...asked }: AskedCondition & { limit: number; afterCustomerId: string | null },
): Promise<string[]> {
  const after = afterCustomerId === null ? Prisma.empty : Prisma.sql`AND c."id" > ${afterCustomerId}`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT c."id" ${fromMatching(asked, null)} ${after} ORDER BY c."id" LIMIT ${limit}`;
  return rows.map(({ id }) => id);
}

/**
 * The ids of all the customers a condition holds of, as a SELECT of `"id"` within somebody else's statement. Those deleted
 * or merged into others are left out.
 *
 * @throws Error for a fact that nobody contributed.
 */
export function matchingIds(asked: AskedCondition): Sql {
  return Prisma.sql`SELECT c."id" ${fromMatching(asked, null)}`;
}

/**
 * Whom of these people a condition holds of, in one statement. Those deleted or merged into others are left out.
 *
 * @throws Error for a fact that nobody contributed.
 */
export async function matchesOf(
  db: Db,
  { customerIds, ...asked }: AskedCondition & { customerIds: readonly string[] },
): Promise<Set<string>> {
  if (customerIds.length === 0) return new Set();
  const rows = await db.$queryRaw<{ id: string }[]>`SELECT c."id" ${fromMatching(asked, customerIds)}`;
  return new Set(rows.map(({ id }) => id));
}

function fromMatching({ condition, ...scope }: AskedCondition, customerIds: readonly string[] | null): Sql {
  const { joins, where } = compileCondition(condition, { ...scope, customerIds });
  const among = customerIds === null ? Prisma.empty : Prisma.sql`AND "id" IN ${idsIn(customerIds)}`;
  return Prisma.sql`
    FROM (
      SELECT "id" FROM "Customer" WHERE "shopId" = ${scope.shopId} ${among}
        AND "deletedAt" IS NULL AND "mergedIntoId" IS NULL
    ) c
    ${joins}
    WHERE (${where})`;
}
