import type { z } from "zod";

import type { ActionResult, FlowAction } from "~/engine/flows/contribution";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";

import { setCustomerTag } from "../intents.server";
import { listTagged } from "../repository.server";
import { NAMESPACE } from "../rules/namespace";
import { ACTION_SETTINGS } from "../schema";

type Settings = z.infer<(typeof ACTION_SETTINGS)["tags.add"]>;

export const addTag = tagAction("tags.add");
export const removeTag = tagAction("tags.remove");

/** Makes the person have a tag in the store, or not have it; who is right already is left alone. */
function tagAction(key: "tags.add" | "tags.remove"): FlowAction<Settings> {
  const isWanted = key === "tags.add";
  const resultOf = (isRight: boolean, tag: string): Exclude<ActionResult, { kind: "pending" }> =>
    isRight
      ? { kind: "skipped", reason: isWanted ? "tag-there" : "tag-not-there", params: { tag } }
      : {
          kind: "done",
          reason: isWanted ? "tag-added" : "tag-removed",
          outcome: isWanted ? "tagged" : "untagged",
          params: { tag },
        };
  return {
    key,
    textNamespace: NAMESPACE,
    schema: ACTION_SETTINGS[key],
    needsCustomer: true,
    findProblems: (_db, { definition, stepId }) => {
      const { events } = definition.trigger.settings;
      const isBegunByTags =
        Array.isArray(events) &&
        events.some((type) => type === "customer.tags-changed" || type === "customer.updated");
      const isRepeated = definition.reentry.kind === "per-key";
      const place = `steps.${stepId}.settings.tag`;
      return Promise.resolve(isBegunByTags && isRepeated ? [{ place, code: "tags-begin-tags" }] : []);
    },
    async perform(tx, { shopId, settings: { tag }, runs, now }) {
      const customerIds = runs.flatMap(({ customerId }) => customerId ?? []);
      const tagged = await listTagged(tx, { shopId, customerIds, tag });
      const results: ActionResult[] = [];
      for (const { customerId, effectKey } of runs) {
        if (customerId === null) throw new Error(`${key} was asked to tag nobody`);
        const isRight = tagged.has(customerId) === isWanted;
        const payload = { customerId, tag, isWanted };
        if (!isRight)
          await enqueueIntent(tx, setCustomerTag, { shopId, dedupeKey: effectKey, payload, customerId, now });
        results.push(resultOf(isRight, tag));
      }
      return results;
    },
    async simulate(db, { shopId, settings: { tag }, runs, now }) {
      const customerIds = runs.flatMap(({ customerId }) => customerId ?? []);
      const tagged = await listTagged(db, { shopId, customerIds, tag });
      return runs.map(({ customerId }) => ({
        result: resultOf(tagged.has(customerId ?? "") === isWanted, tag),
        at: now,
      }));
    },
  };
}
