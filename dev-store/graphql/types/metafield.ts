import { createHash } from "node:crypto";

import type { AppConfig } from "../../state/app-model";
import type { Metafield } from "../../state/model";
import type { Store } from "../../state/store";
import type { Args, GraphqlContext, Resolver, TypeResolvers } from "../context";
import { listField } from "../connection/list-field";
import { gid, parseGid } from "../gid";
import { tagged } from "../type-tags";

/** A metafield with its owner, so that `owner` and `ownerType` can be answered. */
export type OwnedMetafield = Metafield & { ownerGid: string; owner: object };

/** The app's number in GIDs and reserved namespaces: stable for a client id. */
export function appNumber(app: Pick<AppConfig, "clientId">): number {
  return (
    10_000_000_000 +
    (parseInt(createHash("sha256").update(app.clientId).digest("hex").slice(0, 9), 16) % 9e10)
  );
}

/** `$app` and `$app:x` name the app's own namespaces; so does no namespace at all. */
export function resolveNamespace(namespace: unknown, app: Pick<AppConfig, "clientId">): string {
  const own = `app--${appNumber(app)}`;
  if (typeof namespace !== "string" || namespace === "$app") return own;
  return namespace.startsWith("$app:") ? `${own}--${namespace.slice(5)}` : namespace;
}

/** The digest by which a later write proves that it knows this value. */
export function compareDigest(metafield: Pick<Metafield, "value">): string {
  return createHash("sha256").update(metafield.value).digest("hex");
}

/** The metafields of any owner, as the state keeps them; the array is live. */
export function metafieldsOf(store: Store, ownerGid: string): Metafield[] {
  const owner = parseGid(ownerGid);
  if (owner?.type === "Customer") return store.customers.get(owner.id)?.metafields ?? [];
  const known = store.metafields.get(ownerGid);
  if (known) return known;
  const none: Metafield[] = [];
  store.metafields.set(ownerGid, none);
  return none;
}

/** `metafield` and `metafields` of a type that has them. */
export function metafieldFields<Source extends object>(
  typeName: string,
  id: (record: Source) => number | string,
): { metafield: Resolver<Source>; metafields: Resolver<Source> } {
  const ownedBy = (record: Source, context: GraphqlContext): OwnedMetafield[] => {
    const ownerGid = gid(typeName, id(record));
    const owner = tagged(typeName, record);
    return metafieldsOf(context.store, ownerGid).map((metafield) => owned(metafield, ownerGid, owner));
  };
  return {
    metafield: (record, { args, context }) => {
      const namespace = resolveNamespace(args["namespace"], context.app);
      return (
        ownedBy(record, context).find((one) => one.namespace === namespace && one.key === args["key"]) ?? null
      );
    },
    metafields: (record, { args, context, info }) => {
      const rows = ownedBy(record, context).filter((one) => isWanted(one, args, context.app));
      return listField({ rows, id: (one) => one.id }, { args, context, info });
    },
  };
}

/** A metafield together with the record that owns it. */
export function owned(metafield: Metafield, ownerGid: string, owner: object): OwnedMetafield {
  return tagged("Metafield", { ...metafield, ownerGid, owner });
}

function isWanted(metafield: Metafield, args: Args, app: AppConfig): boolean {
  const { namespace, keys } = args;
  if (typeof namespace === "string" && metafield.namespace !== resolveNamespace(namespace, app)) return false;
  const name = `${metafield.namespace}.${metafield.key}`;
  return !Array.isArray(keys) || keys.includes(metafield.key) || keys.includes(name);
}

const OWNER_TYPES: Record<string, string> = {
  AppInstallation: "API_PERMISSION",
  Customer: "CUSTOMER",
  DiscountCodeNode: "DISCOUNT",
  DiscountNode: "DISCOUNT",
  Order: "ORDER",
  Product: "PRODUCT",
  ProductVariant: "PRODUCTVARIANT",
  Shop: "SHOP",
};

export const metafieldTypes = {
  Metafield: {
    id: (metafield) => gid("Metafield", metafield.id),
    legacyResourceId: (metafield) => String(metafield.id),
    compareDigest,
    jsonValue: (metafield) => jsonValue(metafield),
    ownerType: (metafield) => OWNER_TYPES[parseGid(metafield.ownerGid)?.type ?? ""] ?? "SHOP",
    sizeInBytes: (metafield) => Buffer.byteLength(metafield.value),
    translations: () => [],
  } satisfies TypeResolvers<OwnedMetafield>,
};

function jsonValue({ type, value }: Metafield): unknown {
  if (type === "number_integer") return Number(value);
  if (type === "boolean") return value === "true";
  const isJson = type === "json" || type === "money" || type === "rating" || type.startsWith("list.");
  return isJson ? (JSON.parse(value) as unknown) : value;
}
