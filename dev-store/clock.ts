/**
 * The time inside the stand-in store. It runs at the speed of the wall clock, ahead of it
 * by an offset that only grows, so that a demo can fast-forward a week.
 */
export class SimulatedClock {
  #offsetMs = 0;

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
    if (behindMs > 0) this.#offsetMs += behindMs;
  }
}
