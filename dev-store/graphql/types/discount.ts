import type { DiscountCode } from "../../state/model";
import { listField } from "../connection/list-field";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";
import { discountStatus } from "../listings/discounts";
import { tagged } from "../type-tags";
import { decimalScalar } from "../wire-format";
import { metafieldFields } from "./metafield";

function valueWords({ value }: DiscountCode): string {
  return value.kind === "percentage"
    ? `${Math.round(value.fraction * 1e4) / 100}% off`
    : `${decimalScalar(value.amount)} ${value.amount.currencyCode} off`;
}

function summaryOf(discount: DiscountCode): string {
  const conditions = [
    `${valueWords(discount)} entire order`,
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
    [field]: (discount: DiscountCode) => tagged("DiscountCodeBasic", { ...discount }),
    ...metafieldFields<DiscountCode>("DiscountCodeNode", ({ id }) => id),
  }) satisfies TypeResolvers<DiscountCode>;

export const discountTypes = {
  DiscountCodeNode: node("DiscountCodeNode", "codeDiscount"),
  DiscountNode: node("DiscountNode", "discount"),

  DiscountCodeBasic: {
    status: (discount, { context: { store } }) => discountStatus(discount, store.clock.now()),
    asyncUsageCount: (discount) => discount.usageCount,
    codesCount: () => ({ count: 1, precision: "EXACT" }),
    codes: (discount, { args, context, info }) =>
      listField({ rows: [discount], id: ({ redeemCodeId }) => redeemCodeId }, { args, context, info }),
    context: (discount) =>
      discount.customerIds === null
        ? tagged("DiscountBuyerSelectionAll", { all: "ALL" })
        : tagged("DiscountCustomers", { ids: discount.customerIds }),
    customerSelection: (discount) =>
      discount.customerIds === null
        ? tagged("DiscountCustomerAll", { allCustomers: true })
        : tagged("DiscountCustomers", { ids: discount.customerIds }),
    customerGets: ({ value }) => ({
      appliesOnOneTimePurchase: true,
      appliesOnSubscription: false,
      items: tagged("AllDiscountItems", { allItems: true }),
      value:
        value.kind === "percentage"
          ? tagged("DiscountPercentage", { percentage: value.fraction })
          : tagged("DiscountAmount", { amount: value.amount, appliesOnEachItem: false }),
    }),
    minimumRequirement: ({ minimumSubtotal }) =>
      minimumSubtotal && tagged("DiscountMinimumSubtotal", { greaterThanOrEqualToSubtotal: minimumSubtotal }),
    discountClasses: () => ["ORDER"],
    hasTimelineComment: () => false,
    shortSummary: (discount) => `${valueWords(discount)} entire order`,
    summary: summaryOf,
    shareableUrls: (discount, { context: { store } }) => [
      {
        targetType: "HOME",
        title: "Home page",
        url: `${store.storefrontOrigin}/discount/${encodeURIComponent(discount.code)}`,
      },
    ],
  } satisfies TypeResolvers<DiscountCode>,

  DiscountCustomers: {
    customers: ({ ids }, { context: { store } }) => ids.flatMap((id) => store.customers.get(id) ?? []),
  } satisfies TypeResolvers<{ ids: number[] }>,

  DiscountRedeemCode: {
    id: (discount) => gid("DiscountRedeemCode", discount.redeemCodeId),
    asyncUsageCount: (discount) => discount.usageCount,
  } satisfies TypeResolvers<DiscountCode>,
};
