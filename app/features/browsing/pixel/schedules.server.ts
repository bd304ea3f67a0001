import { DAY_MS } from "~/kit/duration";
import type { Schedule } from "~/pipeline/jobs/definition";
import { listInstalledShopIds } from "~/shops/repository.server";

import { askForPixel } from "./handlers.server";

/** Once a day: the store may have a new address, or the app, or somebody took the pixel away. */
export const sweepPixels: Schedule = {
  name: "browsing.sweep-pixels",
  everyMs: DAY_MS,
  async run(tx, now) {
    const occasion = now.toISOString().slice(0, 10);
    for (const shopId of await listInstalledShopIds(tx)) await askForPixel(tx, { shopId, occasion, now });
  },
};
