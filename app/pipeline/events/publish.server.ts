import { z } from "zod";

import { type AnyJob, defineJob } from "~/pipeline/jobs/definition";
import { enqueueJobs } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { DomainEvent, EventType } from "./catalogue";
import { findEvent, insertEvents } from "./repository.server";
import type { AnySubscriber } from "./subscriber";

const PayloadSchema = z.object({ shopId: z.string(), eventId: z.string() });
type ReactionPayload = z.infer<typeof PayloadSchema>;

let jobsByEvent = new Map<EventType, AnyJob[]>();

/**
 * Makes subscribers known; called once by the composition.
 *
 * @returns the jobs that carry their reactions, for the job registry.
 */
export function registerSubscribers(subscribers: readonly AnySubscriber[]): AnyJob[] {
  jobsByEvent = new Map();
  return subscribers.map((subscriber) => {
    const job = reactionJob(subscriber);
    for (const type of subscriber.events) jobsByEvent.set(type, [...(jobsByEvent.get(type) ?? []), job]);
    return job;
  });
}

/**
 * Stores events and one job per subscriber, in the current transaction.
 *
 * Safe to repeat: an event whose `sourceKey` the shop has already is left out, with its jobs.
 *
 * @param options.silent Stores them for the timeline only: history that nobody should react to.
 * @returns the events that were new.
 */
export async function publishEvents(
  tx: Tx,
  events: readonly DomainEvent[],
  { shopId, now, silent = false }: { shopId: string; now: Date; silent?: boolean },
): Promise<DomainEvent[]> {
  if (events.length === 0) return [];
  const stored = await insertEvents(
    tx,
    events.map((event) => ({ ...event, id: newId(), shopId, recordedAt: now })),
  );
  if (!silent) {
    const entriesByJob = new Map<
      AnyJob,
      { payload: ReactionPayload; shopId: string; now: Date; dedupeKey: string }[]
    >();
    for (const event of stored) {
      for (const job of jobsByEvent.get(event.type) ?? []) {
        const entries = entriesByJob.get(job) ?? [];
        entries.push({ payload: { shopId, eventId: event.id }, shopId, now, dedupeKey: event.id });
        entriesByJob.set(job, entries);
      }
    }
    for (const [job, entries] of entriesByJob) await enqueueJobs(tx, job, entries);
  }
  return stored;
}

function reactionJob(subscriber: AnySubscriber): AnyJob {
  return defineJob<ReactionPayload>({
    name: subscriber.name,
    schema: PayloadSchema,
    maxAttempts: 8,
    async run({ shopId, eventId }, context) {
      const event = await findEvent(context.tx, { shopId, eventId });
      if (event) await subscriber.run(event, context); // Null: erased by a privacy request since.
    },
  });
}
