import { type FlowDefinition, FlowDefinitionSchema } from "~/engine/flows/definition";
import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { REMINDERS_RECIPE } from "../flow/recipe";

/** Where settings of cart recovery were kept before its reminders were an automation. */
export const FORMER_KEY = "cart-recovery";

export type RemindersFlow = { id: string; state: string; definition: FlowDefinition };

/** The automation that reminds of left checkouts: a live one before a paused one, then the newest. Null: there is none yet. */
export async function findRemindersFlow(
  db: Db,
  { shopId }: { shopId: string },
): Promise<RemindersFlow | null> {
  const rows = await db.flow.findMany({
    where: { shopId, recipeKey: REMINDERS_RECIPE },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, state: true, draftJson: true },
  });
  const inState = (wanted: string) => rows.find(({ state }) => state === wanted);
  const row = inState("live") ?? inState("paused") ?? rows[0];
  if (!row) return null;
  return { id: row.id, state: row.state, definition: FlowDefinitionSchema.parse(JSON.parse(row.draftJson)) };
}

/** Shops whose settings are kept as of old. */
export async function listShopIdsWithFormerSettings(db: Db): Promise<string[]> {
  const rows = await acrossShops("a sweep over shops", () =>
    db.shopSetting.findMany({
      where: { key: FORMER_KEY, shop: { uninstalledAt: null } },
      select: { shopId: true },
    }),
  );
  return rows.map(({ shopId }) => shopId);
}

/** Settings as they were kept of old; null when there are none. */
export async function findFormerSettings(db: Db, { shopId }: { shopId: string }): Promise<unknown> {
  const row = await db.shopSetting.findFirst({
    where: { shopId, key: FORMER_KEY },
    select: { valueJson: true },
  });
  return row ? JSON.parse(row.valueJson) : null;
}
