import { findIssuedCode } from "~/engine/incentives/presenter.server";
import type { MailPurpose, MessageOutcome, QueuedMessage } from "~/engine/messaging/purpose";
import type { Tx } from "~/platform/db.server";

import { findLeftCheckout } from "../facts/repository.server";
import { CHECKOUT_GONE } from "../jobs.server";
import { findRecovery } from "../repository.server";
import { decideRecovery } from "../rules";

import {
  settleCancelled,
  settleLost,
  settleSent,
  SHOPPER_IS_BACK,
  type Subject,
  SUPERSEDED,
} from "./settled.server";
import { readRecoverySettings } from "./settings.server";
import { PURPOSE } from "./write.server";

type Asked = { shopId: string; message: QueuedMessage; now: Date };

async function findSubject(tx: Tx, { shopId, message, now }: Asked): Promise<Subject | null> {
  const recovery = message.subjectId
    ? await findRecovery(tx, { shopId, recoveryId: message.subjectId })
    : null;
  if (!recovery) return null;
  const facts = await findLeftCheckout(tx, { shopId, checkoutId: recovery.checkoutId, now });
  return { recovery, facts };
}

/** Third look, in the last transaction before the mail server is called. */
async function recheck(tx: Tx, asked: Asked): ReturnType<MailPurpose["recheck"]> {
  const { shopId, message, now } = asked;
  const subject = await findSubject(tx, asked);
  if (!subject) return { kind: "cancel", reason: "erased" };
  const { recovery, facts } = subject;
  if (recovery.sentAt || recovery.messageId !== message.id) return { kind: "cancel", reason: SUPERSEDED };
  if (!facts) return { kind: "cancel", reason: CHECKOUT_GONE };
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

export const cartRecoveryPurpose: MailPurpose = { purpose: PURPOSE, recheck, onSettled };
