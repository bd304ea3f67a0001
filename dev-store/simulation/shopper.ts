import type { Address, Customer, Order } from "../state/model";
import type { Store } from "../state/store";
import { makeTaste, type Taste } from "./basket";
import { makePerson } from "./people";
import type { Random } from "./random";
import type { Scene } from "./scene";

/** Somebody at the storefront. */
export type Shopper = {
  email: string;
  phone: string | null;
  locale: string;
  currencyCode: string;
  address: Address | null;
  /** Ticks "send me offers". */
  acceptsMarketing: boolean;
  taste: Taste;
};

/** Only so recent buyers come back by themselves. */
const ACTIVE_DAYS = 210;

/** A stranger who comes for the first time; `ordinal` must be above those of the history. */
export function newShopper(scene: Scene, random: Random, ordinal: number): Shopper {
  const person = makePerson(random, ordinal);
  return {
    ...person,
    acceptsMarketing: random.chance(0.62),
    taste: makeTaste(random, scene.products),
  };
}

/** The customers who may come back: with an e-mail and an order of the last months, by id. */
export function regularsOf(scene: Scene, now: Date): Shopper[] {
  const lastOrders = lastOrderByCustomer(scene.store);
  const oldest = new Date(now.getTime() - ACTIVE_DAYS * 86_400_000);
  return [...scene.store.customers.values()]
    .sort((a, b) => a.id - b.id)
    .flatMap((customer) => {
      const order = lastOrders.get(customer.id);
      return order && order.createdAt >= oldest ? (shopperOf(scene, customer, order) ?? []) : [];
    });
}

function shopperOf(scene: Scene, customer: Customer, lastOrder: Order): Shopper | null {
  if (customer.email === null) return null;
  const random = scene.luck("regular", customer.email);
  return {
    email: customer.email,
    phone: customer.phone,
    locale: customer.locale,
    currencyCode: lastOrder.presentmentCurrency,
    address: customer.addresses[0] ?? null,
    acceptsMarketing: false,
    taste: makeTaste(random, scene.products, customer.tags.includes("wholesale")),
  };
}

function lastOrderByCustomer(store: Store): Map<number, Order> {
  const last = new Map<number, Order>();
  for (const order of store.orders.values()) {
    if (order.customerId === null) continue;
    const known = last.get(order.customerId);
    if (!known || order.createdAt > known.createdAt) last.set(order.customerId, order);
  }
  return last;
}
