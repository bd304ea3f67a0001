/** Columns that rows are found by with no help of their shop: what a table's primary key begins with, where it is not the shop. */
const FIRST_OF_KEY: Readonly<Record<string, string>> = {
  OrderDiscount: "orderId",
  PointsPosting: "entryId",
  ReferralMark: "referralId",
};

/** As Prisma writes it: the shop's condition, and an id or a set of ids beside it that it is AND-ed with. */
const SHOP_AND_IDS =
  /(`main`\.`(\w+)`\.`shopId`)(?= = \?[^()]* AND `main`\.`\2`\.`(id|orderId|entryId|referralId)` (?:IN \(|= \?))/g;

/**
 * A statement of Prisma that finds rows by their primary keys where they are named by them.
 *
 * SQLite has no statistics: it believes that a shop has ten rows of everything, and reads all of them instead as soon as
 * three ids are asked for, or one that is not the whole key. The plus hides the shop from its indexes; the condition stays.
 */
export function byPrimaryKeys(sql: string): string {
  return sql.replace(SHOP_AND_IDS, (...[shop, column, table = "", found]: string[]) =>
    found === (FIRST_OF_KEY[table] ?? "id") ? `+${String(column)}` : String(shop),
  );
}

type Query = { sql: string };
type Queryable = { queryRaw: (query: never) => unknown; executeRaw: (query: never) => unknown };

/** A connection of Prisma whose statements go through `byPrimaryKeys`. */
export function findingByPrimaryKeys<Connection extends Queryable>(connection: Connection): Connection {
  const through = (name: "queryRaw" | "executeRaw") => (query: Query) =>
    connection[name]({ ...query, sql: byPrimaryKeys(query.sql) } as never);
  const replaced = { queryRaw: through("queryRaw"), executeRaw: through("executeRaw") };
  return new Proxy(connection, {
    get: (target, name): unknown => {
      if (name === "queryRaw" || name === "executeRaw") return replaced[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}
