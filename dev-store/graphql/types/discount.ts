import { classOf, codesOf } from "../../commerce/discounts";
import type { CodeCreation, DiscountCode } from "../../state/model";
import { listField } from "../connection/list-field";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";
import { discountStatus } from "../listings/discounts";
import { tagged } from "../type-tags";
import { userError } from "../user-error";
import { decimalScalar } from "../wire-format";
import { metafieldFields } from "./metafield";

function valueWords({ value }: DiscountCode): string {
  if (value.kind === "free-shipping") return "Free shipping";
  return value.kind === "percentage"
    ? `${Math.round(value.fraction * 1e4) / 100}% off`
    : `${decimalScalar(value.amount)} ${value.amount.currencyCode} off`;
}

function shortSummaryOf(discount: DiscountCode): string {
  if (discount.value.kind === "free-shipping") return valueWords(discount);
  const { productIds } = discount;
  const goods = productIds === null ? "entire order" : `${productIds.length} product(s)`;
  return `${valueWords(discount)} ${goods}`;
}

function summaryOf(discount: DiscountCode): string {
  const conditions = [
    shortSummaryOf(discount),
    discount.minimumSubtotal &&
      `Minimum purchase of ${decimalScalar(discount.minimumSubtotal)} ${discount.minimumSubtotal.currencyCode}`,
    discount.customerIds &&
      `For ${discount.customerIds.length} customer${discount.customerIds.length === 1 ? "" : "s"}`,
    discount.appliesOncePerCustomer && "One use per customer",
  ];
  return conditions.filter(Boolean).join(" • ");
}

const node = (typeName: "DiscountCodeNode" | "DiscountNode", field: "codeDiscount" | "discount") =>
  ({
    id: (discount) => gid(typeName, discount.id),
    [field]: (discount: DiscountCode) =>
      tagged(discount.value.kind === "free-shipping" ? "DiscountCodeFreeShipping" : "DiscountCodeBasic", {
        ...discount,
      }),
    ...metafieldFields<DiscountCode>("DiscountCodeNode", ({ id }) => id),
  }) satisfies TypeResolvers<DiscountCode>;

/** What both kinds of discounts by code have. */
const shared = {
  status: (discount, { context: { store } }) => discountStatus(discount, store.clock.now()),
  asyncUsageCount: (discount) => discount.usageCount,
  codesCount: (discount, { context: { store } }) => ({
    count: codesOf(store, discount).length,
    precision: "EXACT",
  }),
  codes: (discount, { args, context, info }) =>
    listField(
      { rows: codesOf(context.store, discount), id: ({ redeemCodeId }) => redeemCodeId },
      { args, context, info },
    ),
  context: (discount) =>
    discount.customerIds === null
      ? tagged("DiscountBuyerSelectionAll", { all: "ALL" })
      : tagged("DiscountCustomers", { ids: discount.customerIds }),
  customerSelection: (discount) =>
    discount.customerIds === null
      ? tagged("DiscountCustomerAll", { allCustomers: true })
      : tagged("DiscountCustomers", { ids: discount.customerIds }),
  minimumRequirement: ({ minimumSubtotal, minimumQuantity }) =>
    minimumQuantity === null
      ? minimumSubtotal &&
        tagged("DiscountMinimumSubtotal", { greaterThanOrEqualToSubtotal: minimumSubtotal })
      : tagged("DiscountMinimumQuantity", { greaterThanOrEqualToQuantity: String(minimumQuantity) }),
  discountClasses: (discount) => [classOf(discount).toUpperCase()],
  hasTimelineComment: () => false,
  shortSummary: shortSummaryOf,
  summary: summaryOf,
  shareableUrls: (discount, { context: { store } }) => [
    {
      targetType: "HOME",
      title: "Home page",
      url: `${store.storefrontOrigin}/discount/${encodeURIComponent(discount.code)}`,
    },
  ],
} satisfies TypeResolvers<DiscountCode>;

export const discountTypes = {
  DiscountCodeNode: node("DiscountCodeNode", "codeDiscount"),
  DiscountNode: node("DiscountNode", "discount"),

  DiscountCodeBasic: {
    ...shared,
    customerGets: ({ value, productIds }) => ({
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      items:
        productIds === null
          ? tagged("AllDiscountItems", { allItems: true })
          : tagged("DiscountProducts", { ids: productIds }),
      value:
        value.kind === "percentage"
          ? tagged("DiscountPercentage", { percentage: value.fraction })
          : tagged("DiscountAmount", {
              amount: value.kind === "amount" ? value.amount : null,
              appliesOnEachItem: false,
            }),
    }),
  } satisfies TypeResolvers<DiscountCode>,

  DiscountCodeFreeShipping: {
    ...shared,
    appliesOnOneTimePurchase: () => true,
    appliesOnSubscription: () => false,
    destinationSelection: () => tagged("DiscountCountryAll", { allCountries: true }),
    maximumShippingPrice: () => null,
    recurringCycleLimit: () => null,
  } satisfies TypeResolvers<DiscountCode>,

  DiscountProducts: {
    products: ({ ids }, { args, context, info }) =>
      listField(
        { rows: ids.flatMap((id) => context.store.products.get(id) ?? []), id: ({ id }) => id },
        { args, context, info },
      ),
  } satisfies TypeResolvers<{ ids: number[] }>,

  DiscountRedeemCodeBulkCreation: {
    id: ({ id }) => gid("DiscountRedeemCodeBulkCreation", id),
    codesCount: ({ codes }) => codes.length,
    importedCount: ({ codes }) => codes.filter(({ redeemCodeId }) => redeemCodeId !== null).length,
    failedCount: ({ codes }) => codes.filter(({ error }) => error !== null).length,
    discountCode: ({ discountId }, { context: { store } }) => store.discounts.get(discountId) ?? null,
    codes: ({ codes }, { args, context, info }) =>
      listField(
        { rows: codes.map((entry, position) => ({ ...entry, position })), id: ({ position }) => position },
        { args, context, info },
      ),
  } satisfies TypeResolvers<CodeCreation>,

  DiscountRedeemCodeBulkCreationCode: {
    discountRedeemCode: ({ code, redeemCodeId }, { context: { store } }) =>
      redeemCodeId === null ? null : store.findDiscountByCode(code),
    errors: ({ error }) => (error === null ? [] : [userError(["code"], error)]),
  } satisfies TypeResolvers<CodeCreation["codes"][number]>,

  DiscountCustomers: {
    customers: ({ ids }, { context: { store } }) => ids.flatMap((id) => store.customers.get(id) ?? []),
  } satisfies TypeResolvers<{ ids: number[] }>,

  DiscountRedeemCode: {
    id: (discount) => gid("DiscountRedeemCode", discount.redeemCodeId),
    asyncUsageCount: (discount) => discount.usageCount,
  } satisfies TypeResolvers<DiscountCode>,
};
