import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import pg from "pg";

const DEBIAN = "/usr/lib/postgresql";
const START_MS = 30_000;

export type PostgresServer = {
  /** Address of an empty database of the server. */
  url: string;
  port: number;
  /** Process id of the server's first process: who kills it kills the server. */
  pid: number;
  stop: () => Promise<void>;
  /** Ends it without a word, as a crash does. */
  kill: () => Promise<void>;
};

export type PostgresOptions = {
  /** Keeps the data of a server that ran before, so that one that was killed can be started again. */
  directory?: string;
  port?: number;
  /** Survives a crash of the machine: what a benchmark compares. Tests do without. */
  isDurable?: boolean;
};

/**
 * Starts a PostgreSQL of one's own on a free port, with its data in a temporary folder.
 *
 * PostgreSQL refuses to run as root; then it runs as the user `postgres`, or nobody.
 *
 * @throws Error when PostgreSQL is not installed, with how to install it.
 */
export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const directory = options.directory ?? makeDirectory();
  const data = join(directory, "data");
  const as = { ...user(), stdio: "ignore" as const };
  if (!existsSync(data)) {
    const settings = ["-D", data, "-U", "perennial", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
    execFileSync(binary("initdb"), settings, as);
  }
  const port = options.port ?? (await freePort());
  const durability = options.isDurable
    ? []
    : ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"];
  const listening = ["-p", String(port), "-h", "127.0.0.1", "-k", directory, "-c", "max_connections=300"];
  const server = spawn(binary("postgres"), ["-D", data, ...listening, ...durability], as);
  const exited = new Promise<void>((resolve) => server.once("exit", () => resolve()));
  const url = `postgresql://perennial@127.0.0.1:${port}/postgres`;
  await untilReady(url, () => server.exitCode !== null);
  return {
    url,
    port,
    pid: server.pid ?? 0,
    kill: async () => {
      server.kill("SIGKILL");
      await exited;
      // What the killed one left says that it still runs.
      rmSync(join(data, "postmaster.pid"), { force: true });
    },
    stop: async () => {
      server.kill("SIGINT");
      await exited;
      if (!options.directory) rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A folder for a server's data that the server's user may write to. */
export function makeDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "perennial-postgres-"));
  const { uid, gid } = user();
  if (uid !== undefined && gid !== undefined) chownSync(directory, uid, gid);
  return directory;
}

/** Whether PostgreSQL is there to be started. */
export function isPostgresInstalled(): boolean {
  return findBinary("postgres") !== null && findBinary("initdb") !== null;
}

function binary(name: string): string {
  const path = findBinary(name);
  if (path) return path;
  throw new Error(`${name} is neither on the PATH nor in ${DEBIAN}: install it (apt-get install postgresql)`);
}

function findBinary(name: string): string | null {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, "bin")) : [];
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...debian.sort().reverse()];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

function user(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) =>
    Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: idOf("-u"), gid: idOf("-g") };
  } catch {
    return { uid: 65_534, gid: 65_534 };
  }
}

async function untilReady(url: string, isGone: () => boolean): Promise<void> {
  const until = Date.now() + START_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (isGone() || Date.now() > until) throw new Error("PostgreSQL did not start", { cause: error });
      await sleep(50);
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
