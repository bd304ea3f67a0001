/**
 * Products for `bulkOperationRunQuery`: rows of products and, with `__parentId`, of their variants.
 * Joined (children under `variants.nodes`) they are `ProductNode`s.
 */
export const PRODUCTS_BULK_QUERY = `{
  products {
    edges {
      node {
        id
        title
        handle
        status
        vendor
        productType
        isGiftCard
        updatedAt
        featuredMedia { preview { image { url } } }
        variants {
          edges {
            node {
              id
              title
              sku
              price
              inventoryQuantity
              inventoryPolicy
              inventoryItem { tracked }
            }
          }
        }
      }
    }
  }
}`;
