import type { ActingRun, ActionResult, FlowAction, SimulatedResult } from "~/engine/flows/contribution";
import { findIncentiveFacts } from "~/engine/incentives/facts/repository.server";
import { type IncentiveResult, issueIncentive } from "~/engine/incentives/issue.server";
import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { decideIncentive } from "~/engine/incentives/rules/guards";
import { INCENTIVE_SETTINGS_KEY, IncentiveSettingsSchema, OFFER_LIMITS } from "~/engine/incentives/schema";
import { presentOfferNotices } from "~/engine/incentives/terms/notices.server";
import { assertNever } from "~/kit/decision";
import { DAY_MS } from "~/kit/duration";
import type { Db, Tx } from "~/platform/db.server";
import { readSetting } from "~/shops/settings.server";

import { giftOf } from "../rules";
import { type GiftSettings, GiftSettingsSchema, LADDER_LIMITS } from "../schema";

/** How long the store is given to make the code. The day is over then. */
const PATIENCE_MS = DAY_MS;

/**
 * Gives the present of the year: once a year and person, whichever flow gives it.
 *
 * Who gets none leaves the flow: the mail that follows speaks of a present.
 */
export const issueGift: FlowAction<GiftSettings> = {
  key: "anniversaries.issue-gift",
  textNamespace: "anniversaries",
  needsCustomer: true,
  schema: GiftSettingsSchema,
  fields: [
    {
      name: "ladder",
      kind: "rows",
      most: LADDER_LIMITS.steps,
      of: [
        { name: "fromYear", kind: "count", ...LADDER_LIMITS.years },
        { name: "percentBp", kind: "percent", min: 1, max: OFFER_LIMITS.percentBp.max / 100 },
      ],
      initial: { fromYear: 10, percentBp: 2_500 },
    },
    { name: "validDays", kind: "count", ...OFFER_LIMITS.validDays },
    { name: "remindDaysBefore", kind: "optional-count", ...OFFER_LIMITS.remindDays, initial: 5 },
  ],
  findNotices: async (db, { shopId, settings, now }) => {
    // The gifts of all years differ in their size only.
    const gift = giftOf(LADDER_LIMITS.years.max, settings);
    const notices = gift ? await presentOfferNotices(db, { shopId, offer: gift.offer, now }) : [];
    return notices.map((notice) => ({ ...notice, place: "ladder" }));
  },
  perform: async (tx, { shopId, settings, runs, now }) => {
    const results: ActionResult[] = [];
    for (const run of runs) results.push(await give(tx, { shopId, settings, run, now }));
    return results;
  },
  resume: async (tx, { shopId, event, run }) => {
    const { codeId } = run.context;
    const params = paramsOf(run);
    if (event?.type === "code.failed") return { kind: "stopped", reason: "gift-not-made", params };
    // The news may have come while nobody listened.
    const code = typeof codeId === "string" ? await findIssuedCode(tx, { shopId, codeId }) : null;
    return code ? { ...issued(code.id), params } : { kind: "stopped", reason: "gift-late", params };
  },
  simulate: async (db, { shopId, settings, runs, now }) => {
    const results: SimulatedResult[] = [];
    for (const run of runs) results.push(await imagine(db, { shopId, settings, run, now }));
    return results;
  },
};

function yearsOf({ context }: ActingRun): number {
  return typeof context.years === "number" ? context.years : 0;
}

function paramsOf(run: ActingRun) {
  const { giftPercent } = run.context;
  return { years: yearsOf(run), percent: typeof giftPercent === "number" ? giftPercent : null };
}

function issued(codeId: string) {
  return { kind: "done", reason: "gift-given", outcome: "issued", context: { codeId } } as const;
}

function budgetOf({ flowId }: ActingRun): string {
  return `flow:${flowId}`;
}

type Giving = { shopId: string; settings: GiftSettings; run: ActingRun; now: Date };

async function give(tx: Tx, { shopId, settings, run, now }: Giving): Promise<ActionResult> {
  const gift = giftOf(yearsOf(run), settings);
  const params = { years: yearsOf(run), percent: gift?.percent ?? null };
  const { customerId } = run;
  if (!gift || customerId === null) return { kind: "stopped", reason: "no-gift-that-year", params };
  const result = await issueIncentive(tx, {
    shopId,
    customerId,
    offer: gift.offer,
    occasionKey: `anniversary:${customerId}:${run.entryKey}`,
    budgetKey: budgetOf(run),
    now,
  });
  return resultOf(result, { params, percent: gift.percent, now });
}

function resultOf(
  result: IncentiveResult,
  { params, percent, now }: { params: Record<string, number | null>; percent: number; now: Date },
): ActionResult {
  switch (result.kind) {
    case "issued":
      return { ...issued(result.codeId), params };
    case "requested":
      return {
        kind: "pending",
        reason: "gift-asked",
        params,
        context: { codeId: result.codeId, giftPercent: percent },
        events: ["code.issued", "code.failed"],
        subjectId: result.codeId,
        until: new Date(now.getTime() + PATIENCE_MS),
      };
    case "refused":
      return { kind: "stopped", reason: whyNot(result.reason), params };
    default:
      return assertNever(result);
  }
}

/** Guards have told why in a line of their own; what became of this year's gift is told here. */
function whyNot(reason: Extract<IncentiveResult, { kind: "refused" }>["reason"]): string {
  if (reason === "failed") return "gift-not-made";
  return reason === "already-used" || reason === "over" ? "gift-had" : "gift-refused";
}

/** What giving would come to by the guards, and what it is expected to cost. */
async function imagine(db: Db, { shopId, settings, run, now }: Giving): Promise<SimulatedResult> {
  const gift = giftOf(yearsOf(run), settings);
  const params = { years: yearsOf(run), percent: gift?.percent ?? null };
  const { customerId } = run;
  if (!gift || customerId === null)
    return { result: { kind: "stopped", reason: "no-gift-that-year", params }, at: now };
  const limits = await readSetting(db, {
    shopId,
    key: INCENTIVE_SETTINGS_KEY,
    schema: IncentiveSettingsSchema,
  });
  const asked = { shopId, customerId, offer: gift.offer, budgetKey: budgetOf(run), now, settings: limits };
  const gathered = await findIncentiveFacts(db, asked);
  const decision = gathered ? decideIncentive(gathered.facts, gift.offer, limits) : null;
  if (!gathered || decision?.kind !== "give")
    return { result: { kind: "stopped", reason: "gift-refused", params }, at: now };
  const { currencyCode } = gathered;
  const result = { kind: "done", reason: "gift-given", outcome: "issued", params } as const;
  return { result, at: now, cost: { amountMinor: decision.expectedCostMinor, currencyCode } };
}
