import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";

import { logger } from "../logger.server";
import { connections, writeWait } from "../measures.server";
import { guardQueries } from "../sql/guard.server";
import { remembering, toArrayConditions, toArrayStatement, toPostgres } from "../sql/dialect";
import type { Driver, Statements } from "../sql/driver";
import { inRounds } from "../sql/rounds";
import { leaveInSlot, refuseInsideTransaction } from "../sql/transaction-context.server";
import { openRow } from "../sealed.server";
import { RowsParameter, toDbInstant } from "../sql.server";
import { toArray, toColumnArrays } from "./column-arrays.server";
import { copyRows } from "./copy.server";
import { inTurns } from "./in-turns.server";
import { KEPT_ALIVE } from "./kept-alive";

type Connection = Awaited<ReturnType<PrismaPg["connect"]>>;

export type PostgresAdapter = Pick<PrismaPg, "provider" | "adapterName" | "connect"> & {
  driver: Driver;
};

const translate = remembering(toPostgres);
const translateSets = remembering(toArrayConditions);
/** Of more ids PostgreSQL would weigh each one before it looks for them. */
const MOST_IN_ARRAY = 2_000;

/**
 * As long as transactions wait for their turn (db.server.ts). Without an end, whoever asked while the server was away would
 * wait for good.
 */
const CONNECT_MS = 60_000;

const { builtins } = pg.types;

/** Rows as Prisma gives them; see Statements. */
const PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [builtins.INT8]: BigInt,
  [builtins.NUMERIC]: (text) => (/^-?\d+$/.test(text) ? BigInt(text) : Number(text)),
  [builtins.TIMESTAMP]: (text) => new Date(`${text.replace(" ", "T")}Z`),
  [builtins.TIMESTAMPTZ]: (text) => new Date(text),
};

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => {
    const parser = format === "binary" ? undefined : PARSERS[oid];
    return parser ?? (pg.types.getTypeParser(oid, format) as (text: string) => unknown);
  },
};

/**
 * A Prisma adapter for PostgreSQL, with statements past Prisma on the same connections.
 *
 * @param maxConnections Of this process.
 */
export function createPostgresAdapter({
  url,
  maxConnections,
}: {
  url: string;
  maxConnections: number;
}): PostgresAdapter {
  const pool = createPool(url, maxConnections);
  const stock = new PrismaPg(pool, { disposeExternalPool: true });
  return {
    provider: stock.provider,
    adapterName: stock.adapterName,
    connect: async (): Promise<Connection> => withMarkedTransactions(guardQueries(await stock.connect())),
    driver: {
      dialect: "postgresql",
      pool,
      ...statementsOn(pool),
      inTransaction: ({ transaction }) => {
        const client = clientOf(transaction);
        return statementsOn(client, inTurns(client));
      },
      stageRows: () => Promise.resolve({ staged: "", release: () => Promise.resolve() }),
      lockShop: async (statements, shopId) => {
        const askedAt = performance.now();
        await statements.query("SELECT 1 FROM pg_advisory_xact_lock(hashtextextended(?, 7))", [shopId]);
        writeWait.observe(performance.now() - askedAt);
      },
      whileLoading: (work) => work(),
      letBeLost: async (statements) => {
        await statements.query("SELECT set_config('synchronous_commit', 'off', true)", []);
      },
    },
  };
}

