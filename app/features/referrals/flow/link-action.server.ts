import { z } from "zod";

import type { ActionResult, FlowAction } from "~/engine/flows/contribution";

import { findStanding, requestLink } from "../link/service.server";

const NoSettings = z.object({});
type NoSettings = z.infer<typeof NoSettings>;

/** Later steps may speak of the link: templates find it by this. */
const SUBJECT = "subject.referral";

/** Has the person's own link made, so that a mail can carry it. Who may not share leaves the flow. */
export const makeLink: FlowAction<NoSettings> = {
  key: "referrals.make-link",
  textNamespace: "referrals",
  needsCustomer: true,
  schema: NoSettings,
  perform: async (tx, { shopId, runs, now }) => {
    const results: ActionResult[] = [];
    for (const { customerId } of runs) {
      const made = await requestLink(tx, { shopId, customerId: customerId ?? "", now });
      results.push(
        made.outcome === "asked"
          ? { kind: "done", reason: "link-made", outcome: "issued", context: { [SUBJECT]: made.customerId } }
          : { kind: "stopped", reason: `link-${made.outcome}` },
      );
    }
    return results;
  },
  simulate: async (db, { shopId, runs, now }) => {
    const results = [];
    for (const { customerId } of runs) {
      const { kind } = await findStanding(db, { shopId, customerId: customerId ?? "" });
      results.push({
        at: now,
        result:
          kind === "open"
            ? ({
                kind: "done",
                reason: "link-made",
                outcome: "issued",
                context: { [SUBJECT]: customerId },
              } as const)
            : ({ kind: "stopped", reason: `link-${kind}` } as const),
      });
    }
    return results;
  },
};
