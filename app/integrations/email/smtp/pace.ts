import { SECOND_MS } from "~/kit/duration";

/** What may leave at once after a silence: what the rate allows in a quarter of a second. */
const BURST_SECONDS = 0.25;

/**
 * Turns, so many a second and hardly more at any moment: a process that stood still does not make up for it at once.
 * Providers count by the second, and refuse what comes above.
 */
export class Pace {
  readonly #most: number;
  #waiting: (() => void)[] = [];
  #allowance = 1;
  #countedAt = performance.now();
  #hasTimer = false;

  constructor(readonly perSecond: number) {
    this.#most = Math.max(1, perSecond * BURST_SECONDS);
  }

  /** Resolves when it is one's turn; those who wait are served in their order. */
  turn(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push(resolve);
    if (!this.#hasTimer) this.#serve();
    return promise;
  }

  #serve(): void {
    const now = performance.now();
    const earned = ((now - this.#countedAt) / SECOND_MS) * this.perSecond;
    this.#allowance = Math.min(this.#most, this.#allowance + earned);
    this.#countedAt = now;
    const served = this.#waiting.splice(0, Math.floor(this.#allowance));
    this.#allowance -= served.length;
    for (const go of served) go();
    this.#hasTimer = this.#waiting.length > 0;
    if (!this.#hasTimer) return;
    setTimeout(() => this.#serve(), ((1 - this.#allowance) / this.perSecond) * SECOND_MS);
  }
}
