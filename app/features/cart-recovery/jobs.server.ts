import { z } from "zod";

import { type IncentiveResult, issueIncentive } from "~/engine/incentives/issue.server";
import { assertNever } from "~/kit/decision";
import { defineJob } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";

import { type LeftCheckout, codeOccasion, findLeftCheckout } from "./facts/repository.server";
import { claimRecovery, deleteWaiting, findRecoveryByCheckout, type RecoveryRow } from "./repository.server";
import { decideRecovery, type PlainReason } from "./rules";
import { BUDGET_KEY, codeOffer } from "./rules/offer";
import type { CartRecoverySettings } from "./schema";

import { logDecision } from "./flow/log.server";
import { readRecoverySettings } from "./flow/settings.server";
import { writeReminder } from "./flow/write.server";

const PayloadSchema = z.object({ shopId: z.string(), checkoutId: z.string() });

/** Looks at a checkout whose delay is over. Its dedupe key is the checkout. */
export const considerCheckout = defineJob<z.infer<typeof PayloadSchema>>({
  name: "cart-recovery.consider",
  schema: PayloadSchema,
  maxAttempts: 8,
  async run({ shopId, checkoutId }, { tx, now }) {
    await consider(tx, { shopId, checkoutId, now });
  },
});

/** Reason when nothing is left to decide about. */
export const CHECKOUT_GONE = "checkout-gone";

type Considering = { recovery: RecoveryRow; facts: LeftCheckout; settings: CartRecoverySettings; now: Date };

/** First look, when the delay is over: stop, wait on, ask for a code, or write without one. */
async function consider(
  tx: Tx,
  { shopId, checkoutId, now }: { shopId: string; checkoutId: string; now: Date },
): Promise<void> {
  const recovery = await findRecoveryByCheckout(tx, { shopId, checkoutId });
  if (recovery?.state !== "waiting") return; // Forgotten, or a repeat of a job that got through.
  const facts = await findLeftCheckout(tx, { shopId, checkoutId, now });
  if (!facts) return stop(tx, { recovery, facts, reason: CHECKOUT_GONE, now });
  const settings = await readRecoverySettings(tx, { shopId });
  const considering = { recovery, facts, settings, now };
  const decision = decideRecovery(facts, settings, now);
  switch (decision.kind) {
    case "wait":
      return waitOn(tx, { recovery, until: decision.until, now });
    case "stop":
      if (decision.reason === "completed" && wasBoughtInTime(considering)) {
        await deleteWaiting(tx, { shopId, checkoutId });
        return;
      }
      return stop(tx, { recovery, facts, reason: decision.reason, now });
    case "offer":
      return offer(tx, considering);
    case "remind":
      return writeReminder(tx, { recovery, facts, codeId: null, why: decision.why, now });
    default:
      assertNever(decision);
  }
}

/** Waits until the shopper was quiet for the delay again. The job asks itself: its own row is gone in this transaction. */
export async function waitOn(
  tx: Tx,
  { recovery, until, now }: { recovery: RecoveryRow; until: Date; now: Date },
): Promise<void> {
  const { shopId, checkoutId, id: recoveryId } = recovery;
  const to = { state: "waiting", dueAt: until, messageId: null } as const;
  if (!(await claimRecovery(tx, { shopId, recoveryId, from: ["waiting", "offering"], to, now }))) return;
  await enqueueJob(tx, considerCheckout, {
    payload: { shopId, checkoutId },
    shopId,
    now,
    runAt: until,
    dedupeKey: checkoutId,
  });
}

/** Gives a checkout up, with the reason. `facts` are null when the checkout was deleted or erased. */
export async function stop(
  tx: Tx,
  {
    recovery,
    facts,
    reason,
    now,
  }: { recovery: RecoveryRow; facts: LeftCheckout | null; reason: string; now: Date },
): Promise<void> {
  const { shopId, id: recoveryId } = recovery;
  const to = { state: "stopped", reason } as const;
  if (!(await claimRecovery(tx, { shopId, recoveryId, from: ["waiting", "offering"], to, now }))) return;
  await logDecision(tx, recovery, {
    outcome: "skipped",
    reason,
    round: facts?.activeAt ?? recovery.dueAt,
    now,
  });
}

async function offer(tx: Tx, { recovery, facts, settings, now }: Considering): Promise<void> {
  const { shopId, checkoutId, id: recoveryId } = recovery;
  if (facts.customerId === null)
    throw new Error(`checkout "${checkoutId}" was offered a code without a customer`);
  const given = await issueIncentive(tx, {
    shopId,
    customerId: facts.customerId,
    offer: codeOffer(settings),
    occasionKey: codeOccasion(checkoutId),
    budgetKey: BUDGET_KEY,
    now,
  });
  const codeId = given.kind === "refused" ? null : given.codeId;
  const to = { state: "offering", codeId } as const;
  if (!(await claimRecovery(tx, { shopId, recoveryId, from: ["waiting"], to, now }))) return;
  if (given.kind === "requested") return; // code.issued or code.failed goes on from here.
  const why = given.kind === "refused" ? whyWithout(given.reason) : null;
  await writeReminder(tx, { recovery: { ...recovery, ...to }, facts, codeId, why, now });
}

/** Of a code that was asked for in an earlier round of the same checkout, or that a guard of the shop held back. */
function whyWithout(reason: Extract<IncentiveResult, { kind: "refused" }>["reason"]): PlainReason {
  if (reason === "failed" || reason === "over" || reason === "already-used") return "code-failed";
  return reason === "serial-abandoner" ? "serial-abandoner" : "code-refused";
}

function wasBoughtInTime({ recovery, facts }: Considering): boolean {
  return facts.completedAt === null || facts.completedAt <= recovery.dueAt;
}
