import type { SimulatedClock } from "./clock";
import type { WebhookSender } from "./context";

/** Something that has work at instants of simulated time. */
export type DueWork = {
  /** When the next piece is due; null = nothing waits. */
  nextDueAt(): Date | null;
  /** Does what is due by the clock. */
  runDue(): void | Promise<void>;
};

export type AdvanceOptions = {
  /** Resolves when the app has no work that is due now. */
  barrier?: () => Promise<void>;
  /** When the app's next work is due in simulated time; null = nothing waits. */
  nextAppDueAt?: () => Date | null | Promise<Date | null>;
  /** What shoppers do within this simulated time of each other happens in one step; 60 s when absent. */
  coalesceMs?: number;
};

const COALESCE_MS = 60_000;
/** How often what became due as the wall clock ran is looked for. */
const TICK_MS = 500;
/** More rounds of webhooks and reactions than any honest app needs. */
const MAX_ROUNDS = 500;

/**
 * Moves simulated time. Left alone, time runs with the wall clock and due work is done as it comes. `advanceTo` goes
 * from due instant to due instant, and after each waits until webhooks have arrived and the app has done what follows
 * from them: so a week passes in the causal order of a week.
 */
export class Timeline {
  #advancing = false;
  #ticking: Promise<void> | null = null;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly parts: { clock: SimulatedClock; webhooks: WebhookSender; shop: readonly DueWork[] },
  ) {
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
    this.#timer.unref();
  }

  /**
   * @throws RangeError while another advance is under way.
   * @throws Error when app and shop go on answering each other without end.
   */
  async advanceTo(target: Date, options: AdvanceOptions = {}): Promise<void> {
    if (this.#advancing) throw new RangeError("The clock is being advanced already; wait until that is done");
    this.#advancing = true;
    try {
      await this.#ticking;
      await this.#settle(options);
      while (this.parts.clock.now() < target) {
        this.parts.clock.jumpTo(await this.#nextStop(target, options));
        await this.#settle(options);
      }
    } finally {
      this.#advancing = false;
    }
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#ticking;
  }

  async #nextStop(target: Date, options: AdvanceOptions): Promise<Date> {
    const { clock, webhooks, shop } = this.parts;
    const { nextAppDueAt, coalesceMs = COALESCE_MS } = options;
    const ofShop = shop.map((work) => work.nextDueAt()).map((at) => at && at.getTime() + coalesceMs);
    const exact = [webhooks.nextDueAt(), (await nextAppDueAt?.()) ?? null].map((at) => at && at.getTime());
    const now = clock.now().getTime();
    const later = [...ofShop, ...exact].filter((at) => at !== null).filter((at) => at > now);
    return new Date(Math.min(target.getTime(), ...later));
  }

  async #settle({ barrier }: AdvanceOptions): Promise<void> {
    const { webhooks } = this.parts;
    for (let round = 0; round < MAX_ROUNDS; round++) {
      await this.#runShop();
      await webhooks.idle();
      const { emitted } = webhooks.counts();
      await barrier?.();
      await this.#runShop();
      await webhooks.idle();
      if (webhooks.counts().emitted === emitted) return;
    }
    throw new Error("The app answers every webhook by changing the shop again");
  }

  async #runShop(): Promise<void> {
    for (const work of this.parts.shop) await work.runDue();
    this.parts.webhooks.runDue();
  }

  #tick(): void {
    if (this.#advancing || this.#ticking) return;
    this.#ticking = this.#runShop().finally(() => {
      this.#ticking = null;
    });
  }
}
