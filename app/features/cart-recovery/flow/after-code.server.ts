import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { assertNever } from "~/kit/decision";
import type { Tx } from "~/platform/db.server";

import { type LeftCheckout, findLeftCheckout } from "../facts/repository.server";
import { CHECKOUT_GONE, stop, waitOn } from "../jobs.server";
import { findRecoveryByCode, type RecoveryRow } from "../repository.server";
import { decideRecovery } from "../rules";

import { logDecision } from "./log.server";
import { readRecoverySettings } from "./settings.server";
import { writeReminder } from "./write.server";

/**
 * Second look, when Shopify has made the code or refused to.
 *
 * Without a code the reminder still goes out: it helps the shopper all the same, and a discount that could not be
 * made is the shop's trouble, not theirs.
 */
export async function continueAfterCode(
  tx: Tx,
  { shopId, codeId, now }: { shopId: string; codeId: string; now: Date },
): Promise<void> {
  const recovery = await findRecoveryByCode(tx, { shopId, codeId });
  if (recovery?.state !== "offering" || recovery.messageId !== null) return; // Stopped, written already, or a repeat.
  const facts = await findLeftCheckout(tx, { shopId, checkoutId: recovery.checkoutId, now });
  if (!facts) return stop(tx, { recovery, facts, reason: CHECKOUT_GONE, now });
  const isIssued = await logCode(tx, { recovery, facts, codeId, now });
  const decision = decideRecovery(facts, await readRecoverySettings(tx, { shopId }), now);
  switch (decision.kind) {
    case "wait":
      return waitOn(tx, { recovery, until: decision.until, now });
    case "stop":
      return stop(tx, { recovery, facts, reason: decision.reason, now });
    case "offer":
    case "remind":
      // What Shopify has made for this person is theirs, whatever the settings say since.
      return writeReminder(tx, {
        recovery,
        facts,
        codeId: isIssued ? codeId : null,
        why: isIssued ? null : "code-failed",
        now,
      });
    default:
      assertNever(decision);
  }
}

async function logCode(
  tx: Tx,
  { recovery, facts, codeId, now }: { recovery: RecoveryRow; facts: LeftCheckout; codeId: string; now: Date },
): Promise<boolean> {
  const code = await findIssuedCode(tx, { shopId: recovery.shopId, codeId });
  if (!code) return false;
  const params = { code: code.code, percent: code.percentBp / 100, expiresAt: code.expiresAt.toISOString() };
  await logDecision(tx, recovery, {
    outcome: "issued",
    reason: "code-issued",
    params,
    round: facts.activeAt,
    now,
  });
  return true;
}
