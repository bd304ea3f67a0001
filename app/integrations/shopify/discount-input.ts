import { formatDecimal } from "~/kit/money";

import type { DiscountItems, DiscountMinimum, DiscountValue, DiscountWish } from "./discount-wish";
import type {
  CreateCodeDiscountMutationVariables,
  CreateShippingDiscountMutationVariables,
} from "./generated/documents";

/** Marks discounts of this app, so that we know our own when a code is taken. */
export const OUR_TAG = "perennial";

type BasicInput = CreateCodeDiscountMutationVariables["discount"];
type ShippingInput = CreateShippingDiscountMutationVariables["discount"];

/** A discount on goods as Shopify takes it. */
export function basicInput(
  wish: DiscountWish,
  value: Exclude<DiscountValue, { kind: "free-shipping" }>,
): BasicInput {
  return {
    ...sharedInput(wish),
    customerGets: { items: itemsInput(wish.items), value: valueInput(value) },
    combinesWith: {
      orderDiscounts: wish.combinesWith.order,
      productDiscounts: wish.combinesWith.product,
      shippingDiscounts: wish.combinesWith.shipping,
    },
  };
}

/** Free shipping as Shopify takes it; it never combines with other shipping discounts, and asking so is an error there. */
export function shippingInput(wish: DiscountWish): ShippingInput {
  return {
    ...sharedInput(wish),
    destination: { all: true },
    combinesWith: {
      orderDiscounts: wish.combinesWith.order,
      productDiscounts: wish.combinesWith.product,
    },
  };
}

function sharedInput(wish: DiscountWish) {
  const { code, title, customerGid, startsAt, endsAt, minimum, oncePerCustomer, usageLimit } = wish;
  return {
    code,
    title,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt?.toISOString() ?? null,
    context: customerGid === null ? { all: "ALL" as const } : { customers: { add: [customerGid] } },
    ...(minimum ? { minimumRequirement: minimumInput(minimum) } : {}),
    usageLimit,
    appliesOncePerCustomer: oncePerCustomer,
    tags: [OUR_TAG],
  };
}

function minimumInput(minimum: DiscountMinimum): NonNullable<BasicInput["minimumRequirement"]> {
  if (minimum.kind === "quantity")
    return { quantity: { greaterThanOrEqualToQuantity: String(minimum.quantity) } };
  const amount = formatDecimal(minimum.amountMinor, minimum.currencyCode);
  return { subtotal: { greaterThanOrEqualToSubtotal: amount } };
}

function itemsInput(items: DiscountItems) {
  if (items.kind === "all") return { all: true };
  if (items.kind === "products") return { products: { productsToAdd: [...items.gids] } };
  return { collections: { add: [...items.gids] } };
}

function valueInput(value: Exclude<DiscountValue, { kind: "free-shipping" }>) {
  if (value.kind === "percentage") return { percentage: value.percentBp / 10_000 };
  const amount = formatDecimal(value.amountMinor, value.currencyCode);
  return { discountAmount: { amount, appliesOnEachItem: false } };
}
