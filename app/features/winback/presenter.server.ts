import { DAY_MS } from "~/kit/duration";
import { ratio } from "~/kit/statistics";
import type { Db } from "~/platform/db.server";

import { getStoreLapseMs } from "./repository.server";
import {
  countLost,
  type LostCounts,
  listLostIds,
  listWinbackExperiments,
  type LostOf,
} from "./rate/repository.server";
import { LapseSettingsSchema, type RateFigure, type WinbackGroup, type WinbackRate } from "./schema";

type Asked = {
  shopId: string;
  zone: string;
  /** Inclusive and exclusive. */
  from: Date;
  to: Date;
};

/**
 * F16: of those whose last valid order was more than T days ago when the window began, who ordered in it. Some come back
 * by themselves: the rate of those who were left out on purpose stands beside it.
 */
export async function presentWinbackRate(
  db: Db,
  { now, ...asked }: Asked & { now: Date },
): Promise<WinbackRate> {
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
    asOf: now.toISOString(),
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

async function lostOf(db: Db, { shopId, zone, from, to }: Asked): Promise<LostOf> {
  const { smallStoreDays } = LapseSettingsSchema.parse({});
  const lapseMs = await getStoreLapseMs(db, { shopId, zone, at: from, smallStoreDays });
  return { shopId, from, to, lapseMs, experimentKeys: await listWinbackExperiments(db, { shopId }) };
}

function figureOf({ lost, recovered }: LostCounts): RateFigure {
  return { value: ratio(recovered, lost), numerator: recovered, denominator: lost };
}
