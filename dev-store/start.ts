import { setTimeout as wait } from "node:timers/promises";

import express, { type Router } from "express";

import { startTunnel, type Tunnel } from "./admin-frame/tunnel";
import { apiServer } from "./api-server";
import { readAppConfig } from "./app-config";
import { runDueBulkOperations } from "./bulk/run-bulk-operations";
import { SimulatedClock } from "./clock";
import type { DevStoreContext } from "./context";
import { type HttpServer, listen } from "./http";
import { mailRouter } from "./mail/router";
import { startMailSink } from "./mail/sink";
import { outsideOf } from "./outside";
import { seedHistory } from "./simulation/history";
import { type LiveOptions, LiveTraffic } from "./simulation/live-traffic";
import { demoShop } from "./simulation/shop";
import type { AppConfig } from "./state/app-model";
import { smsRouter } from "./sms/router";
import { Store } from "./state/store";
import { storefrontRouter } from "./storefront/router";
import { type AdvanceOptions, type DueWork, Timeline } from "./timeline";
import { createWebhookSender } from "./webhooks/sender";

export type DevStorePort = "api" | "storefront" | "mail" | "tunnel" | "smtp";

export type DevStoreOptions = {
  /** A shop made elsewhere; without it the demo shop with a history is made. */
  store?: Store | undefined;
  seed?: number | undefined;
  customers?: number | undefined;
  years?: number | undefined;
  /** Simulated time at the start; the wall clock's when absent or in the past. */
  startAt?: Date | undefined;
  /** Sends the Events of customers, orders and products, too, as if the app had asked for them without a query. */
  events?: boolean | undefined;
  /** Personal fields the app is approved for; all when absent. */
  approvedData?: AppConfig["approvedData"];
  /** Instead of reading `configFile`. */
  app?: AppConfig | undefined;
  /** `shopify.app.toml` of the working directory when absent. */
  configFile?: string | undefined;
  clientId?: string | undefined;
  clientSecret?: string | undefined;
  /** Where the app listens; `http://127.0.0.1:3000` until `setAppUrl` tells. */
  appUrl?: string | undefined;
  /** 0 or absent = a free one. */
  ports?: Partial<Record<DevStorePort, number>> | undefined;
  /** Shoppers come from the start on. */
  live?: boolean | undefined;
  /** How many shoppers come; as many as `LiveTraffic` says when absent. */
  traffic?: Pick<LiveOptions, "ratePerDay" | "leftPerDay"> | undefined;
};

export type DevStore = DevStoreContext & {
  smtpPort: number;
  setAppUrl(url: string): void;
  /** Lets shoppers come, or no more of them. */
  setLive(on: boolean): void;
  /** Moves simulated time forward event by event; see `Timeline`. */
  advanceTo(instant: Date, options?: AdvanceOptions): Promise<void>;
  close(): Promise<void>;
};

const ALL_EVENTS: NonNullable<AppConfig["events"]> = (["Customer", "Order", "Product"] as const).map(
  (topic) => ({
    handle: `${topic.toLowerCase()}-changes`,
    topic,
    actions: ["create", "update", "delete"],
    uri: "/webhooks",
    query: null,
  }),
);
const DEFAULT_APP_URL = "http://127.0.0.1:3000";
const BULK_TICK_MS = 100;

function loadApp(options: DevStoreOptions): AppConfig {
  const applicationUrl = options.appUrl ?? DEFAULT_APP_URL;
  const app =
    options.app ??
    readAppConfig(options.configFile ?? "shopify.app.toml", {
      clientId: options.clientId,
      clientSecret: options.clientSecret ?? "dev-store-secret",
      applicationUrl,
    });
  return {
    ...app,
    ...(options.events ? { events: ALL_EVENTS } : {}),
    ...(options.approvedData ? { approvedData: options.approvedData } : {}),
  };
}

function makeStore(options: DevStoreOptions): Store {
  const clock = new SimulatedClock();
  if (options.startAt) clock.jumpTo(options.startAt);
  return new Store(demoShop(clock.now()), clock);
}

