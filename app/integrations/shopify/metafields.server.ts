import type { ChangeOutcome, MetafieldId, ShopifyAdmin } from "./admin";
import type { ShopClient } from "./client.server";
import {
  AppMetafieldsDocument,
  DeleteMetafieldsDocument,
  SetMetafieldsDocument,
} from "./generated/documents";
import { describeUserErrors, type UserError } from "./user-errors";

type MetafieldAdmin = Pick<ShopifyAdmin, "setMetafields" | "deleteMetafields" | "readAppMetafields">;

/** Metafields of customers and of the app itself, over the shop's throttled client. */
export function createMetafieldAdmin(client: ShopClient): MetafieldAdmin {
  return {
    setMetafields: async (wishes) => {
      const metafields = wishes.map(({ type, value, ...id }) => ({ ...identify(id), type, value }));
      const outcome = await client.call(SetMetafieldsDocument, { metafields });
      return settled(outcome, ({ metafieldsSet }) => metafieldsSet?.userErrors);
    },
    deleteMetafields: async (ids) => {
      const outcome = await client.call(DeleteMetafieldsDocument, { metafields: ids.map(identify) });
      return settled(outcome, ({ metafieldsDelete }) => metafieldsDelete?.userErrors);
    },
    readAppMetafields: async (namespace) => {
      const outcome = await client.call(AppMetafieldsDocument, { namespace });
      if (outcome.kind !== "done") return outcome;
      const { id: ownerGid, metafields } = outcome.result.currentAppInstallation;
      const values = Object.fromEntries(metafields.nodes.map(({ key, value }) => [key, value]));
      return { kind: "done", result: { ownerGid, values } };
    },
  };
}

function identify({ ownerGid, namespace = "$app", key }: MetafieldId) {
  return { ownerId: ownerGid, namespace, key };
}

/** No payload would be against the schema's practice: a refusal, not done. */
function settled<Data>(
  outcome: ChangeOutcome<Data>,
  errorsOf: (data: Data) => readonly UserError[] | undefined,
): ChangeOutcome<null> {
  if (outcome.kind !== "done") return outcome;
  const errors = errorsOf(outcome.result);
  if (!errors) return { kind: "rejected", error: "the mutation answered without a payload" };
  const error = describeUserErrors(errors);
  return error === null ? { kind: "done", result: null } : { kind: "rejected", error };
}
