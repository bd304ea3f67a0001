import type { ActingRun, ActionResult, FlowAction, SimulatedResult } from "~/engine/flows/contribution";
import { foreseeIncentive } from "~/engine/incentives/foresee.server";
import { type IncentiveResult, issueIncentive } from "~/engine/incentives/issue.server";
import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { DAY_MS } from "~/kit/duration";
import type { Db, Tx } from "~/platform/db.server";

import { codeOccasion, countRecentCodes, findLeftCheckout } from "../facts/repository.server";
import { reasonForNoCode } from "../rules";
import { BUDGET_KEY, codeOffer } from "../rules/offer";
import { type CodeSettings, CodeSettingsSchema, LIMITS } from "../schema";

/** How long the store is given to make a code; then the reminder goes without. */
const PATIENCE_MS = DAY_MS;

type Acting = { shopId: string; settings: CodeSettings; now: Date };

/**
 * Gives who left a checkout a code of their own: one per checkout, whatever happens. Who gets none is reminded without:
 * a reminder helps the shopper all the same, and a code that could not be made is the shop's trouble, not theirs.
 */
export const giveCode: FlowAction<CodeSettings> = {
  key: "cart-recovery.give-code",
  textNamespace: "cart-recovery",
  schema: CodeSettingsSchema,
  fields: [
    { name: "percentBp", kind: "percent", ...LIMITS.percent },
    { name: "validDays", kind: "count", ...LIMITS.validDays },
    { name: "maxCodesPer90Days", kind: "count", ...LIMITS.maxCodes },
    { name: "firstTimersOnly", kind: "flag" },
  ],
  needsCustomer: false,
  async perform(tx, { runs, ...acting }) {
    const results: ActionResult[] = [];
    for (const run of runs) results.push(await give(tx, run, acting));
    return results;
  },
  async resume(tx, { shopId, run }) {
    const { codeId } = run.context;
    return typeof codeId === "string" ? tellCode(tx, { shopId, codeId }) : withoutCode("code-failed");
  },
  async simulate(db, { runs, ...acting }) {
    const results: SimulatedResult[] = [];
    for (const run of runs) results.push(await foresee(db, run, acting));
    return results;
  },
};

async function give(tx: Tx, run: ActingRun, { shopId, settings, now }: Acting): Promise<ActionResult> {
  const { checkoutId, customerId, why } = await findAgainst(tx, run, { shopId, settings, now });
  if (why !== null || customerId === null) return withoutCode(why ?? "guest");
  const given = await issueIncentive(tx, {
    ...{ shopId, customerId, now, offer: codeOffer(settings) },
    occasionKey: codeOccasion(checkoutId),
    budgetKey: BUDGET_KEY,
  });
  switch (given.kind) {
    case "issued":
      return tellCode(tx, { shopId, codeId: given.codeId });
    case "requested":
      return {
        kind: "pending",
        reason: "code-asked",
        context: { codeId: given.codeId },
        events: ["code.issued", "code.failed"],
        subjectId: given.codeId,
        until: new Date(now.getTime() + PATIENCE_MS),
      };
    case "refused":
      return withoutCode(whyRefused(given.reason));
  }
}

/** Whom a code would be for, and why there is none by this feature's own rules. */
async function findAgainst(db: Db, { subjectId }: ActingRun, { shopId, settings, now }: Acting) {
  const checkoutId = subjectId ?? "";
  const facts = await findLeftCheckout(db, { shopId, checkoutId, at: now });
  const customerId = facts?.customer === "known" ? facts.customerId : null;
  const recentCodeCount =
    customerId === null ? 0 : await countRecentCodes(db, { shopId, customerId, checkoutId, now });
  return {
    checkoutId,
    customerId,
    why: reasonForNoCode({ isGuest: customerId === null, recentCodeCount }, settings),
  };
}

async function tellCode(
  db: Db,
  { shopId, codeId }: { shopId: string; codeId: string },
): Promise<Extract<ActionResult, { kind: "done" | "skipped" }>> {
  const code = await findIssuedCode(db, { shopId, codeId });
  if (!code) return withoutCode("code-failed");
  const params = { code: code.code, percent: code.percentBp / 100 };
  return { kind: "done", reason: "code-issued", outcome: "issued", params, context: { codeId } };
}

function withoutCode(reason: string) {
  return { kind: "skipped", reason: `no-code-${reason}` } as const;
}

/** Guards tell in a line of their own what they said no to. */
function whyRefused(reason: Extract<IncentiveResult, { kind: "refused" }>["reason"]): string {
  if (reason === "failed" || reason === "over" || reason === "already-used") return "code-failed";
  return reason === "serial-abandoner" ? "serial-abandoner" : "code-refused";
}

async function foresee(db: Db, run: ActingRun, acting: Acting): Promise<SimulatedResult> {
  const { shopId, settings, now } = acting;
  const { customerId, why } = await findAgainst(db, run, acting);
  if (why !== null || customerId === null) return { result: withoutCode(why ?? "guest"), at: now };
  const offer = codeOffer(settings);
  const foreseen = await foreseeIncentive(db, { shopId, customerId, offer, budgetKey: BUDGET_KEY, now });
  if (foreseen.kind === "refuse") return { result: withoutCode(whyRefused(foreseen.reason)), at: now };
  const params = { code: offer.prefix, percent: settings.percentBp / 100 };
  return {
    result: { kind: "done", reason: "code-issued", outcome: "issued", params },
    at: now,
    cost: { amountMinor: foreseen.expectedCostMinor, currencyCode: foreseen.currencyCode },
  };
}
