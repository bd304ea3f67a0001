import { MODEL_COLUMNS, MODEL_KEYS, type ModelName } from "~/generated/columns";
import type { Person } from "~/kit/person";

import type { Db, Tx } from "../db.server";
import { contactHash } from "../sealed.server";
import type { ExportedTable, PrivacyHook, RedactStep, RetentionRule } from "./hook";
import { keysOf, namesPerson } from "./named";
import { listed, q } from "./quoted";
import { stubIdOf } from "./stub.server";

/** Rows looked through at a time. */
const PAGE = 500;

type IdSource =
  | "customerIds"
  | "orderIds"
  | "checkoutIds"
  /** Keyed hashes of the person's addresses, as the address itself is not kept. */
  | "emailHashes";
/** Columns with ids, and of what. */
type IdColumns = Readonly<Record<string, IdSource | readonly IdSource[]>>;

/** How a table's rows are told to be a person's, and what is to become of them. */
export type PersonalTable = {
  table: ModelName;
  by?: IdColumns;
  /** Columns with texts that may name the person; every row of the shop is looked through. */
  namedIn?: readonly string[];
  /** Rows of a table that is theirs: `{ column: "orderId", of: "Order", by: { customerId: "customerIds" } }`. */
  through?: { column: string; of: ModelName; by: IdColumns };
  /** SQL that rows must fit to be changed; exports show the others too. */
  only?: string;
  /**
   * `delete`; `keep` where nothing in a row is personal once the rest is gone; or the columns to be emptied.
   * `rekey` names the column whose customer becomes nobody in particular: figures stay, the person goes.
   */
  onRedact: "delete" | "keep" | { set?: Readonly<Record<string, string | null>>; rekey?: string };
};

/** Tables of the shop in which no row is about a person. */
type ImpersonalTables = readonly ModelName[];

/** A hook for tables that can be described; the others write their own. */
export function hookOfTables({
  name,
  personal,
  impersonal = [],
  shopKey = "shopId",
  identify,
  retention = [],
}: {
  name: string;
  /** Those that refer to others first. */
  personal: readonly PersonalTable[];
  impersonal?: ImpersonalTables;
  /** The column that tells the shop, and what it holds. */
  shopKey?: "shopId" | "shop";
  identify?: NonNullable<PrivacyHook["identify"]>;
  retention?: readonly RetentionRule[];
}): PrivacyHook {
  const tables = [...personal.map(({ table }) => table), ...impersonal];
  for (const one of personal) requireColumns(one.table, columnsOf(one));
  for (const { table, column, action } of retention)
    requireColumns(table, [column, ...(action === "delete" ? [] : Object.keys(action.set))]);
  return {
    name,
    tables,
    ...(identify ? { identify } : {}),
    retention,
    exportOf: async (db, asked) => {
      const found: ExportedTable[] = [];
      for (const one of personal) found.push({ table: one.table, rows: await readRows(db, one, asked) });
      return found.filter(({ rows }) => rows.length > 0);
    },
    redact: (tx, { cursor, ...asked }) => redactStep(tx, personal, { ...asked, cursor }),
    eraseShop: async (tx, { shopId, domain, limit }) => {
      let deleted = 0;
      for (const table of tables) {
        if (deleted >= limit) break;
        const shop = shopKey === "shop" ? domain : shopId;
        deleted += await deleteSome(tx, { table, shopKey, shop, limit: limit - deleted });
      }
      return deleted;
    },
  };
}

function columnsOf({ by = {}, namedIn = [], through, onRedact }: PersonalTable): string[] {
  const changed =
    typeof onRedact === "object" ? [...Object.keys(onRedact.set ?? {}), onRedact.rekey ?? "shopId"] : [];
  if (through) requireColumns(through.of, Object.keys(through.by));
  return [...Object.keys(by), ...namedIn, ...(through ? [through.column] : []), ...changed];
}

/** A column that was renamed must stop the boot, not the erasure of a person. */
function requireColumns(table: ModelName, columns: readonly string[]): void {
  const missing = columns.find((column) => !(column in MODEL_COLUMNS[table]));
  if (missing) throw new Error(`a privacy hook names the column ${table}.${missing}, which does not exist`);
}

