import { presentExposed, presentExperimentSettings } from "~/engine/experiments/presenter.server";
import { GLOBAL_EXPERIMENT } from "~/engine/experiments/schema";
import { presentFlowNames } from "~/engine/flows/presenter.server";
import type { Db } from "~/platform/db.server";

import type { HoldoutsPageData } from "./schema";

/** Who is left out on purpose, and of which flows. */
export async function presentHoldouts(db: Db, { shopId }: { shopId: string }): Promise<HoldoutsPageData> {
  return {
    settings: await presentExperimentSettings(db, { shopId }),
    flows: await presentFlowNames(db, { shopId }),
    comparison: await presentExposed(db, { shopId, experimentKey: GLOBAL_EXPERIMENT }),
  };
}
