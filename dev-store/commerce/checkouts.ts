import type { Address, Checkout, CheckoutLine, Customer, Order } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";
import { unavailableLines } from "./cart-lines";
import { fillCart } from "./carts";
import { createCustomer, findCustomerByPhone, rememberAddress, updateEmailConsent } from "./customers";
import { applicableDiscounts, checkDiscount, type DiscountCheck, doCombine } from "./discounts";
import { announceOrder, recordOrder } from "./order-placing";

/** A line to buy; its key is made when absent. */
export type WantedLine = Omit<CheckoutLine, "key"> & { key?: string };

export type NewCheckout = {
  lines: readonly WantedLine[];
  locale: string;
  presentmentCurrency: string;
  /** `web` when absent. */
  sourceName?: string;
  /** The cart it grew from; made when absent. */
  cartToken?: string;
};

export type CheckoutChanges = {
  email?: string;
  phone?: string;
  buyerAcceptsMarketing?: boolean;
  shippingAddress?: Address;
  lines?: readonly WantedLine[];
};

/** Opens a checkout without any contact; raises checkouts/create, and carts/create when no cart was named. */
export function startCheckout(store: Store, input: NewCheckout): Checkout {
  return inAction(store, ({ at, token }) => {
    const cartToken = input.cartToken ?? token(32);
    const query = new URLSearchParams({ key: token(32), locale: input.locale });
    const checkout: Checkout = {
      id: store.nextId(),
      token: token(32),
      cartToken,
      email: null,
      phone: null,
      customerId: null,
      buyerAcceptsMarketing: false,
      locale: input.locale,
      presentmentCurrency: input.presentmentCurrency,
      lines: keyed(input.lines, token),
      discountCodes: [],
      shippingAddress: null,
      sourceName: input.sourceName ?? "web",
      recoverUrl: `${store.storefrontOrigin}/${store.shop.id}/checkouts/ac/${cartToken}/recover?${query}`,
      createdAt: at,
      updatedAt: at,
      completedAt: null,
    };
    store.checkouts.set(checkout.token, checkout);
    if (input.cartToken === undefined) fillCart(store, { token: cartToken, lines: checkout.lines });
    tell(store, "checkouts/create", checkout);
    return checkout;
  });
}

/**
 * Changes what the buyer entered. An e-mail (else a phone) finds the customer or makes one, as Shopify does;
 * accepting marketing subscribes that customer. Raises checkouts/update and what follows from it.
 */
export function updateCheckout(store: Store, checkout: Checkout, changes: CheckoutChanges): void {
  requireOpen(checkout);
  inAction(store, ({ at, token }) => {
    const { lines, ...fields } = changes;
    Object.assign(checkout, fields);
    if (lines) checkout.lines = keyed(lines, token);
    const customer = customerOf(store, checkout, changes);
    if (customer) checkout.customerId = customer.id;
    touch(checkout, at);
    if (customer && checkout.buyerAcceptsMarketing) subscribe(store, customer);
    tell(store, "checkouts/update", checkout);
  });
}

/** Enters a code. One that applies replaces the others unless both combine; raises checkouts/update when it applies. */
export function applyDiscountCode(store: Store, checkout: Checkout, code: string): DiscountCheck {
  requireOpen(checkout);
  return inAction(store, ({ at }) => {
    const check = checkDiscount(store, checkout, code);
    if (check.kind === "refused") return check;
    const { discount } = check;
    const kept = applicableDiscounts(store, checkout).filter(
      (other) => other !== discount && doCombine(other, discount),
    );
    checkout.discountCodes = [...kept.map((other) => other.code), discount.code];
    touch(checkout, at);
    tell(store, "checkouts/update", checkout);
    return check;
  });
}

/** Takes all codes off; raises checkouts/update when there were any. */
export function removeDiscountCodes(store: Store, checkout: Checkout): void {
  requireOpen(checkout);
  if (checkout.discountCodes.length === 0) return;
  inAction(store, ({ at }) => {
    checkout.discountCodes = [];
    touch(checkout, at);
    tell(store, "checkouts/update", checkout);
  });
}

/**
 * Buys. Codes that apply no longer are dropped silently; ask `unavailableLines` before, for it throws when something
 * is sold out, when the checkout is empty or bought already. Raises checkouts/update (completed), orders/create,
 * orders/paid, products/update of what was ordered, customers/purchasing_summary.
 */
export function completeCheckout(
  store: Store,
  checkout: Checkout,
  payment: { gateway?: string; test?: boolean } = {},
): Order {
  requireOpen(checkout);
  if (checkout.lines.length === 0) throw new RangeError(`Checkout ${checkout.token} is empty`);
  const missing = unavailableLines(store, checkout);
  if (missing.length > 0) {
    throw new RangeError(`Checkout ${checkout.token} asks for ${missing.length} line(s) that are sold out`);
  }
  return inAction(store, ({ at }) => {
    const order = recordOrder(store, {
      ...payment,
      lines: checkout.lines,
      customerId: checkout.customerId,
      email: checkout.email,
      phone: checkout.phone,
      locale: checkout.locale,
      presentmentCurrency: checkout.presentmentCurrency,
      sourceName: checkout.sourceName,
      cartToken: checkout.cartToken,
      checkoutToken: checkout.token,
      shippingAddress: checkout.shippingAddress,
      discounts: applicableDiscounts(store, checkout),
    });
    checkout.completedAt = at;
    checkout.discountCodes = order.discountCodes.map(({ code }) => code);
    touch(checkout, at);
    const customer = checkout.customerId === null ? undefined : store.customers.get(checkout.customerId);
    if (customer && checkout.shippingAddress) rememberAddress(customer, checkout.shippingAddress);
    if (customer) touch(customer, at);
    tell(store, "checkouts/update", checkout);
    announceOrder(store, order);
    return order;
  });
}

function requireOpen(checkout: Checkout): void {
  if (checkout.completedAt) throw new RangeError(`Checkout ${checkout.token} has been completed already`);
}

function keyed(lines: readonly WantedLine[], token: (length: number) => string): CheckoutLine[] {
  return lines.map((line) => ({ ...line, key: line.key ?? token(32) }));
}

function customerOf(store: Store, checkout: Checkout, changes: CheckoutChanges): Customer | null {
  if (changes.email !== undefined) {
    return store.findCustomerByEmail(changes.email) ?? newCustomer(store, checkout);
  }
  if (changes.phone !== undefined && checkout.email === null) {
    return findCustomerByPhone(store, changes.phone) ?? newCustomer(store, checkout);
  }
  return checkout.customerId === null ? null : (store.customers.get(checkout.customerId) ?? null);
}

function newCustomer(store: Store, checkout: Checkout): Customer {
  return createCustomer(store, {
    email: checkout.email,
    phone: checkout.phone && !findCustomerByPhone(store, checkout.phone) ? checkout.phone : null,
    firstName: checkout.shippingAddress?.firstName ?? null,
    lastName: checkout.shippingAddress?.lastName ?? null,
    locale: checkout.locale,
    verifiedEmail: false,
  });
}

function subscribe(store: Store, customer: Customer): void {
  const { state } = customer.emailConsent;
  if (customer.email === null || !["NOT_SUBSCRIBED", "UNSUBSCRIBED", "PENDING"].includes(state)) return;
  inAction(store, ({ at }) =>
    updateEmailConsent(store, customer, { state: "SUBSCRIBED", optInLevel: "SINGLE_OPT_IN", updatedAt: at }),
  );
}
