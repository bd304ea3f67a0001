/*
 * Raw SQL is written once, in what SQLite and PostgreSQL share, plus two table functions for sets that travel as one
 * JSON parameter, and three words more. Each driver turns them into its own:
 *
 *   @ids(?)                                   the texts of a JSON array, as a subquery
 *   @rows(?|r|"id" text,"placedAt" instant)   the objects of a JSON array, as a table named r
 *   o."shopId" = ? AND @few                   the shop, where what follows names so few rows that they are to be found by it
 *   @ms("placedAt")                           milliseconds since 1970 of a column's instant, a whole number
 *   @instant("dueMs")                         the instant of a column's milliseconds since 1970
 */

/** Column types of `@rows`. */
export type SqlType = "text" | "int" | "bigint" | "boolean" | "instant" | "double";

export type Dialect = "sqlite" | "postgresql";

const IDS = /@ids\((\?|\$\d+)\)/g;
const ROWS = /@rows\((\?|\$\d+)\|(\w+)\|([^)]*)\)/g;

/** The shop of few rows: a condition that must be there and is no way to find them. */
const SHOP_OF_FEW = /((?:\w+\.)?"shopId" = (?:\?|\$\d+|\w+\."shopId"))\s+AND\s+@few\b/g;
const MILLISECONDS = /@ms\(([^()]+)\)/g;
const INSTANT = /@instant\(([^()]+)\)/g;

const POSTGRES_TYPES: Readonly<Record<SqlType, string>> = {
  text: "text",
  int: "integer",
  bigint: "bigint",
  boolean: "boolean",
  instant: "timestamp",
  double: "double precision",
};

/** Rows of a shop by their primary keys. */
const SHOP_AND_IDS = /"shopId" = \?(?=\s+AND\s+"id" IN @ids\()/g;

/** The statement for SQLite; placeholders stay `?`. */
export function toSqlite(sql: string): string {
  if (!sql.includes("@")) return sql;
  return (
    sql
      // The plus keeps SQLite from reading all of the shop's rows: it knows nothing of how few the ids are.
      .replace(SHOP_AND_IDS, '+"shopId" = ?')
      .replace(SHOP_OF_FEW, "+$1")
      .replace(IDS, (_all, placeholder: string) => `(SELECT value FROM json_each(${placeholder}))`)
      .replace(ROWS, (...[, placeholder, alias, columns]: string[]) => {
        const picked = columnsOf(columns).map(([name]) => `value->>'${name}' AS "${name}"`);
        return `(SELECT ${picked.join(", ")} FROM jsonb_each(${placeholder})) ${alias}`;
      })
      .replace(MILLISECONDS, "CAST(ROUND(unixepoch($1, 'subsec') * 1000) AS INTEGER)")
      // As instants are stored, and to the millisecond, which a number of seconds would not be.
      .replace(
        INSTANT,
        "(strftime('%Y-%m-%dT%H:%M:%S', $1 / 1000, 'unixepoch') || printf('.%03d+00:00', $1 % 1000))",
      )
  );
}

const STORED_ROWS =
  /^(INSERT INTO "\w+" \([^)]*\))\s+SELECT [^()]+\s+FROM @rows\(\?\|r\|([^)]*)\) WHERE 1 = 1(?=\s+ON CONFLICT)/;

/**
 * A statement of `upsertSql` as one for a single row, and its columns in the order of its `?`; null for any other.
 *
 * In the process itself binding values costs a third of what SQLite takes to read them out of JSON.
 */
export function toSingleRow(sql: string): StoringStatement | null {
  const stored = storedRowsOf(sql);
  if (!stored) return null;
  const { head, typed, rest } = stored;
  const columns = typed.map(([name]) => name);
  return { sql: `${head} VALUES (${columns.map(() => "?").join(", ")})${rest}`, columns };
}

/**
 * A statement of `upsertSql` as one of PostgreSQL that takes an array for each column, and its columns in the order of
 * its parameters; null for any other.
 *
 * An array is read in half the time of JSON, where each row names each column again.
 */
