import { typeAccessError } from "../access";
import type { GraphqlContext, Resolver } from "../context";
import { parseGid } from "../gid";
import { findRecord } from "../records";
import { metafieldsOf, resolveNamespace } from "../types/metafield";
import { userError } from "../user-error";

type Identifier = { ownerId: string; namespace: string; key: string };

/** `metafieldsDelete`: one that does not exist is answered with null, and is no error. */
export const deleteMetafields: Resolver<unknown> = (_source, { args, context }) => {
  const identifiers = args["metafields"] as Identifier[];
  const strangers = identifiers.flatMap(({ ownerId }, index) =>
    hasOwner(ownerId, context)
      ? []
      : [userError(["metafields", String(index), "ownerId"], "Owner does not exist.", "INVALID")],
  );
  if (strangers.length > 0) return { deletedMetafields: [], userErrors: strangers };
  return { deletedMetafields: identifiers.map((one) => remove(one, context)), userErrors: [] };
};

function hasOwner(ownerId: string, context: GraphqlContext): boolean {
  const gid = parseGid(ownerId);
  if (!gid || !findRecord(context, gid)) return false;
  const denied = typeAccessError(gid.type, "metafieldsDelete", context.scopes);
  if (denied) throw denied;
  return true;
}

function remove({ ownerId, namespace: named, key }: Identifier, { store, app }: GraphqlContext) {
  const namespace = resolveNamespace(named, app);
  const metafields = metafieldsOf(store, ownerId);
  const index = metafields.findIndex((one) => one.namespace === namespace && one.key === key);
  if (index < 0) return null;
  metafields.splice(index, 1);
  return { ownerId, namespace, key };
}
