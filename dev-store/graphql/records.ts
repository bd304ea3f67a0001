import { type GraphqlContext } from "./context";
import { type ParsedGid } from "./gid";
import { visibleOrders } from "./listings/orders";
import { ownedVariants } from "./listings/products";

/** The record of a GID as resolvers know it; null when there is none or the app may not see it. */
export function findRecord(context: GraphqlContext, { type, id }: ParsedGid): object | null {
  const { store } = context;
  switch (type) {
    case "AbandonedCheckout":
      return [...store.checkouts.values()].find((checkout) => checkout.id === id) ?? null;
    case "AppInstallation":
      return store.installation?.id === id ? store.installation : null;
    case "BulkOperation":
      return store.bulkOperations.get(id) ?? null;
    case "Customer":
      return store.customers.get(id) ?? null;
    case "DiscountCodeNode":
    case "DiscountNode":
      return store.discounts.get(id) ?? null;
    case "Order": {
      const order = store.orders.get(id);
      return order ? (visibleOrders(context, [order])[0] ?? null) : null;
    }
    case "Product":
      return store.products.get(id) ?? null;
    case "ProductVariant":
      return findVariant(context, id);
    case "Shop":
      return store.shop.id === id ? store.shop : null;
    default:
      return null;
  }
}

function findVariant({ store }: GraphqlContext, id: number): object | null {
  for (const product of store.products.values()) {
    if (product.variants.some((variant) => variant.id === id)) {
      return ownedVariants(product).find((variant) => variant.id === id) ?? null;
    }
  }
  return null;
}
