import type { Condition } from "~/engine/facts/condition";
import { appendDecisions, type NewDecision } from "~/engine/decisions/append.server";
import type { Db, Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { Entry } from "../contribution";
import { type FlowGate, flowPorts } from "../ports.server";
import { loadExitEvents } from "../run/exit-events.server";
import { meetEvents } from "../run/meet";
import { distinct } from "../run/person-facts.server";
import { insertRuns, listCustomerStandings, listEntries } from "../run/repository.server";
import type { Moved } from "../run/move";
import { beginRun, endRun, type Run } from "../run/run";
import { writeStories } from "../run/decisions.server";
import { ownLine } from "../run/story";
import { type EnteredFlow, type EntryWorld, judgeEntries, type Verdict } from "./judge";

/** Entries judged at once. */
const AT_ONCE = 1_000;

type Scene = { shopId: string; zone: string; now: Date };

export type EntryCounts = { entered: number; refused: number };

/**
 * Lets people enter a flow, and writes down why others do not.
 *
 * Safe to repeat: one run per flow, person and key.
 */
export async function enterFlow(
  tx: Tx,
  { flow, entries }: { flow: EnteredFlow; entries: readonly Entry[] },
  scene: Scene,
): Promise<EntryCounts> {
  const counts: EntryCounts = { entered: 0, refused: 0 };
  for (let at = 0; at < entries.length; at += AT_ONCE) {
    const some = entries.slice(at, at + AT_ONCE);
    const verdicts = await judgeEntries(liveEntryWorld(tx, scene), { flow, entries: some, now: scene.now });
    const refused = verdicts.filter(({ refusal }) => refusal !== null);
    await appendDecisions(
      tx,
      refused.map((verdict) => refusalOf(flow, verdict, scene.now)),
    );
    counts.refused += refused.length;
    const welcome = verdicts.filter(({ refusal }) => refusal === null).map(({ entry }) => entry);
    counts.entered += await begin(tx, { flow, entries: welcome }, scene.now);
  }
  return counts;
}

/** Who is let in late meets what happened since: it was told when there was no run yet that it could end. */
async function begin(
  tx: Tx,
  { flow, entries }: { flow: EnteredFlow; entries: readonly Entry[] },
  now: Date,
): Promise<number> {
  if (entries.length === 0) return 0;
  const leftOut = await flowPorts().gate.expose(tx, gatedOf({ flow, entries }, now));
  const runs = entries.map((entry) => newRun(flow, entry, now));
  const eventsOf = await loadExitEvents(tx, { program: flow.program, runs, shopId: flow.shopId, now });
  const begun = runs.map((run) => {
    const story = beginStory(run, { leftOut, now });
    const met = meetEvents(story.run, eventsOf(run), { program: flow.program, now });
    return { ...met, lines: [...story.lines, ...met.lines] };
  });
  const stored = await insertRuns(
    tx,
    begun.map(({ run }) => run),
  );
  await writeStories(
    tx,
    begun.filter(({ run }) => stored.has(run.id)),
  );
  return stored.size;
}

/** Those who enter, as the gate is asked about them. Guests are in no comparison. */
export function gatedOf(
  { flow, entries }: { flow: EnteredFlow; entries: readonly Entry[] },
  now: Date,
): Parameters<FlowGate["expose"]>[1] {
  const { id: flowId, shopId, program } = flow;
  const customerIds = [...new Set(entries.flatMap(({ customerId }) => customerId ?? []))];
  return { shopId, flowId, definition: program.definition, customerIds, now };
}

/** How a run begins; that of somebody who is left out on purpose ends with it. */
export function beginStory(run: Run, { leftOut, now }: { leftOut: ReadonlySet<string>; now: Date }): Moved {
  const entered = ownLine("entered", "entered", { at: now, params: { version: run.version } });
  if (run.customerId === null || !leftOut.has(run.customerId)) return { run, lines: [entered], costs: [] };
  return {
    run: endRun(run, { state: "held-out", reason: "held-out", now }),
    lines: [entered, ownLine("held-out", "held-out", { at: now })],
    costs: [],
  };
}

function newRun(flow: EnteredFlow, entry: Entry, now: Date): Run {
  const id = entry.customerId === null ? guestRunId(flow.id, entry.entryKey) : newId();
  const { shopId, version, program } = flow;
  return beginRun(entry, { id, shopId, flowId: flow.id, version, first: program.first, now });
}

/** No index keeps guests apart, so their run's id does. */
function guestRunId(flowId: string, entryKey: string): string {
  return `guest:${flowId}:${entryKey}`;
}

function refusalOf({ id: flowId, shopId }: EnteredFlow, { entry, refusal }: Verdict, now: Date): NewDecision {
  const { customerId, entryKey } = entry;
  return {
    shopId,
    feature: "flows",
    outcome: "skipped",
    reason: refusal ?? "",
    params: { flowId },
    customerId,
    subjectKind: "flow",
    subjectId: flowId,
    dedupeKey: `flow:${flowId}:${refusal ?? ""}:${customerId ?? "guest"}:${entryKey}`,
    now,
  };
}

function liveEntryWorld(tx: Tx, { shopId, zone }: Scene): EntryWorld {
  return {
    standingsOf: (customerIds) => listCustomerStandings(tx, { shopId, customerIds }),
    listEntries: async (flow, entries) => {
      const rows = await listEntries(tx, {
        shopId,
        flowId: flow.id,
        customerIds: [...new Set(entries.flatMap(({ customerId }) => customerId ?? []))],
        // Who is known by now may have entered as a guest.
        guestIds: [...new Set(entries.map(({ entryKey }) => guestRunId(flow.id, entryKey)))],
      });
      const byPerson = Map.groupBy(rows, (row) => row.customerId ?? `guest:${row.entryKey}`);
      return ({ customerId, entryKey }) => [
        ...(byPerson.get(`guest:${entryKey}`) ?? []),
        ...(customerId === null ? [] : (byPerson.get(customerId) ?? [])),
      ];
    },
    meets: (condition, customerIds, at) => askCondition(tx, condition, { shopId, zone, at, customerIds }),
  };
}

/** Whom a condition holds of at an instant. Of a guest nothing is known. */
export async function askCondition(
  db: Db,
  condition: Condition,
  { customerIds, ...ground }: { shopId: string; zone: string; at: Date; customerIds: readonly string[] },
): Promise<(customerId: string | null) => boolean> {
  const { facts } = flowPorts();
  const asked = distinct(facts.factsIn(condition));
  const valuesOf =
    asked.length > 0 && customerIds.length > 0
      ? await facts.load(db, { ...ground, customerIds, asked })
      : () => () => null;
  return (customerId) =>
    facts.holds(condition, customerId === null ? () => null : valuesOf(customerId), ground);
}
