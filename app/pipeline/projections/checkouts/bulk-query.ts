const SHOP_MONEY = "{ shopMoney { amount currencyCode } }";
const TOTAL_MONEY = "{ shopMoney { amount currencyCode } presentmentMoney { currencyCode } }";

/**
 * Abandoned checkouts for `bulkOperationRunQuery`: rows of checkouts and, with `__parentId`, of their lines.
 * Joined (children under `lineItems.nodes`) they are `CheckoutNode`s.
 *
 * @param since Only checkouts started then or later.
 */
export function checkoutsBulkQuery(since: Date | null): string {
  const filter = since ? `(query: "created_at:>='${since.toISOString()}'", sortKey: CREATED_AT)` : "";
  return `{
  abandonedCheckouts${filter} {
    edges {
      node {
        id
        createdAt
        updatedAt
        completedAt
        abandonedCheckoutUrl
        customer { id }
        discountCodes
        totalPriceSet ${TOTAL_MONEY}
        subtotalPriceSet ${SHOP_MONEY}
        lineItems {
          edges {
            node {
              id
              title
              variantTitle
              sku
              quantity
              image { url }
              product { id }
              variant { id }
              originalUnitPriceSet ${SHOP_MONEY}
            }
          }
        }
      }
    }
  }
}`;
}
