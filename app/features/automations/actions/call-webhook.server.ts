import type { z } from "zod";

import type { ActionResult, FlowAction } from "~/engine/flows/contribution";
import { postWebhook } from "~/engine/messaging/webhook/intents.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";

import { listGids } from "../repository.server";
import { NAMESPACE } from "../rules/namespace";
import { ACTION_SETTINGS } from "../schema";

type Settings = z.infer<(typeof ACTION_SETTINGS)["webhooks.call"]>;

/** Tells a system of the merchant that a run came here: ids only, signed, with a key that names the call. */
export const callWebhook: FlowAction<Settings> = {
  key: "webhooks.call",
  textNamespace: NAMESPACE,
  schema: ACTION_SETTINGS["webhooks.call"],
  needsCustomer: false,
  findProblems: (_db, { settings, stepId }) =>
    Promise.resolve(
      settings.url.startsWith("https://")
        ? []
        : [{ place: `steps.${stepId}.settings.url`, code: "webhook-not-https" }],
    ),
  async perform(tx, { shopId, settings: { url }, runs, now }) {
    const customerIds = runs.flatMap(({ customerId }) => customerId ?? []);
    const gids = await listGids(tx, { shopId, customerIds });
    for (const run of runs) {
      const { effectKey: key, flowId, runId, stepId, customerId, subjectKind, subjectId } = run;
      const enteredAt = run.enteredAt.toISOString();
      const customerGid = gids.get(customerId ?? "") ?? null;
      const body = {
        ...{ event: "flow.step", flowId, runId, stepId, customerGid, subjectKind, subjectId, enteredAt },
      };
      await enqueueIntent(tx, postWebhook, {
        ...{ shopId, dedupeKey: key, payload: { url, key, body }, customerId, now },
      });
    }
    return runs.map(() => called(url));
  },
  simulate: (_db, { settings: { url }, runs, now }) =>
    Promise.resolve(runs.map(() => ({ result: called(url), at: now }))),
};

/** Only the host goes into the log: addresses may hold secrets. */
function called(url: string): Exclude<ActionResult, { kind: "pending" }> {
  return { kind: "done", reason: "webhook-called", outcome: "sent", params: { host: new URL(url).host } };
}
