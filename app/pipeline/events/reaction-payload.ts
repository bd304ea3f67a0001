import { z } from "zod";

import { idAt, PLACE_SIGNS } from "~/platform/ids.server";

/*
 * Which events a subscriber's job is about. Those of one publication begin alike (`newIdSeries`), so a job tells the beginning
 * and the places: named one by one for each of a dozen subscribers, they would be as much to write as the events.
 */

/** @example { shopId, beginning: "0190f3a2-…-8c11-4e5d", places: "0-299,301" } */
const Together = z.object({
  shopId: z.string(),
  beginning: z.string(),
  places: z.string().regex(/^\d+(-\d+)?(,\d+(-\d+)?)*$/),
});
/** What earlier versions queued. */
const OneByOne = z.object({ shopId: z.string(), eventIds: z.array(z.string()) });

export const ReactionPayload = z.union([Together, OneByOne]);
export type ReactionPayload = z.infer<typeof ReactionPayload>;

/** @param eventIds Of one publication, at least one. */
export function reactionPayload(shopId: string, eventIds: readonly string[]): ReactionPayload {
  const beginning = eventIds[0]?.slice(0, -PLACE_SIGNS) ?? "";
  if (!eventIds.every((id) => id.startsWith(beginning)))
    throw new Error(`expected events of one publication, got ${eventIds.join(", ")}`);
  const places = eventIds.map((id) => Number.parseInt(id.slice(-PLACE_SIGNS), 16));
  return { shopId, beginning, places: writePlaces(places) };
}

/** The ids of the events, in their order. */
export function eventIdsOf(payload: ReactionPayload): string[] {
  if ("eventIds" in payload) return payload.eventIds;
  return readPlaces(payload.places).map((place) => idAt(payload.beginning, place));
}

/** Numbers in their order; of those that follow each other the first and the last. */
function writePlaces(places: readonly number[]): string {
  const runs: [first: number, last: number][] = [];
  for (const place of places) {
    const run = runs.at(-1);
    if (run && run[1] + 1 === place) run[1] = place;
    else runs.push([place, place]);
  }
  return runs.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
}

function readPlaces(places: string): number[] {
  return places.split(",").flatMap((run) => {
    const [first = 0, last = first] = run.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => first + index);
  });
}
