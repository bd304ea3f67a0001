import { listFactValues, loadFacts } from "~/engine/facts/queries.server";
import { findFact } from "~/engine/facts/registry.server";
import type { Db } from "~/platform/db.server";

import type { Among, Window } from "./repository.server";

/** Points somebody has earned until an instant, less those taken back. The points programme contributes it. */
const EARNED = "loyalty.points-earned";

/** How many people are asked of at once. */
const PAGE = 5_000;

/** Whether points can be told at all. */
export function hasPoints(): boolean {
  return findFact(EARNED) !== null;
}

type Asked = Among & Window & { zone: string; now: Date };

/** Points earned in the window: those until now, less those until it began. Who has none is not in it. */
export async function readPoints(db: Db, asked: Asked): Promise<Map<string, number>> {
  const { since, now } = asked;
  const until = await readUntil(db, asked, now);
  const before =
    since === null ? new Map<string, number>() : await readUntil(db, asked, new Date(since.getTime() - 1));
  return new Map(
    [...until].map(([customerId, points]) => [customerId, points - (before.get(customerId) ?? 0)]),
  );
}

async function readUntil(
  db: Db,
  { shopId, zone, customerIds }: Asked,
  at: Date,
): Promise<Map<string, number>> {
  const scope = { shopId, zone, at };
  const fact = { fact: EARNED, parameters: {} };
  if (customerIds !== null) {
    const known = await loadFacts(db, { ...scope, customerIds, asked: [fact] });
    return new Map([...known].map(([customerId, valueOf]) => [customerId, Number(valueOf(fact) ?? 0)]));
  }
  const points = new Map<string, number>();
  for (let afterCustomerId: string | null = null; ;) {
    const page: Awaited<ReturnType<typeof listFactValues>> = await listFactValues(db, {
      ...scope,
      fact: EARNED,
      afterCustomerId,
      limit: PAGE,
    });
    for (const { customerId, value } of page) points.set(customerId, Number(value ?? 0));
    if (page.length < PAGE) return points;
    afterCustomerId = page.at(-1)?.customerId ?? null;
  }
}
