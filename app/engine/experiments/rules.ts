import { assignArm, type Division } from "~/kit/assign-arm";
import { addMonths, monthsBetween } from "~/kit/zone";

import { CONTROL, type ExperimentSettings, flowExperiment, GLOBAL_EXPERIMENT, TREATED } from "./schema";

/** Where a person stands: treated, or left out of this flow, or of everything. */
export type Standing = { kind: "treated" } | { kind: "held-out"; by: "global" | "flow" };

export type Exposure = { experimentKey: string; arm: string };

/** The arms a person was told before. */
type KnownArms = { global?: string | undefined; flow?: string | undefined };

type Holdout = { isOn: boolean; shareBp: number };

/** The holdout of one flow: the shop's, unless the flow has none of its own. */
export function holdoutOf(
  { flow, flowsWithout }: Pick<ExperimentSettings, "flow" | "flowsWithout">,
  flowId: string,
): Holdout {
  return flowsWithout.includes(flowId) ? { ...flow, isOn: false } : flow;
}

const armOf = (division: Division, customerId: string, { shareBp }: Holdout) =>
  assignArm(division, customerId, [
    { key: CONTROL, weight: shareBp },
    { key: TREATED, weight: 10_000 - shareBp },
  ]).key;

/**
 * Whether a person is treated by a flow, and which comparisons they are part of.
 *
 * Follows from shop, flow and person alone, unless they were told an arm before: that one stays, also when the shares are
 * changed since. Who is left out of everything is in no flow's own comparison: its control
 * would hold people who are left out of the other flows too. Flows that must reach everybody are not asked about.
 */
export function decideStanding(
  { shopId, flowId, customerId }: { shopId: string; flowId: string; customerId: string },
  settings: Pick<ExperimentSettings, "global" | "flow">,
  known: KnownArms = {},
): { standing: Standing; exposures: Exposure[] } {
  const exposures: Exposure[] = [];
  if (settings.global.isOn) {
    const division = { shopId, experimentKey: GLOBAL_EXPERIMENT };
    const arm = known.global ?? armOf(division, customerId, settings.global);
    exposures.push({ experimentKey: GLOBAL_EXPERIMENT, arm });
    if (arm === CONTROL) return { standing: { kind: "held-out", by: "global" }, exposures };
  }
  if (settings.flow.isOn) {
    const experimentKey = flowExperiment(flowId);
    const arm = known.flow ?? armOf({ shopId, experimentKey }, customerId, settings.flow);
    exposures.push({ experimentKey, arm });
    if (arm === CONTROL) return { standing: { kind: "held-out", by: "flow" }, exposures };
  }
  return { standing: { kind: "treated" }, exposures };
}

/** Chance of calling a win where there is none, over all looks together. */
const ALPHA = 0.05;

/** A look at a holdout: over the people of how many months, and how sure it has to be. */
export type Look = { fromMonth: string; toMonth: string; number: number; confidence: number };

/**
 * The last look at a running holdout, and the month in which the next one is due.
 *
 * Looking every day until something shows finds wins where there are none. So it is looked at when the people of 1, 2,
 * 4, 8 … whole months are through, and the k-th look may be wrong with a chance of 0.05 ÷ (k·(k + 1)): over all looks
 * at most 0.05, however long it runs.
 *
 * @param startMonth The first whole month, YYYY-MM.
 * @param throughMonth The last month whose people are through their window; before `startMonth`: no look yet.
 */
export function lookAt(startMonth: string, throughMonth: string): { look: Look | null; nextMonth: string } {
  const monthCount = monthsBetween(startMonth, throughMonth) + 1;
  if (monthCount < 1) return { look: null, nextMonth: startMonth };
  const number = Math.floor(Math.log2(monthCount)) + 1;
  const length = 2 ** (number - 1);
  return {
    look: {
      fromMonth: startMonth,
      toMonth: addMonths(startMonth, length - 1),
      number,
      confidence: 1 - ALPHA / (number * (number + 1)),
    },
    nextMonth: addMonths(startMonth, 2 * length - 1),
  };
}
