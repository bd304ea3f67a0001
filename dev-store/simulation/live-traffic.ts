import { startCheckout } from "../commerce/checkouts";
import type { Store } from "../state/store";
import { fillBasket, inStock } from "./basket";
import { type Outside, planLeaving } from "./left-checkout";
import { MEAN_HOUR_WEIGHT } from "./calendar";
import { planAfterlife } from "./order-afterlife";
import type { Random } from "./random";
import { daysAfter, hoursAfter, Scene } from "./scene";
import { planScript } from "./script";
import { newShopper, regularsOf, type Shopper } from "./shopper";
import { planStaff } from "./staff";
import { planUpkeep } from "./upkeep";
import { planPurchase, type Payment } from "./visit";

export type LiveOptions = Outside & {
  seed: number;
  /** Where the traffic begins; now when absent. Events before it are never made. */
  startsAt?: Date;
  /** Orders a day that are bought straight away; 40 when absent. */
  ratePerDay?: number;
  /** Checkouts a day that are left with an e-mail; 15 when absent. */
  leftPerDay?: number;
  /** The named shoppers of the demo week; on when absent. */
  scripted?: boolean;
};

/** Visits a day that start a checkout and never tell who they are. */
const ANONYMOUS_PER_DAY = 8;
/** Share of visits by customers the shop knows. */
const REGULARS = 0.55;
/** Share of new buyers who come back within the week. */
const SOON_BACK = 0.25;
/** People of the live traffic are numbered from here, above those of any history. */
const FIRST_ORDINAL = 100_000;
const DAY_HOURS = 24;

/**
 * Shoppers and staff from `startsAt` on. Given the same shop, seed and mails, the same things happen at the same
 * instants with the same tokens, however finely `runDue` cuts the time.
 */
export class LiveTraffic {
  readonly #scene: Scene;
  readonly #regulars: Shopper[];
  readonly #rates: { buys: number; leaves: number; looks: number };
  #running: Promise<void> = Promise.resolve();

  constructor(
    store: Store,
    private readonly options: LiveOptions,
  ) {
    const startsAt = options.startsAt ?? store.clock.now();
    this.#scene = new Scene(store, options.seed);
    this.#regulars = regularsOf(this.#scene, startsAt);
    this.#rates = {
      buys: options.ratePerDay ?? 40,
      leaves: options.leftPerDay ?? 15,
      looks: ANONYMOUS_PER_DAY,
    };
    this.#planRecentOrders(startsAt);
    this.#planArrival(startsAt, 1);
    planStaff(this.#scene, startsAt);
    planUpkeep(this.#scene, startsAt);
    if (options.scripted ?? true) planScript(this.#scene, options, startsAt);
  }

  /** When the next thing happens. */
  nextAt(): Date {
    const next = this.#scene.nextAt();
    if (!next) throw new Error("The live traffic has run dry; arrivals should plan their successors");
    return next;
  }

  /** Does what is due up to `now` (inclusive), each thing at its own instant; calls queue up behind each other. */
  runDue(now: Date): Promise<void> {
    const run = this.#running.then(async () => {
      for (let step = this.#scene.step(now); step; step = this.#scene.step(now)) await step.done;
    });
    this.#running = run.catch(() => undefined);
    return run;
  }

  #planArrival(after: Date, ordinal: number): void {
    const scene = this.#scene;
    const key = `visit/${ordinal}`;
    const at = this.#nextArrival(after, scene.luck(key, "arrival"));
    scene.plan(at, key, ({ random }) => {
      this.#planArrival(at, ordinal + 1);
      const { buys, leaves, looks } = this.#rates;
      const intent = random.weighted([
        ["buys", buys],
        ["leaves", leaves],
        ["looks", looks],
      ] as const);
      this.#visit({ intent, key, at, ordinal });
    });
  }

  /** Arrivals of a Poisson process whose rate follows the hours of the day; the day's total is the sum of the rates. */
  #nextArrival(after: Date, random: Random): Date {
    const { buys, leaves, looks } = this.#rates;
    const peakRate = (buys + leaves + looks) / DAY_HOURS / MEAN_HOUR_WEIGHT;
    let at = after;
    do {
      at = hoursAfter(at, random.exponential(1 / peakRate));
    } while (!random.chance(this.#scene.calendar.hourWeight(at)));
    return at;
  }

  #visit(visit: { intent: "buys" | "leaves" | "looks"; key: string; at: Date; ordinal: number }): void {
    const scene = this.#scene;
    const { key, intent } = visit;
    const random = scene.luck(key, "visit");
    const known = this.#regulars.length > 0 && random.chance(REGULARS);
    const shopper = known
      ? random.pick(this.#regulars)
      : newShopper(scene, random, FIRST_ORDINAL + visit.ordinal);
    const lines = fillBasket(random, scene.products, shopper.taste);
    const plan = { key, at: hoursAfter(visit.at, 0.01), shopper, lines };
    if (intent === "looks") return this.#startOnly(plan);
    if (intent === "leaves") return planLeaving(scene, this.options, { visit: plan });
    planPurchase(scene, plan, this.#payment(random));
    if (!known && random.chance(SOON_BACK)) {
      const again = scene.calendar.atShoppingHour(daysAfter(visit.at, random.int(1, 5)), random);
      const more = fillBasket(random, scene.products, shopper.taste);
      planPurchase(scene, { shopper, lines: more, key: `${key}/back`, at: again }, this.#payment(random));
    }
  }

  #startOnly({ key, at, shopper, lines }: Parameters<typeof planPurchase>[1]): void {
    const { store } = this.#scene;
    this.#scene.plan(at, `${key}/start`, () => {
      const wanted = inStock(store, lines);
      const { locale, currencyCode } = shopper;
      if (wanted.length > 0)
        startCheckout(store, { lines: wanted, locale, presentmentCurrency: currencyCode });
    });
  }

  #payment(random: Random): Payment {
    const codes = [...this.#scene.store.discounts.values()].filter(
      ({ createdByApp, customerIds }) => createdByApp === null && customerIds === null,
    );
    const code = codes.length > 0 && random.chance(0.08) ? { code: random.pick(codes).code } : {};
    if (random.chance(0.012)) return { ...code, test: true };
    return random.chance(0.025) ? { ...code, gateway: "bank_deposit" } : code;
  }

  /** Orders of the last days of the history are still sent, sent back or paid. */
  #planRecentOrders(startsAt: Date): void {
    const oldest = daysAfter(startsAt, -12);
    for (const order of this.#scene.store.orders.values()) {
      const untouched = !order.cancelledAt && order.refunds.length === 0;
      if (order.createdAt < oldest || order.createdAt > startsAt || !untouched) continue;
      planAfterlife(this.#scene, order, { key: `recent/${order.number}`, notBefore: startsAt });
    }
  }
}
