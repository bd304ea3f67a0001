import { type AnyJob, defineJob, type JobContext } from "~/pipeline/jobs/definition";
import { enqueueJobs, enqueueKinds } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newIdSeries } from "~/platform/ids.server";

import type { DomainEvent, EventType, StoredEvent } from "./catalogue";
import { insertEvents, listEvents } from "./repository.server";
import { eventIdsOf, ReactionPayload, reactionPayload } from "./reaction-payload";
import type { AnySubscriber } from "./subscriber";

/** A bound for how long one transaction holds up others; above what a batch of deliveries tells. */
const MOST_TOGETHER = 1_000;

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
 * Stores events and one job per subscriber that listens to any of them, in the current transaction.
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
  const idAt = newIdSeries();
  const stored = await insertEvents(
    tx,
    events.map((event, place) => ({ ...event, id: idAt(place), shopId, recordedAt: now })),
  );
  if (!silent) await enqueueReactions(tx, stored, { shopId, now });
  return stored;
}

async function enqueueReactions(
  tx: Tx,
  events: readonly (DomainEvent & { id: string })[],
  { shopId, now }: { shopId: string; now: Date },
): Promise<void> {
  const idsByJob = new Map<AnyJob, string[]>();
  for (const { id, type } of events) {
    for (const job of jobsByEvent.get(type) ?? []) {
      const ids = idsByJob.get(job) ?? [];
      ids.push(id);
      idsByJob.set(job, ids);
    }
  }
  const kinds = [...idsByJob].map(([job, ids]) => {
    const batches = Array.from({ length: Math.ceil(ids.length / MOST_TOGETHER) }, (_, index) =>
      ids.slice(index * MOST_TOGETHER, (index + 1) * MOST_TOGETHER),
    );
    return { job, entries: batches.map((eventIds) => entryOf({ shopId, eventIds, now })) };
  });
  await enqueueKinds(tx, kinds);
}

/** An event is in one batch only, and later perhaps by itself: its id and the size of the batch name the job. */
function entryOf({ shopId, eventIds, now }: { shopId: string; eventIds: readonly string[]; now: Date }) {
  const dedupeKey = `${eventIds[0]}:${eventIds.length}`;
  return { payload: reactionPayload(shopId, eventIds), shopId, now, dedupeKey };
}

function reactionJob(subscriber: AnySubscriber): AnyJob {
  const job: AnyJob = defineJob<ReactionPayload>({
    name: subscriber.name,
    schema: ReactionPayload,
    maxAttempts: 8,
    async run(payload, context) {
      const { shopId } = payload;
      const eventIds = eventIdsOf(payload);
      const { tx, now, attempt } = context;
      if (attempt > 1 && eventIds.length > 1) {
        const alone = eventIds.map((eventId) => entryOf({ shopId, eventIds: [eventId], now }));
        await enqueueJobs(tx, job, alone);
        return;
      }
      // What a privacy request has erased since is not among them.
      const events = await listEvents(tx, { shopId, eventIds });
      await react(subscriber, events, context);
    },
  });
  return job;
}

async function react(
  subscriber: AnySubscriber,
  events: readonly StoredEvent[],
  context: JobContext,
): Promise<void> {
  if ("runTogether" in subscriber) return subscriber.runTogether(events, context);
  const concerned = subscriber.sift ? await subscriber.sift(events, context) : events;
  for (const event of concerned) await subscriber.run(event, context);
}
