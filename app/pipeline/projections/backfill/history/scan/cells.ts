import type { Around, RowPacker } from "~/platform/sql/row-packer";

import { irregular } from "../fields";
import { type Cursor, isText, trim } from "./cursor";

/** A shop, and what our ids of its records begin with. */
export type Ids = { shopId: string; prefix: string; ours: Around; shopBytes: Uint8Array };

export function idsOf(shopId: string): Ids {
  const prefix = `${shopId}_`;
  return { shopId, prefix, ours: { before: Buffer.from(prefix) }, shopBytes: Buffer.from(shopId) };
}

export function addShop(packer: RowPacker, { shopBytes }: Ids): void {
  packer.addBytes(shopBytes, { from: 0, to: shopBytes.length });
}

/** Adds the text that was read last. */
export function addText(packer: RowPacker, cursor: Cursor): void {
  if (cursor.isAscii) packer.addBytes(cursor.bytes, cursor);
  else packer.addCell(cursor.text());
}

/** Reads a text and adds it trimmed; null for null and for an empty one. */
export function addTrimmed(packer: RowPacker, cursor: Cursor): void {
  if (!isText(cursor)) return packer.addCell(null);
  if (!cursor.isAscii) return packer.addCell(cursor.text().trim() || null);
  trim(cursor);
  if (cursor.from === cursor.to) packer.addCell(null);
  else packer.addBytes(cursor.bytes, cursor);
}

/**
 * Reads a text and adds it trimmed, in capitals; null for null and for an empty one.
 *
 * @throws Irregular for letters beyond ASCII.
 */
export function addStatus(packer: RowPacker, cursor: Cursor): void {
  if (!isText(cursor)) return packer.addCell(null);
  if (!cursor.isAscii) irregular();
  trim(cursor);
  if (cursor.from === cursor.to) packer.addCell(null);
  else if (hasSmall(cursor)) packer.addCell(cursor.text().toUpperCase());
  else packer.addBytes(cursor.bytes, cursor);
}

function hasSmall({ bytes, from, to }: Cursor): boolean {
  for (let at = from; at < to; at++) {
    const code = bytes[at] ?? 0;
    if (code >= 0x61 && code <= 0x7a) return true;
  }
  return false;
}
