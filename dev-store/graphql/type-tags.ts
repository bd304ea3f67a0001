const tags = new WeakMap<object, string>();

/** Remembers of which GraphQL type a record is, for fields that return an interface or a union. */
export function tagged<T extends object>(typeName: string, record: T): T {
  tags.set(record, typeName);
  return record;
}

/** The type a record was tagged with. */
export function typeTagOf(record: unknown): string | undefined {
  return typeof record === "object" && record !== null ? tags.get(record) : undefined;
}
