import { finishCreations } from "../commerce/code-creations";
import type { GraphqlContext } from "./context";
import type { ParsedGid } from "./gid";
import { visibleOrders } from "./listings/orders";
import { ownedVariants } from "./listings/products";

type Find = (context: GraphqlContext, id: number) => object | null | undefined;

const FINDERS: Readonly<Record<string, Find>> = {
  AbandonedCheckout: ({ store }, id) => [...store.checkouts.values()].find((checkout) => checkout.id === id),
  AppInstallation: ({ store }, id) => (store.installation?.id === id ? store.installation : null),
  BulkOperation: ({ store }, id) => store.bulkOperations.get(id),
  Customer: ({ store }, id) => store.customers.get(id),
  DiscountCodeNode: findDiscount,
  DiscountNode: findDiscount,
  DiscountRedeemCodeBulkCreation: ({ store }, id) => {
    finishCreations(store);
    return store.codeCreations.get(id);
  },
  GiftCard: ({ store }, id) => store.giftCards.get(id),
  Order: (context, id) => {
    const order = context.store.orders.get(id);
    return order && visibleOrders(context, [order])[0];
  },
  Product: ({ store }, id) => store.products.get(id),
  ProductVariant: findVariant,
  Shop: ({ store }, id) => (store.shop.id === id ? store.shop : null),
};

/** The record of a GID as resolvers know it; null when there is none or the app may not see it. */
export function findRecord(context: GraphqlContext, { type, id }: ParsedGid): object | null {
  return FINDERS[type]?.(context, id) ?? null;
}

/** One of many codes of a discount has a record of its own, but is no node. */
function findDiscount({ store }: GraphqlContext, id: number): object | null {
  const discount = store.discounts.get(id);
  return discount?.parentId === null ? discount : null;
}

function findVariant({ store }: GraphqlContext, id: number): object | null {
  for (const product of store.products.values()) {
    if (product.variants.some((variant) => variant.id === id)) {
      return ownedVariants(product).find((variant) => variant.id === id) ?? null;
    }
  }
  return null;
}
