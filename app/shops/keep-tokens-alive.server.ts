import { z } from "zod";

import type { TokenOutcome } from "~/integrations/shopify/tokens/offline-token.server";
import { KEEP_ALIVE_BEFORE_MS } from "~/integrations/shopify/tokens/lifetime";
import { listShopsToKeepAlive } from "~/integrations/shopify/tokens/repository.server";
import { DAY_MS, MINUTE_MS } from "~/kit/duration";
import { defineOutsideJob, RetryAt, type Schedule } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { wallNow } from "~/platform/clock.server";
import { logger } from "~/platform/logger.server";

/** Renews a shop's tokens although the access token may still be good. */
type RenewToken = (shopDomain: string) => Promise<TokenOutcome>;

let renewToken: RenewToken | null = null;

/**
 * Renews the tokens of one shop. Repeating it costs another renewal, nothing else.
 *
 * A shop that is gone is left as it is: its uninstall is told by a webhook, and a merchant who opens the app again
 * brings new tokens.
 */
const renewShopToken = defineOutsideJob({
  name: "shopify.renew-token",
  schema: z.object({ shopDomain: z.string() }),
  maxAttempts: 10,
  priority: 150,
  async run({ shopDomain }, { now }) {
    if (!renewToken) throw new Error("no token renewal yet: composition.server.ts must be loaded first");
    const outcome = await renewToken(shopDomain);
    switch (outcome.kind) {
      case "token":
        return;
      case "unavailable":
        throw new RetryAt(new Date(now.getTime() + Math.max(outcome.retryAfterMs, MINUTE_MS)), outcome.error);
      case "shop-gone":
        logger.warn({ shopDomain, error: outcome.error }, "a shop's tokens cannot be renewed");
    }
  },
});

/**
 * A refresh token dies after 90 days without use, and with it the sync of a shop that nobody opens: those older than
 * 30 days are used. Lifetimes go by the wall clock.
 */
const keepTokensAlive: Schedule = {
  name: "shopify.keep-tokens-alive",
  everyMs: DAY_MS,
  async run(tx, now) {
    const wall = wallNow();
    const before = new Date(wall.getTime() + KEEP_ALIVE_BEFORE_MS);
    for (const shopDomain of await listShopsToKeepAlive(tx, { now: wall, before })) {
      await enqueueJob(tx, renewShopToken, {
        payload: { shopDomain },
        shopId: null,
        now,
        dedupeKey: shopDomain,
      });
    }
  },
};

/** Wires the renewal and gives what the worker has to run; called once by the composition. */
export function registerTokenKeeping(gateway: { renewToken: RenewToken }) {
  renewToken = gateway.renewToken;
  return { name: "shopify-tokens", jobs: [renewShopToken], schedules: [keepTokensAlive] };
}
