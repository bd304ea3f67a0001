import { findLateExit } from "~/engine/flows/run/last-look.server";
import { findContext } from "~/engine/flows/run/context.server";
import { startClock } from "~/engine/incentives/clock.server";
import { findIssuedCode } from "~/engine/incentives/presenter.server";
import type { MailPurpose, QueuedMessage } from "~/engine/messaging/purpose";
import type { Tx } from "~/platform/db.server";

export const PURPOSE = "flows";

type Asked = { shopId: string; message: QueuedMessage; now: Date };

/** What flows send: their subject is the run. */
export const flowsPurpose: MailPurpose = { purpose: PURPOSE, recheck, onSettled };

/** The last look before a message leaves: does its run still stand for it, and is its code still good. */
async function recheck(tx: Tx, { shopId, message, now }: Asked): ReturnType<MailPurpose["recheck"]> {
  const runId = message.subjectId ?? "";
  const exit = await findLateExit(tx, { shopId, runId, now });
  if (exit) return { kind: "cancel", reason: exit };
  const codeId = await findCodeId(tx, { shopId, runId });
  // A code that was never made is not in the message.
  const code = codeId === null ? null : await findIssuedCode(tx, { shopId, codeId });
  const isSpent = code !== null && (code.isRedeemed || now >= code.expiresAt);
  return isSpent ? { kind: "cancel", reason: "code-spent" } : { kind: "go" };
}

/** The days of the code begin to count. That the run goes on, its events see to: `message.sent`, `message.cancelled`. */
async function onSettled(
  tx: Tx,
  { shopId, message, outcome, now }: Parameters<MailPurpose["onSettled"]>[1],
): Promise<void> {
  if (outcome.kind !== "sent" && outcome.kind !== "uncertain") return;
  const codeId = await findCodeId(tx, { shopId, runId: message.subjectId ?? "" });
  if (codeId !== null) await startClock(tx, { shopId, codeId, sentAt: now, now });
}

async function findCodeId(tx: Tx, ids: { shopId: string; runId: string }): Promise<string | null> {
  const codeId = (await findContext(tx, ids))?.codeId;
  return typeof codeId === "string" ? codeId : null;
}
