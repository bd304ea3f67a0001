import type { Condition } from "~/engine/facts/condition";

import type { Entry } from "../contribution";
import { type EarlierEntry, type EntryRefusal, findRefusal } from "../rules/entry";
import type { Program } from "../rules/program";

/** A version of a flow that people enter. */
export type EnteredFlow = {
  id: string;
  shopId: string;
  version: number;
  program: Program;
  /** What happened before enters nobody. */
  since: Date;
  /** An action of it can do nothing for guests. */
  needsCustomer: boolean;
};

/** What is asked about those who would enter: of the shop as it is, or of a simulated past. */
export type EntryWorld = {
  /** Who is gone, and whom a merged customer is now. Missing: never known, or erased. */
  standingsOf: (
    customerIds: readonly string[],
  ) => Promise<ReadonlyMap<string, { isGone: boolean; keptId: string }>>;
  listEntries: (
    flow: EnteredFlow,
    entries: readonly Entry[],
  ) => Promise<(entry: Entry) => readonly EarlierEntry[]>;
  /** Whom a condition holds of. */
  meets: (
    condition: Condition,
    customerIds: readonly string[],
    at: Date,
  ) => Promise<(customerId: string | null) => boolean>;
};

export type Verdict = { entry: Entry; refusal: EntryRefusal | null };

/**
 * Who enters a flow, and why others do not, in the order in which it happened to them.
 *
 * Entries of people of whom nothing is left are left out without a word: there is nobody to tell of.
 */
export async function judgeEntries(
  world: EntryWorld,
  { flow, entries, now }: { flow: EnteredFlow; entries: readonly Entry[]; now: Date },
): Promise<Verdict[]> {
  const standings = await world.standingsOf(distinct(entries.flatMap(({ customerId }) => customerId ?? [])));
  const people = entries
    .flatMap((entry) => candidatesOf(entry, standings))
    .sort((a, b) => a.entry.enteredAt.getTime() - b.entry.enteredAt.getTime());
  const earlierOf = await world.listEntries(
    flow,
    people.map(({ entry }) => entry),
  );
  const { entry: condition, reentry } = flow.program.definition;
  const ground = { reentry, since: flow.since, needsCustomer: flow.needsCustomer };
  const likely = people.filter(
    ({ entry, customer }) => findRefusal({ ...entry, customer, earlier: earlierOf(entry) }, ground) === null,
  );
  const isWelcome = condition
    ? await world.meets(condition, distinct(likely.flatMap(({ entry }) => entry.customerId ?? [])), now)
    : () => true;
  const entered = new Map<string, EarlierEntry[]>();
  return people.map(({ entry, customer }) => {
    const person = entry.customerId ?? `guest:${entry.entryKey}`;
    const sofar = entered.get(person) ?? [];
    const earlier = [...earlierOf(entry), ...sofar];
    const refusal =
      findRefusal({ ...entry, customer, earlier }, ground) ??
      (isWelcome(entry.customerId) ? null : ("entry-condition" as const));
    if (refusal === null) entered.set(person, [...sofar, entry]);
    return { entry, refusal };
  });
}

type Candidate = { entry: Entry; customer: "known" | "gone" | "guest" };

/** The person an entry is of today; none when nothing is left of them. */
function candidatesOf(
  entry: Entry,
  standings: ReadonlyMap<string, { isGone: boolean; keptId: string }>,
): Candidate[] {
  if (entry.customerId === null) return [{ entry, customer: "guest" }];
  const standing = standings.get(entry.customerId);
  if (!standing) return [];
  return [{ entry: { ...entry, customerId: standing.keptId }, customer: standing.isGone ? "gone" : "known" }];
}

function distinct(ids: readonly string[]): string[] {
  return [...new Set(ids)];
}
