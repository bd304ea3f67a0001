import { setTimeout as sleep } from "node:timers/promises";

import type { Pool } from "pg";

import { SECOND_MS } from "~/kit/duration";
import { logger } from "../logger.server";

const PATIENCE_MS = 60 * SECOND_MS;
const PAUSE_MS = 250;

/** What a server that is only just being started answers, or nobody at its port. */
const NOT_YET = new Set(["57P03", "57P01", "57P02", "ECONNREFUSED", "ECONNRESET"]);

/**
 * Waits until PostgreSQL takes connections: after an outage of the machine the app may be up first.
 *
 * @throws the driver's error when it is another one (a wrong password, say), or after a minute.
 */
export async function awaitServer(pool: Pool, patienceMs = PATIENCE_MS): Promise<void> {
  const until = Date.now() + patienceMs;
  for (let isFirst = true; ; isFirst = false, await sleep(PAUSE_MS)) {
    try {
      await pool.query("SELECT 1");
      return;
    } catch (error) {
      const { code } = error as { code?: string };
      if (!NOT_YET.has(code ?? "") || Date.now() > until) throw error;
      if (isFirst) logger.warn({ code }, "PostgreSQL does not take connections yet, waiting for it");
    }
  }
}
