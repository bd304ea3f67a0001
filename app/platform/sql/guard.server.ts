import { openRow } from "../sealed.server";

type Query = { sql: string };
type ResultSet = { rows: unknown[][] };
type Queryable = {
  queryRaw: (query: never) => Promise<ResultSet>;
};

/**
 * A connection whose rows come back with their sealed values opened.
 *
 * Every statement of Prisma passes here; those past Prisma pass through `openRows` of the drivers.
 */
export function guardQueries<Connection extends Queryable>(connection: Connection): Connection {
  const queryRaw = async (query: Query): Promise<ResultSet> => {
    const result = await connection.queryRaw(query as never);
    for (const row of result.rows) openRow(row);
    return result;
  };
  return new Proxy(connection, {
    get: (target, name): unknown => {
      if (name === "queryRaw") return queryRaw;
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
