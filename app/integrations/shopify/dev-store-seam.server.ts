/**
 * The one place that knows of a stand-in for Shopify (DEV_STORE_URL). Without it nothing here is loaded.
 *
 * Three things are redirected, all of them outside of the app's own logic: requests to shops, the script of
 * App Bridge, and the time, which the stand-in may fast-forward.
 */
import { setTimeout as sleep } from "node:timers/promises";

import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";
import { z } from "zod";

import { setClock } from "~/platform/clock.server";
import { logger } from "~/platform/logger.server";

import { provideShopFetch } from "./shop-fetch.server";

const CLOCK_RETRY_MS = 200;
const SHOP_HOST = /^[a-z0-9][a-z0-9-]*\.myshopify\.com$/i;

const ClockSchema = z.object({ offsetMs: z.number().min(0) });

export type DevStoreSeam = {
  /** Address of the stand-in's App Bridge. */
  appBridgeUrl: string;
  close: () => void;
};

/**
 * Sends what goes to shops to the stand-in at `devStoreUrl` and follows its clock.
 *
 * Must be called before `shopifyApp()` is, which keeps the fetch it finds.
 *
 * @throws Error when nothing answers at `devStoreUrl`.
 */
export async function openDevStoreSeam(devStoreUrl: string): Promise<DevStoreSeam> {
  const base = devStoreUrl.replace(/\/+$/, "");
  const appBridgeUrl = `${base}/app-bridge.js`;
  process.env.APP_BRIDGE_URL = appBridgeUrl; // The adapter below reads it when it is imported.
  await import("@shopify/shopify-app-remix/adapters/node");
  await import("@shopify/shopify-app-remix/server"); // It sets a fetch of its own: ours must come after.
  const redirected = redirectShops(base);
  setAbstractFetchFunc(redirected);
  const restoreFetch = provideShopFetch(redirected);
  const stopClock = await followClock(`${base}/__control/clock`);
  return {
    appBridgeUrl,
    close: () => {
      delete process.env.APP_BRIDGE_URL;
      stopClock();
      restoreFetch();
      setAbstractFetchFunc(fetch);
    },
  };
}

/** A fetch that asks `base` for everything of `*.myshopify.com`, naming the shop in `X-Forwarded-Host`. */
export function redirectShops(base: string): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const { pathname, search, hostname } = new URL(request.url);
    if (!SHOP_HOST.test(hostname)) return fetch(request);
    const headers = new Headers(request.headers);
    headers.set("X-Forwarded-Host", hostname);
    return fetch(`${base}${pathname}${search}`, {
      method: request.method,
      headers,
      body: request.body === null ? null : await request.arrayBuffer(),
      signal: request.signal,
    });
  };
}

/** Waits at the stand-in for the time to be moved, again and again; each answer is the new time. */
async function followClock(address: string): Promise<() => void> {
  let offsetMs = await readOffset(address);
  let isFollowing = true;
  const restore = setClock({ now: () => new Date(Date.now() + offsetMs) });
  const leave = new AbortController();
  const follow = async (): Promise<void> => {
    while (isFollowing) {
      try {
        offsetMs = await readOffset(`${address}?unlike=${offsetMs}`, leave.signal);
      } catch (error) {
        if (!isFollowing) return;
        logger.debug({ error: String(error) }, "the dev-store's clock does not answer");
        await sleep(CLOCK_RETRY_MS, undefined, { ref: false });
      }
    }
  };
  void follow();
  return () => {
    isFollowing = false;
    leave.abort();
    restore();
  };
}

async function readOffset(address: string, signal?: AbortSignal): Promise<number> {
  const response = await fetch(address, signal ? { signal } : {});
  if (!response.ok) throw new Error(`${address} answered ${response.status}, expected the dev-store's clock`);
  return ClockSchema.parse(await response.json()).offsetMs;
}
