import { inTransaction, type RootDb } from "~/platform/db.server";
import { writeSetting } from "~/shops/settings.server";

import { hasAnswers } from "../repository.server";
import { settingsAfter } from "../rules";
import { type SurveyForm, SURVEYS_SETTINGS_KEY } from "../schema";
import { readSurvey } from "../settings.server";

/** Saves the question. One that means something else than the one that was answered begins to count anew. */
export function saveSurvey(
  db: RootDb,
  { shopId, form, now }: { shopId: string; form: SurveyForm; now: Date },
): Promise<{ outcome: "saved" }> {
  return inTransaction(
    db,
    async (tx) => {
      const before = await readSurvey(tx, { shopId });
      const isAnswered = await hasAnswers(tx, { shopId, version: before.version });
      const value = settingsAfter(before, form, isAnswered);
      await writeSetting(tx, { shopId, key: SURVEYS_SETTINGS_KEY, value, now });
      return { outcome: "saved" as const };
    },
    { shopId },
  );
}
