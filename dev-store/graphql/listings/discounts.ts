import { classOf } from "../../commerce/discounts";
import type { DiscountCode } from "../../state/model";
import type { Listing } from "../connection/list-field";
import type { GraphqlContext } from "../context";
import type { Filters } from "../search/filters";

export type DiscountStatus = "ACTIVE" | "EXPIRED" | "SCHEDULED";

/** Whether the code may be used at `now`, as far as time decides. */
export function discountStatus({ startsAt, endsAt }: DiscountCode, now: Date): DiscountStatus {
  if (now < startsAt) return "SCHEDULED";
  return endsAt && now >= endsAt ? "EXPIRED" : "ACTIVE";
}

/** All code discounts, as `discountNodes` and `codeDiscountNodes` search and sort them. */
export function discountListing({ store }: GraphqlContext): Listing<DiscountCode> {
  return {
    rows: [...store.discounts.values()].filter(({ parentId }) => parentId === null),
    id: ({ id }) => id,
    filters: discountFilters(store.clock.now()),
    sortKeys: {
      CREATED_AT: (discount) => discount.createdAt,
      ENDS_AT: (discount) => discount.endsAt,
      STARTS_AT: (discount) => discount.startsAt,
      TITLE: (discount) => discount.title.toLowerCase(),
      UPDATED_AT: (discount) => discount.updatedAt,
    },
  };
}

const TYPES = { percentage: "percentage", amount: "fixed_amount", "free-shipping": "free_shipping" } as const;

function discountFilters(now: Date): Filters<DiscountCode> {
  const type = ({ value }: DiscountCode) => ["all", TYPES[value.kind]];
  return {
    text: ({ title, code }) => [title, code],
    fields: {
      code: { kind: "word", read: (discount) => [discount.code] },
      created_at: { kind: "time", read: (discount) => [discount.createdAt] },
      customer_ids: { kind: "word", read: ({ customerIds }) => (customerIds ?? []).map(String) },
      discount_class: { kind: "word", read: (discount) => [classOf(discount)] },
      discount_type: { kind: "word", read: type },
      ends_at: { kind: "time", read: (discount) => [discount.endsAt] },
      id: { kind: "number", read: (discount) => [discount.id] },
      method: { kind: "word", read: () => ["code"] },
      starts_at: { kind: "time", read: (discount) => [discount.startsAt] },
      status: { kind: "word", read: (discount) => [discountStatus(discount, now)] },
      tag: { kind: "word", read: (discount) => discount.tags },
      times_used: { kind: "number", read: (discount) => [discount.usageCount] },
      title: { kind: "text", read: (discount) => [discount.title] },
      type: { kind: "word", read: type },
      updated_at: { kind: "time", read: (discount) => [discount.updatedAt] },
    },
    unanswerable: ["combines_with", "context", "market_ids", "segment_ids"],
  };
}
