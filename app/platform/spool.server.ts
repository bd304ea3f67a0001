import { openPostgresSpool } from "./postgres/spool.server";
import type { Spool } from "./spool";
import { openSpool, spoolPathOf } from "./sqlite/spool.server";

/**
 * The spool of a database: a file beside it on SQLite, a table of its own on PostgreSQL. Made when there is none.
 *
 * @param role `taker` for who removes what it has taken over and adds nothing.
 */
export function openSpoolOf(databaseUrl: string, role: "keeper" | "taker" = "keeper"): Spool {
  const path = spoolPathOf(databaseUrl);
  return path === null ? openPostgresSpool(databaseUrl) : openSpool(path, role);
}
