import { publicUrl } from "~/engine/messaging/links.server";
import type { MarkWanted } from "~/engine/messaging/tracking/visitor-mark.server";
import { findShop } from "~/shops/repository.server";

import { readPixel } from "./origins.server";

/** Pages of a store with a pixel, and our own addresses, which lead there. */
export const markWanted: MarkWanted = async (db, { shopId, url }) => {
  const shop = await findShop(db, { shopId });
  if (!shop) return false;
  const { settings, state, origins } = await readPixel(db, { shop });
  if (!settings.isOn || state.gid === null) return false;
  return [...origins, new URL(publicUrl("/")).origin].includes(new URL(url).origin);
};
