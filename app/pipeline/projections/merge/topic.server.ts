import { parseWith } from "../payload/fields";
import { PayloadProblem } from "../outcome";
import type { TopicHandler } from "../registry.server";
import { mergeCustomers } from "./merge.server";
import { MergePayload } from "./schema";

/** customers/merge: only a finished merge moves anything; one that is under way, or failed, is news of its own later. */
export const handleMergeDelivery: TopicHandler = async (tx, { shop, delivery, body, now }) => {
  const merge = parse(body);
  if (merge instanceof PayloadProblem) return { kind: "dead", problem: merge.problem };
  if (merge.status !== "completed") return { kind: "ignored", reason: `merge-${merge.status}` };
  const outcome = await mergeCustomers(tx, {
    shopId: shop.id,
    fromGid: merge.admin_graphql_api_customer_deleted_id,
    toGid: merge.admin_graphql_api_customer_kept_id,
    mergedAt: delivery.triggeredAt,
    now,
  });
  return outcome === "merged" ? { kind: "projected" } : { kind: "ignored", reason: outcome };
};

function parse(body: unknown): MergePayload | PayloadProblem {
  try {
    return parseWith(MergePayload, body);
  } catch (error) {
    if (error instanceof PayloadProblem) return error;
    throw error;
  }
}
