import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { ReplaceableProcess } from "./replaceable-process";

const READY_MS = 60_000;

export type AppProcesses = {
  /** Where the web process itself listens. */
  url: string;
  readonly web: ChildProcess;
  readonly worker: ChildProcess;
  /** Ends a process without a word (`kill -9`) and starts another in its place; resolves when it is started, not ready. */
  replace: (kind: ProcessKind) => Promise<void>;
  /** Of a supervised app: how often a process ended by itself, as when its database was killed while it started. */
  readonly endedByItselfCount: number;
  stop: () => Promise<void>;
};

export type ProcessKind = "web" | "worker";

const ENTRIES: Readonly<Record<ProcessKind, string>> = {
  web: "build/server/server.js",
  worker: "build/server/worker.js",
};

/**
 * Starts the built app as in production: a web and a worker process on one database.
 *
 * @param isSupervised Starts a process again that ended by itself, as `compose.yaml` has it done. Elsewhere nobody is to
 *   overlook one.
 * @throws Error with the end of the log when the web process does not become ready.
 */
export async function startAppProcesses({
  env,
  directory,
  isSupervised = false,
}: {
  env: Record<string, string>;
  isSupervised?: boolean;
  /** For the logs. */
  directory: string;
}): Promise<AppProcesses> {
  const port = await freePort();
  const everything: NodeJS.ProcessEnv = {
    ...process.env,
    ...PROCESS_ENV,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(port),
    ...env,
  };
  migrate(everything);
  const logPath = join(directory, "app.log");
  const startOf = (kind: ProcessKind) =>
    new ReplaceableProcess(() => launch(ENTRIES[kind], { env: everything, logPath }));
  const running = { web: startOf("web"), worker: startOf("worker") };
  const both = Object.values(running);
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await Promise.all(both.map((one) => one.stop()));
  };
  try {
    await waitUntilReady(url, running.web.current);
  } catch (error) {
    await stop();
    throw new Error(`The app did not start: ${String(error)}. Its log: ${logPath}`);
  }
  if (isSupervised) for (const one of both) one.supervise();
  return {
    url,
    get web() {
      return running.web.current;
    },
    get worker() {
      return running.worker.current;
    },
    get endedByItselfCount() {
      return both.reduce((count, one) => count + one.endedByItselfCount, 0);
    },
    replace: (kind) => running[kind].replace(),
    stop,
  };
}

function migrate(env: NodeJS.ProcessEnv): void {
  const { status, stderr } = spawnSync("npx", ["prisma", "migrate", "deploy"], { env, encoding: "utf8" });
  if (status !== 0) throw new Error(`The database could not be migrated: ${stderr}`);
}

/** As the scripts of package.json start them: a batch of deliveries is young for longer than Node expects. */
export const NODE_FLAGS = ["--max-semi-space-size=32"];
/** As there: each thread would keep memory of its own that the others do not get, a tenth of the process while it loads. */
export const PROCESS_ENV = { MALLOC_ARENA_MAX: "2" };

/** Starts one process of the app; its output goes to the log. */
export function launch(
  entry: string,
  { env, logPath }: { env: NodeJS.ProcessEnv; logPath: string },
): ChildProcess {
  const log = createWriteStream(logPath, { flags: "a" });
  const child = spawn(process.execPath, [...NODE_FLAGS, entry], { env, stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  return child;
}

async function waitUntilReady(url: string, web: ChildProcess): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (web.exitCode !== null) throw new Error(`the web process ended with code ${web.exitCode}`);
    const response = await fetch(`${url}/readyz`).catch(() => null);
    if (response?.ok) return;
    await sleep(50);
  }
  throw new Error(`nothing answered at ${url}/readyz within ${READY_MS / 1_000} s`);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
