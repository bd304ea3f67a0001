import { randomBytes } from "node:crypto";

import type { DevStoreContext } from "../context";
import { signQuery } from "../oauth/query-hmac";
import { mintSessionToken } from "../oauth/session-token";
import { hostParameter } from "./addresses";
import { staffMember } from "./staff";

/**
 * The address the admin's frame loads: the app's page with who opens it, signed as Shopify signs it.
 * @param page Path and query of the page inside the app, `/` for its start.
 */
export function documentUrl(ctx: DevStoreContext, page: string, locale: string): string {
  const { shop } = ctx.store;
  const url = new URL(page, ctx.urls.tunnel);
  const parameters: Record<string, string> = {
    ...Object.fromEntries(url.searchParams),
    embedded: "1",
    host: hostParameter(shop.domain),
    id_token: mintSessionToken(ctx, { userId: staffMember(shop).id }),
    locale,
    session: randomBytes(32).toString("hex"),
    shop: shop.domain,
    timestamp: String(Math.floor(Date.now() / 1000)),
  };
  parameters["hmac"] = signQuery(parameters, ctx.app.clientSecret);
  url.search = new URLSearchParams(parameters).toString();
  return url.href;
}
