import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { findProgramme } from "./active.server";
import { type SettingsProblem, warningsOf } from "./rules";
import type { LoyaltySettings } from "./schema";

/** The programme as it is set up, with what a merchant should know of it. */
export async function presentProgramme(
  db: Db,
  { shopId, now }: { shopId: string; now: Date },
): Promise<{
  settings: LoyaltySettings | null;
  isActive: boolean;
  warnings: SettingsProblem[];
  currencyCode: string;
}> {
  const programme = await findProgramme(db, { shopId, now });
  const { currencyCode } = await getShop(db, { shopId });
  if (!programme) return { settings: null, isActive: false, warnings: [], currencyCode };
  const { settings, isActive } = programme;
  return { settings, isActive, warnings: warningsOf(settings), currencyCode };
}
