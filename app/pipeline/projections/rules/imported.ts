/*
 * What an imported file tells is older than whatever Shopify itself told, and newer than nothing. It knows no moment at
 * which it became true, so nothing can be said to have happened then.
 */

/** Version of rows that an imported file told. */
export const IMPORTED_VERSION = new Date(1);

/** Whether nothing but an imported file has told of a row yet. */
export function isOnlyImported(versionAt: Date | null): boolean {
  return versionAt === null || versionAt <= IMPORTED_VERSION;
}

/**
 * Our id of an order whose file does not tell Shopify's: by its name, which is unique in most shops. The order itself,
 * when it comes by its id, takes the place of such a row.
 */
export function nameKeyedOrderId(shopId: string, name: string): string {
  return `${shopId}_name:${name}`;
}

/** What the ids at the store of such orders begin with. */
export const NAME_KEYED_GID = "import:Order/";
