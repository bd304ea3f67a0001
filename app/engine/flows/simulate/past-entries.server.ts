import { DAY_MS } from "~/kit/duration";
import type { Db } from "~/platform/db.server";

import type { Entry } from "../contribution";
import type { EnteredFlow } from "../entry/judge";
import { SWEEP_MS } from "../entry/sweep.server";
import { flowPorts } from "../ports.server";
import { listEventsOfTypes } from "../run/repository.server";

/** Events asked about at once. */
const PAGE = 500;

/** Somebody who would have entered, and when the live engine would have seen it. */
export type PastEntry = { entry: Entry; seenAt: Date };

type Past = { shopId: string; zone: string; from: Date; to: Date };

/**
 * Who would have entered after `from` until `to` (inclusive), a piece of the past at a time, in its order. Nobody enters
 * a flow that is begun by hand.
 */
export async function* listPastEntries(
  db: Db,
  { program }: EnteredFlow,
  past: Past,
): AsyncGenerator<PastEntry[]> {
  const { key, settings: raw } = program.definition.trigger;
  const trigger = flowPorts().triggers.get(key);
  if (!trigger || trigger.kind === "manual") return;
  const settings: unknown = trigger.schema.parse(raw);
  const { shopId, zone, from, to } = past;
  if (trigger.kind === "swept") {
    for (let since = from; since < to;) {
      const until = new Date(Math.min(since.getTime() + DAY_MS, to.getTime()));
      const entries = await trigger.listDue(db, { shopId, zone, settings, from: since, to: until });
      yield inOrder(entries.map((entry) => ({ entry, seenAt: markAfter(entry.enteredAt) })));
      since = until;
    }
    return;
  }
  for (
    let after: { occurredAt: Date; id: string } | null = { occurredAt: new Date(from.getTime() + 1), id: "" };
    after;
  ) {
    const events = await listEventsOfTypes(db, {
      shopId,
      types: trigger.events,
      after,
      until: to,
      limit: PAGE,
    });
    const entries = events.length > 0 ? await trigger.entriesOf(db, { shopId, settings, events }) : [];
    yield inOrder(entries.map((entry) => ({ entry, seenAt: entry.enteredAt })));
    after = events.length === PAGE ? (events.at(-1) ?? null) : null;
  }
}

/** The mark of the clock at which a sweep finds what became due at an instant. */
function markAfter(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / SWEEP_MS) * SWEEP_MS);
}

function inOrder(entries: PastEntry[]): PastEntry[] {
  return entries.sort((a, b) => a.seenAt.getTime() - b.seenAt.getTime());
}
