import type { Money, Product } from "../../state/model";
import { listField } from "../connection/list-field";
import { wholeConnection } from "../connection/paginate";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";
import {
  ownedVariants,
  type OwnedVariant,
  publishedAt,
  totalInventory,
  VARIANT_SORT_KEYS,
} from "../listings/products";
import { tagged } from "../type-tags";
import { moneyScalar } from "../wire-format";
import { metafieldFields } from "./metafield";

/** Something with a picture. */
type Picture = { productId: number; url: string; alt: string };

/** Plain text of a description. */
function plainText(html: string): string {
  return html
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

/** The picture of a product as the API shows it; null when it has none. */
export function pictureOf(product: Product): Picture | null {
  if (product.imageUrl === null) return null;
  return tagged("MediaImage", { productId: product.id, url: product.imageUrl, alt: product.title });
}

function isForSale({ product, inventoryPolicy, inventoryQuantity }: OwnedVariant): boolean {
  return product.status === "ACTIVE" && (inventoryPolicy === "CONTINUE" || inventoryQuantity > 0);
}

function priceRange(product: Product): { minVariantPrice: Money; maxVariantPrice: Money } | null {
  const prices = product.variants.map(({ price }) => price).sort((a, b) => a.amountMinor - b.amountMinor);
  const [min] = prices;
  const max = prices.at(-1);
  return min && max ? { minVariantPrice: min, maxVariantPrice: max } : null;
}

const hasOneVariant = ({ variants }: Product) => variants.length === 1;

export const productTypes = {
  Product: {
    id: (product) => gid("Product", product.id),
    legacyResourceId: (product) => String(product.id),
    description: (product, { args }) => {
      const text = plainText(product.descriptionHtml);
      return typeof args["truncateAt"] === "number" ? text.slice(0, args["truncateAt"]) : text;
    },
    featuredMedia: pictureOf,
    featuredImage: pictureOf,
    media: (product, { args, context, info }) =>
      listField(
        { rows: [pictureOf(product)].filter((one) => one !== null), id: (one) => one.productId },
        { args, context, info },
      ),
    onlineStoreUrl: (product, { context: { store } }) =>
      product.status === "ACTIVE" ? `${store.storefrontOrigin}/products/${product.handle}` : null,
    onlineStorePreviewUrl: (product, { context: { store } }) =>
      `${store.storefrontOrigin}/products/${product.handle}`,
    priceRangeV2: priceRange,
    publishedAt,
    totalInventory,
    tracksInventory: () => true,
    hasOnlyDefaultVariant: hasOneVariant,
    hasOutOfStockVariants: ({ variants }) => variants.some(({ inventoryQuantity }) => inventoryQuantity <= 0),
    hasVariantsThatRequiresComponents: () => false,
    requiresSellingPlan: () => false,
    options: (product) => [
      {
        id: gid("ProductOption", product.id),
        name: "Title",
        position: 1,
        values: product.variants.map(({ title }) => title),
      },
    ],
    seo: () => ({ title: null, description: null }),
    variants: (product, { args, context, info }) =>
      listField(
        { rows: ownedVariants(product), id: ({ id }) => id, sortKeys: VARIANT_SORT_KEYS },
        { args, context, info },
      ),
    variantsCount: (product) => ({ count: product.variants.length, precision: "EXACT" }),
    collections: () => wholeConnection([]),
    ...metafieldFields<Product>("Product", ({ id }) => id),
  } satisfies TypeResolvers<Product>,

  ProductVariant: {
    id: (variant) => gid("ProductVariant", variant.id),
    legacyResourceId: (variant) => String(variant.id),
    displayName: ({ product, title }) => `${product.title} - ${title}`,
    price: ({ price }) => moneyScalar(price),
    compareAtPrice: ({ compareAtPrice }) => compareAtPrice && moneyScalar(compareAtPrice),
    availableForSale: isForSale,
    sellableOnlineQuantity: ({ inventoryQuantity }) => Math.max(0, inventoryQuantity),
    inventoryItem: (variant) => variant,
    selectedOptions: ({ title }) => [{ name: "Title", value: title }],
    image: ({ product }) => pictureOf(product),
    taxable: ({ product }) => !product.isGiftCard,
    requiresComponents: () => false,
    showUnitPrice: () => false,
    createdAt: ({ product }) => product.createdAt,
    updatedAt: ({ product }) => product.updatedAt,
    ...metafieldFields<OwnedVariant>("ProductVariant", ({ id }) => id),
  } satisfies TypeResolvers<OwnedVariant>,

  InventoryItem: {
    id: (variant) => gid("InventoryItem", variant.id),
    legacyResourceId: (variant) => String(variant.id),
    tracked: () => true,
    requiresShipping: ({ product }) => !product.isGiftCard,
    createdAt: ({ product }) => product.createdAt,
    updatedAt: ({ product }) => product.updatedAt,
    duplicateSkuCount: () => 0,
  } satisfies TypeResolvers<OwnedVariant>,

  MediaImage: {
    id: ({ productId }) => gid("MediaImage", productId),
    alt: ({ alt }) => alt,
    image: (picture) => picture,
    preview: (picture) => ({ image: picture, status: "READY" }),
    mediaContentType: () => "IMAGE",
    mimeType: () => "image/jpeg",
    status: () => "READY",
    fileStatus: () => "READY",
    mediaErrors: () => [],
    mediaWarnings: () => [],
    fileErrors: () => [],
  } satisfies TypeResolvers<Picture>,

  Image: {
    id: ({ productId }) => gid("ImageSource", productId),
    altText: ({ alt }) => alt,
    src: ({ url }) => url,
    originalSrc: ({ url }) => url,
    transformedSrc: ({ url }) => url,
  } satisfies TypeResolvers<Picture>,
};