export function toArrayStatement(sql: string): StoringStatement | null {
  const stored = storedRowsOf(sql);
  if (!stored) return null;
  const { head, typed, rest } = stored;
  const columns = typed.map(([name]) => name);
  const names = columns.map((name) => `"${name}"`).join(", ");
  const arrays = typed.map(([, type], index) => `$${index + 1}::${POSTGRES_TYPES[type]}[]`).join(", ");
  return { sql: `${head} SELECT ${names} FROM unnest(${arrays}) AS r(${names}) WHERE 1 = 1${rest}`, columns };
}

type StoringStatement = { sql: string; columns: string[] };

function storedRowsOf(sql: string): { head: string; typed: [string, SqlType][]; rest: string } | null {
  const match = STORED_ROWS.exec(sql);
  if (!match) return null;
  const [whole, head = "", list = ""] = match;
  return { head, typed: columnsOf(list), rest: sql.slice(whole.length) };
}

/** The statement for PostgreSQL; `?` become `$1`, `$2` … in their order. */
export function toPostgres(sql: string): string {
  let count = 0;
  const numbered = sql.includes("?") ? sql.replace(/\?/g, () => `$${++count}`) : sql;
  if (!numbered.includes("@")) return numbered;
  return numbered
    .replace(IDS, (_all, placeholder: string) => `(SELECT jsonb_array_elements_text(${placeholder}::jsonb))`)
    .replace(ROWS, (...[, placeholder, alias, columns]: string[]) => {
      const typed = columnsOf(columns).map(([name, type]) => `"${name}" ${POSTGRES_TYPES[type]}`);
      return `jsonb_to_recordset(${placeholder}::jsonb) AS ${alias}(${typed.join(", ")})`;
    })
    .replace(SHOP_OF_FEW, "$1")
    .replace(MILLISECONDS, "CAST(EXTRACT(EPOCH FROM $1) * 1000 AS BIGINT)")
    .replace(INSTANT, "(TIMESTAMP '1970-01-01' + $1 * INTERVAL '1 millisecond')");
}

const AMONG_IDS = /\bIN @ids\(\?\)/;
const NOT_AMONG_IDS = /\bNOT IN @ids\(\?\)/g;

/**
 * The statement for PostgreSQL with its sets of ids as arrays of texts, and which of its values (0 …) they are; null when
 * it has none.
 *
 * For sets that are not large: PostgreSQL sees how many an array holds, and finds them by their index. JSON it takes for a
 * hundred, and reads all rows of the shop instead while it knows little of a table or the shop is small.
 */
export function toArrayConditions(sql: string): { sql: string; sets: number[] } | null {
  if (!AMONG_IDS.test(sql)) return null;
  const marked = sql
    // Hidden from the indexes by shop: where the shop is believed to have few rows, they would all be looked at.
    .replace(SHOP_AND_IDS, `"shopId" || '' = ?`)
    .replace(NOT_AMONG_IDS, "<> ALL (@set::text[])")
    .replace(/\bIN @ids\(\?\)/g, "= ANY (@set::text[])");
  const places = [...marked.matchAll(/\?|@set\b/g)];
  const sets = places.flatMap(([place], index) => (place === "@set" ? [index] : []));
  return { sql: toPostgres(marked.replaceAll("@set", "?")), sets };
}

/** Remembers what was translated: statements are few, and their texts constant. */
export function remembering<Translated>(translate: (sql: string) => Translated): (sql: string) => Translated {
  const known = new Map<string, Translated>();
  return (sql) => {
    const found = known.get(sql);
    if (found !== undefined) return found;
    const translated = translate(sql);
    if (known.size < MOST_STATEMENTS) known.set(sql, translated);
    return translated;
  };
}

const MOST_STATEMENTS = 2_000;

function columnsOf(list = ""): [string, SqlType][] {
  return list.split(",").map((column) => {
    const match = /^\s*"(\w+)"\s+(\w+)\s*$/.exec(column);
    const [, name = "", type = ""] = match ?? [];
    if (!(type in POSTGRES_TYPES)) throw new Error(`@rows: expected "name" type, got ${column}`);
    return [name, type as SqlType];
  });
}
