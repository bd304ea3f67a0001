import { z } from "zod";

import type { EventTrigger } from "~/engine/flows/contribution";

const NoSettings = z.object({});
type NoSettings = z.infer<typeof NoSettings>;

/** A friend's order stood the return window, and the advocate was rewarded. Each is an occasion of its own. */
export const referralCompleted: EventTrigger<NoSettings> = {
  kind: "event",
  key: "referrals.completed",
  textNamespace: "referrals",
  schema: NoSettings,
  events: ["referral.completed"],
  entriesOf: (_db, { events }) =>
    Promise.resolve(
      events.flatMap((event) => {
        if (event.type !== "referral.completed") return [];
        const { customerId, referralId, rewardKind, codeId } = event.payload;
        const entry = {
          customerId,
          subjectKind: "referral",
          // Of a referral, templates tell what the advocate's page tells.
          subjectId: customerId,
          entryKey: `referral:${referralId}`,
          enteredAt: event.occurredAt,
          context: { rewardKind, ...(codeId === null ? {} : { codeId }) },
        };
        return [entry];
      }),
    ),
};
