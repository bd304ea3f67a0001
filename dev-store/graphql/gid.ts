/** `gid://shopify/<type>/<id>` */
export function gid(type: string, id: number | string): string {
  return `gid://shopify/${type}/${id}`;
}

export type ParsedGid = { type: string; id: number };

/** Takes a GID apart, query parameters left out; null when it is none or its id is no number. */
export function parseGid(value: unknown): ParsedGid | null {
  const match = /^gid:\/\/shopify\/(\w+)\/(\d+)(?:\?.*)?$/.exec(String(value));
  const [, type, id] = match ?? [];
  return type && id ? { type, id: Number(id) } : null;
}

/** The numeric id of a GID of that type, or of a plain number; null for anything else. */
export function idOf(type: string, value: unknown): number | null {
  if (/^\d+$/.test(String(value))) return Number(value);
  const parsed = parseGid(value);
  return parsed?.type === type ? parsed.id : null;
}
