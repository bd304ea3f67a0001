/** A shop's life out of a seed: who comes, buys, changes their mind, is tagged, asked and deleted. */
import { completeCheckout, startCheckout, updateCheckout } from "../../dev-store/commerce/checkouts";
import {
  addTags,
  createCustomer,
  deleteCustomer,
  removeTags,
  updateCustomer,
  updateEmailConsent,
} from "../../dev-store/commerce/customers";
import {
  cancelOrder,
  fulfillOrder,
  orderTotals,
  payOrder,
  refundOrder,
} from "../../dev-store/commerce/orders";
import { placeOrder } from "../../dev-store/commerce/order-placing";
import { createProduct, setStock, updateProduct } from "../../dev-store/commerce/products";
import { putOnSale } from "../../dev-store/commerce/shop-for-tests";
import { tell, touch } from "../../dev-store/commerce/action";
import type { Customer, Order, Product } from "../../dev-store/state/model";
import type { Store } from "../../dev-store/state/store";
import { seededChances } from "../../dev-store/webhooks/faults";
import { openToldStore, type ToldStore } from "../support/told-store";

const FIRST_ACT = Date.parse("2026-11-03T08:00:00Z");
const TAGS = ["tea", "Coffee", "VIP", "wholesale", "trial", "2026"];
const STATES = ["SUBSCRIBED", "UNSUBSCRIBED", "NOT_SUBSCRIBED"] as const;

type Life = {
  store: Store;
  chance: () => number;
  customers: Customer[];
  orders: Order[];
  products: Product[];
  /** Products nobody ever buys: they may be deleted. */
  seasonal: Product[];
};

/** One thing that happens, and how often, beside the others. */
type Happening = { weight: number; happen: (life: Life) => void };

const HAPPENINGS: readonly Happening[] = [
  { weight: 8, happen: arrive },
  { weight: 14, happen: buyAtTheCounter },
  { weight: 10, happen: buyOnline },
  { weight: 6, happen: begin },
  { weight: 6, happen: changeProfile },
  { weight: 7, happen: changeTags },
  { weight: 5, happen: changeConsent },
  { weight: 6, happen: refund },
  { weight: 3, happen: cancel },
  { weight: 4, happen: pay },
  { weight: 6, happen: fulfil },
  { weight: 4, happen: edit },
  { weight: 3, happen: retagOrder },
  { weight: 5, happen: restock },
  { weight: 2, happen: changeProduct },
  { weight: 1, happen: deleteSomebody },
  { weight: 1, happen: deleteOrder },
  { weight: 1, happen: deleteProduct },
];
const TOTAL_WEIGHT = HAPPENINGS.reduce((sum, { weight }) => sum + weight, 0);

export type History = ToldStore & { endsAt: Date };

/** Lives until the shop has told at least `webhookCount` webhooks. The same seed gives the same life. */
export function liveHistory({ seed, webhookCount }: { seed: number; webhookCount: number }): History {
  const told = openToldStore();
  const chance = seededChances(seed);
  const life: Life = {
    store: told.store,
    chance,
    customers: [],
    orders: [],
    products: [],
    seasonal: [],
  };
  let at = FIRST_ACT;
  told.act(new Date(at), (store) => {
    for (let index = 0; index < 30; index += 1) life.products.push(putOnSale(store, 900 + 137 * index));
  });
  while (told.webhooks.length < webhookCount) {
    at += pauseMs(chance);
    told.act(new Date(at), () => happening(chance()).happen(life));
  }
  return { ...told, endsAt: new Date(at) };
}

/** Mostly minutes, sometimes within the same second. */
function pauseMs(chance: () => number): number {
  const kind = chance();
  if (kind < 0.1) return 1 + Math.floor(chance() * 400);
  return 1_000 + Math.floor(chance() * 240_000);
}

function happening(drawn: number): Happening {
  let left = drawn * TOTAL_WEIGHT;
  return HAPPENINGS.find(({ weight }) => (left -= weight) < 0) ?? (HAPPENINGS[0] as Happening);
}

function pick<Item>(life: Life, items: readonly Item[]): Item | undefined {
  return items[Math.floor(life.chance() * items.length)];
}

/** One of the last hundred: old orders are seldom touched. */
function pickRecent<Item>(life: Life, items: readonly Item[]): Item | undefined {
  return pick(life, items.slice(-100));
}

function basket(life: Life) {
  const count = 1 + Math.floor(life.chance() * 3);
  const chosen = new Set(Array.from({ length: count }, () => pick(life, life.products)));
  return [...chosen].flatMap((product, index) => {
    const variantId = product?.variants[0]?.id;
    if (!product || variantId === undefined) return [];
    return [
      { key: String(index), productId: product.id, variantId, quantity: 1 + Math.floor(life.chance() * 3) },
    ];
  });
}

function arrive(life: Life): void {
  const { store, customers, chance } = life;
  const number = store.nextId();
  const isNameless = chance() < 0.1;
  customers.push(
    createCustomer(store, {
      email: chance() < 0.95 ? `person-${number}@people.example` : null,
      firstName: isNameless ? null : `First${number}`,
      lastName: isNameless ? null : `Last${number}`,
      locale: chance() < 0.5 ? "en" : "pl",
      tags: chance() < 0.3 ? ["new"] : [],
    }),
  );
}

function buyAtTheCounter(life: Life): void {
  const customer = life.chance() < 0.85 ? pick(life, life.customers) : undefined;
  const gateway = life.chance() < 0.2 ? "bank_deposit" : "shopify_payments";
  life.orders.push(
    placeOrder(life.store, {
      lines: basket(life),
      customerId: customer?.id ?? null,
      email: customer?.email ?? null,
      sourceName: life.chance() < 0.5 ? "pos" : "shopify_draft_order",
      test: life.chance() < 0.02,
      gateway,
    }),
  );
}

