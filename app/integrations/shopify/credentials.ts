/** How the app names itself to Shopify. */
export type ShopifyCredentials = { apiKey: string; apiSecret: string };

/** Version of the Admin API that documents, payload schemas and webhooks are written for. */
export const API_VERSION = "2026-10";
