import type { z } from "zod";

import type { ActionResult, FlowAction } from "~/engine/flows/contribution";
import { findStartProblem } from "~/engine/flows/entry/startable.server";
import { enterByHandWithin } from "~/engine/flows/service.server";

import { NAMESPACE } from "../rules/namespace";
import { ACTION_SETTINGS } from "../schema";

type Settings = z.infer<(typeof ACTION_SETTINGS)["flows.start"]>;

const STARTED = { kind: "done", reason: "flow-started", outcome: "went-on" } as const;

/** Lets the person enter another flow, which begins by hand. What this run knows goes along. */
export const startFlow: FlowAction<Settings> = {
  key: "flows.start",
  textNamespace: NAMESPACE,
  schema: ACTION_SETTINGS["flows.start"],
  needsCustomer: true,
  async findProblems(db, { shopId, settings: { flowId }, stepId }) {
    const code = await findStartProblem(db, { shopId, flowId });
    return code ? [{ place: `steps.${stepId}.settings.flowId`, code }] : [];
  },
  async perform(tx, { shopId, settings: { flowId }, runs, now }) {
    const results: ActionResult[] = [];
    for (const { customerId, effectKey: occasion, context } of runs) {
      const customerIds = customerId === null ? [] : [customerId];
      const entered = await enterByHandWithin(tx, { shopId, flowId, customerIds, occasion, context, now });
      if (entered.outcome !== "entered") results.push({ kind: "skipped", reason: "flow-not-enterable" });
      else results.push(entered.entered > 0 ? STARTED : { kind: "skipped", reason: "flow-refused" });
    }
    return results;
  },
  simulate: (_db, { runs, now }) => Promise.resolve(runs.map(() => ({ result: STARTED, at: now }))),
};