type Asked = { shopId: string; person: Person };
type Condition = { sql: string; values: unknown[] };

/** Which rows are the person's by their ids; null when nothing of the person could name one. */
function conditionOf(
  { by = {}, through }: Pick<PersonalTable, "by" | "through">,
  { shopId, person }: Asked,
): Condition | null {
  const parts: Condition[] = idConditions(by, person);
  if (through) {
    const inner = idConditions(through.by, person);
    if (inner.length > 0) {
      const key = MODEL_KEYS[through.of][0] ?? "id";
      parts.push({
        sql: `${q(through.column)} IN (SELECT ${q(key)} FROM ${q(through.of)} WHERE "shopId" = ? AND (${inner.map(({ sql }) => sql).join(" OR ")}))`,
        values: [shopId, ...inner.flatMap(({ values }) => values)],
      });
    }
  }
  if (parts.length === 0) return null;
  return {
    sql: `(${parts.map(({ sql }) => sql).join(" OR ")})`,
    values: parts.flatMap(({ values }) => values),
  };
}

function idConditions(by: IdColumns, person: Person): Condition[] {
  return Object.entries(by).flatMap(([column, sources]) => {
    const ids = [sources].flat().flatMap((source) => idsOf(person, source));
    return ids.length === 0 ? [] : [{ sql: `${q(column)} IN @ids(?)`, values: [JSON.stringify(ids)] }];
  });
}

function idsOf(person: Person, source: IdSource): readonly string[] {
  return source === "emailHashes" ? person.emails.map((email) => contactHash(email)) : person[source];
}

/** Columns that mean nothing to a reader: keyed hashes. */
const isReadable = (column: string) => !/(Hash|searchText|sortKey|guestKey|browserKey)$/.test(column);

async function readRows(db: Db, one: PersonalTable, asked: Asked): Promise<Record<string, unknown>[]> {
  const columns = Object.keys(MODEL_COLUMNS[one.table]).filter(isReadable);
  const condition = conditionOf(one, asked);
  const rows = condition
    ? await db.$queryRawUnsafe<Record<string, unknown>[]>(
        `SELECT ${listed(columns)} FROM ${q(one.table)} WHERE "shopId" = ? AND ${condition.sql}`,
        asked.shopId,
        ...condition.values,
      )
    : [];
  if (!one.namedIn) return rows;
  const known = new Set(rows.map((row) => keyTextOf(one.table, row)));
  for (let after: unknown[] | null = []; after;) {
    const page: NamedPage = await findNamed(db, one, { ...asked, after, columns });
    rows.push(...page.named.filter((row) => !known.has(keyTextOf(one.table, row))));
    after = page.last;
  }
  return rows;
}

function keyTextOf(table: ModelName, row: Record<string, unknown>): string {
  return JSON.stringify(MODEL_KEYS[table].map((column) => row[column]));
}

/** `last`: key to go on after; null at the end. */
type NamedPage = { named: Record<string, unknown>[]; last: unknown[] | null };

async function findNamed(
  db: Db,
  { table, namedIn = [], only }: PersonalTable,
  { shopId, person, after, columns }: Asked & { after: readonly unknown[]; columns: readonly string[] },
): Promise<NamedPage> {
  const key = MODEL_KEYS[table];
  const selected = [...new Set([...key, ...namedIn, ...columns])];
  const onwards = after.length > 0 ? ` AND (${listed(key)}) > (${key.map(() => "?").join(", ")})` : "";
  const fitting = only && columns.length === 0 ? ` AND ${only}` : "";
  const rows = await db.$queryRawUnsafe<Record<string, unknown>[]>(
    `SELECT ${listed(selected)} FROM ${q(table)} WHERE "shopId" = ?${onwards}${fitting}
     ORDER BY ${listed(key)} LIMIT ${PAGE}`,
    shopId,
    ...after,
  );
  const known = { keys: keysOf({ shopId, person }), customerIds: person.customerIds };
  const names = (text: unknown) => typeof text === "string" && text !== "" && namesPerson(text, known);
  const last = rows.at(-1);
  return {
    named: rows.filter((row) => namedIn.some((column) => names(row[column]))),
    last: rows.length === PAGE && last ? key.map((column) => last[column]) : null,
  };
}

