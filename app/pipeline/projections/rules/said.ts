/** A part of a row as a payload tells it: `undefined` means it does not say, null that there is none. */
export type Said<Row> = { [Key in keyof Row]?: Row[Key] | undefined };

/** The row with everything the payload said; `row` itself stays as it is. */
export function withSaid<Row extends object, Key extends keyof Row>(
  row: Row,
  said: Said<Pick<Row, Key>>,
): Row {
  const merged = { ...row };
  for (const key of Object.keys(said) as Key[]) {
    const value = said[key];
    if (value !== undefined) merged[key] = value;
  }
  return merged;
}

/** Whether two rows differ in one of `keys`; instants compare by time. */
export function differsIn<Row extends object>(
  before: Row,
  after: Row,
  keys: readonly (keyof Row)[],
): boolean {
  return keys.some((key) => plain(before[key]) !== plain(after[key]));
}

function plain(value: unknown): unknown {
  return value instanceof Date ? value.getTime() : value;
}
