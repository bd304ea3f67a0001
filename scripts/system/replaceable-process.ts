import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";

/** A supervisor of processes starts again what ended; not at once, as it may end again. */
const RESTART_MS = 250;
const STOP_MS = 10_000;

/** A process, and whatever is started in its place. */
export class ReplaceableProcess {
  #current: ChildProcess;
  #isSupervised = false;
  #endedByItselfCount = 0;

  constructor(private readonly start: () => ChildProcess) {
    this.#current = this.#begin();
  }

  get current(): ChildProcess {
    return this.#current;
  }

  /** How often it ended by itself since it is supervised. */
  get endedByItselfCount(): number {
    return this.#endedByItselfCount;
  }

  /** From now on it is started again when it ends by itself. */
  supervise(): void {
    this.#isSupervised = true;
  }

  /** Ends it without a word (`kill -9`) and starts another in its place; resolves when it is started, not ready. */
  async replace(): Promise<void> {
    const killed = this.#current;
    // Nobody is to take this for an end of its own.
    killed.removeAllListeners("exit");
    await end(killed, "SIGKILL");
    if (this.#current === killed) this.#current = this.#begin();
  }

  async stop(): Promise<void> {
    this.#isSupervised = false;
    await end(this.#current, "SIGTERM");
  }

  #begin(): ChildProcess {
    const child = this.start();
    child.once("exit", () => void this.#startAgain(child));
    return child;
  }

  async #startAgain(child: ChildProcess): Promise<void> {
    if (!this.#isSupervised) return;
    this.#endedByItselfCount += 1;
    await sleep(RESTART_MS);
    if (this.#isSupervised && this.#current === child) this.#current = this.#begin();
  }
}

async function end(child: ChildProcess, signal: "SIGKILL" | "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}
