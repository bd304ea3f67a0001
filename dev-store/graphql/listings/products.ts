import type { Product, Variant } from "../../state/model";
import type { Listing } from "../connection/list-field";
import type { GraphqlContext } from "../context";
import type { Filters } from "../search/filters";
import { tagged } from "../type-tags";
import { major } from "./orders";

/** A variant with its product: the state keeps variants inside. */
export type OwnedVariant = Variant & { product: Product; position: number };

/** All products, as `products` searches and sorts them. */
export function productListing({ store }: GraphqlContext): Listing<Product> {
  return {
    rows: store.products.values(),
    id: ({ id }) => id,
    filters: PRODUCT_FILTERS,
    sortKeys: {
      CREATED_AT: (product) => product.createdAt,
      INVENTORY_TOTAL: totalInventory,
      PRODUCT_TYPE: (product) => product.productType,
      PUBLISHED_AT: publishedAt,
      TITLE: (product) => product.title.toLowerCase(),
      UPDATED_AT: (product) => product.updatedAt,
      VENDOR: (product) => product.vendor,
    },
  };
}

/** The variants of all products, as `productVariants` searches and sorts them. */
export function variantListing({ store }: GraphqlContext): Listing<OwnedVariant> {
  return {
    rows: [...store.products.values()].flatMap(ownedVariants),
    id: ({ id }) => id,
    filters: VARIANT_FILTERS,
    sortKeys: VARIANT_SORT_KEYS,
  };
}

/** The variants of one product, in their order. */
export function ownedVariants(product: Product): OwnedVariant[] {
  return product.variants.map((variant, index) =>
    tagged("ProductVariant", { ...variant, product, position: index + 1 }),
  );
}

/** Pieces in stock over all variants; less than none counts as sold in advance. */
export function totalInventory(product: Product): number {
  return product.variants.reduce((sum, variant) => sum + variant.inventoryQuantity, 0);
}

/** Products on sale are published from their first day. */
export function publishedAt(product: Product): Date | null {
  return product.status === "ACTIVE" ? product.createdAt : null;
}

export const VARIANT_SORT_KEYS: NonNullable<Listing<OwnedVariant>["sortKeys"]> = {
  FULL_TITLE: ({ product, title }) => `${product.title} ${title}`.toLowerCase(),
  INVENTORY_QUANTITY: (variant) => variant.inventoryQuantity,
  NAME: (variant) => variant.title.toLowerCase(),
  POSITION: (variant) => variant.position,
  SKU: (variant) => variant.sku,
  TITLE: (variant) => variant.title.toLowerCase(),
};

const PRODUCT_FILTERS: Filters<Product> = {
  text: (product) => [
    product.title,
    product.vendor,
    product.productType,
    ...product.tags,
    ...product.variants.flatMap(({ title, sku }) => [title, sku]),
  ],
  fields: {
    created_at: { kind: "time", read: (product) => [product.createdAt] },
    gift_card: { kind: "boolean", read: (product) => product.isGiftCard },
    handle: { kind: "word", read: (product) => [product.handle] },
    has_only_default_variant: { kind: "boolean", read: ({ variants }) => variants.length === 1 },
    id: { kind: "number", read: (product) => [product.id] },
    inventory_total: { kind: "number", read: (product) => [totalInventory(product)] },
    is_price_reduced: {
      kind: "boolean",
      read: ({ variants }) => variants.some(({ compareAtPrice }) => compareAtPrice !== null),
    },
    out_of_stock_somewhere: {
      kind: "boolean",
      read: ({ variants }) => variants.some(({ inventoryQuantity }) => inventoryQuantity <= 0),
    },
    price: { kind: "number", read: ({ variants }) => variants.map(({ price }) => major(price)) },
    product_type: { kind: "word", read: (product) => [product.productType] },
    published_at: { kind: "time", read: (product) => [publishedAt(product)] },
    sku: { kind: "word", read: ({ variants }) => variants.map(({ sku }) => sku) },
    status: { kind: "word", read: (product) => [product.status] },
    tag: { kind: "word", read: (product) => product.tags },
    tag_not: { kind: "absent", read: (product) => product.tags },
    title: { kind: "text", read: (product) => [product.title] },
    updated_at: { kind: "time", read: (product) => [product.updatedAt] },
    variant_id: { kind: "number", read: ({ variants }) => variants.map(({ id }) => id) },
    variant_title: { kind: "text", read: ({ variants }) => variants.map(({ title }) => title) },
    vendor: { kind: "word", read: (product) => [product.vendor] },
  },
  unanswerable: [
    "barcode", "bundles", "category_id", "collection_id", "combined_listing_role", "delivery_profile_id",
    "error_feedback", "has_only_composites", "has_variant_with_components", "product_configuration_owner",
    "product_publication_status", "publication_ids", "publishable_status", "published_status", "tracks_inventory",
  ], // prettier-ignore
};

const VARIANT_FILTERS: Filters<OwnedVariant> = {
  text: ({ title, sku, product }) => [title, sku, product.title],
  fields: {
    gift_card: { kind: "boolean", read: ({ product }) => product.isGiftCard },
    id: { kind: "number", read: (variant) => [variant.id] },
    inventory_quantity: { kind: "number", read: (variant) => [variant.inventoryQuantity] },
    product_id: { kind: "number", read: ({ product }) => [product.id] },
    product_status: { kind: "word", read: ({ product }) => [product.status] },
    product_type: { kind: "word", read: ({ product }) => [product.productType] },
    sku: { kind: "word", read: (variant) => [variant.sku] },
    tag: { kind: "word", read: ({ product }) => product.tags },
    tag_not: { kind: "absent", read: ({ product }) => product.tags },
    title: { kind: "text", read: (variant) => [variant.title] },
    updated_at: { kind: "time", read: ({ product }) => [product.updatedAt] },
    vendor: { kind: "word", read: ({ product }) => [product.vendor] },
  },
  unanswerable: [
    "barcode",
    "collection",
    "delivery_profile_id",
    "location_id",
    "managed",
    "option1",
    "option2",
    "option3",
  ],
};
