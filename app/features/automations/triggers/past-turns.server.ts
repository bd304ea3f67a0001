import type { Condition } from "~/engine/facts/condition";
import { matchesOf } from "~/engine/facts/queries.server";
import { SWEEP_MS } from "~/engine/flows/entry/sweep.server";
import type { Db } from "~/platform/db.server";

import { listPeople } from "./people.server";

type Window = {
  shopId: string;
  zone: string;
  condition: Condition;
  turn: "entered" | "left";
  from: Date;
  to: Date;
};

/**
 * Who turned in a window of the past, and at which mark of the clock a sweep would have seen it: by halves, for all of
 * them at once. Who turned there and back within the window is not among them.
 */
export async function listPastTurns(
  db: Db,
  { turn, from, to, ...asked }: Window,
): Promise<{ customerId: string; at: Date }[]> {
  const [earlier, later] = [
    await listPeople(db, { ...asked, at: from }),
    await listPeople(db, { ...asked, at: to }),
  ];
  const [before, after] = turn === "entered" ? [earlier, later] : [later, earlier];
  const known = new Set(before);
  const people = after.filter((id) => !known.has(id));
  const marks = { from: mark(from, Math.floor), to: mark(to, Math.ceil) };
  return findTurns(db, { ...asked, turn, to, people }, marks);
}

function mark(instant: Date, round: (value: number) => number): number {
  return round(instant.getTime() / SWEEP_MS);
}

async function findTurns(
  db: Db,
  asked: Omit<Window, "from"> & { people: readonly string[] },
  marks: { from: number; to: number },
): Promise<{ customerId: string; at: Date }[]> {
  const { people, turn, to, ...scope } = asked;
  if (people.length === 0) return [];
  if (marks.to - marks.from <= 1) {
    const at = new Date(Math.min(marks.to * SWEEP_MS, to.getTime()));
    return people.map((customerId) => ({ customerId, at }));
  }
  const middle = Math.floor((marks.from + marks.to) / 2);
  const isIn = await matchesOf(db, { ...scope, at: new Date(middle * SWEEP_MS), customerIds: people });
  const hasTurned = (id: string) => isIn.has(id) === (turn === "entered");
  const half = (wanted: boolean) => ({ ...asked, people: people.filter((id) => hasTurned(id) === wanted) });
  return [
    ...(await findTurns(db, half(true), { from: marks.from, to: middle })),
    ...(await findTurns(db, half(false), { from: middle, to: marks.to })),
  ];
}
