import type { ShopifyCredentials } from "./credentials";

/**
 * The library's check of calls through the app proxy: signature, and a timestamp of at most 90 s.
 *
 * Not its `authenticate.public.appProxy`: that renews the shop's tokens on the way, without the lease by which ours are
 * renewed by one process at a time, and a shopper would wait for it.
 */
export async function createProxyCheck({
  apiKey,
  apiSecret,
  appUrl,
}: ShopifyCredentials & { appUrl: string }): Promise<(query: URLSearchParams) => Promise<boolean>> {
  await import("@shopify/shopify-api/adapters/node");
  const { ApiVersion, InvalidHmacError, LogSeverity, shopifyApi } = await import("@shopify/shopify-api");
  const { utils } = shopifyApi({
    apiKey,
    apiSecretKey: apiSecret,
    apiVersion: ApiVersion.October26,
    hostName: new URL(appUrl).host,
    isEmbeddedApp: true,
    logger: { level: LogSeverity.Error },
  });
  return async (query) => {
    try {
      return await utils.validateHmac(new URLSearchParams(query), { signator: "appProxy" });
    } catch (error) {
      if (error instanceof InvalidHmacError) return false;
      throw error;
    }
  };
}
