type Row = Readonly<Record<string, unknown>>;

const REPLACED_BY = /\bON CONFLICT \(([^)]*)\) DO UPDATE\b/;

/**
 * The rows of an upsert in rounds in which no key comes twice, in their order: to run them one after the other is the
 * same as to store the rows one after the other. PostgreSQL refuses a statement that replaces a row twice.
 *
 * Keys with a null are never the same. Statements that replace nothing have one round; so have nearly all others.
 */
export function inRounds(sql: string, rows: readonly Row[]): (readonly Row[])[] {
  const keys = keysOf(sql);
  if (!keys || rows.length < 2) return [rows];
  const rounds: Row[][] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const values = keys.map((key) => row[key] ?? null);
    const key = JSON.stringify(values);
    const round = values.includes(null) ? 0 : (seen.get(key) ?? 0);
    seen.set(key, round + 1);
    (rounds[round] ??= []).push(row);
  }
  return rounds;
}

const known = new Map<string, string[] | null>();

function keysOf(sql: string): string[] | null {
  const found = known.get(sql);
  if (found !== undefined) return found;
  const keys = REPLACED_BY.exec(sql)?.[1]
    ?.split(",")
    .map((name) => name.trim().replaceAll('"', ""));
  if (known.size < MOST_STATEMENTS) known.set(sql, keys ?? null);
  return keys ?? null;
}

const MOST_STATEMENTS = 500;
