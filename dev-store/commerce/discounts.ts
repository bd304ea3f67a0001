import type { Checkout, DiscountCode } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";
import { grossSubtotalMinor } from "./cart-lines";
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
      minimumSubtotal: null,
      customerIds: null,
      usageLimit: null,
      appliesOncePerCustomer: false,
      combinesWith: { orderDiscounts: false, productDiscounts: false, shippingDiscounts: false },
      tags: [],
      createdByApp: null,
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

/** Deletes a discount with its code; raises discounts/redeemcode_removed and discounts/delete. */
export function deleteDiscount(store: Store, discount: DiscountCode): void {
  inAction(store, ({ at }) => {
    store.discounts.delete(discount.id);
    touch(discount, at);
    tellCode(store, discount, "discounts/redeemcode_removed");
    tell(store, "discounts/delete", {
      admin_graphql_api_id: `gid://shopify/DiscountCodeNode/${discount.id}`,
      deleted_at: at.toISOString(),
    });
  });
}

function tellCode(store: Store, discount: DiscountCode, topic: `discounts/redeemcode_${string}`): void {
  tell(store, topic, {
    admin_graphql_api_id: `gid://shopify/DiscountCodeNode/${discount.id}`,
    redeem_code: { id: `gid://shopify/DiscountRedeemCode/${discount.redeemCodeId}`, code: discount.code },
    updated_at: discount.updatedAt.toISOString(),
  });
}

/** Whether the code may be used on this checkout now; the reason is what the shopper is told. */
export function checkDiscount(store: Store, checkout: Checkout, code: string): DiscountCheck {
  const discount = store.findDiscountByCode(code.trim());
  if (!discount) return { kind: "refused", reason: "Enter a valid discount code" };
  return inAction(store, ({ at }) => {
    const reason =
      refusedByTime(discount, at) ??
      refusedByUse(store, checkout, discount) ??
      refusedByCustomer(checkout, discount) ??
      refusedBySubtotal(store, checkout, discount);
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

function hasUsed(store: Store, checkout: Checkout, code: string): boolean {
  const email = checkout.email?.toLowerCase();
  for (const order of store.orders.values()) {
    if (order.cancelledAt || !order.discountCodes.some((used) => used.code === code)) continue;
    if (checkout.customerId !== null && order.customerId === checkout.customerId) return true;
    if (email !== undefined && order.email?.toLowerCase() === email) return true;
  }
  return false;
}
