import { listContexts } from "~/engine/flows/run/context.server";
import { findLateExits, type LateExit } from "~/engine/flows/run/last-look.server";
import { startClock } from "~/engine/incentives/clock.server";
import { findIssuedCode } from "~/engine/incentives/presenter.server";
import type { MailPurpose, QueuedMessage } from "~/engine/messaging/purpose";
import { MINUTE_MS } from "~/kit/duration";
import type { Tx } from "~/platform/db.server";

import { takeBackUntold } from "../actions/untold-codes.server";
import { PURPOSE } from "../rules/namespace";

/** How long a message of a flow that was paused waits before it asks again. */
const PAUSE_MS = 5 * MINUTE_MS;

type Asked = { shopId: string; messages: readonly QueuedMessage[]; now: Date };
type Verdicts = Awaited<ReturnType<NonNullable<MailPurpose["recheckMany"]>>>;

/** What flows send: their subject is the run. */
export const flowsPurpose: MailPurpose = {
  purpose: PURPOSE,
  recheckMany,
  recheck: async (tx, { message, ...asked }) => {
    const [verdict] = await recheckMany(tx, { ...asked, messages: [message] });
    return verdict ?? { kind: "go" };
  },
  onManySent: beginDays,
  onSettled: async (tx, { message, outcome, ...asked }) => {
    if (outcome.kind === "sent" || outcome.kind === "uncertain")
      await beginDays(tx, { ...asked, messages: [message] });
    if (outcome.kind === "cancelled") await takeBackUntold(tx, { ...asked, runIds: [runIdOf(message)] });
  },
};

/**
 * The last look before messages leave: does the run of each still stand for it, is its flow not paused, and is its code
 * still good.
 */
async function recheckMany(tx: Tx, { shopId, messages, now }: Asked): Promise<Verdicts> {
  const exits = await findLateExits(tx, { shopId, runIds: messages.map(runIdOf), now });
  const codeIds = await listCodeIds(tx, { shopId, messages });
  const verdicts: Verdicts = [];
  for (const message of messages) {
    const exit = exits.get(runIdOf(message));
    const codeId = codeIds.get(runIdOf(message));
    if (exit) verdicts.push(verdictOf(exit, now));
    else if (codeId !== undefined && (await isSpent(tx, { shopId, codeId, now })))
      verdicts.push({ kind: "cancel", reason: "code-spent" });
    else verdicts.push({ kind: "go" });
  }
  return verdicts;
}

function verdictOf(exit: LateExit, now: Date): Verdicts[number] {
  return exit.kind === "over"
    ? { kind: "cancel", reason: exit.reason }
    : { kind: "postpone", until: new Date(now.getTime() + PAUSE_MS), reason: "flow-paused" };
}

/** A code that was never made is not in the message. */
async function isSpent(
  tx: Tx,
  { shopId, codeId, now }: { shopId: string; codeId: string; now: Date },
): Promise<boolean> {
  const code = await findIssuedCode(tx, { shopId, codeId });
  return code !== null && (code.isRedeemed || now >= code.expiresAt);
}

/** The days of codes begin to count. That the runs go on, their events see to: `message.sent`, `message.cancelled`. */
async function beginDays(tx: Tx, { shopId, messages, now }: Asked): Promise<void> {
  for (const codeId of (await listCodeIds(tx, { shopId, messages })).values())
    await startClock(tx, { shopId, codeId, sentAt: now, now });
}

function runIdOf({ subjectId }: QueuedMessage): string {
  return subjectId ?? "";
}

/** The codes that runs know of, by the ids of runs. */
async function listCodeIds(tx: Tx, { shopId, messages }: Omit<Asked, "now">): Promise<Map<string, string>> {
  const contexts = await listContexts(tx, { shopId, runIds: messages.map(runIdOf) });
  return new Map(
    [...contexts].flatMap(([id, { codeId }]) => (typeof codeId === "string" ? [[id, codeId] as const] : [])),
  );
}
