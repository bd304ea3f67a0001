import type { Condition } from "~/engine/facts/condition";
import { appendDecisions, type NewDecision } from "~/engine/decisions/append.server";
import type { Db, Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import type { Entry } from "../contribution";
import { flowPorts } from "../ports.server";
import { distinct } from "../run/person-facts.server";
import { insertRuns, listCustomerStandings, listEntries } from "../run/repository.server";
import { beginRun, type Run } from "../run/run";
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
    counts.entered += await begin(
      tx,
      verdicts.filter(({ refusal }) => refusal === null).map(({ entry }) => newRun(flow, entry, scene.now)),
      scene.now,
    );
  }
  return counts;
}

async function begin(tx: Tx, runs: readonly Run[], now: Date): Promise<number> {
  const stored = await insertRuns(tx, runs);
  await writeStories(
    tx,
    runs
      .filter(({ id }) => stored.has(id))
      .map((run) => ({
        run,
        lines: [ownLine("entered", "entered", { at: now, params: { version: run.version } })],
      })),
  );
  return stored.size;
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
