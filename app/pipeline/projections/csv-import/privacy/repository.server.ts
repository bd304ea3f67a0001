import type { Db, Tx } from "~/platform/db.server";

/** A piece of an uploaded file. */
export type PieceKey = { importId: string; position: number };

/** The pieces of a shop's uploaded files, file by file in their order, from `from` on, inclusive; all when `limit` is null. */
export function listChunkKeys(
  db: Db,
  { shopId, from, limit }: { shopId: string; from: PieceKey | null; limit: number | null },
): Promise<PieceKey[]> {
  const { importId = "", position = 0 } = from ?? {};
  return db.importChunk.findMany({
    where: { shopId, OR: [{ importId: { gt: importId } }, { importId, position: { gte: position } }] },
    orderBy: [{ importId: "asc" }, { position: "asc" }],
    ...(limit === null ? {} : { take: limit }),
    select: { importId: true, position: true },
  });
}

/** What is in pieces; one is in memory at a time. */
export async function* listChunkBodies(
  db: Db,
  { shopId, keys }: { shopId: string; keys: readonly PieceKey[] },
): AsyncGenerator<{ importId: string; body: string }, void> {
  for (const { importId, position } of keys) {
    const row = await db.importChunk.findFirst({
      where: { shopId, importId, position },
      select: { body: true },
    });
    if (row) yield { importId, body: row.body };
  }
}

/** Ends an import whose file must go. Safe to repeat. */
export async function cancelImportOf(
  tx: Tx,
  { shopId, importId }: { shopId: string; importId: string },
): Promise<void> {
  await tx.importChunk.deleteMany({ where: { shopId, importId } });
  await tx.historyImport.updateMany({ where: { shopId, id: importId }, data: { state: "cancelled" } });
}
