import type { FeatureRegistration } from "~/engine/registration";
import type { EventType } from "~/pipeline/events/catalogue";

import { flowSubjects } from "./decided/presenter.server";
import { onEvent } from "./handlers.server";
import { advanceShop, enterRestOfShop, sweepDueRuns, sweepDueTriggers, sweepShop } from "./jobs.server";
import { cancelStopped, migrateSleeping, stopDrained } from "./life/jobs.server";
import { runSimulation } from "./simulate/jobs.server";
import { type FlowPorts, flowPorts, provideFlowPorts } from "./ports.server";
import { flowsPrivacy } from "./privacy.server";

/** What flows have whatever is contributed to them. */
export const flowsRegistration: FeatureRegistration = {
  name: "flows",
  jobs: [advanceShop, sweepShop, enterRestOfShop, cancelStopped, migrateSleeping, runSimulation],
  decisionSubjects: flowSubjects,
  schedules: [sweepDueRuns, sweepDueTriggers, stopDrained],
  // Of two runs of one flow and key, the kept customer's stays.
  movedTables: [{ model: "FlowRun", key: ["flowId", "entryKey"] }],
  privacyHooks: [flowsPrivacy],
};

/** Wires flows to what is contributed to them: they hear the events that triggers begin by. */
export function registerFlows(ports: FlowPorts): Pick<FeatureRegistration, "name" | "subscribers"> {
  provideFlowPorts(ports);
  const events: EventType[] = [...flowPorts().events];
  return { name: "flows", subscribers: [onEvent(events)] };
}
