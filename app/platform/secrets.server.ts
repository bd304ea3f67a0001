import { getEnv } from "./env.server";

/** The app's secret: signs links and keys hashes. Never logged, never sent to a browser. */
export function getSecret(): string {
  return getEnv().SHOPIFY_API_SECRET;
}

/** The app's client id: whom Shopify's session tokens are for. Public. */
export function getClientId(): string {
  return getEnv().SHOPIFY_API_KEY;
}
