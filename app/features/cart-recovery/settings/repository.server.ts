import { type FlowDefinition, FlowDefinitionSchema } from "~/engine/flows/definition";
import { findVersion } from "~/engine/flows/repository.server";
import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { REMINDERS_RECIPE } from "../flow/recipe";

/** Where settings of cart recovery were kept before its reminders were an automation. */
export const FORMER_KEY = "cart-recovery";

export type RemindersFlow = {
  id: string;
  state: string;
  /** What its editor holds. */
  draft: FlowDefinition;
  /** What people go through; null while it was never published. */
  published: FlowDefinition | null;
};

/** The automation that reminds of left checkouts: a live one before a paused one, then the newest. Null: there is none yet. */
export async function findRemindersFlow(
  db: Db,
  { shopId }: { shopId: string },
): Promise<RemindersFlow | null> {
  const rows = await db.flow.findMany({
    where: { shopId, recipeKey: REMINDERS_RECIPE },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    select: { id: true, state: true, draftJson: true, liveVersion: true },
  });
  const inState = (wanted: string) => rows.find(({ state }) => state === wanted);
  const row = inState("live") ?? inState("paused") ?? rows[0];
  if (!row) return null;
  const { id, state, draftJson, liveVersion } = row;
  const version =
    liveVersion === null ? null : await findVersion(db, { shopId, flowId: id, version: liveVersion });
  const read = (json: string) => FlowDefinitionSchema.parse(JSON.parse(json));
  return { id, state, draft: read(draftJson), published: version && read(version.definitionJson) };
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
