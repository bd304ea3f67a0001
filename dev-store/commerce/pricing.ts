import type { Checkout, CheckoutLine, DiscountCode, MoneyBag } from "../state/model";
import type { Store } from "../state/store";
import { type CartItem, cartItems } from "./cart-lines";
import { applicableDiscounts } from "./discounts";
import { addBags, allocate, bagOf, combine, fractionOf, inBothCurrencies, subtractBag, taxOf } from "./money";

/** One flat price, free from a subtotal on (after discounts), in minor units of the shop's currency. */
export const SHIPPING = { flatMinor: 490, freeFromMinor: 5_900 };

export type PricedLine = CartItem & {
  unitPrice: MoneyBag;
  gross: MoneyBag;
  /** Of the whole line, of all discounts. */
  discount: MoneyBag;
  /** Gross − discount. */
  net: MoneyBag;
  /** Included in `net` or on top of it, as the shop is set. */
  tax: MoneyBag;
};

export type PricedDiscount = { discount: DiscountCode; amount: MoneyBag };

/** `subtotal` is after discounts and before shipping; `total` adds tax only when prices do not include it. */
export type CheckoutPrice = {
  subtotal: MoneyBag;
  discount: MoneyBag;
  shipping: MoneyBag;
  tax: MoneyBag;
  total: MoneyBag;
};

/** What the checkout costs now; codes that no longer apply give nothing. Sums are exact in both currencies. */
export function priceCheckout(store: Store, checkout: Checkout): CheckoutPrice {
  const { lines, shipping } = priceLines(store, checkout);
  return totalsOf(lines, shipping, store.shop.taxesIncluded);
}

/** Every line of the checkout with its share of the discounts and its tax. */
export function lineTotals(store: Store, checkout: Checkout): PricedLine[] {
  return priceLines(store, checkout).lines;
}

export type PriceRequest = {
  lines: readonly CheckoutLine[];
  discounts: readonly DiscountCode[];
  presentmentCurrency: string;
  /** Nothing is sent: a sale at the counter. */
  withoutShipping?: boolean;
};

export type Priced = { lines: PricedLine[]; discounts: PricedDiscount[]; shipping: MoneyBag };

/** Prices the checkout's lines with the codes that apply. */
export function priceLines(store: Store, checkout: Checkout): Priced {
  return priceCart(store, {
    lines: checkout.lines,
    discounts: applicableDiscounts(store, checkout),
    presentmentCurrency: checkout.presentmentCurrency,
    withoutShipping: checkout.sourceName === "pos",
  });
}

/** Prices any lines with the given discounts, one after the other, each on what the former left. */
export function priceCart(store: Store, request: PriceRequest): Priced {
  const bag = (amountMinor: number) =>
    inBothCurrencies(
      store.shop,
      { amountMinor, currencyCode: store.shop.currencyCode },
      request.presentmentCurrency,
    );
  const nothing = bag(0);
  const items = cartItems(store, request.lines);
  const unitPrices = items.map(({ variant }) => bag(variant.price.amountMinor));
  const grosses = items.map(({ line }, index) =>
    combine([unitPrices[index] ?? nothing], (unit = 0) => unit * line.quantity),
  );

  let nets = grosses;
  const goods = request.discounts.filter(({ value }) => value.kind !== "free-shipping");
  const discounts = goods.map((discount): PricedDiscount => {
    const entitled = nets.map((net, index) => (isEntitled(discount, items[index]) ? net : nothing));
    const amount = discountAmount(discount, addBags(nothing, ...entitled), bag);
    const shares = spread(amount, entitled);
    nets = nets.map((net, index) => subtractBag(net, shares[index] ?? nothing));
    return { discount, amount };
  });

  const taxRule = { rate: store.shop.taxRate, included: store.shop.taxesIncluded };
  const lines = items.map((item, index): PricedLine => {
    const gross = grosses[index] ?? nothing;
    const net = nets[index] ?? nothing;
    return {
      ...item,
      unitPrice: unitPrices[index] ?? nothing,
      gross,
      net,
      discount: subtractBag(gross, net),
      tax: combine([net], (minor = 0) => taxOf(minor, taxRule)),
    };
  });
  const subtotal = addBags(nothing, ...nets);
  const free =
    request.withoutShipping || lines.length === 0 || subtotal.shop.amountMinor >= SHIPPING.freeFromMinor;
  const shipping = free ? nothing : bag(SHIPPING.flatMinor);
  const waiver = request.discounts.find(({ value }) => value.kind === "free-shipping");
  if (!waiver) return { lines, discounts, shipping };
  return { lines, discounts: [...discounts, { discount: waiver, amount: shipping }], shipping: nothing };
}

function isEntitled({ productIds }: DiscountCode, item: CartItem | undefined): boolean {
  return productIds === null || (item !== undefined && productIds.includes(item.product.id));
}

/** Adds up priced lines and shipping. */
export function totalsOf(
  lines: readonly Pick<PricedLine, "net" | "discount" | "tax">[],
  shipping: MoneyBag,
  taxesIncluded: boolean,
): CheckoutPrice {
  const nothing = bagOf(shipping, 0, 0);
  const subtotal = addBags(nothing, ...lines.map((line) => line.net));
  const discount = addBags(nothing, ...lines.map((line) => line.discount));
  const tax = addBags(nothing, ...lines.map((line) => line.tax));
  const total = addBags(subtotal, shipping, ...(taxesIncluded ? [] : [tax]));
  return { subtotal, discount, shipping, tax, total };
}

function discountAmount(
  discount: DiscountCode,
  subtotal: MoneyBag,
  bag: (amountMinor: number) => MoneyBag,
): MoneyBag {
  const { value } = discount;
  if (value.kind === "percentage") {
    return combine([subtotal], (minor = 0) => Math.min(minor, fractionOf(minor, value.fraction)));
  }
  // Free shipping takes nothing off the goods.
  const wished = value.kind === "amount" ? value.amount.amountMinor : 0;
  return combine([bag(wished), subtotal], Math.min);
}

function spread(amount: MoneyBag, over: readonly MoneyBag[]): MoneyBag[] {
  const inCurrency = (side: "shop" | "presentment") =>
    allocate(
      amount[side].amountMinor,
      over.map((part) => part[side].amountMinor),
    );
  const shop = inCurrency("shop");
  const presentment = inCurrency("presentment");
  return over.map((_, index) => bagOf(amount, shop[index] ?? 0, presentment[index] ?? 0));
}
