import { setTimeout as sleep } from "node:timers/promises";

/** How often a locked file is asked again; short, so that a pause of the other process is not missed. */
const POLL_MS = 1;
/** A process that has held the file this long without a break lets others in, for so long. */
const TURN_MS = 20;
const PAUSE_MS = 3;

export type WriteLock = {
  /** Waits for the turn of the caller. @returns how to give it back; must be called. */
  acquire: () => Promise<() => void>;
  /**
   * Does what may find the file locked by another process, again and again until it is not.
   *
   * @throws the last error when the file stays locked for `waitMs`, or any other error at once.
   */
  retryWhileLocked: <T>(work: () => Promise<T>) => Promise<T>;
};

/**
 * The turns of one process at writing to a SQLite file that other processes write to as well.
 *
 * Inside the process they are given in the order of asking. SQLite knows no order between processes and its own busy
 * handler stops the whole process while it waits; so waiting is done here, and whoever writes without a break pauses
 * now and then. Otherwise a busy worker would keep the web process from ever storing a webhook.
 *
 * @param waitMs How long to wait for another process.
 */
export function createWriteLock({ waitMs }: { waitMs: number }): WriteLock {
  let tail: Promise<void> = Promise.resolve();
  let heldMs = 0;
  let releasedAt = 0;

  async function acquire(): Promise<() => void> {
    const previous = tail;
    let release = (): void => undefined;
    tail = new Promise((resolve) => {
      release = resolve;
    });
    await previous;
    if (performance.now() - releasedAt > PAUSE_MS) heldMs = 0;
    if (heldMs > TURN_MS) {
      await sleep(PAUSE_MS);
      heldMs = 0;
    }
    const acquiredAt = performance.now();
    return () => {
      releasedAt = performance.now();
      heldMs += releasedAt - acquiredAt;
      release();
    };
  }

  async function retryWhileLocked<T>(work: () => Promise<T>): Promise<T> {
    const until = performance.now() + waitMs;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isLocked(error) || performance.now() >= until) throw error;
        await sleep(POLL_MS);
      }
    }
  }

  return { acquire, retryWhileLocked };
}

/** SQLITE_BUSY and its kinds, as the driver throws them or as Prisma's adapter wraps them. */
function isLocked(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const cause = error.cause as { originalCode?: unknown } | undefined;
  const code = cause?.originalCode ?? (error as { code?: unknown }).code;
  return typeof code === "string" && code.startsWith("SQLITE_BUSY");
}
