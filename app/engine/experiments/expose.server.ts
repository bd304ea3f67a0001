import type { Db, Tx } from "~/platform/db.server";

import { presentExperimentSettings } from "./presenter.server";
import { type ExposureRow, insertExperiment, insertExposures, listArms } from "./repository.server";
import { decideStanding, holdoutOf, type Standing } from "./rules";
import { CONTROL, flowExperiment, GLOBAL_EXPERIMENT, SPLIT_PEOPLE } from "./schema";

type Asked = {
  shopId: string;
  /** Of a flow, or of whatever else is compared by itself: a campaign. */
  flowId: string;
  customerIds: readonly string[];
  /** Nobody but those left out of everything is left out, whatever the settings say. */
  isWithoutHoldout?: boolean;
  now: Date;
};

/**
 * Whether people who come into a flow are treated or left out on purpose, and that they are in its comparison now.
 *
 * Safe to repeat: a person's first arm stays, also when the shares are changed since. What was not told before follows
 * from shop, flow and person alone.
 *
 * @returns one standing per person.
 */
export async function exposeToFlow(tx: Tx, asked: Asked): Promise<Map<string, Standing>> {
  const { standings, exposures, windowDays } = await decideStandings(tx, asked);
  const { shopId, now } = asked;
  for (const experimentKey of new Set(exposures.map((exposure) => exposure.experimentKey))) {
    await insertExperiment(tx, {
      ...{ shopId, experimentKey, controlArm: CONTROL, windowDays, plannedCount: 0 },
      startedAt: now,
    });
  }
  await insertExposures(tx, exposures);
  return standings;
}

/** The same without putting anybody into a comparison: what would be. */
export async function foreseeStandings(db: Db, asked: Asked): Promise<Map<string, Standing>> {
  return (await decideStandings(db, asked)).standings;
}

async function decideStandings(
  db: Db,
  { shopId, flowId, customerIds, isWithoutHoldout = false, now }: Asked,
): Promise<{ standings: Map<string, Standing>; exposures: ExposureRow[]; windowDays: number }> {
  const settings = await presentExperimentSettings(db, { shopId });
  const standings = new Map<string, Standing>();
  const exposures: ExposureRow[] = [];
  const { windowDays } = settings;
  const holdout = holdoutOf(settings, flowId);
  const ofFlow = { ...settings, flow: isWithoutHoldout ? { ...holdout, isOn: false } : holdout };
  const globals = await listArms(db, { shopId, experimentKey: GLOBAL_EXPERIMENT, customerIds });
  const locals = await listArms(db, { shopId, experimentKey: flowExperiment(flowId), customerIds });
  for (const customerId of new Set(customerIds)) {
    const known = { global: globals.get(customerId), flow: locals.get(customerId) };
    const decided = decideStanding({ shopId, flowId, customerId }, ofFlow, known);
    exposures.push(
      ...decided.exposures.map((exposure) => ({ ...exposure, shopId, customerId, exposedAt: now })),
    );
    standings.set(customerId, decided.standing);
  }
  return { standings, exposures, windowDays };
}

/**
 * Puts people whom a flow has divided into the comparison of that split, and begins it when they are the first.
 *
 * Safe to repeat: a person's first arm stays, also when the shares are changed since.
 *
 * @param split.people The arm of each person.
 */
export async function exposeToSplit(
  tx: Tx,
  {
    shopId,
    experimentKey,
    controlArm,
    people,
    now,
  }: {
    shopId: string;
    /** `splitExperiment(…)` */
    experimentKey: string;
    /** What the other arms are compared with. */
    controlArm: string;
    people: ReadonlyMap<string, string>;
    now: Date;
  },
): Promise<void> {
  const { windowDays } = await presentExperimentSettings(tx, { shopId });
  await insertExperiment(tx, {
    ...{ shopId, experimentKey, controlArm, windowDays, plannedCount: SPLIT_PEOPLE },
    startedAt: now,
  });
  await insertExposures(
    tx,
    [...people].map(([customerId, arm]) => ({ shopId, experimentKey, customerId, arm, exposedAt: now })),
  );
}
