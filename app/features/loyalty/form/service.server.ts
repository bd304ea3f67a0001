import type { RootDb } from "~/platform/db.server";

import type { SettingsProblem } from "../settings/rules";
import { type SaveSettingsResult, saveLoyaltySettings } from "../settings/service.server";

import { parseProgrammeForm } from "./rules";

const UNREADABLE: SettingsProblem = { path: "form", code: "unreadable", params: {} };

/** Saves the programme as it was typed, or tells every mistake by its place. */
export function saveProgrammeForm(
  db: RootDb,
  { shopId, typed, currencyCode, now }: { shopId: string; typed: unknown; currencyCode: string; now: Date },
): Promise<SaveSettingsResult> {
  if (typed === undefined) return Promise.resolve({ outcome: "invalid", problems: [UNREADABLE] });
  const parsed = parseProgrammeForm(typed, currencyCode);
  if (!parsed.ok) return Promise.resolve({ outcome: "invalid", problems: parsed.problems });
  return saveLoyaltySettings(db, { shopId, input: parsed.settings, now });
}
