import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const STOP_MS = 5_000;
/** `getconf CLK_TCK` is 100 on every Linux that Node runs on. */
const TICK_US = 10_000;

export type Server = { url: URL; pid: number; stop: () => Promise<void> };

/**
 * Starts a TypeScript server as a process of its own and waits until it prints the address it listens on.
 *
 * @throws Error with what it said when it ends before that.
 */
export async function startServer(entry: string, env: Record<string, string> = {}): Promise<Server> {
  const child = spawn(process.execPath, ["--import", "tsx", entry], {
    env: { ...process.env, NODE_ENV: "production", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said = `${said}${chunk.toString()}`.slice(-4_000)));
  const address = await Promise.race([
    firstAddress(child),
    once(child, "exit").then(() => {
      throw new Error(`${entry} ended before it listened: ${said}`);
    }),
  ]);
  return { url: new URL(address), pid: child.pid ?? 0, stop: () => stopProcess(child) };
}

async function firstAddress(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("the server's output is not read");
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("http://")) return line;
  }
  return new Promise(() => undefined); // Its end is reported by the exit event.
}

/** Asks a process to end, and ends it when it does not. */
export async function stopProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}

/** CPU time a process has used so far, user and system, all threads, in µs. Linux only: elsewhere 0. */
export function cpuMicros(pid: number): number {
  if (process.platform !== "linux") return 0;
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) * TICK_US;
}
