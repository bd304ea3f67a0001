type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

function copyPath(from: unknown, into: Json, path: readonly string[]): void {
  const [key, ...rest] = path;
  if (key === undefined || !isObject(from) || !(key in from)) return;
  const value = from[key];
  if (rest.length === 0) {
    into[key] = value;
  } else if (Array.isArray(value)) {
    const kept = Array.isArray(into[key]) ? (into[key] as Json[]) : value.map((): Json => ({}));
    value.forEach((item, index) => copyPath(item, kept[index] ?? {}, rest));
    into[key] = kept;
  } else if (isObject(value)) {
    const kept = isObject(into[key]) ? into[key] : {};
    copyPath(value, kept, rest);
    into[key] = kept;
  }
}

/** The payload reduced to the named fields; `customer.id` and `line_items.sku` reach inside objects and lists. */
export function pickFields(payload: unknown, fields: readonly string[]): Json {
  const picked: Json = {};
  for (const field of fields) copyPath(payload, picked, field.split("."));
  return picked;
}
