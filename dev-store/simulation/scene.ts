import { actAs } from "../commerce/action";
import type { Product } from "../state/model";
import type { Store } from "../state/store";
import { Calendar } from "./calendar";
import { EventQueue } from "./event-queue";
import { Random } from "./random";

/** The instant at which something happens, with luck of its own. */
export type Moment = {
  at: Date;
  random: Random;
  /** Does things in the shop (synchronously) as one action at this instant. */
  act: <T>(work: () => T) => T;
};

/**
 * A shop and what is going to happen in it. Luck, event ids and tokens come from the seed and the key of each
 * happening, never from the order in which things were planned.
 */
export class Scene {
  readonly calendar: Calendar;
  /** Handles of products a script counts on: chance does not sell them out. */
  readonly reserved = new Set<string>();
  readonly #queue = new EventQueue();

  constructor(
    readonly store: Store,
    readonly seed: number,
  ) {
    this.calendar = new Calendar(store.shop.ianaTimezone);
  }

  get products(): Product[] {
    return [...this.store.products.values()].filter(({ status }) => status === "ACTIVE");
  }

  /** Luck that belongs to the named decision. */
  luck(...key: (string | number)[]): Random {
    return new Random(this.seed, ...key);
  }

  /** One action at an instant: in the shop's zone, all at once. */
  plan(at: Date, key: string, work: (moment: Moment) => void): void {
    this.planAwaited(at, key, (moment) => moment.act(() => work(moment)));
  }

  /** Something that has to wait for the world outside; it calls `moment.act` between its waits. */
  planAwaited(at: Date, key: string, work: (moment: Moment) => void | Promise<void>): void {
    this.#queue.push({
      at,
      key,
      run: () => {
        const tokens = this.luck(key, "token");
        const action = {
          at,
          eventId: this.luck(key, "event").uuid(),
          token: (length: number) => tokens.hex(length),
        };
        return work({
          at,
          random: this.luck(key),
          act: (inner) => actAs(this.store, action, inner),
        });
      },
    });
  }

  nextAt(): Date | null {
    return this.#queue.peek()?.at ?? null;
  }

  /** Runs the earliest happening that is due; false when none is. What comes back as a promise must be awaited. */
  step(now: Date): { done: void | Promise<void> } | null {
    const planned = this.#queue.popDue(now);
    return planned && { done: planned.run() };
  }
}

/** `instant` plus some hours. */
export function hoursAfter(instant: Date, hours: number): Date {
  return new Date(instant.getTime() + Math.round(hours * 3_600) * 1_000);
}

/** `instant` plus some days of 24 hours. */
export function daysAfter(instant: Date, days: number): Date {
  return hoursAfter(instant, days * 24);
}