function begin(life: Life) {
  const checkout = startCheckout(life.store, {
    lines: basket(life),
    locale: "en",
    presentmentCurrency: life.chance() < 0.8 ? "EUR" : "PLN",
  });
  const customer = pick(life, life.customers);
  const email = customer?.email ?? `shopper-${checkout.id}@people.example`;
  updateCheckout(life.store, checkout, { email, buyerAcceptsMarketing: life.chance() < 0.4 });
  const found = life.store.findCustomerByEmail(email);
  if (found && !life.customers.includes(found)) life.customers.push(found);
  return checkout;
}

function buyOnline(life: Life): void {
  life.orders.push(completeCheckout(life.store, begin(life)));
}

function changeProfile(life: Life): void {
  const customer = pick(life, life.customers);
  if (!customer) return;
  const version = Math.floor(life.chance() * 1_000);
  updateCustomer(life.store, customer, {
    firstName: `Name${version}`,
    note: version % 2 ? `note ${version}` : null,
  });
}

function changeTags(life: Life): void {
  const customer = pick(life, life.customers);
  const tag = pick(life, TAGS);
  if (!customer || !tag) return;
  if (life.chance() < 0.6) addTags(life.store, customer, [tag]);
  else removeTags(life.store, customer, [tag.toUpperCase()]);
}

function changeConsent(life: Life): void {
  const customer = pick(life, life.customers);
  const state = pick(life, STATES);
  if (!customer?.email || !state) return;
  const updatedAt = life.store.clock.now();
  updateEmailConsent(life.store, customer, { state, optInLevel: "SINGLE_OPT_IN", updatedAt });
}

function refund(life: Life): void {
  const order = pickRecent(life, life.orders);
  if (!order || order.cancelledAt || orderTotals(order).netPayment.shop.amountMinor <= 0) return;
  const line = order.lines.find(({ currentQuantity }) => currentQuantity > 0);
  if (!line) return;
  const part = life.chance() < 0.6 ? { lineQuantities: new Map([[line.id, 1]]) } : {};
  refundOrder(life.store, order, { ...part, restock: life.chance() < 0.5 });
}

function cancel(life: Life): void {
  const order = pickRecent(life, life.orders);
  if (order && !order.cancelledAt && order.refunds.length === 0) cancelOrder(life.store, order, "CUSTOMER");
}

function pay(life: Life): void {
  const order = life.orders
    .slice(-100)
    .find(({ financialStatus, cancelledAt }) => financialStatus === "PENDING" && !cancelledAt);
  if (order) payOrder(life.store, order);
}

function fulfil(life: Life): void {
  const order = pickRecent(life, life.orders);
  if (order && !order.cancelledAt && order.fulfillmentStatus !== "FULFILLED") fulfillOrder(life.store, order);
}

/** A piece is added to an order that is not paid yet. */
function edit(life: Life): void {
  const order = life.orders
    .slice(-100)
    .find(({ financialStatus, cancelledAt }) => financialStatus === "PENDING" && !cancelledAt);
  const line = order?.lines[0];
  if (!order || !line) return;
  const at = life.store.clock.now();
  line.quantity += 1;
  line.currentQuantity += 1;
  touch(order, at);
  tell(life.store, "orders/edited", {
    order_edit: {
      id: life.store.nextId(),
      order_id: order.id,
      committed_at: at.toISOString(),
      created_at: at.toISOString(),
    },
  });
  tell(life.store, "orders/updated", order);
}

function retagOrder(life: Life): void {
  const order = pickRecent(life, life.orders);
  const tag = pick(life, TAGS);
  if (!order || !tag) return;
  order.tags = [...new Set([...order.tags, tag])].sort();
  touch(order, life.store.clock.now());
  tell(life.store, "orders/updated", order);
}

function restock(life: Life): void {
  const product = pick(life, life.products);
  const variantId = product?.variants[0]?.id;
  if (!product || variantId === undefined) return;
  setStock(life.store, product, { variantId, quantity: 100_000 + Math.floor(life.chance() * 1_000) });
}

function changeProduct(life: Life): void {
  const product = pick(life, life.products);
  if (product) updateProduct(life.store, product, { title: `Thing ${Math.floor(life.chance() * 1_000)}` });
  const model = pick(life, life.products);
  if (!model) return;
  const { id: _id, createdAt: _createdAt, updatedAt: _updatedAt, ...like } = model;
  const number = life.seasonal.length + 1;
  life.seasonal.push(
    createProduct(life.store, { ...like, title: `Season ${number}`, handle: `season-${number}` }),
  );
}

function deleteSomebody(life: Life): void {
  const bought = new Set([...life.store.orders.values()].map(({ customerId }) => customerId));
  const customer = life.customers.find(({ id }) => !bought.has(id));
  if (!customer) return;
  life.customers.splice(life.customers.indexOf(customer), 1);
  deleteCustomer(life.store, customer);
}

function deleteOrder(life: Life): void {
  const order = pickRecent(life, life.orders);
  if (!order) return;
  life.orders.splice(life.orders.indexOf(order), 1);
  life.store.orders.delete(order.id);
  tell(life.store, "orders/delete", { id: order.id });
}

function deleteProduct(life: Life): void {
  const product = life.seasonal.shift();
  if (!product) return;
  life.store.products.delete(product.id);
  tell(life.store, "products/delete", { id: product.id });
}
