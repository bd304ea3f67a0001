import { parseMoney } from "../../commerce/money";
import { createDiscount, deactivateDiscount, type NewDiscount } from "../../commerce/discounts";
import type { DiscountCode, Money } from "../../state/model";
import { notInDevStore } from "../api-error";
import type { GraphqlContext, Resolver } from "../context";
import { idOf } from "../gid";
import { type UserError, userError } from "../user-error";
import { type BasicDiscountInput, checkBasicDiscount } from "./discount-input";

/** `discountCodeBasicCreate`: makes a code of the whole order, or says in userErrors what is wrong with it. */
export const createBasicDiscount: Resolver<unknown> = (_source, { args, context }) => {
  const input = args["basicCodeDiscount"] as BasicDiscountInput;
  const userErrors = checkBasicDiscount(input, context.store);
  if (userErrors.length > 0) return { codeDiscountNode: null, userErrors };
  return { codeDiscountNode: createDiscount(context.store, newDiscount(input, context)), userErrors: [] };
};

/** `discountCodeDeactivate`: ends the code now. */
export const deactivateBasicDiscount: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const id = idOf("DiscountCodeNode", args["id"]);
  const discount = id === null ? undefined : store.discounts.get(id);
  if (!discount) return refusal(userError(["id"], "Code discount does not exist.", "INVALID"));
  const ended = discount.endsAt !== null && discount.endsAt <= store.clock.now();
  if (!ended) deactivateDiscount(store, discount);
  return { codeDiscountNode: discount, userErrors: [] };
};

function refusal(error: UserError) {
  return { codeDiscountNode: null, userErrors: [error] };
}

function newDiscount(input: BasicDiscountInput, { store, app }: GraphqlContext): NewDiscount {
  const { currencyCode } = store.shop;
  return {
    title: input.title ?? "",
    code: input.code ?? "",
    startsAt: input.startsAt ? new Date(input.startsAt) : store.clock.now(),
    endsAt: input.endsAt ? new Date(input.endsAt) : null,
    value: valueOf(input.customerGets, currencyCode),
    minimumSubtotal: minimumOf(input.minimumRequirement, currencyCode),
    customerIds: customerIds(input),
    usageLimit: input.usageLimit ?? null,
    appliesOncePerCustomer: input.appliesOncePerCustomer ?? false,
    combinesWith: combinations(input.combinesWith),
    tags: input.tags ?? [],
    createdByApp: app.name,
  };
}

function minimumOf(
  requirement: BasicDiscountInput["minimumRequirement"],
  currencyCode: string,
): Money | null {
  if (requirement?.quantity) throw notInDevStore("Input 'minimumRequirement.quantity'");
  const minimum = requirement?.subtotal?.greaterThanOrEqualToSubtotal ?? null;
  return minimum === null ? null : parseMoney(minimum, currencyCode);
}

function combinations(wish: BasicDiscountInput["combinesWith"]): DiscountCode["combinesWith"] {
  const { orderDiscounts, productDiscounts, shippingDiscounts } = wish ?? {};
  return {
    orderDiscounts: orderDiscounts === true,
    productDiscounts: productDiscounts === true,
    shippingDiscounts: shippingDiscounts === true,
  };
}

function valueOf(gets: BasicDiscountInput["customerGets"], currencyCode: string): DiscountCode["value"] {
  const { items, value } = gets ?? {};
  if (items?.products || items?.collections)
    throw notInDevStore("Input 'customerGets.items' other than 'all'");
  const { percentage = null, discountAmount, discountOnQuantity } = value ?? {};
  if (discountOnQuantity) throw notInDevStore("Input 'customerGets.value.discountOnQuantity'");
  if (percentage !== null) return { kind: "percentage", fraction: percentage };
  return { kind: "amount", amount: parseMoney(discountAmount?.amount ?? "0", currencyCode) };
}

function customerIds({ context, customerSelection }: BasicDiscountInput): number[] | null {
  if (context?.customerSegments ?? customerSelection?.customerSegments) {
    throw notInDevStore("Input 'context.customerSegments'");
  }
  if (context?.markets) throw notInDevStore("Input 'context.markets'");
  const added = (context ?? customerSelection)?.customers?.add;
  return added ? added.flatMap((gid) => idOf("Customer", gid) ?? []) : null;
}
