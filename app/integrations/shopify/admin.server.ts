import type { ChangeOutcome, ShopifyAdmin } from "./admin";
import type { ShopClient } from "./client.server";
import { createCodePoolAdmin } from "./code-pools.server";
import { createContactsAdmin } from "./contacts.server";
import { createConsentAdmin } from "./consent.server";
import { createDiscountAdmin } from "./discounts.server";
import { AddTagsDocument, ReceiveFlowTriggerDocument, RemoveTagsDocument } from "./generated/documents";
import { createMetafieldAdmin } from "./metafields.server";
import { createPixelAdmin } from "./pixel.server";
import { createRewardAdmin } from "./rewards.server";
import { describeUserErrors, type UserError } from "./user-errors";

/** The changes of a shop that features may ask for, over its throttled client. */
export function createShopifyAdmin(client: ShopClient): ShopifyAdmin {
  return {
    addTags: async (id, tags) =>
      payloadOf(await client.call(AddTagsDocument, { id, tags }), (data) => data.tagsAdd?.userErrors),
    removeTags: async (id, tags) =>
      payloadOf(await client.call(RemoveTagsDocument, { id, tags }), (data) => data.tagsRemove?.userErrors),
    receiveFlowTrigger: async ({ handle, payload }) =>
      payloadOf(
        await client.call(ReceiveFlowTriggerDocument, { handle, payload }, { isSentOnce: true }),
        (data) => data.flowTriggerReceive?.userErrors,
      ),
    ...createConsentAdmin(client),
    ...createContactsAdmin(client),
    ...createDiscountAdmin(client),
    ...createCodePoolAdmin(client),
    ...createRewardAdmin(client),
    ...createPixelAdmin(client),
    ...createMetafieldAdmin(client),
  };
}

/** No payload and no error would be against the schema's practice: treated as a refusal, not as done. */
function payloadOf<Data>(
  outcome: ChangeOutcome<Data>,
  errorsOf: (data: Data) => readonly UserError[] | undefined,
): ChangeOutcome<null> {
  if (outcome.kind !== "done") return outcome;
  const errors = errorsOf(outcome.result);
  if (!errors) return { kind: "rejected", error: "the mutation answered without a payload" };
  const error = describeUserErrors(errors);
  return error === null ? { kind: "done", result: null } : { kind: "rejected", error };
}
