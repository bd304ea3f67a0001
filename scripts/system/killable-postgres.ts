import { rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

import { makeDirectory, type PostgresServer, startPostgres } from "../postgres/server";

const START_AGAIN_MS = 20_000;

/** A PostgreSQL that can be killed like by a power cut of the server's process, and started again on its data. */
export type KillablePostgres = {
  url: string;
  /** `kill -9` of the first process, then a new one on the same data; resolves when it takes connections. */
  replace: () => Promise<void>;
  stop: () => Promise<void>;
};

/** Starts one. Commits are on disk before they are answered. */
export async function startKillablePostgres(): Promise<KillablePostgres> {
  const directory = makeDirectory();
  let server: PostgresServer = await startPostgres({ directory, isDurable: true });
  const { url, port } = server;
  /** The processes of the killed one need a moment to notice. */
  async function startAgain(): Promise<PostgresServer> {
    for (const until = Date.now() + START_AGAIN_MS; ; await sleep(100)) {
      try {
        return await startPostgres({ directory, port, isDurable: true });
      } catch (error) {
        if (Date.now() > until) throw error;
      }
    }
  }

  return {
    url,
    replace: async () => {
      await server.kill();
      server = await startAgain();
    },
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
