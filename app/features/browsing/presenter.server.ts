import { hasScope } from "~/kit/scopes";
import type { Db } from "~/platform/db.server";
import { getEnv } from "~/platform/env.server";
import type { ShopRecord } from "~/shops/repository.server";

import { PIXEL_SCOPES } from "./pixel/intents.server";
import { type Pixel, readPixel } from "./pixel/origins.server";
import { countKnown } from "./repository/people.server";
import type { BrowsingPageData } from "./schema";

/** Whether the pixel is there, and how much is known by it. */
export async function presentBrowsing(
  db: Db,
  { shopId, shop }: { shopId: string; shop: ShopRecord },
): Promise<BrowsingPageData> {
  const pixel = await readPixel(db, { shop });
  const missingScopes = PIXEL_SCOPES.filter((scope) => !hasScope(shop.scopes, scope));
  const periods = getEnv().RETENTION_DAYS;
  const { settings, state, origins } = pixel;
  return {
    settings,
    standing: standingOf(pixel, missingScopes),
    missingScopes,
    error: state.error,
    connectedAt: state.connectedAt,
    origins,
    figures: await countKnown(db, { shopId }),
    keptDays: { known: periods.browsing, unknown: periods["unknown-browsers"] },
  };
}

function standingOf(
  { settings, state }: Pixel,
  missingScopes: readonly string[],
): BrowsingPageData["standing"] {
  if (!settings.isOn) return "off";
  if (missingScopes.length > 0) return "missing-scopes";
  if (state.error !== null) return "failed";
  return state.gid === null ? "connecting" : "connected";
}
