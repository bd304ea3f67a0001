import { pauseFlow, publishFlow } from "~/engine/flows/life/service.server";
import { createFlow, saveDraft } from "~/engine/flows/service.server";
import type { RootDb } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";

import { REMINDERS_RECIPE, remindersDefinition } from "../flow/recipe";
import { withSettings } from "../rules/flow-settings";
import type { CartRecoverySettings } from "../schema";

import { findRemindersFlow } from "./repository.server";

export type SaveRecoveryOutcome =
  | { outcome: "saved" }
  /** The automation has mistakes that only its editor can mend. */
  | { outcome: "flow-broken"; flowId: string };

type Saving = { shopId: string; locale: string; settings: CartRecoverySettings; now: Date };

/**
 * Saves the settings into the automation, which is made when there is none, and switches it on or off. Who is inside
 * goes on by the new ones; while it is off nobody is written to. What is half written in its editor gets them too, and
 * stays unpublished.
 */
export async function saveRecoverySettings(
  db: RootDb,
  { shopId, locale, settings: { enabled, ...settings }, now }: Saving,
): Promise<SaveRecoveryOutcome> {
  const existing = await findRemindersFlow(db, { shopId });
  const { draft = remindersDefinition(), published: live = null } = existing ?? {};
  const flowId = existing?.id ?? (await make(db, { shopId, locale, now }));
  const saved = await saveDraft(db, { shopId, flowId, written: withSettings(draft, settings), now });
  if (saved.outcome !== "saved") return { outcome: "flow-broken", flowId };
  if (!enabled) {
    await pauseFlow(db, { shopId, flowId, now });
    return { outcome: "saved" };
  }
  const written = live && withSettings(live, settings);
  const published = await publishFlow(db, { shopId, flowId, now }, { runs: "migrate", written });
  return published.outcome === "published" ? { outcome: "saved" } : { outcome: "flow-broken", flowId };
}

async function make(db: RootDb, { shopId, locale, now }: Omit<Saving, "settings">): Promise<string> {
  const t = await getTranslator(locale, "cart-recovery");
  const name = t(`recipes.${REMINDERS_RECIPE}.name`);
  const made = await createFlow(
    db,
    { shopId, name, now },
    { definition: remindersDefinition(), recipeKey: REMINDERS_RECIPE },
  );
  if (made.outcome !== "created") throw new Error(`the automation "${name}" was not made: ${made.outcome}`);
  return made.flowId;
}
