import { z } from "zod";

import { hasScope } from "~/kit/scopes";
import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";
import { findShop } from "~/shops/repository.server";
import { writeSetting } from "~/shops/settings.server";

import { originOf, PIXEL_STATE_KEY, type PixelState } from "../schema";
import { pixelEndpoint, readPixel } from "./origins.server";

/** What Shopify wants granted for a pixel. */
export const PIXEL_SCOPES = ["write_pixels", "read_customer_events"] as const;

type Command = {
  knownGid: string | null;
  /** Null: there is to be none. */
  settings: { accountID: string; endpoint: string; sample: string } | null;
};
type Result = { gid: string; storeUrl: string; samplePercent: number } | null;

const NOTHING: PixelState = {
  ...{ gid: null, storeOrigin: null, connectedAt: null, error: null },
  samplePercent: 100,
};

/**
 * Makes the web pixel of a shop be there, or be gone, as the merchant has it set.
 *
 * What is wanted is decided at the last moment, so that two quick changes end right in any order. A shop has one pixel of
 * ours, so a repeat finds it.
 */
export const connectPixel = defineIntent<Record<string, never>, Command, Result>({
  kind: "shopify.connect-pixel",
  schema: z.object({}).strict(),
  needsScope: "write_pixels",
  maxAttempts: 12,
  onCrash: "repeat",
  async prepare(_payload, { tx, shopId }) {
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
    if (!hasScope(shop.scopes, "read_customer_events")) return { kind: "cancel", reason: "missing-scope" };
    const { settings, state } = await readPixel(tx, { shop });
    const { gid: knownGid } = state;
    if (!settings.isOn && knownGid === null) return { kind: "cancel", reason: "already-right" };
    const told = { accountID: shopId, endpoint: pixelEndpoint(), sample: String(settings.samplePercent) };
    return { kind: "go", command: { knownGid, settings: settings.isOn ? told : null } };
  },
  async perform({ knownGid, settings }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    if (settings === null) return attemptOf<Result>(await shopify.removePixel(knownGid ?? ""), now);
    const attempt = attemptOf(await shopify.connectPixel({ knownGid, settings }), now);
    if (attempt.kind !== "done") return attempt;
    return { kind: "done", result: { ...attempt.result, samplePercent: Number(settings.sample) } };
  },
  async settle(_payload, outcome, { tx, shopId, now }) {
    const shop = await findShop(tx, { shopId });
    if (!shop || outcome.kind === "cancelled") return;
    const { state } = await readPixel(tx, { shop });
    const value = outcome.kind === "done" ? stateOf(outcome.result, now) : { ...state, error: outcome.error };
    await writeSetting(tx, { shopId, key: PIXEL_STATE_KEY, value, now });
  },
});

function stateOf(result: Result, now: Date): PixelState {
  if (result === null) return NOTHING;
  const { gid, storeUrl, samplePercent } = result;
  return {
    ...{ gid, samplePercent, storeOrigin: originOf(storeUrl), connectedAt: now.toISOString() },
    error: null,
  };
}
