import { parseMoney } from "../../commerce/money";
import { createDiscount, deactivateDiscount, type NewDiscount } from "../../commerce/discounts";
import { type DiscountCode } from "../../state/model";
import { notInDevStore } from "../api-error";
import { type GraphqlContext, type Resolver } from "../context";
import { idOf } from "../gid";
import { type UserError, userError } from "../user-error";
import { type BasicDiscountInput, checkBasicDiscount } from "./discount-input";

/** `discountCodeBasicCreate`: makes a code of the whole order, or says in userErrors what is wrong with it. */
export const createBasicDiscount: Resolver<unknown> = (_source, args, context) => {
  const input = args["basicCodeDiscount"] as BasicDiscountInput;
  const userErrors = checkBasicDiscount(input, context.store);
  if (userErrors.length > 0) return { codeDiscountNode: null, userErrors };
  return { codeDiscountNode: createDiscount(context.store, newDiscount(input, context)), userErrors: [] };
};

/** `discountCodeDeactivate`: ends the code now. */
export const deactivateBasicDiscount: Resolver<unknown> = (_source, args, { store }) => {
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

function newDiscount(input: BasicDiscountInput, context: GraphqlContext): NewDiscount {
  const { store, app } = context;
  const { combinesWith, minimumRequirement } = input;
  const minimum = minimumRequirement?.subtotal?.greaterThanOrEqualToSubtotal;
  if (minimumRequirement?.quantity) throw notInDevStore("Input 'minimumRequirement.quantity'");
  return {
    title: input.title ?? "",
    code: input.code ?? "",
    startsAt: input.startsAt ? new Date(input.startsAt) : store.clock.now(),
    endsAt: input.endsAt ? new Date(input.endsAt) : null,
    value: valueOf(input, store.shop.currencyCode),
    minimumSubtotal: minimum == null ? null : parseMoney(minimum, store.shop.currencyCode),
    customerIds: customerIds(input),
    usageLimit: input.usageLimit ?? null,
    appliesOncePerCustomer: input.appliesOncePerCustomer ?? false,
    combinesWith: {
      orderDiscounts: combinesWith?.orderDiscounts ?? false,
      productDiscounts: combinesWith?.productDiscounts ?? false,
      shippingDiscounts: combinesWith?.shippingDiscounts ?? false,
    },
    tags: input.tags ?? [],
    createdByApp: app.name,
  };
}

function valueOf({ customerGets }: BasicDiscountInput, currencyCode: string): DiscountCode["value"] {
  const items = customerGets?.items;
  if (items?.products || items?.collections)
    throw notInDevStore("Input 'customerGets.items' other than 'all'");
  const value = customerGets?.value;
  if (value?.discountOnQuantity) throw notInDevStore("Input 'customerGets.value.discountOnQuantity'");
  if (value?.percentage != null) return { kind: "percentage", fraction: value.percentage };
  return { kind: "amount", amount: parseMoney(value?.discountAmount?.amount ?? "0", currencyCode) };
}

function customerIds({ context, customerSelection }: BasicDiscountInput): number[] | null {
  if (context?.customerSegments ?? customerSelection?.customerSegments) {
    throw notInDevStore("Input 'context.customerSegments'");
  }
  if (context?.markets) throw notInDevStore("Input 'context.markets'");
  const added = (context ?? customerSelection)?.customers?.add;
  return added ? added.flatMap((gid) => idOf("Customer", gid) ?? []) : null;
}
