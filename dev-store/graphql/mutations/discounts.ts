import {
  createDiscount,
  deactivateDiscount,
  deleteDiscount,
  type NewDiscount,
  updateDiscountEnd,
} from "../../commerce/discounts";
import { parseMoney } from "../../commerce/money";
import type { DiscountCode } from "../../state/model";
import type { Store } from "../../state/store";
import { notInDevStore } from "../api-error";
import type { GraphqlContext, Resolver } from "../context";
import { gid, idOf } from "../gid";
import { type UserError, userError } from "../user-error";
import {
  type BasicDiscountInput,
  checkBasicDiscount,
  checkFreeShipping,
  type FreeShippingInput,
} from "./discount-input";

/** `discountCodeBasicCreate`: makes a code off the order or off products, or says in userErrors what is wrong with it. */
export const createBasicDiscount: Resolver<unknown> = (_source, { args, context }) => {
  const input = args["basicCodeDiscount"] as BasicDiscountInput;
  const userErrors = checkBasicDiscount(input, context.store);
  if (userErrors.length > 0) return { codeDiscountNode: null, userErrors };
  const gets = goodsOf(input.customerGets, context.store);
  const discount = createDiscount(context.store, { ...newDiscount(input, context), ...gets });
  return { codeDiscountNode: discount, userErrors: [] };
};

/** `discountCodeFreeShippingCreate`: the same of free shipping. */
export const createFreeShipping: Resolver<unknown> = (_source, { args, context }) => {
  const input = args["freeShippingCodeDiscount"] as FreeShippingInput;
  if (input.destination?.countries) throw notInDevStore("Input 'destination.countries'");
  if (input.maximumShippingPrice != null) throw notInDevStore("Input 'maximumShippingPrice'");
  const userErrors = checkFreeShipping(input, context.store);
  if (userErrors.length > 0) return { codeDiscountNode: null, userErrors };
  const discount = createDiscount(context.store, {
    ...newDiscount(input, context),
    value: { kind: "free-shipping" },
  });
  return { codeDiscountNode: discount, userErrors: [] };
};

/** `discountCodeBasicUpdate` and `discountCodeFreeShippingUpdate`: the end of a code, and nothing else. */
export function updateEnd(argument: "basicCodeDiscount" | "freeShippingCodeDiscount"): Resolver<unknown> {
  return (_source, { args, context: { store } }) => {
    const { endsAt, ...rest } = args[argument] as { endsAt?: string | null };
    const [other] = Object.keys(rest);
    if (other) throw notInDevStore(`Input '${other}' of an update`);
    const discount = findDiscount(store, args["id"]);
    if (!discount) return NO_DISCOUNT;
    const end = endsAt ? new Date(endsAt) : null;
    if (end && end <= discount.startsAt) {
      return refusal(userError([argument, "endsAt"], "Ends at needs to be after starts_at", "INVALID"));
    }
    updateDiscountEnd(store, discount, end);
    return { codeDiscountNode: discount, userErrors: [] };
  };
}

/** `discountCodeDeactivate`: ends the code now. */
export const deactivateBasicDiscount: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const discount = findDiscount(store, args["id"]);
  if (!discount) return NO_DISCOUNT;
  const ended = discount.endsAt !== null && discount.endsAt <= store.clock.now();
  if (!ended) deactivateDiscount(store, discount);
  return { codeDiscountNode: discount, userErrors: [] };
};

/** `discountCodeDelete`: takes a discount away with all its codes. */
export const deleteCodeDiscount: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const discount = findDiscount(store, args["id"]);
  if (!discount) return { ...NO_DISCOUNT, deletedCodeDiscountId: null };
  deleteDiscount(store, discount);
  return { deletedCodeDiscountId: gid("DiscountCodeNode", discount.id), userErrors: [] };
};

/** The discount of an id; null when there is none. One of its later codes is not one. */
export function findDiscount(store: Store, id: unknown): DiscountCode | null {
  const number = idOf("DiscountCodeNode", id);
  const discount = number === null ? undefined : store.discounts.get(number);
  return discount?.parentId === null ? discount : null;
}

const NO_DISCOUNT = refusal(userError(["id"], "Code discount does not exist.", "INVALID"));

function refusal(error: UserError) {
  return { codeDiscountNode: null, userErrors: [error] };
}

function newDiscount(
  input: Omit<BasicDiscountInput, "customerGets">,
  { store, app }: GraphqlContext,
): Omit<NewDiscount, "value"> {
  return {
    ...minimumOf(input.minimumRequirement, store),
    title: input.title ?? "",
    code: input.code ?? "",
    startsAt: input.startsAt ? new Date(input.startsAt) : store.clock.now(),
    endsAt: input.endsAt ? new Date(input.endsAt) : null,
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
  store: Store,
): Pick<DiscountCode, "minimumSubtotal" | "minimumQuantity"> {
  const minimum = requirement?.subtotal?.greaterThanOrEqualToSubtotal ?? null;
  const pieces = requirement?.quantity?.greaterThanOrEqualToQuantity ?? null;
  return {
    minimumSubtotal: minimum === null ? null : parseMoney(minimum, store.shop.currencyCode),
    minimumQuantity: pieces === null ? null : Number(pieces),
  };
}

function combinations(wish: BasicDiscountInput["combinesWith"]): DiscountCode["combinesWith"] {
  const { orderDiscounts, productDiscounts, shippingDiscounts } = wish ?? {};
  return {
    orderDiscounts: orderDiscounts === true,
    productDiscounts: productDiscounts === true,
    shippingDiscounts: shippingDiscounts === true,
  };
}

function goodsOf(
  gets: BasicDiscountInput["customerGets"],
  store: Store,
): Pick<DiscountCode, "value" | "productIds"> {
  const productIds = productIdsOf(gets?.items);
  const { percentage = null, discountAmount, discountOnQuantity } = gets?.value ?? {};
  if (discountOnQuantity) throw notInDevStore("Input 'customerGets.value.discountOnQuantity'");
  if (percentage !== null) return { value: { kind: "percentage", fraction: percentage }, productIds };
  const amount = parseMoney(discountAmount?.amount ?? "0", store.shop.currencyCode);
  return { value: { kind: "amount", amount }, productIds };
}

type Items = NonNullable<BasicDiscountInput["customerGets"]>["items"];

function productIdsOf(items: Items): number[] | null {
  if (items?.collections) throw notInDevStore("Input 'customerGets.items.collections'");
  if (items?.products?.productVariantsToAdd?.length)
    throw notInDevStore("Input 'customerGets.items.products.productVariantsToAdd'");
  return items?.products?.productsToAdd?.flatMap((id) => idOf("Product", id) ?? []) ?? null;
}

function customerIds({
  context,
  customerSelection,
}: Pick<BasicDiscountInput, "context" | "customerSelection">): number[] | null {
  if (context?.customerSegments ?? customerSelection?.customerSegments) {
    throw notInDevStore("Input 'context.customerSegments'");
  }
  if (context?.markets) throw notInDevStore("Input 'context.markets'");
  const added = (context ?? customerSelection)?.customers?.add;
  return added ? added.flatMap((gid) => idOf("Customer", gid) ?? []) : null;
}
