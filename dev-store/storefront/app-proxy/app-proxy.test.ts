import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { startStorefront, Visitor } from "../storefront-for-tests";
import { signProxyQuery } from "./sign";

const SECRET = "hush";

describe("the app proxy", () => {
  let shop: Awaited<ReturnType<typeof startStorefront>>;
  let app: Server;
  let asked: {
    method: string;
    path: string;
    query: URLSearchParams;
    body: string;
    cookie: string | undefined;
  }[];

  beforeEach(async () => {
    asked = [];
    app = createServer((request, response) => {
      void readAll(request).then((body) => {
        const { pathname, searchParams } = new URL(request.url ?? "", "http://app");
        const { method = "", headers } = request;
        asked.push({ method, path: pathname, query: searchParams, body, cookie: headers.cookie });
        response
          .writeHead(201, { "content-type": "application/json", "set-cookie": "app=1" })
          .end('{"ok":true}');
      });
    });
    await new Promise<void>((resolve) => app.listen(0, "127.0.0.1", resolve));
    shop = await startStorefront({
      ...{ clientSecret: SECRET, proxy: { path: "/apps/perennial", target: "/proxy" } },
      applicationUrl: `http://127.0.0.1:${(app.address() as AddressInfo).port}`,
    });
  });
  afterEach(() => {
    shop.close();
    app.close();
  });

  it("hands on method, query and body, signed, and no cookie in either direction", async () => {
    const visitor = new Visitor(shop.base);
    await visitor.open("/account/login", { email: "anna@example.com" });
    const answer = await visitor.request("/apps/perennial/redeem?a=2&a=1", { method: "POST", body: "x=1" });
    expect([answer.status, await answer.json()]).toEqual([201, { ok: true }]);
    expect(answer.headers.getSetCookie()).toEqual([]);
    const [call] = asked;
    expect(call).toMatchObject({ method: "POST", path: "/proxy/redeem", body: "x=1", cookie: undefined });
    const { query } = call ?? {};
    expect(query?.get("shop")).toBe(shop.store.shop.domain);
    expect(query?.get("logged_in_customer_id")).toBe(
      String(shop.store.findCustomerByEmail("anna@example.com")?.id),
    );
    expect(query?.get("path_prefix")).toBe("/apps/perennial");
    expect(Math.abs(Number(query?.get("timestamp")) - Date.now() / 1_000)).toBeLessThan(5);
    expect(query?.get("signature")).toBe(signProxyQuery(query ?? new URLSearchParams(), SECRET));
  });

  it("says of a visitor who is not signed in that there is nobody", async () => {
    await new Visitor(shop.base).request("/apps/perennial/member");
    expect(asked[0]?.query.get("logged_in_customer_id")).toBe("");
  });

  it("answers 502 when the app does not", async () => {
    app.close();
    expect((await new Visitor(shop.base).request("/apps/perennial/member")).status).toBe(502);
  });

  it("signs as Shopify documents it", () => {
    const query = new URLSearchParams("extra=1&extra=2&shop=shop-name.myshopify.com");
    query.set("path_prefix", "/apps/awesome_reviews");
    query.set("timestamp", "1317327555");
    expect(signProxyQuery(query, "hush")).toBe(
      "a9718877bea71c2484f91608a7eaea1532bdf71f5c56825065fa4ccabe549ef3",
    );
  });
});

async function readAll(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}