/** Where an erasure stands: which table, and after which key of it. */
type Cursor = { index: number; after: unknown[] | null };

async function redactStep(
  tx: Tx,
  personal: readonly PersonalTable[],
  { cursor, ...asked }: Asked & { cursor: string | null },
): Promise<RedactStep> {
  const { index, after } = cursor ? (JSON.parse(cursor) as Cursor) : { index: 0, after: null };
  const one = personal[index];
  if (!one) return { counts: {}, cursor: null };
  const next: Cursor = { index: index + 1, after: null };
  let count = 0;
  if (!after) count += await redactByIds(tx, one, asked);
  if (one.namedIn && one.onRedact !== "keep") {
    const page = await findNamed(tx, one, { ...asked, after: after ?? [], columns: [] });
    count += await redactByKeys(tx, one, { shopId: asked.shopId, rows: page.named });
    if (page.last) Object.assign(next, { index, after: page.last });
  }
  return {
    counts: count > 0 ? { [one.table]: count } : {},
    cursor: next.index < personal.length ? JSON.stringify(next) : null,
  };
}

async function redactByIds(tx: Tx, one: PersonalTable, asked: Asked): Promise<number> {
  const condition = conditionOf(one, asked);
  if (!condition || one.onRedact === "keep") return 0;
  const only = one.only ? ` AND ${one.only}` : "";
  const where = `WHERE "shopId" = ? AND ${condition.sql}${only}`;
  const values = [asked.shopId, ...condition.values];
  if (one.onRedact === "delete")
    return tx.$executeRawUnsafe(`DELETE FROM ${q(one.table)} ${where}`, ...values);
  const { set = {}, rekey } = one.onRedact;
  const columns = Object.entries(set);
  let count = 0;
  if (columns.length > 0) {
    const sets = columns.map(([column]) => `${q(column)} = ?`).join(", ");
    count = await tx.$executeRawUnsafe(
      `UPDATE ${q(one.table)} SET ${sets} ${where}`,
      ...columns.map(([, value]) => value),
      ...values,
    );
  }
  for (const customerId of rekey ? asked.person.customerIds : []) {
    const rekeyed = await tx.$executeRawUnsafe(
      `UPDATE ${q(one.table)} SET ${q(rekey ?? "")} = ? WHERE "shopId" = ? AND ${q(rekey ?? "")} = ?`,
      stubIdOf({ shopId: asked.shopId, customerId }),
      asked.shopId,
      customerId,
    );
    if (columns.length === 0) count += rekeyed;
  }
  return count;
}

async function redactByKeys(
  tx: Tx,
  { table, onRedact, only }: PersonalTable,
  { shopId, rows }: { shopId: string; rows: readonly Record<string, unknown>[] },
): Promise<number> {
  const key = MODEL_KEYS[table];
  const set = typeof onRedact === "object" ? Object.entries(onRedact.set ?? {}) : [];
  const verb =
    onRedact === "delete"
      ? `DELETE FROM ${q(table)}`
      : `UPDATE ${q(table)} SET ${set.map(([column]) => `${q(column)} = ?`).join(", ")}`;
  for (const row of rows) {
    await tx.$executeRawUnsafe(
      `${verb} WHERE "shopId" = ? AND ${key.map((column) => `${q(column)} = ?`).join(" AND ")}${only ? ` AND ${only}` : ""}`,
      ...set.map(([, value]) => value),
      shopId,
      ...key.map((column) => row[column]),
    );
  }
  return rows.length;
}

/** Deletes up to `limit` rows of a shop. @returns how many. */
async function deleteSome(
  tx: Tx,
  { table, shopKey, shop, limit }: { table: ModelName; shopKey: string; shop: string; limit: number },
): Promise<number> {
  const key = listed(MODEL_KEYS[table]);
  return tx.$executeRawUnsafe(
    `DELETE FROM ${q(table)} WHERE ${q(shopKey)} = ? AND (${key}) IN (
       SELECT ${key} FROM ${q(table)} WHERE ${q(shopKey)} = ? LIMIT ${limit}
     )`,
    shop,
    shop,
  );
}
