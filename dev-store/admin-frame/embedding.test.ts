import { existsSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { type Browser, chromium, type FrameLocator, type Page } from "@playwright/test";
import express from "express";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";

import { SimulatedClock } from "../clock";
import type { DevStoreContext } from "../context";
import { checkSessionToken } from "../oauth/session-token";
import { demoShop } from "../simulation/shop";
import type { AppConfig } from "../state/app-model";
import { Store } from "../state/store";
import { adminFrameRouter } from "./router";
import { startTunnel, type Tunnel } from "./tunnel";

const USER_AGENT =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";
const CANDIDATES = [
  process.env["CHROME_PATH"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/google-chrome",
  "/usr/bin/chromium-browser",
];
const executablePath = CANDIDATES.find((path) => path !== "" && existsSync(path));

/** A page of an app that knows App Bridge only by its documented surface. */
function appDocument(api: string, path: string): string {
  return `<!doctype html><html><head><title>Page ${path}</title>
    <script data-api-key="client-id" src="${api}/app-bridge.js"></script></head><body>
    <ui-nav-menu><a href="/" rel="home">Home</a><a href="/customers">Customers</a><a href="/plain">Plain</a></ui-nav-menu>
    <ui-title-bar title="Bar of ${path}"><button variant="primary" onclick="log('primary')">Create</button>
      <button onclick="log('secondary')">More</button></ui-title-bar>
    <h1>${path}</h1><output id="log"></output>
    <form data-save-bar onsubmit="event.preventDefault(); log('saved ' + this.name.value)"><input name="name" value="old" aria-label="Name"></form>
    <ui-save-bar id="bar"><button variant="primary" onclick="log('bar saved')"></button><button onclick="log('bar discarded')"></button></ui-save-bar>
    <ui-modal id="modal"><p>Inside <button onclick="log('inner')">inner</button></p>
      <ui-title-bar title="Sure?"><button variant="primary" onclick="log('confirmed')">Yes</button></ui-title-bar></ui-modal>
    <a href="shopify://admin/orders">To the orders</a>
    <script>
      const log = (text) => (document.getElementById("log").textContent += text + ";");
      addEventListener("click", (event) => {
        const link = event.target.closest('a[href="/customers"]');
        if (!link) return;
        event.preventDefault();
        history.pushState(null, "", link.getAttribute("href"));
        log("routed");
      }, true);
    </script></body></html>`;
}

describe.skipIf(!executablePath)("the app inside the admin, in a browser", () => {
  let browser: Browser;
  let page: Page;
  let servers: Server[];
  let tunnel: Tunnel;
  let ctx: DevStoreContext;
  let asked: { url: URL; authorization: string | undefined }[];
  let answerData: RequestListener;

  const listen = async (server: Server) => {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const app: RequestListener = (request, response) => {
    const url = new URL(request.url ?? "/", "http://app.test");
    asked.push({ url, authorization: request.headers.authorization });
    if (url.pathname === "/data") return answerData(request, response);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.setHeader(
      "content-security-policy",
      "frame-ancestors https://demo-shop.myshopify.com https://admin.shopify.com;",
    );
    const needsBounce = url.searchParams.get("embedded") === "1" && !url.searchParams.has("id_token");
    if (url.pathname === "/auth/session-token" || !needsBounce)
      return response.end(appDocument(ctx.urls.api, url.pathname));
    url.searchParams.set("shopify-reload", `${ctx.urls.tunnel}${url.pathname}?${url.searchParams}`);
    response.writeHead(302, { location: `/auth/session-token?${url.searchParams}` }).end();
  };

  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executablePath && { executablePath }),
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
    });
  });
  afterAll(() => browser.close());

  beforeEach(async () => {
    servers = [];
    asked = [];
    answerData = (_request, response) => response.end("data");
    const store = new Store(demoShop(new Date()), new SimulatedClock());
    const config: AppConfig = {
      clientId: "client-id",
      clientSecret: "secret",
      handle: "perennial",
      name: "Perennial",
      applicationUrl: await listen(createServer(app)),
      apiVersion: "2026-10",
      scopes: ["read_customers", "write_customers", "read_orders"],
      subscriptions: [],
    };
    const urls = {
      api: "",
      admin: "",
      storefront: "http://127.0.0.1:1",
      tunnel: "",
      mail: "http://127.0.0.1:1",
    };
    ctx = { store, app: config, urls, mail: { mails: [] } } as unknown as DevStoreContext;
    tunnel = await startTunnel(ctx);
    urls.tunnel = tunnel.url;
    urls.api = await listen(createServer(express().use(adminFrameRouter(ctx))));
    page = await browser.newPage({ userAgent: USER_AGENT });
  });
  afterEach(async () => {
    await page.close();
    await tunnel.close();
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
  });

  const open = async (path = ""): Promise<FrameLocator> => {
    await page.goto(`${ctx.urls.api}/store/demo-shop/apps/perennial${path}`);
    const install = page.getByRole("button", { name: "Install" });
    if (await install.isVisible()) await install.click();
    const frame = page.frameLocator("#app-frame");
    await frame.locator("h1").waitFor();
    return frame;
  };
  const expectLog = (frame: FrameLocator, text: string) =>
    expect.poll(() => frame.locator("#log").textContent()).toContain(text);

  it("asks for the scopes once, then opens the app with a signed address", async () => {
    await page.goto(`${ctx.urls.api}/admin`);
    await expect.poll(() => page.getByText("View and change customers").count()).toBe(1);
    expect(await page.getByText("View customers").count()).toBe(0);
    const frame = await open();
    expect(ctx.store.installation?.scopes).toEqual(ctx.app.scopes);
    const [first] = asked;
    expect(first?.url.pathname).toBe("/");
    const token = first?.url.searchParams.get("id_token") ?? "";
    expect(checkSessionToken(token, ctx.app, ctx.store.shop.domain).outcome).toBe("valid");
    expect(first?.url.searchParams.get("hmac")).toMatch(/^[0-9a-f]{64}$/);
    expect(await frame.locator("h1").textContent()).toBe("/");
  });

  it("opens the page of the app that the address names, and mirrors where the app goes", async () => {
    const frame = await open("/customers?page=2");
    expect(asked[0]?.url.pathname).toBe("/customers");
    expect(asked[0]?.url.searchParams.get("page")).toBe("2");
    await frame.locator("body").evaluate(() => history.pushState(null, "", "/customers/7?embedded=1&tab=a"));
    await expect.poll(() => page.url()).toMatch(/\/apps\/perennial\/customers\/7\?tab=a$/);
  });

  it("goes through the bounce page when the document came without a token", async () => {
    const frame = await open();
    await frame
      .locator("body")
      .evaluate(() => location.assign("/settings?embedded=1&shop=demo-shop.myshopify.com"));
    await expect.poll(() => frame.locator("h1").textContent()).toBe("/settings");
    expect(asked.map(({ url }) => url.pathname)).toContain("/auth/session-token");
    expect(asked.at(-1)?.url.searchParams.get("id_token")).toMatch(/^ey/);
  });

  it("authenticates the app's own requests and repeats one that was refused", async () => {
    const frame = await open();
    let refusals = 1;
    answerData = (_request, response) => {
      if (refusals-- <= 0) return response.end("data");
      response.writeHead(401, { "X-Shopify-Retry-Invalid-Session-Request": "1" }).end();
    };
    expect(await frame.locator("body").evaluate(async () => (await fetch("/data")).text())).toBe("data");
    const tokens = asked
      .filter(({ url }) => url.pathname === "/data")
      .map(({ authorization }) => authorization);
    expect(tokens).toHaveLength(2);
    expect(tokens[0]).toMatch(/^Bearer ey/);
    expect(tokens[1]).not.toBe(tokens[0]);
  });

  it("shows the app's navigation; a click moves the app through its router, else by a new document", async () => {
    const frame = await open();
    const nav = page.getByRole("navigation");
    await nav.getByRole("link", { name: "Customers" }).last().click();
    await expectLog(frame, "routed");
    await expect.poll(() => nav.locator("#app-nav [aria-current]").textContent()).toBe("Customers");
    expect(await nav.getByRole("link", { name: "Home", exact: true }).count()).toBe(1);
    await nav.getByRole("link", { name: "Plain" }).click();
    await expect.poll(() => frame.locator("h1").textContent()).toBe("/plain");
  });

  it("shows the title bar and brings its buttons back to the app", async () => {
    const frame = await open();
    await expect.poll(() => page.locator("#title-bar-title").textContent()).toBe("Bar of /");
    await page.getByRole("button", { name: "Create" }).click();
    await page.getByRole("button", { name: "More" }).click();
    await expectLog(frame, "primary;secondary;");
  });

  it("offers to save a form when it differs from what it was, and only then", async () => {
    const frame = await open();
    const bar = page.getByRole("region", { name: "Unsaved changes" });
    await frame.getByLabel("Name").fill("new");
    await bar.waitFor();
    await frame.getByLabel("Name").fill("old");
    await bar.waitFor({ state: "hidden" });
    await frame.getByLabel("Name").fill("new");
    await page.getByRole("button", { name: "Discard" }).click();
    await bar.waitFor({ state: "hidden" });
    expect(await frame.getByLabel("Name").inputValue()).toBe("old");
    await frame.getByLabel("Name").fill("newer");
    await page.getByRole("button", { name: "Save" }).click();
    await expectLog(frame, "saved newer;");
    await bar.waitFor({ state: "hidden" });
  });

  it("asks before the merchant leaves unsaved changes", async () => {
    const frame = await open();
    await frame.getByLabel("Name").fill("new");
    await page.getByRole("region", { name: "Unsaved changes" }).waitFor();
    await page.getByRole("link", { name: "Plain" }).click();
    await page.getByRole("button", { name: "Stay" }).click();
    expect(await frame.locator("h1").textContent()).toBe("/");
    await page.getByRole("link", { name: "Plain" }).click();
    await page.getByRole("button", { name: "Leave page" }).click();
    await expect.poll(() => frame.locator("h1").textContent()).toBe("/plain");
  });

  it("serves the imperative interface: save bar, toast, modal, user, leaving the frame", async () => {
    const frame = await open();
    const body = frame.locator("body");
    await body.evaluate(`shopify.saveBar.show("bar")`);
    await page.getByRole("button", { name: "Save" }).click();
    await expectLog(frame, "bar saved;");
    await body.evaluate(`shopify.saveBar.hide("bar")`);
    await page.getByRole("region", { name: "Unsaved changes" }).waitFor({ state: "hidden" });

    await body.evaluate(`shopify.toast.show("Done", { action: "Undo", onAction: () => log("undone") })`);
    await page.getByRole("status").getByText("Done").waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await expectLog(frame, "undone;");

    await body.evaluate(`shopify.modal.show("modal")`);
    await frame.getByRole("dialog", { name: "Sure?" }).waitFor();
    await frame.getByRole("button", { name: "inner" }).click();
    await frame.getByRole("button", { name: "Yes" }).click();
    await expectLog(frame, "inner;confirmed;");
    await frame.getByRole("button", { name: "Close" }).click();

    expect(await body.evaluate(`shopify.user().then((user) => user.name)`)).toBe("Maja Ostrowska");
    expect(await body.evaluate(`shopify.config.shop`)).toBe("demo-shop.myshopify.com");
    expect(await body.evaluate(`shopify.resourcePicker().catch((error) => error.message)`)).toContain(
      "not in the dev-store",
    );
    await frame.getByRole("link", { name: "To the orders" }).click();
    await page.waitForURL("**/store/demo-shop/orders");
  });

  it("gives id tokens to no other site's page", async () => {
    const path = `${ctx.urls.api}/store/demo-shop/apps/perennial/session-token`;
    const foreign = await fetch(path, { method: "POST", headers: { origin: "https://evil.test" } });
    expect(foreign.status).toBe(403);
    expect((await fetch(path, { method: "POST" })).status).toBe(200);
  });
});
