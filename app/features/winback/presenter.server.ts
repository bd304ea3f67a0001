import { DAY_MS } from "~/kit/duration";
import { ratio } from "~/kit/statistics";
import type { Db } from "~/platform/db.server";

import {
  countLost,
  type LostCounts,
  listLostIds,
  listLostRows,
  listWinbackExperiments,
  type LostOf,
} from "./rate/repository.server";
import { takeStoreLapseMs } from "./rate/store-lapse.server";
import type { RateFigure, WinbackGroup, WinbackPeopleData, WinbackRate } from "./schema";

type Asked = {
  shopId: string;
  zone: string;
  /** Inclusive and exclusive. */
  from: Date;
  to: Date;
  now: Date;
};

/**
 * F16: of those whose last valid order was more than T days ago when the window began, who ordered in it. Some come back
 * by themselves: the rate of those who were left out on purpose stands beside it.
 */
export async function presentWinbackRate(db: Db, asked: Asked): Promise<WinbackRate> {
  const lost = await lostOf(db, asked);
  const { treated, holdout } = await countLost(db, lost);
  const all = { lost: treated.lost + holdout.lost, recovered: treated.recovered + holdout.recovered };
  const [ofTreated, ofHoldout] = [figureOf(treated), figureOf(holdout)];
  return {
    lapseDays: Math.round(lost.lapseMs / DAY_MS),
    all: figureOf(all),
    treated: ofTreated,
    holdout: ofHoldout,
    lift: ofTreated.value === null || ofHoldout.value === null ? null : ofTreated.value - ofHoldout.value,
    asOf: asked.now.toISOString(),
  };
}

/** A page of exactly the people a figure of `presentWinbackRate` counts. */
export async function presentWinbackPeople(
  db: Db,
  {
    group,
    afterCustomerId,
    limit,
    ...asked
  }: Asked & { group: WinbackGroup; afterCustomerId: string | null; limit: number },
): Promise<string[]> {
  return listLostIds(db, { ...(await lostOf(db, asked)), group, afterCustomerId, limit });
}

const PAGE_SIZE = 50;

/** A page of those people with their names, when they ordered last, and when they came back. */
export async function presentWinbackList(
  db: Db,
  {
    group,
    range,
    afterCustomerId,
    ...asked
  }: Asked & Pick<WinbackPeopleData, "group" | "range"> & { afterCustomerId: string | null },
): Promise<WinbackPeopleData> {
  const lost = await lostOf(db, asked);
  const { treated, holdout } = await countLost(db, lost);
  const counted = { treated: [treated], holdout: [holdout], all: [treated, holdout] }[group.among];
  const customerIds = await listLostIds(db, { ...lost, group, afterCustomerId, limit: PAGE_SIZE + 1 });
  const shownIds = customerIds.slice(0, PAGE_SIZE);
  const rows = await listLostRows(db, { ...lost, customerIds: shownIds });
  return {
    group,
    range,
    lapseDays: Math.round(lost.lapseMs / DAY_MS),
    totalCount: counted.reduce((sum, counts) => sum + counts[group.who], 0),
    people: rows.map(({ id, firstName, lastName, email, lastOrderAt, cameBackAt }) => ({
      id,
      name: [firstName, lastName].filter(Boolean).join(" ") || email,
      lastOrderAt: lastOrderAt.toISOString(),
      cameBackAt: cameBackAt?.toISOString() ?? null,
    })),
    nextAfter: customerIds.length > PAGE_SIZE ? (shownIds.at(-1) ?? null) : null,
    asOf: asked.now.toISOString(),
  };
}

async function lostOf(db: Db, { shopId, zone, from, to, now }: Asked): Promise<LostOf> {
  const lapseMs = await takeStoreLapseMs(db, { shopId, zone, at: from, now });
  return { shopId, from, to, lapseMs, experimentKeys: await listWinbackExperiments(db, { shopId }) };
}

function figureOf({ lost, recovered }: LostCounts): RateFigure {
  return { value: ratio(recovered, lost), numerator: recovered, denominator: lost };
}
