import type { z } from "zod";

import type { ActingRun, ActionResult, FlowAction, SimulatedResult } from "~/engine/flows/contribution";
import { findOfferObstacle, foreseeIncentive } from "~/engine/incentives/foresee.server";
import { issueIncentive } from "~/engine/incentives/issue.server";
import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { presentOfferNotices } from "~/engine/incentives/terms/notices.server";
import { DAY_MS } from "~/kit/duration";
import type { Db, Tx } from "~/platform/db.server";

import { NAMESPACE } from "../rules/namespace";
import { ACTION_SETTINGS } from "../schema";
import { takeBackUntold } from "./untold-codes.server";

type Settings = z.infer<(typeof ACTION_SETTINGS)["incentives.issue"]>;
type Acting = { shopId: string; settings: Settings; now: Date };

/** How long a run waits for the store to make what it was asked for. */
const PATIENCE_DAYS = 3;

/** Gives the person an incentive. Refused, the run goes on without it or ends, as the flow has it. */
export const giveIncentive: FlowAction<Settings> = {
  key: "incentives.issue",
  textNamespace: NAMESPACE,
  schema: ACTION_SETTINGS["incentives.issue"],
  needsCustomer: true,
  async findProblems(db, { shopId, settings, definition, stepId }) {
    const place = `steps.${stepId}.settings.offer`;
    const obstacle = await findOfferObstacle(db, { shopId, offer: settings.offer });
    const { events } = definition.trigger.settings;
    const begetsItself =
      Array.isArray(events) && ["code.expiring", "code.expired"].some((type) => events.includes(type));
    return [
      ...(obstacle ? [{ place, code: `offer-${obstacle.reason}`, params: obstacle.params }] : []),
      ...(begetsItself ? [{ place, code: "code-begets-code" }] : []),
    ];
  },
  async findNotices(db, { shopId, settings, now }) {
    const notices = await presentOfferNotices(db, { shopId, offer: settings.offer, now });
    return notices.map((notice) => ({ ...notice, place: "offer" }));
  },
  async perform(tx, { runs, ...acting }) {
    const results: ActionResult[] = [];
    for (const run of runs) results.push(await give(tx, run, acting));
    return results;
  },
  async resume(tx, { shopId, settings, run, event }) {
    const { codeId } = run.context;
    const code = typeof codeId === "string" ? await findIssuedCode(tx, { shopId, codeId }) : null;
    if (code) return { kind: "done", reason: "incentive-issued", outcome: "issued" };
    return withoutIt(settings, event ? "incentive-failed" : "incentive-late");
  },
  takeBack: takeBackUntold,
  async simulate(db, { runs, ...acting }) {
    const results: SimulatedResult[] = [];
    for (const run of runs) results.push(await foresee(db, run, acting));
    return results;
  },
};

/** One incentive per run and step, from the budget of the flow. */
function requestOf(run: ActingRun, { shopId, settings, now }: Acting) {
  const { customerId, effectKey, flowId } = run;
  if (customerId === null) throw new Error(`run "${run.runId}" gives an incentive to nobody`);
  const { offer } = settings;
  return { shopId, customerId, offer, occasionKey: effectKey, budgetKey: `flow:${flowId}`, now };
}

async function give(tx: Tx, run: ActingRun, acting: Acting): Promise<ActionResult> {
  const given = await issueIncentive(tx, requestOf(run, acting));
  switch (given.kind) {
    case "issued":
      return {
        kind: "done",
        reason: "incentive-issued",
        outcome: "issued",
        context: { codeId: given.codeId },
      };
    case "requested":
      return {
        kind: "pending",
        reason: "incentive-asked",
        events: ["code.issued", "code.failed"],
        subjectId: given.codeId,
        until: new Date(acting.now.getTime() + PATIENCE_DAYS * DAY_MS),
        context: { codeId: given.codeId },
      };
    case "refused":
      return withoutIt(acting.settings, `refused-${given.reason}`);
  }
}

function withoutIt({ whenRefused }: Settings, reason: string) {
  return { kind: whenRefused === "end" ? ("stopped" as const) : ("skipped" as const), reason };
}

async function foresee(db: Db, run: ActingRun, acting: Acting): Promise<SimulatedResult> {
  const { now } = acting;
  const foreseen = await foreseeIncentive(db, requestOf(run, acting));
  if (foreseen.kind === "refuse")
    return { result: withoutIt(acting.settings, `refused-${foreseen.reason}`), at: now };
  return {
    result: { kind: "done", reason: "incentive-issued", outcome: "issued" },
    at: now,
    cost: { amountMinor: foreseen.expectedCostMinor, currencyCode: foreseen.currencyCode },
  };
}
