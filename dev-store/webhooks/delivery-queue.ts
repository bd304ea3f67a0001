import type { SimulatedClock } from "../clock";

import type { Delivery } from "./delivery";

/**
 * Deliveries on their way: *waiting* until their simulated time, *ready* to leave, *in flight*. At most `concurrency`
 * are in flight, and nothing promises that they arrive in the order they left.
 */
export class DeliveryQueue {
  /** By due time, the earliest first. */
  readonly #waiting: Delivery[] = [];
  #ready: Delivery[] = [];
  #inFlight = 0;
  #pumpIsPlanned = false;
  #closed = false;
  readonly #idleWaiters: (() => void)[] = [];

  constructor(
    private readonly clock: SimulatedClock,
    private readonly options: {
      concurrency: number;
      send: (delivery: Delivery) => Promise<void>;
      /** Which of the ready ones leaves next. */
      pick: (readyCount: number) => number;
    },
  ) {}

  add(delivery: Delivery): void {
    if (delivery.dueAt > this.clock.now()) this.#wait(delivery);
    else this.#ready.push(delivery);
    this.#planPump();
  }

  nextDueAt(): Date | null {
    return this.#waiting[0]?.dueAt ?? null;
  }

  /** Moves what has become due to the ready ones. */
  runDue(): void {
    const now = this.clock.now();
    const firstLater = this.#waiting.findIndex(({ dueAt }) => dueAt > now);
    const due = this.#waiting.splice(0, firstLater === -1 ? this.#waiting.length : firstLater);
    if (due.length === 0) return;
    this.#ready.push(...due);
    this.#planPump();
  }

  async idle(): Promise<void> {
    for (;;) {
      this.runDue();
      if (this.#isIdle()) return;
      await new Promise<void>((resolve) => this.#idleWaiters.push(resolve));
    }
  }

  /** Forgets what has not left yet; resolves when what has left was answered. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#waiting.length = 0;
    this.#ready = [];
    await this.idle();
  }

  #isIdle(): boolean {
    return this.#inFlight === 0 && this.#ready.length === 0;
  }

  #wait(delivery: Delivery): void {
    let [low, high] = [0, this.#waiting.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#waiting[middle]?.dueAt ?? delivery.dueAt) > delivery.dueAt) high = middle;
      else low = middle + 1;
    }
    this.#waiting.splice(low, 0, delivery);
  }

  // Later than the current turn of the event loop, so that all events of one action are there to choose from.
  #planPump(): void {
    if (this.#pumpIsPlanned) return;
    this.#pumpIsPlanned = true;
    setImmediate(() => {
      this.#pumpIsPlanned = false;
      this.#pump();
    });
  }

  #pump(): void {
    while (!this.#closed && this.#inFlight < this.options.concurrency && this.#ready.length > 0) {
      const [delivery] = this.#ready.splice(this.options.pick(this.#ready.length), 1);
      if (!delivery) break;
      this.#inFlight += 1;
      void this.options.send(delivery).finally(() => {
        this.#inFlight -= 1;
        this.#pump();
      });
    }
    if (this.#isIdle()) for (const wake of this.#idleWaiters.splice(0)) wake();
  }
}