/** Bulk operations move with the wall clock; simulated time waits for them. */
function bulkWork({ store, app, urls }: DevStoreContext): DueWork & { stop(): void } {
  const unfinished = () =>
    [...store.bulkOperations.values()].some(({ status }) =>
      ["CREATED", "RUNNING", "CANCELING"].includes(status),
    );
  const timer = setInterval(() => runDueBulkOperations(store, { app, baseUrl: urls.api }), BULK_TICK_MS);
  timer.unref();
  return {
    nextDueAt: () => null,
    runDue: async () => {
      while (unfinished()) await wait(BULK_TICK_MS);
    },
    stop: () => clearInterval(timer),
  };
}

/** Every time shoppers are let in again they are other ones, so that nothing is made up for the time between. */
function shoppers(
  ctx: DevStoreContext,
  { seed = 1, traffic: rates }: Pick<DevStoreOptions, "seed" | "traffic">,
): DueWork & { setLive(on: boolean): void } {
  let traffic: LiveTraffic | null = null;
  let openings = 0;
  return {
    nextDueAt: () => traffic?.nextAt() ?? null,
    runDue: () => traffic?.runDue(ctx.store.clock.now()),
    setLive: (on) => {
      if (on === (traffic !== null)) return;
      const options = { ...outsideOf(ctx), ...rates, seed: seed + openings, scripted: openings === 0 };
      traffic = on ? new LiveTraffic(ctx.store, options) : null;
      if (on) openings += 1;
    },
  };
}

type Servers = { api: HttpServer; storefront: HttpServer; mail: HttpServer };

async function listenAll(ports: NonNullable<DevStoreOptions["ports"]>): Promise<Servers> {
  const [api, storefront, mail] = await Promise.all([
    listen(ports.api ?? 0),
    listen(ports.storefront ?? 0),
    listen(ports.mail ?? 0),
  ]);
  return { api, storefront, mail };
}

async function makeContext(options: DevStoreOptions, servers: Servers): Promise<DevStoreContext> {
  const app = loadApp(options);
  const store = options.store ?? makeStore(options);
  store.storefrontOrigin = servers.storefront.url;
  if (!options.store) {
    const { customers: customerCount = 600, years = 2, seed = 1 } = options;
    seedHistory(store, { seed, customerCount, years });
  }
  const urls = {
    api: servers.api.url,
    admin: `${servers.api.url}/admin`,
    storefront: servers.storefront.url,
    tunnel: app.applicationUrl,
    mail: servers.mail.url,
  };
  const mail = await startMailSink({ clock: store.clock, port: options.ports?.smtp ?? 0 });
  return { store, app, urls, webhooks: createWebhookSender({ store, app }), mail };
}

const page = (router: Router) => express().disable("x-powered-by").use(router);

/**
 * Starts the whole stand-in on 127.0.0.1: the shop with its history, all servers, and simulated time. The app is
 * neither started nor installed by it.
 */
export async function startDevStore(options: DevStoreOptions = {}): Promise<DevStore> {
  const servers = await listenAll(options.ports ?? {});
  const ctx = await makeContext(options, servers);
  const tunnel: Tunnel = await startTunnel(ctx, { port: options.ports?.tunnel ?? 0 });
  ctx.urls.tunnel = tunnel.url;

  const bulk = bulkWork(ctx);
  const visitors = shoppers(ctx, options);
  const timeline = new Timeline({ clock: ctx.store.clock, webhooks: ctx.webhooks, shop: [bulk, visitors] });
  const devStore: DevStore = {
    ...ctx,
    smtpPort: ctx.mail.port,
    setAppUrl: (url) => {
      ctx.app.applicationUrl = url.replace(/\/+$/, "");
    },
    setLive: (on) => visitors.setLive(on),
    advanceTo: (instant, advance) => timeline.advanceTo(instant, advance),
    close: async () => {
      visitors.setLive(false);
      bulk.stop();
      await timeline.close();
      await ctx.webhooks.close();
      await Promise.all([...Object.values(servers), tunnel, ctx.mail].map((server) => server.close()));
    },
  };
  servers.api.serve(apiServer(ctx, devStore));
  servers.storefront.serve(page(storefrontRouter(ctx)));
  servers.mail.serve(page(mailRouter(ctx).use(smsRouter(ctx))));
  if (options.live) visitors.setLive(true);
  return devStore;
}
