import { defineSubscriber } from "~/pipeline/events/subscriber";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { PIXEL_STATE_KEY } from "../schema";
import { connectPixel } from "./intents.server";

/** The app came into a shop, or may do more there than before. */
export const onInstalled = defineSubscriber({
  name: "browsing.on-installed",
  events: ["shop.installed", "shop.scopes-changed"],
  async run({ id, type, shopId }, { tx, now }) {
    // Shopify took the pixel away with the app.
    if (type === "shop.installed") await writeSetting(tx, { shopId, key: PIXEL_STATE_KEY, value: {}, now });
    await askForPixel(tx, { shopId, occasion: id, now });
  },
});

/** Has the pixel made right soon. Safe to repeat: once per occasion. */
export async function askForPixel(
  tx: Tx,
  { shopId, occasion, now }: { shopId: string; occasion: string; now: Date },
): Promise<void> {
  const dedupeKey = `connect-pixel:${occasion}`;
  await enqueueIntent(tx, connectPixel, { shopId, dedupeKey, payload: {}, customerId: null, now });
}
