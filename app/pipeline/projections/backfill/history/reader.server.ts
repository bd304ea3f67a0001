import { Worker } from "node:worker_threads";

import { PiecePool } from "~/integrations/shopify/bulk/piece-pool";

import type { Change } from "../../batch/change";
import type { Batch, ReadingTask } from "./batch";

export type ToReader =
  | { kind: "piece"; bytes: Uint8Array<ArrayBuffer> }
  | { kind: "end" }
  /** Asks what a batch tells, as its rows cannot be used. */
  | { kind: "tell"; no: number }
  | { kind: "stored"; no: number };

export type FromReader =
  | { kind: "taken"; byteCount: number }
  | { kind: "batch"; batch: Batch }
  | { kind: "told"; changes: Change[] }
  /** Memory of pieces that were read and stored. */
  | { kind: "freed"; buffers: ArrayBuffer[] }
  | { kind: "end" };

/** What may lie at the thread unread, and batches that wait for the database. */
const MOST_BYTES = 2_000_000;
const MOST_BATCHES = 2;
/** Without bounds of its own the thread would take what the process may have before it looks for garbage. */
const YOUNG_MEGABYTES = 12;
const OLD_MEGABYTES = 128;

/**
 * Reads a bulk file in a thread of its own, so that this one is free for the database and for everybody else.
 *
 * Memory holds a few pieces of the file and a few batches, however large the file is: reading waits for storing.
 */
export class Reader {
  /** Memory for the pieces of the file. */
  readonly pool = new PiecePool();
  private readonly worker: Worker;
  private bytesAtThread = 0;
  private readonly batches: Batch[] = [];
  private told: Change[] | null = null;
  private isOver = false;
  private failure: Error | null = null;

  constructor(task: ReadingTask) {
    const { url, execArgv } = threadEntry();
    this.worker = new Worker(url, {
      workerData: task,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEGABYTES, maxOldGenerationSizeMb: OLD_MEGABYTES },
      ...(execArgv ? { execArgv } : {}),
    });
    this.worker.on("message", (message: FromReader) => this.hear(message));
    this.worker.on("error", (error: unknown) => this.fail(toError(error)));
    this.worker.on("exit", () => this.fail(new Error("the reader of the bulk file ended too early")));
  }

  /**
   * The batches of a file, in its order.
   *
   * @throws whatever `pieces` throws, or the thread.
   */
  async *batchesOf(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): AsyncGenerator<Batch> {
    const feeding = this.feed(pieces)
      .catch((error: unknown) => this.failOnceIdle(toError(error)))
      .catch(() => undefined); // Has failed already, and is told below.
    for (;;) {
      await this.until(() => this.batches.length > 0 || this.isOver);
      const batch = this.batches.shift();
      if (!batch) break;
      yield batch;
      this.notify();
      this.post({ kind: "stored", no: batch.no });
    }
    await feeding;
  }

  /** What a batch tells. */
  async changesOf({ no }: Batch): Promise<Change[]> {
    this.told = null;
    this.post({ kind: "tell", no });
    await this.until(() => this.told !== null);
    return this.told ?? [];
  }

  async close(): Promise<void> {
    this.isOver = true;
    await this.worker.terminate();
  }

  private async feed(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const bytes of pieces) {
      await this.until(() => this.bytesAtThread < MOST_BYTES && this.batches.length < MOST_BATCHES);
      if (this.isOver) return;
      this.bytesAtThread += bytes.byteLength;
      // Pieces have memory of their own, which goes along instead of being copied.
      this.worker.postMessage({ kind: "piece", bytes } satisfies ToReader, [bytes.buffer]);
    }
    this.post({ kind: "end" });
  }

  /** What came before the break is stored first, so that a next try has less to read. */
  private async failOnceIdle(error: Error): Promise<void> {
    await this.until(() => this.bytesAtThread === 0 && this.batches.length === 0);
    this.fail(error);
  }

  private post(message: ToReader): void {
    this.worker.postMessage(message);
  }

  private hear(message: FromReader): void {
    switch (message.kind) {
      case "taken":
        this.bytesAtThread -= message.byteCount;
        break;
      case "batch":
        this.batches.push(message.batch);
        break;
      case "told":
        this.told = message.changes;
        break;
      case "freed":
        for (const buffer of message.buffers) this.pool.give(buffer);
        break;
      case "end":
        this.isOver = true;
        break;
    }
    this.notify();
  }

  private readonly waiting = new Set<() => void>();

  private notify(): void {
    for (const look of [...this.waiting]) look();
  }

  private fail(error: Error): void {
    if (this.isOver) return;
    this.failure ??= error;
    this.notify();
  }

  private until(condition: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (!this.failure && !condition()) return;
        this.waiting.delete(look);
        if (this.failure) reject(this.failure);
        else resolve();
      };
      this.waiting.add(look);
      look();
    });
  }
}

/** The file of the thread: beside this one, or, in what was built, beside the entries. */
function threadEntry(): { url: URL; execArgv?: string[] } {
  const here = import.meta.url;
  if (here.endsWith(".ts")) {
    return { url: new URL("./reader-thread.server.ts", here), execArgv: ["--import", "tsx"] };
  }
  return { url: new URL(here.includes("/chunks/") ? "../backfill-reader.js" : "./backfill-reader.js", here) };
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
