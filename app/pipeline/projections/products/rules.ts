import type { DomainEvent } from "~/pipeline/events/catalogue";

import { withSaid } from "../rules/said";

import type { ProductChange, ProductRow, ProductState } from "./schema";

export type ProductEffect = { outcome: "applied" | "older-version"; events: DomainEvent[] };

/** A product of which only its id is known. */
export function unknownProduct({ id, gid }: Pick<ProductRow, "id" | "gid">): ProductState {
  return {
    row: {
      id,
      gid,
      title: "",
      handle: null,
      status: null,
      vendor: null,
      productType: null,
      imageUrl: null,
      isGiftCard: false,
      versionAt: null,
      deletedAt: null,
    },
    variants: null,
    variantIds: [],
    isChanged: true,
  };
}

/**
 * Applies one change to a product, in place: the newest version stays, whatever order they come in.
 * A deletion holds until a payload that Shopify triggered later.
 */
export function applyProductChange(state: ProductState, change: ProductChange): ProductEffect {
  const before = state.row;
  const { id: productId } = before;
  const base = { payload: { productId }, customerId: null, subjectId: productId };
  if (change.kind === "deletion") {
    state.row = { ...before, deletedAt: change.triggeredAt };
    state.isChanged = true;
    const sourceKey = `product.deleted:${productId}`;
    if (before.deletedAt) return { outcome: "applied", events: [] };
    return {
      outcome: "applied",
      events: [{ ...base, type: "product.deleted", sourceKey, occurredAt: change.triggeredAt }],
    };
  }
  if (before.versionAt && change.version < before.versionAt) return { outcome: "older-version", events: [] };
  const isDeleted = before.deletedAt !== null && change.triggeredAt < before.deletedAt;
  state.row = {
    ...withSaid(before, change.fields),
    versionAt: change.version,
    deletedAt: isDeleted ? before.deletedAt : null,
  };
  state.variants = change.variants;
  state.variantIds = change.variantIds;
  state.isChanged = true;
  const sourceKey = `product.changed:${productId}:${change.version.getTime()}`;
  return {
    outcome: "applied",
    events: [{ ...base, type: "product.changed", sourceKey, occurredAt: change.version }],
  };
}
