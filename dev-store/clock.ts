/**
 * The time inside the stand-in store. It runs at the speed of the wall clock, ahead of it
 * by an offset that only grows, so that a demo can fast-forward a week.
 */
export class SimulatedClock {
  #offsetMs = 0;
  readonly #waiting = new Set<() => void>();

  constructor(private readonly wall: () => number = Date.now) {}

  now(): Date {
    return new Date(this.wall() + this.#offsetMs);
  }

  /** Milliseconds the simulated time is ahead of the wall clock (≥ 0). */
  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Jumps forward to `instant`; an instant that has passed already changes nothing. */
  jumpTo(instant: Date): void {
    const behindMs = instant.getTime() - this.now().getTime();
    if (behindMs <= 0) return;
    this.#offsetMs += behindMs;
    for (const wake of this.#waiting) wake();
  }

  /** Resolves as soon as the offset is not `offsetMs`, at the latest after `limitMs` of wall time. */
  whenUnlike(offsetMs: number, limitMs: number): Promise<void> {
    if (this.#offsetMs !== offsetMs) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, limitMs);
      timer.unref();
      this.#waiting.add(wake);
    });
  }
}
