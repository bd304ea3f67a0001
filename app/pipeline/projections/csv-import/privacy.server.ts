import { gunzipSync } from "node:zlib";

import type { Db } from "~/platform/db.server";
import type { PrivacyHook } from "~/platform/privacy/hook";
import { keysOf, namesPerson } from "~/platform/privacy/named";
import { hookOfTables } from "~/platform/privacy/table-hook.server";

import { cancelImportOf, listChunkBodies, listChunkKeys, type PieceKey } from "./privacy/repository.server";

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
    if (cursor !== null && !cursor.startsWith(PIECES)) return tables.redact(tx, { ...asked, cursor });
    const from = cursor === null ? null : (JSON.parse(cursor.slice(PIECES.length)) as PieceKey);
    const { importId, next } = await findFirstNaming(tx, { ...asked, from });
    if (importId !== null) await cancelImportOf(tx, { shopId: asked.shopId, importId });
    const counts = importId === null ? {} : { ImportChunk: 1 };
    if (next) return { counts, cursor: `${PIECES}${JSON.stringify(next)}` };
    const step = await tables.redact(tx, { ...asked, cursor: null });
    return { ...step, counts: { ...step.counts, ...counts } };
  },
};

/** What the cursor of an erasure begins with while pieces of files are looked through. */
const PIECES = "pieces:";
/** A piece has a megabyte: looking through one takes a good part of a second, and others must get their turn. */
const PIECES_AT_ONCE = 4;

type Named = { shopId: string; person: Parameters<typeof keysOf>[0]["person"] };

/**
 * Looks through some pieces, from one that was seen already on, as a name may begin in it.
 *
 * @returns the first file in which the person is, and where to go on; null at the end.
 */
async function findFirstNaming(
  db: Db,
  { shopId, person, from }: Named & { from: PieceKey | null },
): Promise<{ importId: string | null; next: PieceKey | null }> {
  const keys = await listChunkKeys(db, { shopId, from, limit: PIECES_AT_ONCE + 1 });
  const last = keys.at(-1);
  const isEnd = keys.length <= PIECES_AT_ONCE;
  for await (const importId of importsNaming(listChunkBodies(db, { shopId, keys }), { shopId, person }))
    // Its pieces are deleted: what comes next is another file's.
    return { importId, next: isEnd && last?.importId === importId ? null : { importId, position: 0 } };
  return { importId: null, next: isEnd ? null : (last ?? null) };
}

async function listImportsNaming(db: Db, { shopId, person }: Named): Promise<string[]> {
  const keys = await listChunkKeys(db, { shopId, from: null, limit: null });
  const found = new Set<string>();
  for await (const importId of importsNaming(listChunkBodies(db, { shopId, keys }), { shopId, person }))
    found.add(importId);
  return [...found];
}

/** The files in whose pieces the person is; a file once for each such piece. */
async function* importsNaming(
  pieces: AsyncIterable<{ importId: string; body: string }>,
  { shopId, person }: Named,
): AsyncGenerator<string, void> {
  const known = { keys: keysOf({ shopId, person }), customerIds: person.customerIds };
  let before = { importId: "", tail: "" };
  for await (const { importId, body } of pieces) {
    const text = gunzipSync(Buffer.from(body, "base64")).toString("utf8");
    const tail = before.importId === importId ? before.tail : "";
    if (namesPerson(tail + text, known)) yield importId;
    before = { importId, tail: text.slice(-OVERLAP) };
  }
}