/** Connections that break, idle or at work, are told of in the log: the pool makes others. */
function createPool(url: string, maxConnections: number): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    connectionTimeoutMillis: CONNECT_MS,
    ...KEPT_ALIVE,
  });
  const tell = (error: Error) => logger.warn({ error: error.message }, "a connection to PostgreSQL broke");
  pool.on("error", tell);
  pool.on("connect", (client) => void client.on("error", tell));
  connections.readBy(() =>
    Promise.resolve({ open: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
  );
  return pool;
}

function withMarkedTransactions(connection: Connection): Connection {
  return new Proxy(connection, {
    get: (target, name): unknown => {
      if (name !== "startTransaction") return Reflect.get(target, name);
      return async (isolation?: Parameters<Connection["startTransaction"]>[0]) => {
        refuseInsideTransaction();
        const transaction = await target.startTransaction(isolation);
        leaveInSlot(transaction);
        return guardQueries(transaction);
      };
    },
  });
}

/** The connection a transaction of the stock adapter works on. */
function clientOf(transaction: unknown): pg.PoolClient {
  const { client } = (transaction ?? {}) as { client?: pg.PoolClient };
  if (!client?.query) throw new Error("Prisma's PostgreSQL adapter no longer tells its connection");
  return client;
}

/** @param query How the connection is asked, when not by itself. */
function statementsOn(
  client: Pick<pg.Pool, "query">,
  query: pg.PoolClient["query"] = client.query.bind(client),
): Statements {
  const run = async (sql: string, values: readonly unknown[]) =>
    query<unknown[]>({ ...statementOf(sql, values), rowMode: "array", types: TYPES });
  const read = async (sql: string, values: readonly unknown[]) => {
    const { fields, rows } = await run(sql, values);
    return rows.map((row) => {
      openRow(row);
      return Object.fromEntries(fields.map(({ name }, column) => [name, row[column]]));
    });
  };
  return {
    query: async (sql, values) => {
      const found: Record<string, unknown>[] = [];
      for (const round of roundsOf(sql, values)) found.push(...(await read(sql, round)));
      return found;
    },
    insertRows: (rows) => copyRows(client, rows),
    execute: async (sql, values) => {
      let count = 0;
      for (const round of roundsOf(sql, values)) count += (await run(sql, round)).rowCount ?? 0;
      return count;
    },
  };
}

/** Rows to be stored as the values of a statement, or of several: see `inRounds`. */
function roundsOf(sql: string, values: readonly unknown[]): (readonly unknown[])[] {
  const [rows, ...rest] = values;
  if (!(rows instanceof RowsParameter)) return [values];
  const rounds = inRounds(sql, rows.rows);
  return rounds.length === 1 ? [values] : rounds.map((round) => [new RowsParameter(round), ...rest]);
}

const arrayStatements = new Map<string, ReturnType<typeof toArrayStatement>>();

function statementOf(sql: string, values: readonly unknown[]): { text: string; values: unknown[] } {
  const [rows] = values;
  const storing = rows instanceof RowsParameter ? arrayStatementOf(sql) : null;
  if (storing && rows instanceof RowsParameter)
    return { text: storing.sql, values: toColumnArrays(rows.rows, storing.columns) };
  return withArrays(sql, values) ?? { text: translate(sql), values: values.map(toPostgresValue) };
}

/** The statement with its sets of ids as arrays; null when it has none, or a large one. */
function withArrays(sql: string, values: readonly unknown[]): { text: string; values: unknown[] } | null {
  const conditions = sql.includes("@ids(") ? translateSets(sql) : null;
  if (!conditions) return null;
  const bound = values.map(toPostgresValue);
  for (const place of conditions.sets) {
    const ids = JSON.parse(String(values[place])) as unknown[];
    if (ids.length > MOST_IN_ARRAY) return null;
    bound[place] = toArray(ids);
  }
  return { text: conditions.sql, values: bound };
}

function arrayStatementOf(sql: string): ReturnType<typeof toArrayStatement> {
  const known = arrayStatements.get(sql);
  if (known !== undefined) return known;
  const made = toArrayStatement(sql);
  if (arrayStatements.size < MOST_STATEMENTS) arrayStatements.set(sql, made);
  return made;
}

const MOST_STATEMENTS = 2_000;

function toPostgresValue(value: unknown): unknown {
  if (value instanceof Date) return toDbInstant(value);
  if (value instanceof RowsParameter) return value.json();
  return typeof value === "bigint" ? String(value) : (value ?? null);
}
