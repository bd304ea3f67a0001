import type { JobEnding } from "~/pipeline/jobs/definition";
import type { Tx } from "~/platform/db.server";
import { settledIntents } from "~/platform/measures.server";

import { findObstacle, settle, understand, type Understood } from "../attempt-one.server";
import type { AnyIntent, Prepared } from "../definition";
import { getPorts } from "../registry.server";
import { claimIntents, deferIntents, type IntentRow, listIntents } from "../repository.server";

/** An intent whose call is about to be made. */
export type Going = Understood & { row: IntentRow; command: unknown };

export type BegunTogether = {
  going: Going[];
  /** To be delivered each by itself. */
  alone: string[];
  /** For a next time: as many as may be under way are. */
  rest: readonly string[];
  /** Of those that need no call now; one that is over is not among them. */
  endings: Map<string, JobEnding>;
};

type Group = { shopId: string; intentIds: readonly string[]; now: Date };
type Candidate = Understood & { row: IntentRow };

/**
 * Everything before the calls, in one transaction: reads the intents, asks their `prepare` together, and claims those
 * that go, with their states as `deliverOne` would leave them.
 */
export async function beginTogether(tx: Tx, { shopId, intentIds, now }: Group): Promise<BegunTogether> {
  const begun: BegunTogether = { going: [], alone: [], rest: [], endings: new Map() };
  const atMost = await countAtOnce(tx, { shopId, intentIds });
  const taken = intentIds.slice(0, atMost);
  begun.rest = intentIds.slice(atMost);
  const candidates = await sift(tx, { shopId, intentIds: taken, now }, begun);
  for (const [definition, own] of Map.groupBy(candidates, (candidate) => candidate.definition))
    await prepareKind(tx, definition, { shopId, candidates: own, now, begun });
  return begun;
}

/** How many of them may be under way at once: what the slowest kind among them allows. */
async function countAtOnce(tx: Tx, { shopId, intentIds }: Omit<Group, "now">): Promise<number> {
  const rows = await listIntents(tx, { shopId, intentIds: intentIds.slice(0, 1) });
  const [first] = rows.map(understand);
  const most = first?.kind === "known" ? first.definition.together?.atMost(getPorts()) : undefined;
  return Math.max(1, most ?? intentIds.length);
}

/** Those that may be prepared together, in their order. What is not plain is left to `deliverOne`. */
async function sift(tx: Tx, group: Group, begun: BegunTogether): Promise<Candidate[]> {
  const { shopId, intentIds, now } = group;
  const rows = new Map((await listIntents(tx, { shopId, intentIds })).map((row) => [row.id, row]));
  const candidates: Candidate[] = [];
  for (const id of intentIds) {
    const row = rows.get(id);
    if (!row || (row.state !== "pending" && row.state !== "delivering")) continue;
    if (row.state === "pending" && row.nextAttemptAt > now) {
      begun.endings.set(id, { kind: "again", at: row.nextAttemptAt, reason: "not yet" });
      continue;
    }
    const understood = understand(row);
    if (row.state === "delivering" || understood.kind === "unknown" || !understood.definition.together)
      begun.alone.push(id);
    else candidates.push({ row, ...understood });
  }
  return candidates;
}

async function prepareKind(
  tx: Tx,
  definition: AnyIntent,
  {
    shopId,
    candidates,
    now,
    begun,
  }: { shopId: string; candidates: readonly Candidate[]; now: Date; begun: BegunTogether },
): Promise<void> {
  const obstacle = await findObstacle(tx, { shopId, needsScope: definition.needsScope ?? null });
  const payloads = candidates.map(({ payload }) => payload);
  const prepared = obstacle
    ? candidates.map(() => obstacle)
    : await definition.together?.prepare(payloads, { tx, shopId, now });
  const answered = candidates.map((candidate, index) => ({ ...candidate, said: answerOf(prepared, index) }));

  const going = answered.flatMap(({ said, ...candidate }) =>
    said.kind === "go" ? [{ ...candidate, command: said.command }] : [],
  );
  await claimIntents(tx, { shopId, intentIds: going.map(({ row }) => row.id), now });
  begun.going.push(...going);

  const deferred = answered.flatMap(({ row, said }) =>
    said.kind === "postpone" ? [{ id: row.id, nextAttemptAt: said.until, lastError: said.reason }] : [],
  );
  await deferIntents(tx, { shopId, deferred });
  for (const { id, nextAttemptAt: at, lastError: reason } of deferred)
    begun.endings.set(id, { kind: "again", at, reason });
  if (deferred.length > 0) settledIntents.of(definition.kind, "postponed").add(deferred.length);

  for (const { said, ...candidate } of answered)
    if (said.kind === "cancel")
      await settle(tx, { ...candidate, final: { kind: "cancelled", reason: said.reason }, now });
}

function answerOf(prepared: readonly Prepared<unknown>[] | undefined, index: number): Prepared<unknown> {
  const said = prepared?.[index];
  if (!said) throw new Error(`prepare of a group answered ${index} intents only`);
  return said;
}
