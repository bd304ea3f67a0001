import Database from "better-sqlite3";
import pg from "pg";

/** The app's database read from the side, by SQL that SQLite and PostgreSQL share. Counts come as numbers. */
export type SideDatabase = {
  isPostgres: boolean;
  query: <Row extends object>(sql: string, values?: readonly (string | number)[]) => Promise<Row[]>;
  close: () => Promise<void>;
};

/** @param url `file:…` or `postgresql://…` */
export function openSideDatabase(url: string): SideDatabase {
  return url.startsWith("file:") ? openFile(url.slice("file:".length)) : openServer(url);
}

function openFile(path: string): SideDatabase {
  const database = new Database(path, { readonly: true, timeout: 15_000 });
  return {
    isPostgres: false,
    query: <Row extends object>(sql: string, values: readonly (string | number)[] = []) =>
      Promise.resolve(database.prepare<unknown[], Row>(sql).all(...values)),
    close: () => Promise.resolve(void database.close()),
  };
}

const NUMBERS = new Set<number>([pg.types.builtins.INT8, pg.types.builtins.NUMERIC]);

function openServer(url: string): SideDatabase {
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  // A server that is killed takes idle connections with it; the next query makes a new one.
  pool.on("error", () => undefined);
  const types: pg.CustomTypesConfig = {
    getTypeParser: (oid, format) =>
      NUMBERS.has(oid) ? Number : (pg.types.getTypeParser(oid, format) as (text: string) => unknown),
  };
  return {
    isPostgres: true,
    query: async <Row extends object>(sql: string, values: readonly (string | number)[] = []) => {
      let count = 0;
      const text = sql.replace(/\?/g, () => `$${++count}`);
      return (await pool.query<Row>({ text, values: [...values], types })).rows;
    },
    close: () => pool.end(),
  };
}
