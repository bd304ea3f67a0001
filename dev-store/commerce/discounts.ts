import type { Checkout, DiscountCode } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";
import { cartItems, grossSubtotalMinor } from "./cart-lines";
import { finishCreations } from "./code-creations";
import { tellCode } from "./discount-events";
import { decimalString } from "./money";

export type NewDiscount = Pick<DiscountCode, "code" | "value"> &
  Partial<
    Omit<DiscountCode, "id" | "redeemCodeId" | "code" | "value" | "usageCount" | "createdAt" | "updatedAt">
  >;

export type DiscountCheck = { kind: "applies"; discount: DiscountCode } | { kind: "refused"; reason: string };

/** Makes a code and raises discounts/create and discounts/redeemcode_added; throws when the shop has the code already (case-insensitive). */
export function createDiscount(store: Store, input: NewDiscount): DiscountCode {
  if (store.findDiscountByCode(input.code)) {
    throw new RangeError(`The code "${input.code}" exists already; codes are unique in a shop`);
  }
  return inAction(store, ({ at }) => {
    const discount: DiscountCode = {
      title: input.code,
      startsAt: at,
      endsAt: null,
      productIds: null,
      minimumSubtotal: null,
      minimumQuantity: null,
      customerIds: null,
      usageLimit: null,
      appliesOncePerCustomer: false,
      combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
      tags: [],
      createdByApp: null,
      parentId: null,
      ...input,
      id: store.nextId(),
      redeemCodeId: store.nextId(),
      usageCount: 0,
      createdAt: at,
      updatedAt: at,
    };
    store.discounts.set(discount.id, discount);
    tell(store, "discounts/create", discount);
    tellCode(store, discount, "discounts/redeemcode_added");
    return discount;
  });
}

/** Ends a code now, as "Deactivate" in the admin does; raises discounts/update. */
export function deactivateDiscount(store: Store, discount: DiscountCode): void {
  inAction(store, ({ at }) => {
    discount.endsAt = at;
    touch(discount, at);
    tell(store, "discounts/update", discount);
  });
}

/** Moves the end of a discount and of all its codes; raises discounts/update. */
export function updateDiscountEnd(store: Store, discount: DiscountCode, endsAt: Date | null): void {
  inAction(store, ({ at }) => {
    for (const code of codesOf(store, discount)) code.endsAt = endsAt;
    touch(discount, at);
    tell(store, "discounts/update", discount);
  });
}

/** A discount with its first code, and the codes that were added to it. */
export function codesOf(store: Store, discount: DiscountCode): DiscountCode[] {
  const added = [...store.discounts.values()].filter(({ parentId }) => parentId === discount.id);
  return [discount, ...added];
}

/** The discount that a code belongs to. */
export function ownerOf(store: Store, code: DiscountCode): DiscountCode {
  return (code.parentId === null ? null : store.discounts.get(code.parentId)) ?? code;
}

/** Deletes a discount with its codes; raises discounts/redeemcode_removed and discounts/delete. */
export function deleteDiscount(store: Store, discount: DiscountCode): void {
  inAction(store, ({ at }) => {
    touch(discount, at);
    for (const code of codesOf(store, discount)) {
      store.discounts.delete(code.id);
      tellCode(store, code, "discounts/redeemcode_removed");
    }
    tell(store, "discounts/delete", {
      admin_graphql_api_id: `gid://shopify/DiscountCodeNode/${discount.id}`,
      deleted_at: at.toISOString(),
    });
  });
}

/** Whether the code may be used on this checkout now; the reason is what the shopper is told. */
export function checkDiscount(store: Store, checkout: Checkout, code: string): DiscountCheck {
  finishCreations(store);
  const discount = store.findDiscountByCode(code.trim());
  if (!discount) return { kind: "refused", reason: "Enter a valid discount code" };
  return inAction(store, ({ at }) => {
    const reason =
      refusedByTime(discount, at) ??
      refusedByUse(store, checkout, discount) ??
      refusedByCustomer(checkout, discount) ??
      refusedBySubtotal(store, checkout, discount) ??
      refusedByGoods(store, checkout, discount);
    return reason === null ? { kind: "applies", discount } : { kind: "refused", reason };
  });
}

/** The checkout's codes that may be used now, in the order entered. */
export function applicableDiscounts(store: Store, checkout: Checkout): DiscountCode[] {
  return checkout.discountCodes.flatMap((code) => {
    const check = checkDiscount(store, checkout, code);
    return check.kind === "applies" ? [check.discount] : [];
  });
}

function refusedByTime(discount: DiscountCode, at: Date): string | null {
  if (at < discount.startsAt) return `${discount.code} is not active yet`;
  if (discount.endsAt && at >= discount.endsAt) return `${discount.code} has expired`;
  return null;
}

function refusedByUse(store: Store, checkout: Checkout, discount: DiscountCode): string | null {
  if (discount.usageLimit !== null && discount.usageCount >= discount.usageLimit) {
    return `${discount.code} has reached its usage limit`;
  }
  if (discount.appliesOncePerCustomer && hasUsed(store, checkout, discount.code)) {
    return `${discount.code} can be used only once by each customer`;
  }
  return null;
}

function refusedByCustomer(checkout: Checkout, discount: DiscountCode): string | null {
  if (discount.customerIds === null) return null;
  if (checkout.customerId === null) return `Enter your contact information to use ${discount.code}`;
  return discount.customerIds.includes(checkout.customerId)
    ? null
    : `${discount.code} is not available to this customer`;
}

function refusedBySubtotal(store: Store, checkout: Checkout, discount: DiscountCode): string | null {
  const minimum = discount.minimumSubtotal;
  if (!minimum || grossSubtotalMinor(store, checkout) >= minimum.amountMinor) return null;
  return `${discount.code} needs a purchase of ${decimalString(minimum)} ${minimum.currencyCode} or more`;
}

function refusedByGoods(store: Store, checkout: Checkout, discount: DiscountCode): string | null {
  const { minimumQuantity, productIds } = discount;
  const items = cartItems(store, checkout.lines);
  const count = items.reduce((sum, { line }) => sum + line.quantity, 0);
  if (minimumQuantity !== null && count < minimumQuantity)
    return `${discount.code} needs ${minimumQuantity} items or more`;
  if (productIds !== null && !items.some(({ product }) => productIds.includes(product.id)))
    return `${discount.code} is not valid for the items in your cart`;
  return null;
}

type DiscountClass = "order" | "product" | "shipping";

/** What a discount takes off from, by which Shopify decides what combines. */
export function classOf({ value, productIds }: Pick<DiscountCode, "value" | "productIds">): DiscountClass {
  if (value.kind === "free-shipping") return "shipping";
  return productIds === null ? "order" : "product";
}

/** Whether two codes work in one cart: each must allow the other's class, and two shipping discounts never do. */
export function doCombine(one: DiscountCode, other: DiscountCode): boolean {
  const [mine, theirs] = [classOf(one), classOf(other)];
  if (mine === "shipping" && theirs === "shipping") return false;
  return one.combinesWith[`${theirs}Discounts`] && other.combinesWith[`${mine}Discounts`];
}

function hasUsed(store: Store, checkout: Checkout, code: string): boolean {
  const email = checkout.email?.toLowerCase();
  for (const order of store.orders.values()) {
    if (order.cancelledAt || !order.discountCodes.some((used) => used.code === code)) continue;
    if (checkout.customerId !== null && order.customerId === checkout.customerId) return true;
    if (email !== undefined && order.email?.toLowerCase() === email) return true;
  }
  return false;
}
