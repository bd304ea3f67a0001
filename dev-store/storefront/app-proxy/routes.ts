import express, { type Request, type Response, Router } from "express";

import type { AppConfig } from "../../state/app-model";
import { readCookie } from "../cookies";
import type { ShopContext } from "../shop-context";
import { signProxyQuery } from "./sign";

type ProxyApp = Required<Pick<AppConfig, "applicationUrl" | "clientSecret">> & {
  proxy: NonNullable<AppConfig["proxy"]>;
};

/** Headers that go to the app. Cookies never do, in either direction. */
const HANDED_ON = ["accept", "accept-language", "content-type", "user-agent"] as const;
const HANDED_BACK = ["content-type", "cache-control", "location", "retry-after"] as const;

/**
 * Calls of pages of the shop to the app: signed, with the shop and who is signed in added to what the page sent. What
 * the page sent stays, also when it is called as what Shopify adds.
 */
export function appProxyRoutes({ store, sessions, app }: ShopContext): Router {
  const router = Router();
  if (!app.proxy || app.clientSecret === undefined || app.applicationUrl === undefined) return router;
  const { proxy } = app;
  router.use(proxy.path, express.raw({ type: () => true, limit: "1mb" }), (request, response, next) => {
    const customer = sessions.find(readCookie(request, "customer"));
    const query = new URLSearchParams(new URL(request.url, "http://shop.invalid").search);
    query.append("shop", store.shop.domain);
    query.append("logged_in_customer_id", customer ? String(customer.id) : "");
    query.append("path_prefix", proxy.path);
    query.append("timestamp", String(Math.floor(Date.now() / 1_000)));
    forward({ request, response, query, app: app as ProxyApp }).catch((error: unknown) => {
      // The app does not answer.
      if (error instanceof TypeError) response.status(502).send("The app could not be reached.");
      else next(error);
    });
  });
  return router;
}

type Forwarding = { request: Request; response: Response; query: URLSearchParams; app: ProxyApp };

async function forward({ request, response, query, app }: Forwarding): Promise<void> {
  query.append("signature", signProxyQuery(query, app.clientSecret));
  const headers: Record<string, string> = { "x-forwarded-for": request.ip ?? "" };
  for (const name of HANDED_ON) {
    const value = request.headers[name];
    if (typeof value === "string") headers[name] = value;
  }
  const body: unknown = request.body;
  const answer = await fetch(`${app.applicationUrl}${app.proxy.target}${request.path}?${query.toString()}`, {
    method: request.method,
    redirect: "manual",
    headers,
    ...(Buffer.isBuffer(body) && body.length > 0 ? { body: new Uint8Array(body) } : {}),
  });
  for (const name of HANDED_BACK) {
    const value = answer.headers.get(name);
    if (value !== null) response.set(name, value);
  }
  response.status(answer.status).send(Buffer.from(await answer.arrayBuffer()));
}
