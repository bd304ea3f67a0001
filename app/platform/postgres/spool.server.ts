import pg from "pg";

import { compact, expand } from "../compact.server";
import { logger } from "../logger.server";
import { openBytes, sealBytes } from "../sealed.server";
import type { Spool, SpooledGroup } from "../spool";
import { KEPT_ALIVE } from "./kept-alive";

/*
 * Beside the tables of the app, as the queue's library has its own. A group is some hundred kilobytes of ciphertext: it
 * is stored as it is, as what could be compressed was before. Where the table is there nothing is locked.
 */
const SET_UP = `DO $$ BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('perennial_spool', 7));
  IF to_regclass('perennial_spool.groups') IS NULL THEN
    CREATE SCHEMA IF NOT EXISTS perennial_spool;
    CREATE TABLE perennial_spool.groups (
      id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, entry_count INTEGER NOT NULL, key_id TEXT NOT NULL, content BYTEA NOT NULL
    );
    ALTER TABLE perennial_spool.groups ALTER COLUMN content SET STORAGE EXTERNAL;
  END IF;
END $$`;

/** What is forgotten need not be on disk: when it comes back it is known. */
const BEGIN = "BEGIN; SET LOCAL synchronous_commit = off";
/** Groups that are looked at to find as many entries as asked for. */
const MOST_GROUPS = 64;
const CONNECTIONS = 3;
/**
 * So long Shopify waits for an answer. A server that vanished with its machine says nothing: whoever waited for it would
 * keep all deliveries of the next quarter of an hour in memory, and the connections with them.
 */
const KEEP_MS = 5_000;
/** What takes over reads megabytes. */
const TAKE_MS = 60_000;

/**
 * Opens the spool of a PostgreSQL database. Several workers may take over: what one has read is held back from the others
 * until it is removed, or the worker's connection ends.
 */
export function openPostgresSpool(url: string): Spool {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: KEEP_MS,
    query_timeout: TAKE_MS,
    ...KEPT_ALIVE,
  });
  const tell = (error: Error) => logger.warn({ error: error.message }, "a connection of the spool broke");
  pool.on("error", tell);
  // One that holds groups may break while nothing is asked of it: that must not end the process.
  pool.on("connect", (client) => void client.on("error", tell));
  const ready = remembered(async () => void (await pool.query(within(KEEP_MS, { text: SET_UP }))));
  // At once, so that nobody who accepts or looks has to wait for it; who needs it hears why it failed.
  ready().catch(() => undefined);
  const taking = takingOn(pool, ready);

  async function ask<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    await ready();
    return (await pool.query<Row>({ text, values })).rows;
  }

  return {
    append: async (parts, entryCount) => {
      const { keyId, sealed } = sealBytes(compact(parts));
      await ready();
      const text = "INSERT INTO perennial_spool.groups (entry_count, key_id, content) VALUES ($1, $2, $3)";
      await pool.query(within(KEEP_MS, { text, values: [entryCount, keyId, sealed] }));
    },
    oldest: taking.oldest,
    peek: async () => {
      const [row] = await ask<{ content: Buffer }>(
        "SELECT content FROM perennial_spool.groups ORDER BY id LIMIT 1",
      );
      return row ? expand(openBytes(row.content)) : null;
    },
    remove: taking.remove,
    count: async () => {
      const [row] = await ask<{ count: string }>(
        "SELECT COALESCE(SUM(entry_count), 0) AS count FROM perennial_spool.groups",
      );
      return Number(row?.count);
    },
    version: async () => {
      const [row] = await ask<{ last: string }>(
        "SELECT COALESCE(MAX(id), 0) AS last FROM perennial_spool.groups",
      );
      return Number(row?.last);
    },
    reseal: async (currentKeyId) => {
      const rows = await ask<{ id: string }>("SELECT id FROM perennial_spool.groups WHERE key_id <> $1", [
        currentKeyId,
      ]);
      for (const { id } of rows) await resealGroup(ask, id);
      return rows.length;
    },
    close: async () => {
      await taking.letGo("ROLLBACK");
      await pool.end();
    },
  };
}

/** The driver ends the connection of a question that is answered too late. Its types do not know of this. */
function within(ms: number, question: pg.QueryConfig): pg.QueryConfig {
  return Object.assign(question, { query_timeout: ms });
}

/** Reads the oldest groups, and holds them in an open transaction until they are removed or others are asked for. */
function takingOn(pool: pg.Pool, ready: () => Promise<void>) {
  let held: pg.PoolClient | null = null;

  async function letGo(end: "COMMIT" | "ROLLBACK"): Promise<void> {
    const client = held;
    held = null;
    if (!client) return;
    try {
      await client.query(end);
      client.release();
    } catch (error) {
      client.release(true);
      if (end === "COMMIT") throw error;
    }
  }

  async function oldest(entries: number): Promise<SpooledGroup[]> {
    await ready();
    await letGo("ROLLBACK");
    held = await pool.connect();
    await held.query(BEGIN);
    const groups = await holdOldest(held, entries);
    if (groups.length === 0) await letGo("ROLLBACK");
    return groups;
  }

  async function remove(ids: readonly number[]): Promise<void> {
    await (held ?? pool).query("DELETE FROM perennial_spool.groups WHERE id = ANY($1)", [ids]);
    await letGo("COMMIT");
  }

  return { oldest, remove, letGo };
}

/** Work that is done once, and again only when it failed. */
function remembered(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | null = null;
  return () => {
    done ??= work().catch((error: unknown) => {
      done = null;
      throw error;
    });
    return done;
  };
}

async function holdOldest(client: pg.PoolClient, entries: number): Promise<SpooledGroup[]> {
  const { rows } = await client.query<{ id: string; count: number }>(
    `SELECT id, entry_count AS count FROM perennial_spool.groups ORDER BY id LIMIT ${MOST_GROUPS} FOR UPDATE SKIP LOCKED`,
  );
  let total = 0;
  const over = rows.findIndex(({ count }, index) => {
    total += count;
    return index > 0 && total > entries;
  });
  const ids = rows.slice(0, over === -1 ? rows.length : over).map(({ id }) => id);
  if (ids.length === 0) return [];
  // The driver takes bytes as text only, and hexadecimal takes it three times as long to read as this.
  const { rows: found } = await client.query<{ id: string; content: string }>(
    "SELECT id, encode(content, 'base64') AS content FROM perennial_spool.groups WHERE id = ANY($1) ORDER BY id",
    [ids],
  );
  return found.map(({ id, content }) => ({
    id: Number(id),
    content: expand(openBytes(Buffer.from(content, "base64"))),
  }));
}

type Ask = <Row extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<Row[]>;

async function resealGroup(ask: Ask, id: string): Promise<void> {
  const [row] = await ask<{ content: Buffer }>("SELECT content FROM perennial_spool.groups WHERE id = $1", [
    id,
  ]);
  if (!row) return; // Taken over meanwhile.
  const { keyId, sealed } = sealBytes([openBytes(row.content)]);
  await ask("UPDATE perennial_spool.groups SET key_id = $1, content = $2 WHERE id = $3", [keyId, sealed, id]);
}
