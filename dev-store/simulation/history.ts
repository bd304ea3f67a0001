import { actAs } from "../commerce/action";
import { createDiscount } from "../commerce/discounts";
import type { DiscountCode } from "../state/model";
import { recordOrder } from "../commerce/order-placing";
import type { Store } from "../state/store";
import { fillBasket, makeTaste } from "./basket";
import { restockShelves, stockShelves } from "./catalogue";
import { planCustomer } from "./history-customer";
import { planAfterlife } from "./order-afterlife";
import { arrivalAt, type Past } from "./past";
import { daysAfter, Scene } from "./scene";

export type HistoryOptions = {
  seed: number;
  customerCount?: number;
  years?: number;
  /** End of the history, exclusive; now when absent. */
  until?: Date;
};

/** Counter sales without a customer, for each customer of the shop. */
const COUNTER_SALES_PER_CUSTOMER = 0.12;

/**
 * Fills the shop with years of trade before the app came: nothing is told by webhook. The same seed, counts and end
 * give the same shop. Puts the catalogue on sale first when the shelves are empty, and fills them again at the end.
 */
export function seedHistory(store: Store, options: HistoryOptions): void {
  const until = options.until ?? store.clock.now();
  const from = daysAfter(until, -365 * (options.years ?? 2));
  const customerCount = options.customerCount ?? 600;
  store.quietly(() => {
    const scene = new Scene(store, options.seed);
    opening(scene, daysAfter(from, -40), () => {
      if (store.products.size === 0) stockShelves(store);
    });
    const codes = opening(scene, from, () => merchantCodes(store, from));
    const past: Past = { scene, from, until, codes };
    for (let ordinal = 1; ordinal <= customerCount; ordinal += 1) planCustomer(past, ordinal);
    planCounterSales(past, Math.round(customerCount * COUNTER_SALES_PER_CUSTOMER));
    // Nothing in the past waits for anybody, so every step is done when it returns.
    const lastInstant = new Date(until.getTime() - 1);
    while (scene.step(lastInstant)) continue;
    restockShelves(store);
  });
}

function opening<T>(scene: Scene, at: Date, work: () => T): T {
  const random = scene.luck("opening", at.getTime());
  return actAs(scene.store, { at, eventId: random.uuid(), token: (length) => random.hex(length) }, work);
}

function merchantCodes(store: Store, startsAt: Date): DiscountCode[] {
  const { currencyCode } = store.shop;
  const amount = (amountMinor: number) => ({ amountMinor, currencyCode });
  return [
    createDiscount(store, { code: "WELCOME10", startsAt, value: { kind: "percentage", fraction: 0.1 } }),
    createDiscount(store, {
      code: "FIVEOFF",
      startsAt,
      value: { kind: "amount", amount: amount(500) },
      minimumSubtotal: amount(3_000),
    }),
    createDiscount(store, { code: "GUESTS15", startsAt, value: { kind: "percentage", fraction: 0.15 } }),
  ];
}

function planCounterSales(past: Past, count: number): void {
  const { scene } = past;
  for (let ordinal = 1; ordinal <= count; ordinal += 1) {
    const key = `counter/${ordinal}`;
    const random = scene.luck(key, "day");
    const at = arrivalAt(past, random);
    scene.plan(at, key, (moment) => {
      const { products } = scene;
      const lines = fillBasket(moment.random, products, makeTaste(moment.random, products));
      const order = recordOrder(scene.store, {
        lines: lines.map((line, index) => ({ ...line, key: `${key}/${index}` })),
        sourceName: "pos",
        gateway: moment.random.chance(0.5) ? "cash" : "shopify_payments",
      });
      planAfterlife(scene, order, { key });
    });
  }
}
