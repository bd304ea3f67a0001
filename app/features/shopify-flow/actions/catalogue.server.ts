/*
 * Actions of Shopify Flow are actions of our flows, done once for one customer: the same guards, budgets and consent hold,
 * and the same sentences tell what came of it.
 */
import { listFlows } from "~/engine/flows/repository.server";
import type { Db } from "~/platform/db.server";

import type { ACTION_FIELDS, ActionHandle } from "../schema";

/** What an action of flows is asked to do; null: what the merchant filled in names nothing there is. */
type Settings = Readonly<Record<string, unknown>> | null;

export type FlowActionKind<Handle extends ActionHandle = ActionHandle> = {
  /** Of the action of flows that does it. */
  key: string;
  settingsOf: (db: Db, input: { shopId: string; fields: FieldsOf<Handle> }) => Promise<Settings>;
  /** What is told of null: `refused.<missing>`; otherwise that nothing has that name. */
  missing?: string;
};
type FieldsOf<Handle extends ActionHandle> = ReturnType<(typeof ACTION_FIELDS)[Handle]["parse"]>;

/** Of the recipe that asks whoever is let in (features/lifecycle). */
const SURVEY_RECIPE = "lifecycle.survey-by-hand";

export const ACTIONS: { [Handle in ActionHandle]: FlowActionKind<Handle> } = {
  "add-points": {
    key: "loyalty.award-points",
    settingsOf: (_db, { fields: { points } }) => Promise.resolve({ by: "points", points }),
  },
  "start-automation": {
    key: "flows.start",
    settingsOf: async (db, { shopId, fields: { automation } }) => {
      const flows = await listFlows(db, { shopId, states: ["live"] });
      const isMeant = ({ id, name }: { id: string; name: string }) =>
        id === automation || name.toLowerCase() === automation.toLowerCase();
      const flow = flows.find(isMeant);
      return flow ? { flowId: flow.id } : null;
    },
  },
  "issue-code": {
    key: "incentives.issue",
    settingsOf: (_db, { fields: { percent, days } }) =>
      Promise.resolve({
        offer: {
          value: { kind: "percentage", percentBp: Math.round(percent * 100) },
          validDays: days,
          clock: "issued",
          title: "Shopify Flow",
        },
        whenRefused: "end",
      }),
  },
  "set-tier": {
    key: "vip.set-tier",
    settingsOf: (_db, { fields: { tier, ...gift } }) => Promise.resolve({ tier, ...giftOf(gift) }),
  },
  "mark-vip": {
    key: "vip.mark",
    settingsOf: (_db, { fields }) => Promise.resolve(giftOf(fields)),
  },
  // A mail belongs to a run, which has the last word before it leaves.
  "send-survey": {
    key: "flows.start",
    settingsOf: async (db, { shopId }) => {
      const flows = await listFlows(db, { shopId, states: ["live"] });
      const flow = flows.find(({ recipeKey }) => recipeKey === SURVEY_RECIPE);
      return flow ? { flowId: flow.id } : null;
    },
    missing: "no-survey",
  },
  "add-note": {
    key: "tasks.note",
    settingsOf: (_db, { fields: { note } }) => Promise.resolve({ body: note }),
  },
  "create-task": {
    key: "tasks.create",
    settingsOf: (_db, { fields: { title, days } }) => Promise.resolve({ title, dueInDays: days }),
  },
};

/** A tier for as long as the merchant says; for as long as can be when they say nothing. */
function giftOf({
  days = null,
  reason = "Shopify Flow",
}: {
  days?: number | undefined | null;
  reason?: string | undefined;
}) {
  return { days, reason };
}
