import type { Db, Tx } from "~/platform/db.server";

/** The pieces of a shop's uploaded files, file by file in their order; one is in memory at a time. */
export async function* listChunkBodies(
  db: Db,
  { shopId }: { shopId: string },
): AsyncGenerator<{ importId: string; body: string }, void> {
  const keys = await db.importChunk.findMany({
    where: { shopId },
    orderBy: [{ importId: "asc" }, { position: "asc" }],
    select: { importId: true, position: true },
  });
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
