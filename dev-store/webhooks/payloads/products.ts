import { decimalString } from "../../commerce/money";
import type { Product, Variant } from "../../state/model";
import type { Store } from "../../state/store";

import { type Body, gid, localTime } from "./wire";

/** Beyond this many, a product's variants are only named in `variant_gids`. */
const FULL_VARIANTS = 100;

function variantBody(product: Product, variant: Variant, index: number): Body {
  return {
    admin_graphql_api_id: gid("ProductVariant", variant.id),
    barcode: null,
    compare_at_price: variant.compareAtPrice ? decimalString(variant.compareAtPrice) : null,
    id: variant.id,
    inventory_policy: variant.inventoryPolicy.toLowerCase(),
    position: index + 1,
    price: decimalString(variant.price),
    product_id: product.id,
    sku: variant.sku,
    taxable: !product.isGiftCard,
    title: variant.title,
    option1: variant.title,
    option2: null,
    option3: null,
    image_id: null,
    inventory_item_id: null,
    inventory_quantity: variant.inventoryQuantity,
    old_inventory_quantity: variant.inventoryQuantity,
  };
}

/** products/create and products/update */
export function productPayload(store: Store, product: Product): Body {
  const zone = store.shop.ianaTimezone;
  const [createdAt, updatedAt] = [localTime(product.createdAt, zone), localTime(product.updatedAt, zone)];
  const image = product.imageUrl ? { src: product.imageUrl, alt: product.title, position: 1 } : null;
  return {
    admin_graphql_api_id: gid("Product", product.id),
    body_html: product.descriptionHtml,
    created_at: createdAt,
    handle: product.handle,
    id: product.id,
    product_type: product.productType,
    published_at: product.status === "ACTIVE" ? createdAt : null,
    template_suffix: null,
    title: product.title,
    updated_at: updatedAt,
    vendor: product.vendor,
    status: product.status.toLowerCase(),
    published_scope: "web",
    tags: [...product.tags].sort().join(", "),
    variants: product.variants.slice(0, FULL_VARIANTS).map((variant, index) => ({
      ...variantBody(product, variant, index),
      created_at: createdAt,
      updated_at: updatedAt,
    })),
    options: [{ name: "Title", position: 1, values: product.variants.map(({ title }) => title) }],
    images: image ? [image] : [],
    image,
    media: [],
    variant_gids: product.variants.map(({ id }) => ({
      admin_graphql_api_id: gid("ProductVariant", id),
      updated_at: product.updatedAt.toISOString(),
    })),
    has_variants_that_requires_components: false,
    category: null,
  };
}
