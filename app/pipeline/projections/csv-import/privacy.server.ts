import { gunzipSync } from "node:zlib";

import type { Db } from "~/platform/db.server";
import type { PrivacyHook } from "~/platform/privacy/hook";
import { keysOf, namesPerson } from "~/platform/privacy/named";
import { hookOfTables } from "~/platform/privacy/table-hook.server";

import { cancelImportOf, listChunkBodies } from "./privacy/repository.server";

const tables = hookOfTables({
  name: "imports",
  personal: [
    {
      table: "ImportProblem",
      namedIn: ["value", "paramsJson"],
      onRedact: { set: { value: null, paramsJson: "{}" } },
    },
    {
      table: "HistoryImport",
      namedIn: ["fileName", "errorJson"],
      onRedact: { set: { fileName: "", errorJson: null } },
    },
  ],
  impersonal: ["ImportChunk"],
});

/** A name may stand across the border of two pieces. */
const OVERLAP = 400;

/**
 * A file that was uploaded and not loaded yet is not taken apart: when the person is in it, it goes as a whole, and the
 * store exports it again, without them.
 */
export const importsPrivacy: PrivacyHook = {
  ...tables,
  exportOf: async (db, asked) => {
    const importIds = await listImportsNaming(db, asked);
    const rows = await tables.exportOf(db, asked);
    return importIds.length > 0
      ? [...rows, { table: "ImportChunk", rows: importIds.map((importId) => ({ importId })) }]
      : rows;
  },
  redact: async (tx, { cursor, ...asked }) => {
    const importIds = cursor === null ? await listImportsNaming(tx, asked) : [];
    for (const importId of importIds) await cancelImportOf(tx, { shopId: asked.shopId, importId });
    const step = await tables.redact(tx, { ...asked, cursor });
    return importIds.length === 0
      ? step
      : { ...step, counts: { ...step.counts, ImportChunk: importIds.length } };
  },
};

async function listImportsNaming(
  db: Db,
  { shopId, person }: { shopId: string; person: Parameters<typeof keysOf>[0]["person"] },
): Promise<string[]> {
  const known = { keys: keysOf({ shopId, person }), customerIds: person.customerIds };
  const found = new Set<string>();
  let before = { importId: "", tail: "" };
  for await (const { importId, body } of listChunkBodies(db, { shopId })) {
    const text = gunzipSync(Buffer.from(body, "base64")).toString("utf8");
    const tail = before.importId === importId ? before.tail : "";
    if (namesPerson(tail + text, known)) found.add(importId);
    before = { importId, tail: text.slice(-OVERLAP) };
  }
  return [...found];
}
