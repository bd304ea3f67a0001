import type { EventType, StoredEvent } from "~/pipeline/events/catalogue";

import type { TimelineEntry } from "../profile/schema";
import type { TimelineFilter } from "./timeline-filter";
import { OUR_KINDS } from "./timeline/our-kinds";
import type { Describe, Kinds, TimelineNames } from "./timeline/sentence";
import { STORE_KINDS } from "./timeline/store-kinds";

/** Every event there is, so that a new one cannot be forgotten. */
const KINDS: Kinds<EventType> = { ...STORE_KINDS, ...OUR_KINDS };

const TYPES = Object.keys(KINDS) as EventType[];

/** Types of the events a filter lets through. */
export function typesOf(filter: TimelineFilter): EventType[] {
  return TYPES.filter((type) => {
    const kind = KINDS[type];
    if (kind.filter === null) return false;
    return filter === "everything" || (filter === "highlights" ? kind.isHighlight : kind.filter === filter);
  });
}

/** The sentence of an event. */
export function describeEvent(event: StoredEvent, names: TimelineNames): TimelineEntry {
  const describe = KINDS[event.type].describe as Describe<EventType>;
  return {
    id: event.id,
    occurredAt: event.occurredAt.toISOString(),
    amount: null,
    days: {},
    ...describe(event.payload, names),
  };
}
