const SHOP_MONEY = "{ shopMoney { amount currencyCode } }";

/**
 * Orders for `bulkOperationRunQuery`: rows of orders and, with `__parentId`, of their line items.
 * Joined (children under `lineItems.nodes`) they are `OrderNode`s.
 *
 * @param since Only orders placed then or later; null asks for all that the token may see.
 */
export function ordersBulkQuery(since: Date | null): string {
  const filter = since ? `(query: "processed_at:>='${since.toISOString()}'", sortKey: PROCESSED_AT)` : "";
  return `{
  orders${filter} {
    edges {
      node {
        id
        name
        createdAt
        processedAt
        updatedAt
        cancelledAt
        cancelReason
        test
        sourceName
        cartToken
        checkoutToken
        email
        customer { id }
        currencyCode
        presentmentCurrencyCode
        displayFinancialStatus
        displayFulfillmentStatus
        totalPriceSet ${SHOP_MONEY}
        subtotalPriceSet ${SHOP_MONEY}
        totalDiscountsSet ${SHOP_MONEY}
        totalShippingPriceSet ${SHOP_MONEY}
        totalTaxSet ${SHOP_MONEY}
        netPaymentSet ${SHOP_MONEY}
        discountCodes
        tags
        refunds { id createdAt totalRefundedSet ${SHOP_MONEY} }
        lineItems {
          edges {
            node {
              id
              title
              variantTitle
              sku
              quantity
              currentQuantity
              isGiftCard
              product { id }
              variant { id }
              originalUnitPriceSet ${SHOP_MONEY}
              discountAllocations { allocatedAmountSet ${SHOP_MONEY} }
            }
          }
        }
      }
    }
  }
}`;
}
