import { acceptPart, beginImport, PART_BYTES } from "~/pipeline/projections/csv-import/request.server";
import type { RootDb } from "~/platform/db.server";

/** Sends a file part by part, as the browser does. @returns the import's id. */
export async function sendImportFile(
  db: RootDb,
  {
    shopId,
    file,
    now,
    fileName = "orders_export.csv",
  }: { shopId: string; file: string | Buffer; now: Date; fileName?: string },
): Promise<string> {
  const bytes = Buffer.from(file);
  const begun = await beginImport(db, { shopId, fileName, fileBytes: bytes.length, maxBytes: 1e9, now });
  if (begun.outcome !== "begun") throw new Error(begun.outcome);
  const { importId } = begun;
  for (let position = 0; position * PART_BYTES < bytes.length; position += 1) {
    const part = bytes.subarray(position * PART_BYTES, (position + 1) * PART_BYTES);
    await acceptPart(db, { shopId, importId, position, bytes: part, now });
  }
  return importId;
}
