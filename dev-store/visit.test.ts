import express, { type Express } from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { type HttpServer, listen } from "./http";
import { visit } from "./visit";

describe("visiting a link", () => {
  let server: HttpServer;
  let site: Express;

  beforeEach(async () => {
    server = await listen(0);
    site = express();
    server.serve(site);
  });
  afterEach(() => server.close());

  it("follows redirects with the cookies that were set on the way", async () => {
    site.get("/discount/:code", (request, response) => {
      response.cookie("discount_code", request.params.code).redirect(String(request.query["redirect"]));
    });
    site.get("/recover", (request, response) => {
      response.redirect(`/checkouts/1?cookie=${encodeURIComponent(request.headers.cookie ?? "")}`);
    });
    site.get("/checkouts/1", (_request, response) => void response.send("your cart"));

    const { status, url } = await visit(`${server.url}/discount/BACK10?redirect=%2Frecover`);
    expect(status).toBe(200);
    expect(url.pathname).toBe("/checkouts/1");
    expect(url.searchParams.get("cookie")).toBe("discount_code=BACK10");
  });

  it("goes where the outside world would have led it", async () => {
    site.get("/products/x", (_request, response) => void response.send("product"));
    const resolve = (url: URL) =>
      url.hostname === "sample-shop.myshopify.com" ? new URL(url.pathname, server.url) : url;
    const { url } = await visit("https://sample-shop.myshopify.com/products/x", { resolve });
    expect(url.href).toBe(`${server.url}/products/x`);
  });

  it("looks like a browser and not like a bot", async () => {
    site.get(
      "/agent",
      (request, response) => void response.redirect(`/is?${request.headers["user-agent"] ?? ""}`),
    );
    const { url } = await visit(`${server.url}/agent`);
    expect(url.search).toMatch(/Mozilla.*Chrome/);
  });

  it("tells a page that is not there, and gives up on a circle", async () => {
    site.get("/circle", (_request, response) => void response.redirect("/circle"));
    expect((await visit(`${server.url}/nowhere`)).status).toBe(404);
    await expect(visit(`${server.url}/circle`)).rejects.toThrow(/more than 10 times/);
  });
});
