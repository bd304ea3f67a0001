import type { MovedTable } from "~/pipeline/events/moved-table";
import type { Db } from "~/platform/db.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";

/*
 * Rows of any table that names a customer. Table and column names come from the registered hooks, never from outside.
 */

type Pair = { shopId: string; fromCustomerId: string; toCustomerId: string };
type Row = Record<string, unknown>;

/** Gives rows of one table to the kept customer, and logs each for an undo. Safe to repeat. */
export async function moveRows(
  db: Db,
  { mergeId, ...pair }: Pair & { mergeId: string },
  table: MovedTable,
): Promise<void> {
  if (hasOwnId(table)) return moveAll(db, { mergeId, ...pair }, table);
  const theirs = await listRows(db, { shopId: pair.shopId, customerId: pair.fromCustomerId }, table);
  const kept = await listRows(db, { shopId: pair.shopId, customerId: pair.toCustomerId }, table);
  const taken = new Set(kept.map((row) => keyOf(row, table)));
  for (const row of theirs) {
    const rowKey = keyOf(row, table);
    const isTaken = taken.has(rowKey);
    if (table.isCopied && isTaken) continue;
    const fate = table.isCopied ? "copied" : isTaken ? "removed" : "moved";
    await logMove(db, { ...pair, mergeId, table: table.model, rowKey, fate, row });
    if (fate !== "copied") await deleteRow(db, { ...pair, customerId: pair.fromCustomerId, row }, table);
    if (fate !== "removed") await insertRow(db, { ...row, customerId: pair.toCustomerId }, table);
  }
}

/**
 * Gives back what one merge took; only what still is with `toCustomerId`.
 *
 * @param keepsRemoved Leaves rows aside that were put aside.
 */
export async function returnRows(
  db: Db,
  { mergeId, keepsRemoved = false, ...pair }: Pair & { mergeId: string; keepsRemoved?: boolean },
  table: MovedTable,
): Promise<void> {
  if (hasOwnId(table)) return returnAll(db, { mergeId, ...pair }, table);
  const { shopId, fromCustomerId, toCustomerId } = pair;
  const moves = await db.customerMergeMove.findMany({ where: { shopId, mergeId, table: table.model } });
  const kept = await listRows(db, { shopId, customerId: toCustomerId }, table);
  for (const { rowKey, fate, removedJson } of moves) {
    if (fate === "removed") {
      const [removed] = removedJson && !keepsRemoved ? (JSON.parse(removedJson) as Row[]) : [];
      if (removed) await insertRow(db, removed, table);
      continue;
    }
    const row = kept.find((one) => keyOf(one, table) === rowKey);
    if (!row) continue;
    await deleteRow(db, { shopId, customerId: toCustomerId, row }, table);
    if (fate === "moved") await insertRow(db, { ...row, customerId: fromCustomerId }, table);
  }
}

function hasOwnId({ key }: MovedTable): boolean {
  return key.length === 1 && key[0] === "id";
}

async function moveAll(
  db: Db,
  { mergeId, shopId, fromCustomerId, toCustomerId }: Pair & { mergeId: string },
  { model, jsonColumn }: MovedTable,
): Promise<void> {
  await db.$executeRawUnsafe(
    `INSERT INTO "CustomerMergeMove" ("shopId", "mergeId", "table", "rowKey", "fate")
     SELECT "shopId", ?, ?, "id", 'moved' FROM "${model}" WHERE "shopId" = ? AND "customerId" = ?
     ON CONFLICT ("shopId", "mergeId", "table", "rowKey") DO NOTHING`,
    mergeId,
    model,
    shopId,
    fromCustomerId,
  );
  const { set, values } = renaming({ from: fromCustomerId, to: toCustomerId }, jsonColumn);
  await db.$executeRawUnsafe(
    `UPDATE "${model}" SET "customerId" = ?${set} WHERE "shopId" = ? AND "customerId" = ?`,
    toCustomerId,
    ...values,
    shopId,
    fromCustomerId,
  );
}

async function returnAll(
  db: Db,
  { mergeId, shopId, fromCustomerId, toCustomerId }: Pair & { mergeId: string },
  { model, jsonColumn }: MovedTable,
): Promise<void> {
  const { set, values } = renaming({ from: toCustomerId, to: fromCustomerId }, jsonColumn);
  await db.$executeRawUnsafe(
    `UPDATE "${model}" SET "customerId" = ?${set} WHERE "shopId" = ? AND "customerId" = ? AND "id" IN (
       SELECT m."rowKey" FROM "CustomerMergeMove" m WHERE m."shopId" = ? AND m."mergeId" = ? AND m."table" = ?)`,
    fromCustomerId,
    ...values,
    shopId,
    toCustomerId,
    shopId,
    mergeId,
    model,
  );
}

/** The part of an UPDATE that renames the customer within a JSON text, too. */
function renaming(
  { from, to }: { from: string; to: string },
  column: string | undefined,
): { set: string; values: string[] } {
  if (!column) return { set: "", values: [] };
  const named = (id: string) => `"customerId":${JSON.stringify(id)}`;
  return { set: `, "${column}" = REPLACE("${column}", ?, ?)`, values: [named(from), named(to)] };
}

function listRows(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
  { model }: MovedTable,
): Promise<Row[]> {
  return db.$queryRawUnsafe<Row[]>(
    `SELECT * FROM "${model}" WHERE "shopId" = ? AND "customerId" = ?`,
    shopId,
    customerId,
  );
}

function keyOf(row: Row, { key }: MovedTable): string {
  return JSON.stringify(key.map((column) => row[column]));
}

async function deleteRow(
  db: Db,
  { shopId, customerId, row }: { shopId: string; customerId: string; row: Row },
  { model, key }: MovedTable,
): Promise<void> {
  const same = key.map((column) => ` AND "${column}" = ?`).join("");
  await db.$executeRawUnsafe(
    `DELETE FROM "${model}" WHERE "shopId" = ? AND "customerId" = ?${same}`,
    shopId,
    customerId,
    ...key.map((column) => row[column]),
  );
}

/** Stores a row whole; one that is there stays. What is unique of it may, or may not, name the customer. */
async function insertRow(db: Db, row: Row, { model }: MovedTable): Promise<void> {
  const sql = upsertSql({ table: model, columns: Object.keys(row), key: "any", onConflict: "nothing" });
  await db.$executeRawUnsafe(sql, rowsToJson([row], model));
}

async function logMove(
  db: Db,
  { shopId, mergeId, table, rowKey, fate, row }: Pair & LoggedMove,
): Promise<void> {
  await db.customerMergeMove.upsert({
    where: { shopId_mergeId_table_rowKey: { shopId, mergeId, table, rowKey } },
    create: {
      shopId,
      mergeId,
      table,
      rowKey,
      fate,
      removedJson: fate === "removed" ? rowsToJson([row]).json() : null,
    },
    update: { shopId },
  });
}

type LoggedMove = { mergeId: string; table: string; rowKey: string; fate: string; row: Row };
