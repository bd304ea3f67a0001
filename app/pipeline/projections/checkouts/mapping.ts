import { parseMinor } from "~/kit/money";

import type { MappingInput } from "../batch/mapping-input";
import { mapMention } from "../customers/mapping";
import type { CustomerChange } from "../customers/schema";
import { NO_VARIANT } from "../orders/line-mapping";
import { type MoneyBag, parseWith } from "../payload/fields";
import { versionOfDelivery, versionOfNode } from "../payload/version";

import { CheckoutNode } from "./node";
import { type CheckoutLinePayload, CheckoutPayload, DeletedCheckoutPayload } from "./payload";
import type { CheckoutChange, CheckoutFields, CheckoutLineRow } from "./schema";

const gidOfNumber = (legacyId: string): string => `gid://shopify/AbandonedCheckout/${legacyId}`;

/**
 * checkouts/create and checkouts/update.
 *
 * @throws PayloadProblem
 */
export function mapCheckout(input: MappingInput): CheckoutChange[] {
  const body = parseWith(CheckoutPayload, input.body);
  const customer = mapMention(input, body.customer ?? (body.customer_id ? { id: body.customer_id } : null));
  const legacyId = numberOf(body);
  const keys = {
    token: body.token,
    gid: legacyId && gidOfNumber(legacyId),
    recoverUrl: body.abandoned_checkout_url ?? null,
    cartToken: body.cart_token ?? null,
  };
  return [
    {
      resource: "checkout",
      kind: "checkout",
      keys,
      newId: legacyId ? input.idOf(legacyId) : input.idOf(body.token),
      triggeredAt: input.triggeredAt,
      version: versionOfDelivery(body.updated_at, input.triggeredAt),
      fields: {
        ...fieldsOf(body, input.triggeredAt),
        ...keys,
        gid: keys.gid ?? undefined,
        customerId: customer?.id ?? null,
      },
      lines: (body.line_items ?? []).map((line, position) =>
        lineOf(input, { line, position, currency: body.currency }),
      ),
      customer,
    },
  ];
}

/** The checkout's number: Shopify names it `#<number>`, and the API's id ends in it. */
function numberOf({ name, id }: CheckoutPayload): string | null {
  return /^#(\d+)$/.exec(name ?? "")?.[1] ?? id ?? null;
}

function fieldsOf(body: CheckoutPayload, triggeredAt: Date): Omit<CheckoutFields, "customerId" | "gid"> {
  const minor = (amount: string) => parseMinor(amount, body.currency);
  return {
    ...contactOf(body),
    token: body.token,
    cartToken: body.cart_token ?? null,
    currencyCode: body.currency,
    presentmentCurrency: body.presentment_currency ?? null,
    subtotalMinor: minor(body.subtotal_price ?? body.total_price),
    totalMinor: minor(body.total_price),
    discountCodesJson: JSON.stringify((body.discount_codes ?? []).map(({ code }) => code)),
    startedAt: body.created_at ?? body.updated_at ?? triggeredAt,
    completedAt: body.completed_at ?? null,
  };
}

type Contact = Pick<
  CheckoutFields,
  "email" | "phone" | "locale" | "acceptsMarketing" | "sourceName" | "recoverUrl"
>;

/** How the shopper can be reached and come back. */
function contactOf(body: CheckoutPayload): Contact {
  return {
    email: body.email ?? null,
    phone: body.phone ?? null,
    locale: body.customer_locale ?? null,
    acceptsMarketing: body.buyer_accepts_marketing ?? false,
    sourceName: body.source_name ?? null,
    recoverUrl: body.abandoned_checkout_url ?? body.web_url ?? null,
  };
}

function lineOf(
  { idOf }: MappingInput,
  { line, position, currency }: { line: CheckoutLinePayload; position: number; currency: string },
): CheckoutLineRow {
  return {
    position,
    productId: line.product_id ? idOf(line.product_id) : null,
    variantId: line.variant_id ? idOf(line.variant_id) : null,
    title: line.title ?? "",
    variantTitle: line.variant_title === NO_VARIANT ? null : (line.variant_title ?? null),
    sku: line.sku ?? null,
    quantity: line.quantity,
    unitPriceMinor: line.price ? parseMinor(line.price, currency) : 0,
    imageUrl: line.image_url ?? null,
  };
}

/**
 * checkouts/delete.
 *
 * @throws PayloadProblem
 */
export function mapCheckoutDeletion(input: MappingInput): CheckoutChange[] {
  const body = parseWith(DeletedCheckoutPayload, input.body);
  const keys = {
    token: body.token ?? null,
    gid: body.id ? gidOfNumber(body.id) : null,
    recoverUrl: null,
    cartToken: body.cart_token ?? null,
  };
  const newId = body.id ? input.idOf(body.id) : null;
  return [{ resource: "checkout", kind: "deletion", keys, newId, triggeredAt: input.triggeredAt }];
}

/**
 * An abandoned checkout read through the API; what the API does not tell stays as stored.
 *
 * @throws PayloadProblem
 */
export function mapCheckoutNode(input: MappingInput): CheckoutChange[] {
  const node = parseWith(CheckoutNode, input.body);
  const { currencyCode } = node.totalPriceSet.shopMoney;
  const minor = (bag: MoneyBag) => parseMinor(bag.shopMoney.amount, currencyCode);
  const customer = node.customer ? mentionOf(input, node.customer.id) : null;
  return [
    {
      resource: "checkout",
      kind: "checkout",
      keys: { token: null, gid: node.id, recoverUrl: node.abandonedCheckoutUrl, cartToken: null },
      newId: ownId(input, node.id),
      triggeredAt: input.triggeredAt,
      version: versionOfNode(node.updatedAt, input.triggeredAt),
      fields: {
        gid: node.id,
        recoverUrl: node.abandonedCheckoutUrl,
        customerId: customer?.id,
        currencyCode,
        presentmentCurrency: node.totalPriceSet.presentmentMoney?.currencyCode,
        subtotalMinor: minor(node.subtotalPriceSet ?? node.totalPriceSet),
        totalMinor: minor(node.totalPriceSet),
        discountCodesJson: JSON.stringify(node.discountCodes),
        startedAt: node.createdAt,
        completedAt: node.completedAt ?? null,
      },
      lines: node.lineItems.nodes.map((line, position) => ({
        position,
        productId: line.product ? ownId(input, line.product.id) : null,
        variantId: line.variant ? ownId(input, line.variant.id) : null,
        title: line.title ?? "",
        variantTitle: line.variantTitle === NO_VARIANT ? null : (line.variantTitle ?? null),
        sku: line.sku ?? null,
        quantity: line.quantity,
        unitPriceMinor: minor(line.originalUnitPriceSet),
        imageUrl: line.image?.url ?? null,
      })),
      customer,
    },
  ];
}

function mentionOf(input: MappingInput, gid: string): CustomerChange {
  const { triggeredAt } = input;
  return { resource: "customer", kind: "mention", id: ownId(input, gid), gid, triggeredAt, person: {} };
}

function ownId({ idOf }: MappingInput, gid: string): string {
  return idOf(gid.slice(gid.lastIndexOf("/") + 1));
}
