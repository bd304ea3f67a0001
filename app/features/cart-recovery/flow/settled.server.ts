import { findIssuedCode } from "~/engine/incentives/presenter.server";
import type { Tx } from "~/platform/db.server";

import type { LeftCheckout } from "../facts/repository.server";
import { stop, waitOn } from "../jobs.server";
import { claimRecovery, listOrderIdsOfCheckout, type RecoveryRow } from "../repository.server";
import { decideRecovery } from "../rules";

import { logDecision } from "./log.server";
import { recordRecovered } from "./recovered.server";
import { readRecoverySettings } from "./settings.server";

/** The shopper came back while the mail waited: it is withdrawn, and the checkout watched on. */
export const SHOPPER_IS_BACK = "shopper-is-back";

/** Another mail about the same checkout took its place, or was sent. */
export const SUPERSEDED = "superseded";

/** `facts` are null when the checkout was deleted or erased. */
export type Subject = { recovery: RecoveryRow; facts: LeftCheckout | null };

/** The mail has left: from now on an order from this checkout counts as recovered. */
export async function settleSent(tx: Tx, { recovery, facts }: Subject, now: Date): Promise<void> {
  const { shopId, id: recoveryId, codeId } = recovery;
  const to = { state: "sent", sentAt: now, reason: null } as const;
  // Stopped is a way to sent too: a person asked for another try of a mail that had failed.
  if (!(await claimRecovery(tx, { shopId, recoveryId, from: ["offering", "stopped"], to, now }))) return;
  // A mail without a code keeps its why on the recovery until here.
  const why = recovery.state === "offering" ? recovery.reason : null;
  const code = codeId && !why ? await findIssuedCode(tx, { shopId, codeId }) : null;
  const reason = why ? `sent-${why}` : code ? "sent-with-code" : "sent-without-code";
  const params = {
    ...(facts ? { amountMinor: facts.amountMinor, currencyCode: facts.currencyCode } : {}),
    ...(code ? { code: code.code } : {}),
  };
  await logDecision(tx, recovery, {
    outcome: "sent",
    reason,
    params,
    round: roundOf({ recovery, facts }),
    now,
  });
  // The order may have come in between the hand-over and now.
  if (!facts?.token) return;
  for (const orderId of await listOrderIdsOfCheckout(tx, { shopId, token: facts.token })) {
    await recordRecovered(tx, { shopId, orderId, now });
  }
}

/** The last check said no: given up with its reason, or watched on when the shopper is back. */
export async function settleCancelled(
  tx: Tx,
  { recovery, facts }: Subject,
  { reason, now }: { reason: string; now: Date },
): Promise<void> {
  if (reason === SUPERSEDED) return;
  if (reason !== SHOPPER_IS_BACK || !facts) return stop(tx, { recovery, facts, reason, now });
  const settings = await readRecoverySettings(tx, { shopId: recovery.shopId });
  const decision = decideRecovery(facts, settings, now);
  const until = decision.kind === "wait" ? decision.until : now;
  const round = facts.activeAt;
  await logDecision(tx, recovery, { outcome: "postponed", reason, round, nextTryAt: until, now });
  return waitOn(tx, { recovery, until, now });
}

/** The mail did not get through, or nobody knows: not tried again by itself. */
export async function settleLost(
  tx: Tx,
  { recovery, facts }: Subject,
  { reason, error, now }: { reason: "mail-failed" | "mail-uncertain"; error: string; now: Date },
): Promise<void> {
  const { shopId, id: recoveryId } = recovery;
  const to = { state: "stopped", reason } as const;
  if (!(await claimRecovery(tx, { shopId, recoveryId, from: ["offering"], to, now }))) return;
  const round = roundOf({ recovery, facts });
  await logDecision(tx, recovery, { outcome: "stopped", reason, params: { error }, round, now });
}

function roundOf({ recovery, facts }: Subject): Date {
  return facts?.activeAt ?? recovery.dueAt;
}
