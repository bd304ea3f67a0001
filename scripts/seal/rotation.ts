import { MODEL_KEYS, type ModelName } from "../../app/generated/columns";
import { Prisma } from "../../app/generated/prisma/client";
import { inTransaction, type RootDb } from "../../app/platform/db.server";
import { SEALED, sealRecord } from "../../app/platform/sealing.server";
import { acrossShops } from "../../app/platform/tenant-guard.server";

const AT_ONCE = 500;

/**
 * Seals every row anew that holds a value of another key than the current one, or one that was stored before its column
 * was sealed. Safe to repeat, and while the app runs: a row that was changed meanwhile is sealed with the current key
 * already and left alone.
 *
 * @returns how many rows.
 */
export async function rotateAll(
  db: RootDb,
  { currentKeyId, onProgress }: { currentKeyId: string; onProgress: (line: string) => void },
): Promise<{ rowCount: number }> {
  let rowCount = 0;
  for (const [model, columns] of Object.entries(SEALED)) {
    let count = 0;
    for (;;) {
      const found = await rotateSome(db, { model, columns: Object.keys(columns), currentKeyId });
      count += found;
      if (found < AT_ONCE) break;
    }
    if (count > 0) onProgress(`${model}: ${count}`);
    rowCount += count;
  }
  return { rowCount };
}

function rotateSome(
  db: RootDb,
  { model, columns, currentKeyId }: { model: string; columns: readonly string[]; currentKeyId: string },
): Promise<number> {
  return acrossShops("all shops have the same keys", () =>
    inTransaction(db, async (tx) => {
      const table = Prisma.raw(`"${model}"`);
      const isOld = Prisma.join(
        columns.map(
          (column) =>
            Prisma.sql`(${name(column)} <> '' AND ${name(column)} NOT LIKE ${`~s1.${currentKeyId}.%`}
              AND ${name(column)} NOT LIKE ${`~z1.${currentKeyId}.%`})`,
        ),
        " OR ",
      );
      const keys = MODEL_KEYS[model as ModelName];
      const picked = Prisma.join([...keys, ...columns].map(name));
      const rows = await tx.$queryRaw<Record<string, unknown>[]>`
        SELECT ${picked} FROM ${table} WHERE ${isOld} ORDER BY ${Prisma.join(keys.map(name))} LIMIT ${AT_ONCE}`;
      for (const row of rows) {
        const sealed = sealRecord(model, Object.fromEntries(columns.map((column) => [column, row[column]])));
        const changes = Prisma.join(Object.entries(sealed).map(equals));
        const key = Prisma.join(
          keys.map((column) => equals([column, row[column]])),
          " AND ",
        );
        await tx.$executeRaw`UPDATE ${table} SET ${changes} WHERE ${key}`;
      }
      return rows.length;
    }),
  );
}

function name(column: string): Prisma.Sql {
  return Prisma.raw(`"${column}"`);
}

function equals([column, value]: [string, unknown]): Prisma.Sql {
  return Prisma.sql`${name(column)} = ${value}`;
}
