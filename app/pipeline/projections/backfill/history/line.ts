import type { BulkLine } from "~/integrations/shopify/bulk/schema";
import type { Line } from "~/integrations/shopify/bulk/lines";

import type { HistoryResource } from "./batch";

/** What a line is: a parent, or the child of one. */
export type Place = { gid: string; parentGid: null } | { gid: null; parentGid: string };

const PARENTS: Readonly<Record<HistoryResource, string>> = {
  orders: '{"id":"gid://shopify/Order/',
  customers: '{"id":"gid://shopify/Customer/',
};
const CHILD = '{"id":"gid://shopify/LineItem/';
const ID_AT = '{"id":"'.length;
const PARENT_KEY = ',"__parentId":"';
const END = '"}';

/**
 * Tells a line's place by how our bulk queries make it begin and end, without reading the rest; else by parsing it.
 *
 * @throws Error for a line that is no JSON object.
 */
export function placeOf(line: Line, resource: HistoryResource): Place {
  const { text } = line;
  if (text.startsWith(PARENTS[resource]))
    return { gid: text.substring(ID_AT, text.indexOf('"', ID_AT)), parentGid: null };
  const at = text.startsWith(CHILD) && text.endsWith(END) ? text.lastIndexOf(PARENT_KEY) : -1;
  if (at !== -1) return { gid: null, parentGid: text.slice(at + PARENT_KEY.length, -END.length) };
  const { id = "", __parentId: parentGid } = parseLine(line);
  return parentGid === undefined ? { gid: id, parentGid: null } : { gid: null, parentGid };
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
