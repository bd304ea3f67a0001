import { parseMinor } from "~/kit/money";

import type { MappingInput } from "../batch/mapping-input";
import { DeletedPayload } from "../orders/payload";
import { findLegacyId, getLegacyId, parseWith } from "../payload/fields";
import { versionOfDelivery, versionOfNode } from "../payload/version";

import { ProductNode, type VariantNode } from "./node";
import { ProductPayload, type VariantPayload } from "./payload";
import type { ProductChange, VariantRow } from "./schema";

function identityOf({ idOf, triggeredAt }: MappingInput, legacyId: string) {
  return {
    resource: "product" as const,
    id: idOf(legacyId),
    gid: `gid://shopify/Product/${legacyId}`,
    triggeredAt,
  };
}

/**
 * products/create and products/update.
 *
 * @throws PayloadProblem
 */
export function mapProduct(input: MappingInput): ProductChange[] {
  const body = parseWith(ProductPayload, input.body);
  const variants = (body.variants ?? []).flatMap((variant) => variantOf(input, variant));
  return [
    {
      ...identityOf(input, getLegacyId("Product", body)),
      kind: "product",
      version: versionOfDelivery(body.updated_at, input.triggeredAt),
      fields: {
        title: body.title ?? undefined,
        handle: body.handle,
        status: body.status,
        vendor: body.vendor,
        productType: body.product_type,
        imageUrl: body.image === undefined ? undefined : (body.image?.src ?? null),
      },
      variants,
      variantIds: [
        ...variants.map(({ id }) => id),
        ...(body.variant_gids ?? []).map(({ admin_graphql_api_id: gid }) => ownId(input, gid)),
      ],
    },
  ];
}

function variantOf(input: MappingInput, variant: VariantPayload): VariantRow[] {
  const legacyId = findLegacyId("ProductVariant", variant);
  if (!legacyId) return [];
  const { currencyCode } = input.shop;
  return [
    {
      id: input.idOf(legacyId),
      gid: `gid://shopify/ProductVariant/${legacyId}`,
      title: variant.title ?? "",
      sku: variant.sku ?? null,
      priceMinor: variant.price ? parseMinor(variant.price, currencyCode) : 0,
      currencyCode,
      inventoryQuantity: variant.inventory_management === null ? null : (variant.inventory_quantity ?? null),
      inventoryPolicy: variant.inventory_policy ?? null,
    },
  ];
}

/**
 * products/delete.
 *
 * @throws PayloadProblem
 */
export function mapProductDeletion(input: MappingInput): ProductChange[] {
  const body = parseWith(DeletedPayload, input.body);
  return [{ ...identityOf(input, getLegacyId("Product", body)), kind: "deletion" }];
}

/**
 * A product read through the API.
 *
 * @throws PayloadProblem
 */
export function mapProductNode(input: MappingInput): ProductChange[] {
  const node = parseWith(ProductNode, input.body);
  const variants = node.variants.nodes.map((variant) => variantOfNode(input, variant));
  return [
    {
      ...identityOf(input, node.id.slice(node.id.lastIndexOf("/") + 1)),
      kind: "product",
      version: versionOfNode(node.updatedAt, input.triggeredAt),
      fields: {
        title: node.title,
        handle: node.handle,
        status: node.status,
        vendor: node.vendor,
        productType: node.productType,
        imageUrl:
          node.featuredMedia === undefined ? undefined : (node.featuredMedia?.preview?.image?.url ?? null),
        isGiftCard: node.isGiftCard,
      },
      variants,
      variantIds: variants.map(({ id }) => id),
    },
  ];
}

function variantOfNode(input: MappingInput, variant: VariantNode): VariantRow {
  const { currencyCode } = input.shop;
  return {
    id: ownId(input, variant.id),
    gid: variant.id,
    title: variant.title ?? "",
    sku: variant.sku ?? null,
    priceMinor: parseMinor(variant.price, currencyCode),
    currencyCode,
    inventoryQuantity: variant.inventoryItem?.tracked === false ? null : (variant.inventoryQuantity ?? null),
    inventoryPolicy: variant.inventoryPolicy ?? null,
  };
}

function ownId({ idOf }: MappingInput, gid: string): string {
  return idOf(gid.slice(gid.lastIndexOf("/") + 1));
}
