import { SECOND_MS } from "~/kit/duration";

import type { ChangeOutcome, ShopifyAdmin } from "./admin";
import type { ShopClient } from "./client.server";
import type { LiveDiscount } from "./discount-wish";
import {
  AddCodesDocument,
  CodeCreationDocument,
  type CodeCreationQuery,
  CountDiscountsDocument,
  LiveDiscountsDocument,
  type LiveDiscountsQuery,
} from "./generated/documents";
import { describeUserErrors } from "./user-errors";

/** Shopify works on a batch by itself; asked again after this long. */
const NOT_DONE_WAIT_MS = 5 * SECOND_MS;
/** 500 discounts: more rules than anybody combines on purpose. */
const MOST_PAGES = 10;

/** Many codes under one discount, and what discounts a shop has. */
export function createCodePoolAdmin(
  client: ShopClient,
): Pick<ShopifyAdmin, "addCodes" | "readCodeCreation" | "readLiveDiscounts"> {
  return {
    addCodes: async ({ discountGid, codes }) => {
      const wish = { discountId: discountGid, codes: codes.map((code) => ({ code })) };
      const outcome = await client.call(AddCodesDocument, wish);
      if (outcome.kind !== "done") return outcome;
      const payload = outcome.result.discountRedeemCodeBulkAdd;
      const creationGid = payload?.bulkCreation?.id;
      if (creationGid) return { kind: "done", result: { creationGid } };
      const error = describeUserErrors(payload?.userErrors ?? []);
      return { kind: "rejected", error: error ?? "the codes were neither taken nor refused" };
    },
    readCodeCreation: (creationGid) => readCreation(client, creationGid),
    readLiveDiscounts: () => readLive(client),
  };
}

async function readCreation(
  client: ShopClient,
  id: string,
): Promise<ChangeOutcome<{ failed: { code: string; error: string }[] }>> {
  const failed: { code: string; error: string }[] = [];
  for (let after: string | null = null; ;) {
    const outcome: ChangeOutcome<CodeCreationQuery> = await client.call(CodeCreationDocument, { id, after });
    if (outcome.kind !== "done") return outcome;
    const creation: CodeCreationQuery["discountRedeemCodeBulkCreation"] =
      outcome.result.discountRedeemCodeBulkCreation;
    if (!creation) return { kind: "rejected", error: `there is no ${id}` };
    if (!creation.done) {
      return { kind: "unavailable", error: "the codes are still being made", retryAfterMs: NOT_DONE_WAIT_MS };
    }
    for (const { code, errors } of creation.codes.nodes) {
      if (errors.length > 0) failed.push({ code, error: errors.map(({ message }) => message).join("; ") });
    }
    after = creation.codes.pageInfo.endCursor;
    if (creation.failedCount === 0 || !creation.codes.pageInfo.hasNextPage) break;
  }
  return { kind: "done", result: { failed } };
}

async function readLive(
  client: ShopClient,
): Promise<ChangeOutcome<{ discounts: LiveDiscount[]; codeCount: number; isComplete: boolean }>> {
  const counted = await client.call(CountDiscountsDocument, {});
  if (counted.kind !== "done") return counted;
  const codeCount = counted.result.discountCodesCount?.count ?? 0;
  const discounts: LiveDiscount[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const outcome: ChangeOutcome<LiveDiscountsQuery> = await client.call(LiveDiscountsDocument, { after });
    if (outcome.kind !== "done") return outcome;
    const { nodes, pageInfo }: LiveDiscountsQuery["discountNodes"] = outcome.result.discountNodes;
    discounts.push(...nodes.map(liveDiscount));
    after = pageInfo.endCursor;
    if (!pageInfo.hasNextPage) return { kind: "done", result: { discounts, codeCount, isComplete: true } };
  }
  return { kind: "done", result: { discounts, codeCount, isComplete: false } };
}

function liveDiscount({ id, discount }: LiveDiscountsQuery["discountNodes"]["nodes"][number]): LiveDiscount {
  const { __typename, title, endsAt, discountClasses, combinesWith } = discount;
  return {
    gid: id,
    title,
    classes: discountClasses,
    combinesWith: {
      order: combinesWith.orderDiscounts,
      product: combinesWith.productDiscounts,
      shipping: combinesWith.shippingDiscounts,
    },
    isAutomatic: __typename.startsWith("DiscountAutomatic"),
    endsAt: endsAt === null ? null : new Date(endsAt),
  };
}
