import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { DevStoreContext, MailSink } from "../context";
import { takeFault } from "../graphql/faults";
import { type HttpServer, listen } from "../http";
import { startMailSink } from "../mail/sink";
import { sampleApp, sampleStore } from "../webhooks/sample-store";
import { createWebhookSender } from "../webhooks/sender";
import { type Receiver, startReceiver } from "../webhooks/test-receiver";

import { controlRouter } from "./router";

describe("the control API", () => {
  let ctx: DevStoreContext;
  let mail: MailSink;
  let server: HttpServer;
  let receiver: Receiver;
  let live: boolean[];

  beforeEach(async () => {
    receiver = await startReceiver();
    const { store } = sampleStore();
    const app = sampleApp(["app/uninstalled", "customers/redact"], { applicationUrl: receiver.url });
    mail = await startMailSink({ clock: store.clock });
    server = await listen(0);
    const urls = { api: server.url, admin: "", storefront: "", tunnel: "", mail: "" };
    ctx = { store, app, urls, webhooks: createWebhookSender({ store, app }), mail };
    live = [];
    const control = controlRouter(ctx, {
      advanceTo: async (instant) => store.clock.jumpTo(instant),
      setLive: (on) => void live.push(on),
    });
    server.serve(express().use("/__control", control));
  });
  afterEach(async () => {
    await Promise.all([ctx.webhooks.close(), mail.close(), server.close(), receiver.close()]);
  });

  const call = async (path: string, body?: unknown) => {
    const response = await fetch(`${server.url}/__control${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: { "content-type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as unknown };
  };

  it("switches workflows, runs actions and hands out tokens of extensions, for an app that has such", async () => {
    ctx.app.flow = {
      triggers: [],
      actions: [{ handle: "issue-code", path: "/flow/actions/issue-code" }],
      callback: "/flow/lifecycle",
    };
    expect((await call("/flow/workflows", { handle: "anniversary", on: true })).body).toMatchObject({
      status: 200,
    });
    const wish = { handle: "issue-code", customerId: 7, properties: { percent: 5 }, runId: "r1" };
    expect((await call("/flow/actions", wish)).body).toMatchObject({ status: 200 });
    const bodies = receiver.received.map(
      ({ body }) => JSON.parse(body.toString()) as Record<string, unknown>,
    );
    expect(bodies).toMatchObject([
      { flow_trigger_definition_id: "anniversary", has_enabled_flow: true },
      { action_run_id: "r1", properties: { customer_id: "gid://shopify/Customer/7", percent: 5 } },
    ]);
    const { token } = (await call("/extension-tokens", { customerId: 7 })).body as { token: string };
    const [, claims = ""] = token.split(".");
    expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
      ...{ dest: "sample-shop.myshopify.com", sub: "gid://shopify/Customer/7" },
    });
    expect((await call("/flow/signals")).body).toEqual([]);
  });

  it("tells the clock and moves it by a span or to an instant", async () => {
    expect((await call("/clock")).body).toEqual({ offsetMs: 0, now: "2026-03-01T17:00:00.000Z" });
    expect((await call("/clock/advance", { byMs: 3_600_000 })).body).toEqual({
      offsetMs: 3_600_000,
      now: "2026-03-01T18:00:00.000Z",
    });
    expect((await call("/clock/advance", { toIso: "2026-03-02T00:00:00Z" })).body).toMatchObject({
      now: "2026-03-02T00:00:00.000Z",
    });
  });

  it("changes the named webhook faults and keeps the rest", async () => {
    await call("/faults", { duplicateRate: 0.25, reorder: true });
    expect((await call("/faults", { dropRate: 0.1 })).body).toMatchObject({
      duplicateRate: 0.25,
      reorder: true,
      dropRate: 0.1,
    });
    expect((await call("/faults")).body).toEqual(ctx.webhooks.faults());
  });

  it.each([
    ["/faults", { dropRate: 2 }],
    ["/faults", { unknown: 1 }],
    ["/clock/advance", {}],
    ["/clock/advance", { byMs: -1 }],
    ["/graphql/faults", { failStatus: 200 }],
    ["/webhooks", { topic: "customers/redact" }],
  ])("answers 400 to %s with %j", async (path, body) => {
    expect((await call(path, body)).status).toBe(400);
  });

  it("raises a webhook with any body, for topics nothing in the shop raises", async () => {
    const redact = { shop_id: 1, customer: { id: 2 }, orders_to_redact: [] };
    await call("/webhooks", { topic: "customers/redact", body: redact });
    await ctx.webhooks.idle();
    expect(JSON.parse(receiver.received[0]?.body ?? "")).toEqual(redact);
    expect((await call("/topics")).body).toEqual({ "customers/redact": 1 });
  });

  it("removes the app, and ends the life of tokens", async () => {
    const token = { token: "shpat_1", kind: "offline" as const, expiresAt: new Date(Date.now() + 60_000) };
    ctx.store.installation?.accessTokens.push(token);
    await call("/tokens/expire", {});
    expect(token.expiresAt.getTime()).toBeLessThan(Date.now());
    await call("/uninstall", {});
    expect(ctx.store.installation?.uninstalledAt).not.toBeNull();
    await ctx.webhooks.idle();
    expect((await call("/counts")).body).toMatchObject({ webhooks: { delivered: 1 }, mails: 0 });
  });

  it("orders faults of the GraphQL API", async () => {
    await call("/graphql/faults", { throttleNext: 1, failNext: 1, failStatus: 502 });
    expect(takeFault(ctx.store)).toEqual({ kind: "fail", status: 502 });
    expect(takeFault(ctx.store)).toEqual({ kind: "throttle" });
    expect(takeFault(ctx.store)).toEqual({ kind: "none" });
  });

  it("counts the shop's customers and starts or stops the shoppers", async () => {
    expect((await call("/counts")).body).toMatchObject({ shop: { customersTotal: 1, ordersTotal: 0 } });
    await call("/live", { on: true });
    expect(live).toEqual([true]);
  });
});
