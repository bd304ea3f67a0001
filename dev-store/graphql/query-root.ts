import { findCustomerByPhone } from "../commerce/customers";
import type { Customer } from "../state/model";
import { ownerOf } from "../commerce/discounts";
import { requireScope, typeAccessError } from "./access";
import { apiError, notInDevStore } from "./api-error";
import { countField, listField, type Listing } from "./connection/list-field";
import type { GraphqlContext, Resolver, TypeResolvers } from "./context";
import { idOf, parseGid } from "./gid";
import { bulkOperationListing } from "./listings/bulk-operations";
import { checkoutListing } from "./listings/checkouts";
import { customerCountListing, customerListing } from "./listings/customers";
import { discountListing } from "./listings/discounts";
import { giftCardListing } from "./listings/gift-cards";
import { orderListing } from "./listings/orders";
import { productListing, variantListing } from "./listings/products";
import { shown as shownPixel } from "./mutations/web-pixel";
import { findRecord } from "./records";
import { tagged } from "./type-tags";

const listOf =
  <Row>(listing: (context: GraphqlContext) => Listing<Row>): Resolver<unknown> =>
  (_source, { args, context, info }) =>
    listField(listing(context), { args, context, info });

const countOf =
  <Row>(listing: (context: GraphqlContext) => Listing<Row>): Resolver<unknown> =>
  (_source, { args, context, info }) =>
    countField(listing(context), { args, context, info });

const recordOf =
  (type: string): Resolver<unknown> =>
  (_source, { args, context }) => {
    const id = idOf(type, args["id"]);
    if (id === null) throw apiError("RESOURCE_NOT_FOUND", `Invalid global id '${String(args["id"])}'`);
    return findRecord(context, { type, id });
  };

const orders = (context: GraphqlContext) => orderListing(context, context.store.orders.values());

export const queryRoot = {
  QueryRoot: {
    shop: (_source, { context: { store } }) => store.shop,
    customer: recordOf("Customer"),
    customers: listOf(customerListing),
    customersCount: countOf(customerCountListing),
    customerByIdentifier: (_source, { args, context }) => findByIdentifier(args["identifier"], context),
    order: recordOf("Order"),
    orders: listOf(orders),
    ordersCount: countOf(orders),
    product: recordOf("Product"),
    products: listOf(productListing),
    productsCount: countOf(productListing),
    productVariant: recordOf("ProductVariant"),
    productVariants: listOf(variantListing),
    productVariantsCount: countOf(variantListing),
    abandonedCheckouts: listOf(checkoutListing),
    abandonedCheckoutsCount: countOf(checkoutListing),
    currentAppInstallation: (_source, { context: { store } }) => store.installation,
    bulkOperation: recordOf("BulkOperation"),
    bulkOperations: listOf(bulkOperationListing),
    currentBulkOperation: (_source, { args, context: { store } }) =>
      args["type"] === "MUTATION" ? null : ([...store.bulkOperations.values()].at(-1) ?? null),
    codeDiscountNode: recordOf("DiscountCodeNode"),
    codeDiscountNodes: listOf(discountListing),
    codeDiscountNodeByCode: (_source, { args, context: { store } }) => {
      const code = store.findDiscountByCode(String(args["code"]));
      return code && ownerOf(store, code);
    },
    discountCodesCount: (_source, { context: { store } }) => ({
      count: store.discounts.size,
      precision: "EXACT",
    }),
    discountRedeemCodeBulkCreation: recordOf("DiscountRedeemCodeBulkCreation"),
    giftCard: recordOf("GiftCard"),
    giftCards: listOf(giftCardListing),
    discountNode: (_source, { args, context }) => {
      const { type, id } = parseGid(args["id"]) ?? {};
      return id !== undefined && type?.startsWith("Discount")
        ? findRecord(context, { type: "DiscountCodeNode", id })
        : null;
    },
    discountNodes: listOf(discountListing),
    discountNodesCount: countOf(discountListing),
    webPixel: (_source, { args, context: { store } }) => {
      const { webPixel } = store;
      const isAsked = args["id"] == null || idOf("WebPixel", args["id"]) === webPixel?.id;
      if (!webPixel || !isAsked) throw apiError("RESOURCE_NOT_FOUND", "No web pixel was found for this app.");
      return shownPixel(webPixel);
    },
    node: (_source, { args, context }) => findNode(args["id"], "node", context),
    nodes: (_source, { args, context }) => {
      const ids = Array.isArray(args["ids"]) ? args["ids"] : [];
      if (ids.length > 250) throw apiError("MAX_INPUT_SIZE_EXCEEDED", inputTooLarge(ids.length));
      return ids.map((id: unknown) => findNode(id, "nodes", context));
    },
  } satisfies TypeResolvers<unknown>,
};

function inputTooLarge(size: number): string {
  return `The input array size of ${size} is greater than the maximum allowed of 250.`;
}

/** A record by GID, tagged with its type; null when it is gone. Needs the scope of its type. */
function findNode(id: unknown, fieldName: string, context: GraphqlContext): object | null {
  const parsed = parseGid(id);
  if (!parsed) throw apiError("RESOURCE_NOT_FOUND", `Invalid global id '${String(id)}'`);
  const denied = typeAccessError(parsed.type, fieldName, context.scopes);
  if (denied) throw denied;
  const record = findRecord(context, parsed);
  return record && tagged(parsed.type, record);
}

function findByIdentifier(identifier: unknown, context: GraphqlContext): Customer | null {
  requireScope("customerByIdentifier", "read_customers", context.scopes);
  const { id, emailAddress, phoneNumber } = identifier as Record<string, unknown>;
  if (typeof emailAddress === "string") return context.store.findCustomerByEmail(emailAddress);
  if (typeof phoneNumber === "string") return findCustomerByPhone(context.store, phoneNumber);
  const number = idOf("Customer", id);
  if (number === null) throw notInDevStore("Customer identifier 'customId'");
  return context.store.customers.get(number) ?? null;
}
