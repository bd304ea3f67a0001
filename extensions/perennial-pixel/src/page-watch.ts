import type { Page } from "./batch";

/** Ages at which a page that is looked at is told of: whoever stays for less has hardly come. After them every minute. */
const BEATS_MS = [10_000, 30_000, 60_000];
const MINUTE_MS = 60_000;
/** A page on which nothing happens is held to be looked at for so long. Whether its tab is in front nobody tells. */
const LOOKED_AT_MS = 60_000;
/** After so long without anything a visit is over. */
const QUIET_MS = 30 * MINUTE_MS;
/** The app takes nothing older. */
const MOST_MS = 6 * 60 * MINUTE_MS;

/** A page that is open: how long something happens on it, told now and then. */
export class PageWatch {
  #openedAt = Date.now();
  #signAt = this.#openedAt;
  /** How often somebody has come back to the page, each time as if it were opened anew. */
  #returnCount = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly id: string,
    private readonly beat: () => void,
  ) {
    this.#wait();
  }

  /** Somebody did something. @returns whether they came back to a page that was left open: it counts as a new one. */
  sign(): boolean {
    const before = this.#signAt;
    this.#signAt = Date.now();
    const isReturn = this.#signAt - before >= QUIET_MS;
    if (isReturn) {
      this.close();
      this.#openedAt = this.#signAt;
      this.#returnCount += 1;
    }
    if (this.#timer === null) this.#wait();
    return isReturn;
  }

  /** As the app is told of it. */
  now(): Page {
    const id = this.#returnCount === 0 ? this.id : `${this.id}~${this.#returnCount}`;
    return { id, ms: Math.min(Math.max(0, this.#age()), MOST_MS) };
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #age(): number {
    return Date.now() - this.#openedAt;
  }

  #wait(): void {
    const age = this.#age();
    const next = BEATS_MS.find((beat) => beat > age) ?? (Math.floor(age / MINUTE_MS) + 1) * MINUTE_MS;
    this.#timer = setTimeout(() => this.#due(), next - age);
  }

  #due(): void {
    this.#timer = null;
    if (Date.now() - this.#signAt > LOOKED_AT_MS || this.#age() > MOST_MS) return;
    this.beat();
    this.#wait();
  }
}
