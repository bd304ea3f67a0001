/**
 * The tags of a record such as `v=DMARC1; p=none`, by their names in lower case; spaces around do not count. Of a tag
 * that comes twice the first counts.
 */
export function parseTags(record: string): ReadonlyMap<string, string> {
  const tags = new Map<string, string>();
  for (const part of record.split(";")) {
    const [, name = "", value = ""] = /^\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/s.exec(part) ?? [];
    const key = name.toLowerCase();
    if (key !== "" && !tags.has(key)) tags.set(key, value);
  }
  return tags;
}
