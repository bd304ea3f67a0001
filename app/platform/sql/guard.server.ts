import { openRow } from "../sealed.server";
import { checkStatement } from "../tenant-guard.server";
import type { Statements } from "./driver";
import { edgesOf, insertSqlOf } from "./packed-rows";

type Query = { sql: string; args: readonly unknown[] };
type ResultSet = { rows: unknown[][] };
type Queryable = {
  queryRaw: (query: never) => Promise<ResultSet>;
  executeRaw: (query: never) => Promise<number>;
};

/**
 * A connection that lets no statement pass without its shop, and whose rows come back with their sealed values opened.
 *
 * Every statement of Prisma passes here; those past Prisma pass through `guardStatements`, and `openRows` of the drivers.
 */
export function guardQueries<Connection extends Queryable>(connection: Connection): Connection {
  const queryRaw = async (query: Query): Promise<ResultSet> => {
    checkStatement(query.sql, query.args);
    const result = await connection.queryRaw(query as never);
    for (const row of result.rows) openRow(row);
    return result;
  };
  const executeRaw = async (query: Query): Promise<number> => {
    checkStatement(query.sql, query.args);
    return connection.executeRaw(query as never);
  };
  return new Proxy(connection, {
    get: (target, name): unknown => {
      if (name === "queryRaw") return queryRaw;
      if (name === "executeRaw") return executeRaw;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

/** Statements past Prisma that let none pass without its shop. */
export function guardStatements(statements: Statements): Statements {
  return {
    query: async (sql, values) => {
      checkStatement(sql, values);
      return statements.query(sql, values);
    },
    execute: async (sql, values) => {
      checkStatement(sql, values);
      return statements.execute(sql, values);
    },
    insertRows: async (rows, of) => {
      for (const table of rows.tables) {
        const told = "bytes" in table ? edgesOf(table, "shopId") : [];
        for (const shopId of [of.shopId, ...told]) {
          const values = table.columns.map((column) => (column === "shopId" ? shopId : null));
          checkStatement(insertSqlOf(table), values);
        }
      }
      return statements.insertRows(rows, of);
    },
  };
}
