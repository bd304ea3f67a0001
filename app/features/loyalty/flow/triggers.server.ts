import { z } from "zod";

import type { Entry, EventTrigger } from "~/engine/flows/contribution";
import type { EventType, StoredEvent } from "~/pipeline/events/catalogue";

import { SOURCE_KINDS } from "../rules/ledger";

/** What mails about points are about: a lot, whose owner they go to. */
export const SUBJECT = "points";

const NO_SETTINGS = z.object({});

const EarnedSchema = z.object({
  /** Points by which: all of them when empty. */
  kinds: z
    .array(z.enum(SOURCE_KINDS))
    .max(SOURCE_KINDS.length)
    .default([...SOURCE_KINDS]),
});

/** Somebody earned points, pending or at once. */
export const pointsEarned: EventTrigger<z.infer<typeof EarnedSchema>> = {
  ...{ kind: "event", key: "loyalty.points-earned", textNamespace: "loyalty" },
  schema: EarnedSchema,
  fields: [{ name: "kinds", kind: "choices", values: SOURCE_KINDS }],
  events: ["points.earned"],
  entriesOf: (_db, { settings: { kinds }, events }) =>
    entries(events, "points.earned", (event) => {
      const { points, sourceKind, lotId, isPending } = event.payload;
      if (kinds.length > 0 && !kinds.some((kind) => kind === sourceKind)) return null;
      return { subjectId: lotId, entryKey: `points:${event.id}`, context: { points, sourceKind, isPending } };
    }),
};

/** Points end soon unless they are used: at most once per person and month in which they end. */
export const pointsExpiring: EventTrigger<z.infer<typeof NO_SETTINGS>> = {
  ...{ kind: "event", key: "loyalty.points-expiring", textNamespace: "loyalty" },
  schema: NO_SETTINGS,
  events: ["points.expiring"],
  entriesOf: (_db, { events }) =>
    entries(events, "points.expiring", ({ payload: { points, expiresOn }, subjectId }) => ({
      subjectId,
      entryKey: `expiring:${expiresOn.slice(0, 7)}`,
      context: { points, expiresOn },
    })),
};

/** Somebody exchanged points for a reward. */
export const rewardRedeemed: EventTrigger<z.infer<typeof NO_SETTINGS>> = {
  ...{ kind: "event", key: "loyalty.reward-redeemed", textNamespace: "loyalty" },
  schema: NO_SETTINGS,
  events: ["points.redeemed"],
  entriesOf: (_db, { events }) =>
    entries(events, "points.redeemed", ({ payload: { points, redemptionId, rewardId } }) => ({
      subjectId: redemptionId,
      entryKey: `redemption:${redemptionId}`,
      context: { points, rewardId },
    })),
};

function entries<Type extends EventType>(
  events: readonly StoredEvent[],
  type: Type,
  entryOf: (event: StoredEvent<Type>) => Pick<Entry, "subjectId" | "entryKey" | "context"> | null,
): Promise<Entry[]> {
  const found = events.flatMap((event): Entry[] => {
    if (event.type !== type) return [];
    const entry = entryOf(event as StoredEvent<Type>);
    const { customerId, occurredAt: enteredAt } = event;
    return entry ? [{ ...entry, customerId, subjectKind: SUBJECT, enteredAt }] : [];
  });
  return Promise.resolve(found);
}
