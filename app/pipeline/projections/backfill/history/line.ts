import type { BulkLine } from "~/integrations/shopify/bulk/schema";
import type { Line } from "~/integrations/shopify/bulk/lines";

import type { HistoryResource } from "./batch";
import { keyOfGid, keyOfNumber } from "./numbers";

/** Whether a line is the child of a parent, and the key of the parent that it is or names. */
export type Place = { isChild: boolean; key: number | string };

const PARENTS: Readonly<Record<HistoryResource, string>> = {
  orders: '{"id":"gid://shopify/Order/',
  customers: '{"id":"gid://shopify/Customer/',
};
const CHILD = '{"id":"gid://shopify/LineItem/';
const PARENT_KEY = ',"__parentId":"gid://shopify/Order/';
const END = '"}';
const SLASH = 0x2f;

/**
 * Tells a line's place by how our bulk queries make it begin and end, without reading the rest; else by parsing it.
 *
 * @throws Error for a line that is no JSON object.
 */
export function placeOf(line: Line, resource: HistoryResource): Place {
  const { bytes, from } = line;
  const start = PARENTS[resource];
  const isParent = stands(bytes, from, start);
  const key = isParent ? keyOfNumber(bytes, from + start.length) : keyOfUsualParent(line);
  if (key !== null) return { isChild: !isParent, key };
  const { id = "", __parentId: parentGid } = parseLine(line);
  return parentGid === undefined
    ? { isChild: false, key: keyOfGid(id) }
    : { isChild: true, key: keyOfGid(parentGid) };
}

/** Of the parent that a line names where our query has it; null when it does not look so. */
function keyOfUsualParent({ bytes, from, to }: Line): number | null {
  const end = to - END.length;
  if (!stands(bytes, from, CHILD) || !stands(bytes, end, END)) return null;
  const numberAt = bytes.lastIndexOf(SLASH, end) + 1;
  return stands(bytes, numberAt - PARENT_KEY.length, PARENT_KEY) ? keyOfNumber(bytes, numberAt) : null;
}

function stands(bytes: Uint8Array, at: number, literal: string): boolean {
  for (let index = 0; index < literal.length; index++)
    if (bytes[at + index] !== literal.charCodeAt(index)) return false;
  return true;
}

/** @throws Error for a line that is no JSON object. */
export function parseLine({ text, endOffset }: Line): BulkLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null; // The parser's message would quote the line, and with it a person.
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Error(
      `expected a JSON object in every line of a bulk file, not so in the one before byte ${endOffset}`,
    );
  }
  return value as BulkLine;
}
