import { startOfDay } from "~/kit/day-start";
import { DAY_MS } from "~/kit/duration";
import { shareInterval } from "~/kit/statistics";
import { addDays, addMonths, dayIn, monthIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import {
  type TokenSource,
  countArms,
  type ExperimentRow,
  findExperiment,
  listOutcomes,
  listCodeOrders,
  listTokenOrders,
  listWhenFull,
} from "./repository.server";
import { lookAt } from "./rules";
import { decideSplit } from "./rules/split";
import { decideVerdict } from "./rules/verdict";
import {
  EXPERIMENT_SETTINGS_KEY,
  type ExperimentSettings,
  ExperimentSettingsSchema,
  type LiftState,
  type SplitArm,
  type SplitState,
  TREATED,
} from "./schema";

/** Who is left out on purpose; the defaults where nothing was saved. */
export function presentExperimentSettings(
  db: Db,
  { shopId }: { shopId: string },
): Promise<ExperimentSettings> {
  return readSetting(db, { shopId, key: EXPERIMENT_SETTINGS_KEY, schema: ExperimentSettingsSchema });
}

/** How many people are in a comparison by now, and since when; null before the first. */
export async function presentExposed(
  db: Db,
  asked: { shopId: string; experimentKey: string },
): Promise<{ controlCount: number; treatedCount: number; startedAt: string } | null> {
  const experiment = await findExperiment(db, asked);
  if (!experiment) return null;
  const counts = await countArms(db, asked);
  const controlCount = counts.get(experiment.controlArm) ?? 0;
  const allCount = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return {
    controlCount,
    treatedCount: allCount - controlCount,
    startedAt: experiment.startedAt.toISOString(),
  };
}

type Asked = { shopId: string; experimentKey: string; zone: string; now: Date };

/**
 * What a comparison says now; the same until its next look.
 *
 * A holdout is looked at month by month (`lookAt`), a split once, when enough people are through in every arm. Only
 * people whose whole window has passed are counted, so both arms had the same time.
 *
 * @param input.arm Which arm of a split is compared with the first one; of a holdout, the treated.
 */
export async function presentLift(
  db: Db,
  { arm = TREATED, ...asked }: Asked & { arm?: string },
): Promise<LiftState> {
  const experiment = await findExperiment(db, asked);
  if (!experiment) return { kind: "not-enough-data", why: "not-begun", neededCount: null, readyAt: null };
  return experiment.plannedCount > 0
    ? presentSplit(db, { experiment, arm, now: asked.now })
    : presentHoldout(db, { experiment, arm, zone: asked.zone, now: asked.now });
}

/**
 * What a comparison says of people who all came into it within a while, as those of a campaign do. It is judged once,
 * when the last of them is through.
 *
 * @param asked.lastAt When the last one came in; null while they still come.
 */
export async function presentOneLift(
  db: Db,
  { lastAt, now, ...key }: { shopId: string; experimentKey: string; lastAt: Date | null; now: Date },
): Promise<LiftState> {
  const experiment = await findExperiment(db, key);
  const nothing = { kind: "not-enough-data", neededCount: null } as const;
  if (!experiment) return { ...nothing, why: "not-begun", readyAt: null };
  if (!lastAt) return { ...nothing, why: "still-running", readyAt: null };
  const readyAt = new Date(lastAt.getTime() + experiment.windowDays * DAY_MS);
  if (now < readyAt) return { ...nothing, why: "still-running", readyAt: readyAt.toISOString() };
  const { startedAt: from, experimentKey, shopId } = experiment;
  const to = new Date(lastAt.getTime() + 1);
  const seed = `${shopId}:${experimentKey}`;
  return judge(db, { experiment, arm: TREATED, from, to, confidence: 0.95, seed });
}

async function presentHoldout(
  db: Db,
  { experiment, arm, zone, now }: { experiment: ExperimentRow; arm: string; zone: string; now: Date },
): Promise<LiftState> {
  const { shopId, experimentKey, windowDays, startedAt, endedAt } = experiment;
  // Switched off, those who were left out are treated like the others: what they bought since compares nothing.
  const isOver = endedAt !== null && endedAt < now;
  const startMonth = firstWholeMonth(startedAt, zone);
  const throughDay = addDays(dayIn(zone, isOver ? endedAt : now), -windowDays);
  const throughMonth = addMonths(throughDay.slice(0, 7), -1);
  const { look, nextMonth } = lookAt(startMonth, throughMonth);
  const readyOn = addDays(`${addMonths(nextMonth, 1)}-01`, windowDays);
  const readyAt = isOver ? null : startOfDay(zone, readyOn).toISOString();
  if (!look && isOver) return { kind: "not-enough-data", why: "too-few-people", neededCount: null, readyAt };
  if (!look) return { kind: "not-enough-data", why: "still-running", neededCount: null, readyAt };
  const state = await judge(db, {
    experiment,
    arm,
    from: startOfDay(zone, `${look.fromMonth}-01`),
    to: startOfDay(zone, `${addMonths(look.toMonth, 1)}-01`),
    confidence: look.confidence,
    seed: `${shopId}:${experimentKey}:${look.number}`,
  });
  return state.kind === "not-enough-data" ? { ...state, readyAt } : state;
}

/** A month that began before the comparison holds only some of its people. */
function firstWholeMonth(startedAt: Date, zone: string): string {
  const day = dayIn(zone, startedAt);
  const month = monthIn(zone, startedAt);
  return day.endsWith("-01") ? month : addMonths(month, 1);
}

async function presentSplit(
  db: Db,
  { experiment, arm, now }: { experiment: ExperimentRow; arm: string; now: Date },
): Promise<LiftState> {
  const { plannedCount } = experiment;
  // Doubled while too few bought: more buyers were waited for, not a difference.
  for (let count = plannedCount; ; count *= 2) {
    const state = await presentSplitOf(db, { experiment, arm, count, now });
    if (state.kind !== "not-enough-data" || state.why !== "too-few-buyers") return state;
  }
}

async function presentSplitOf(
  db: Db,
  { experiment, arm, count, now }: { experiment: ExperimentRow; arm: string; count: number; now: Date },
): Promise<LiftState> {
  const { shopId, experimentKey, windowDays, controlArm, startedAt } = experiment;
  const full = await listWhenFull(db, { shopId, experimentKey, count });
  const times = [full.get(controlArm), full.get(arm)];
  const waiting = { kind: "not-enough-data", why: "still-running", neededCount: count } as const;
  if (times.some((time) => time === undefined)) return { ...waiting, readyAt: null };
  const fullAt = Math.max(...times.map((time) => time?.getTime() ?? 0));
  const readyAt = new Date(fullAt + windowDays * DAY_MS);
  if (now < readyAt) return { ...waiting, readyAt: readyAt.toISOString() };
  return judge(db, {
    experiment,
    arm,
    from: startedAt,
    to: new Date(fullAt + 1),
    confidence: 0.95,
    seed: `${shopId}:${experimentKey}:${arm}`,
  });
}

/**
 * What a split of a flow says now: its arms side by side, and which is better once that can be told.
 *
 * @param asked.arms Their keys, as the flow has them.
 */
export async function presentSplitState(
  db: Db,
  { arms, ...asked }: Asked & { arms: readonly string[] },
): Promise<SplitState | null> {
  const experiment = await findExperiment(db, asked);
  if (!experiment) return null;
  const { windowDays, controlArm, startedAt: from } = experiment;
  const entered = await countArms(db, asked);
  const to = new Date(asked.now.getTime() - windowDays * DAY_MS);
  const outcomes = await listOutcomes(db, { ...asked, windowDays, from, to });
  const lifts = [];
  for (const arm of arms.filter((key) => key !== controlArm))
    lifts.push({ arm, lift: await presentLift(db, { ...asked, arm }) });
  return {
    windowDays,
    arms: arms.map((key) => armOf(key, { entered, outcomes })),
    verdict: decideSplit(lifts, controlArm),
  };
}

function armOf(
  key: string,
  { entered, outcomes }: { entered: ReadonlyMap<string, number>; outcomes: ReadonlyMap<string, number[]> },
): SplitArm {
  const brought = outcomes.get(key) ?? [];
  const buyerCount = brought.filter((minor) => minor > 0).length;
  const interval = shareInterval(buyerCount, brought.length);
  return {
    ...{ key, enteredCount: entered.get(key) ?? 0, throughCount: brought.length, buyerCount },
    rate: interval && { value: buyerCount / brought.length, ...interval },
  };
}

async function judge(
  db: Db,
  {
    experiment,
    arm,
    from,
    to,
    confidence,
    seed,
  }: { experiment: ExperimentRow; arm: string; from: Date; to: Date; confidence: number; seed: string },
): Promise<LiftState> {
  const { shopId, experimentKey, windowDays, controlArm } = experiment;
  const outcomes = await listOutcomes(db, { shopId, experimentKey, windowDays, from, to });
  const arms = { treated: outcomes.get(arm) ?? [], control: outcomes.get(controlArm) ?? [] };
  return decideVerdict(arms, { seed, confidence });
}

/** Orders that carry a token of ours: what other tools call "attributed". It counts who would have bought anyway. */
export type TokenRevenue = {
  orderCount: number;
  netMinor: number;
  /** Of them, with a code of ours; and after a click. An order may be both. */
  byCodeCount: number;
  byClickCount: number;
};

/**
 * Revenue by token of a flow or a campaign, to stand beside its lift: the two differ by those who would have bought anyway.
 *
 * A click is one that a person made in a message of it; programs that open every link are left out.
 *
 * @param input.windowDays Days after a click in which an order counts.
 */
export async function presentTokenRevenue(
  db: Db,
  asked: {
    shopId: string;
    source: TokenSource;
    windowDays: number;
    from: Date;
    to: Date;
  },
): Promise<TokenRevenue> {
  const orders = await listTokenOrders(db, asked);
  return {
    orderCount: orders.length,
    netMinor: orders.reduce((sum, { netMinor }) => sum + netMinor, 0),
    byCodeCount: orders.filter(({ byCode }) => byCode).length,
    byClickCount: orders.filter(({ byClick }) => byClick).length,
  };
}

/** What the orders with a code of a source brought. */
export type CodeRevenue = { orderCount: number; netMinor: number };

/** Revenue by code alone, however long after the message: a click says nothing about an order months later. */
export async function presentCodeRevenue(
  db: Db,
  asked: { shopId: string; source: TokenSource; from: Date; to: Date },
): Promise<CodeRevenue> {
  const orders = await listCodeOrders(db, asked);
  return { orderCount: orders.length, netMinor: orders.reduce((sum, { netMinor }) => sum + netMinor, 0) };
}
