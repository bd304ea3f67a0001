import { findIssuedCode } from "~/engine/incentives/presenter.server";
import { type MailPurpose, type MessageOutcome, type QueuedMessage } from "~/engine/messaging/purpose";
import { type Tx } from "~/platform/db.server";

import { type CheckoutFacts, findCheckoutFacts } from "../facts/repository.server";
import { stop, waitOn } from "../jobs.server";
import { claimRecovery, findRecovery, listOrderIdsOfCheckout, type RecoveryRow } from "../repository.server";
import { decideRecovery } from "../rules";

import { logDecision } from "./log.server";
import { recordRecovered } from "./recovered.server";
import { readRecoverySettings } from "./settings.server";
import { PURPOSE } from "./write.server";

/** The shopper came back while the mail waited: it is withdrawn, and the checkout watched on. */
const SHOPPER_IS_BACK = "shopper-is-back";

type Subject = { recovery: RecoveryRow; facts: CheckoutFacts };
type Asked = { shopId: string; message: QueuedMessage; now: Date };

async function findSubject(tx: Tx, { shopId, message, now }: Asked): Promise<Subject | null> {
  const recovery = message.subjectId
    ? await findRecovery(tx, { shopId, recoveryId: message.subjectId })
    : null;
  const facts = recovery && (await findCheckoutFacts(tx, { shopId, checkoutId: recovery.checkoutId, now }));
  return facts ? { recovery, facts } : null;
}

/** Third look, in the last transaction before the mail server is called. */
async function recheck(tx: Tx, asked: Asked): ReturnType<MailPurpose["recheck"]> {
  const { shopId, message, now } = asked;
  const subject = await findSubject(tx, asked);
  if (!subject) return { kind: "cancel", reason: "erased" };
  const { recovery, facts } = subject;
  if (recovery.sentAt || recovery.messageId !== message.id) return { kind: "cancel", reason: "superseded" };
  const decision = decideRecovery(facts, await readRecoverySettings(tx, { shopId }), now);
  if (decision.kind === "stop") return { kind: "cancel", reason: decision.reason };
  if (decision.kind === "wait") return { kind: "cancel", reason: SHOPPER_IS_BACK };
  if (recovery.codeId && (await isCodeSpent(tx, { shopId, codeId: recovery.codeId, now }))) {
    return { kind: "cancel", reason: "code-spent" };
  }
  return { kind: "go" };
}

/** A code that was promised in the mail but is no longer taken. One that was never made is not in the mail. */
async function isCodeSpent(
  tx: Tx,
  { shopId, codeId, now }: { shopId: string; codeId: string; now: Date },
): Promise<boolean> {
  const code = await findIssuedCode(tx, { shopId, codeId });
  return code !== null && (code.isRedeemed || now >= code.expiresAt);
}

async function onSettled(tx: Tx, settled: Asked & { outcome: MessageOutcome }): Promise<void> {
  const subject = await findSubject(tx, settled);
  if (!subject) return;
  const { outcome, now } = settled;
  switch (outcome.kind) {
    case "sent":
      return settleSent(tx, subject, now);
    case "cancelled":
      return settleCancelled(tx, subject, { reason: outcome.reason, now });
    case "failed":
      return settleLost(tx, subject, { reason: "mail-failed", error: outcome.error, now });
    case "uncertain":
      return settleLost(tx, subject, { reason: "mail-uncertain", error: outcome.error, now });
  }
}

async function settleSent(tx: Tx, { recovery, facts }: Subject, now: Date): Promise<void> {
  const { shopId, id: recoveryId } = recovery;
  const to = { state: "sent", sentAt: now, reason: null } as const;
  // Stopped is a way to sent too: a person asked for another try of a mail that had failed.
  if (!(await claimRecovery(tx, { shopId, recoveryId, from: ["offering", "stopped"], to, now }))) return;
  const { amountMinor, currencyCode } = facts;
  // A mail without a code keeps its why on the recovery until here.
  const isPlain = recovery.state === "offering" && recovery.reason !== null;
  const code =
    recovery.codeId && !isPlain ? await findIssuedCode(tx, { shopId, codeId: recovery.codeId }) : null;
  const reason = isPlain ? `sent-${recovery.reason}` : code ? "sent-with-code" : "sent-without-code";
  const params = { amountMinor, currencyCode, ...(code ? { code: code.code } : {}) };
  await logDecision(tx, recovery, { outcome: "sent", reason, params, round: facts.activeAt, now });
  // The order may have come in between the hand-over and now.
  if (!facts.token) return;
  for (const orderId of await listOrderIdsOfCheckout(tx, { shopId, token: facts.token })) {
    await recordRecovered(tx, { shopId, orderId, now });
  }
}

async function settleCancelled(
  tx: Tx,
  subject: Subject,
  { reason, now }: { reason: string; now: Date },
): Promise<void> {
  const { recovery, facts } = subject;
  if (reason === "superseded") return;
  if (reason !== SHOPPER_IS_BACK) return stop(tx, { recovery, facts, reason, now });
  const settings = await readRecoverySettings(tx, { shopId: recovery.shopId });
  const decision = decideRecovery(facts, settings, now);
  const until = decision.kind === "wait" ? decision.until : now;
  await logDecision(tx, recovery, {
    outcome: "postponed",
    reason,
    round: facts.activeAt,
    nextTryAt: until,
    now,
  });
  return waitOn(tx, { recovery, until, now });
}

async function settleLost(
  tx: Tx,
  { recovery, facts }: Subject,
  { reason, error, now }: { reason: string; error: string; now: Date },
): Promise<void> {
  const { shopId, id: recoveryId } = recovery;
  const to = { state: "stopped", reason } as const;
  if (!(await claimRecovery(tx, { shopId, recoveryId, from: ["offering"], to, now }))) return;
  await logDecision(tx, recovery, {
    outcome: "stopped",
    reason,
    params: { error },
    round: facts.activeAt,
    now,
  });
}

export const cartRecoveryPurpose: MailPurpose = { purpose: PURPOSE, recheck, onSettled };
