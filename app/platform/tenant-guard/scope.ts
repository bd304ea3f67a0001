import { isSign, type Node } from "./tokens";

/** A table of shops: all its columns, and those that say of which shop a row is. Lower case. */
export type TenantTable = {
  name: string;
  columns: ReadonlySet<string>;
  keys: ReadonlySet<string>;
  /** Whether a key holds the shop's id, and so can be compared with the shop at hand. */
  holdsShopId: (key: string) => boolean;
};

/** A table as a query names it. */
export type Reference = {
  /** Its alias, or its name. */
  name: string;
  /** Null for a subquery, a function or a table that no shop owns: what it gives is a value like any other. */
  table: TenantTable | null;
};

/** The tables one SELECT, UPDATE or DELETE sees; a subquery also sees those around it. */
export type Scope = { references: Reference[]; outer: Scope | null };

/** What a name with dots means in a scope. */
export type Column = { reference: Reference; key: string | null; isOuter: boolean };

/**
 * Finds the column a name stands for: `"shopId"`, `c."shopId"`, `"public"."Customer"."shopId"`.
 *
 * @returns null when nothing in sight has such a column, or several tables of shops have.
 */
export function findColumn(scope: Scope, path: readonly string[]): Column | null {
  const column = path.at(-1) ?? "";
  const table = path.at(-2) ?? null;
  for (let inSight: Scope | null = scope; inSight; inSight = inSight.outer) {
    const found = inSight.references.filter((reference) =>
      table === null ? reference.table?.columns.has(column) : reference.name === table,
    );
    const [reference] = found;
    if (found.length > 1) return null;
    if (!reference) continue;
    const key = reference.table?.keys.has(column) ? column : null;
    return { reference, key, isOuter: inSight !== scope };
  }
  return null;
}

/** The name that begins at `from`: its parts and where it ends. Null when no name begins there. */
export function readPath(nodes: readonly Node[], from: number): { path: string[]; end: number } | null {
  const path: string[] = [];
  let at = from;
  for (;;) {
    const node = nodes[at];
    if (node?.kind !== "name") return null;
    path.push(node.text);
    if (!isSign(nodes[at + 1], ".")) return { path, end: at + 1 };
    at += 2;
  }
}
