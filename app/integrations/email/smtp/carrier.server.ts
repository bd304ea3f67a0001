import { classifyFailure } from "../outcome";
import type { EmailOutcome } from "../transport";

import { textOf, type Session } from "./connect.server";
import { type Envelope, readerCommand, senderCommand } from "./envelope";
import { LineBroken, type Reply } from "./line.server";

/** A mail on its way through the pool. */
export type Parcel = { envelope: Envelope; body: string; settle: (outcome: EmailOutcome) => void };

/** What a line that breaks before the body has begun leaves: nothing was sent, and it may be carried again. */
export type Unsent = { parcel: Parcel; error: LineBroken };

/**
 * Carries mails over one connection until `next` has no more.
 *
 * Where the server offers PIPELINING the sender, the reader and the wish to send a body go as one group, and right after
 * a body's end those of the next mail (RFC 2920, 3.1): one journey to the server and back per mail instead of four.
 *
 * @returns the mail that was not sent because the line broke before its body; null when there is none.
 */
export async function carryMails(session: Session, next: () => Parcel | null): Promise<Unsent | null> {
  let parcel = begin(session, next());
  while (parcel) {
    const carried = await carryOne(session, parcel, next);
    if (carried.kind === "broken") return carried.unsent;
    parcel = carried.following ?? begin(session, next());
  }
  return null;
}

/** Names a mail to the server, where that need not wait for answers. */
function begin({ line, hasPipelining }: Session, parcel: Parcel | null): Parcel | null {
  if (parcel && hasPipelining) line.write(groupOf(parcel));
  return parcel;
}

/** `following`: a mail that was named to the server already, behind the body of this one. */
type Carried = { kind: "on"; following: Parcel | null } | { kind: "broken"; unsent: Unsent | null };

async function carryOne(session: Session, parcel: Parcel, next: () => Parcel | null): Promise<Carried> {
  const { line, hasPipelining } = session;
  const refusal = await unlessBroken(introduce(session, parcel));
  if (refusal instanceof LineBroken) return { kind: "broken", unsent: { parcel, error: refusal } };
  if (refusal) {
    parcel.settle(outcomeOf(refusal));
    return line.isBroken ? { kind: "broken", unsent: null } : { kind: "on", following: null };
  }
  const following = hasPipelining ? next() : null;
  line.write(parcel.body + (following ? groupOf(following) : ""));
  const reply = await unlessBroken(line.reply());
  if (reply instanceof LineBroken) {
    parcel.settle(brokenOutcome(reply, true));
    return { kind: "broken", unsent: following && { parcel: following, error: reply } };
  }
  parcel.settle(reply.code === 250 ? { kind: "accepted", response: textOf(reply) } : outcomeOf(reply));
  return { kind: "on", following };
}

async function unlessBroken<Value>(work: Promise<Value>): Promise<Value | LineBroken> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof LineBroken) return error;
    throw error;
  }
}

function groupOf({ envelope }: Parcel): string {
  return `${senderCommand(envelope)}${readerCommand(envelope)}DATA\r\n`;
}

/** Everything before the body. @returns the first refusal, after which the line is ready for the next mail; or null. */
async function introduce({ line, hasPipelining }: Session, { envelope }: Parcel): Promise<Reply | null> {
  const replies: Reply[] = [];
  for (const command of [senderCommand(envelope), readerCommand(envelope), "DATA\r\n"]) {
    if (!hasPipelining) line.write(command);
    const reply = await line.reply();
    replies.push(reply);
    if (!hasPipelining && !isTaken(reply)) break;
  }
  const refusal = replies.find((reply) => !isTaken(reply));
  if (!refusal) return null;
  if (replies.at(-1)?.code === 354) {
    // The server wants a body although nobody is to get it: an empty one ends the matter.
    line.write(".\r\n");
    await line.reply();
  }
  line.write("RSET\r\n");
  await line.reply();
  return refusal;
}

function isTaken({ code }: Reply): boolean {
  return (code >= 200 && code < 300) || code === 354;
}

function outcomeOf(reply: Reply): EmailOutcome {
  return classifyFailure({ code: null, responseCode: reply.code, message: textOf(reply), bodyStarted: true });
}

/** What a broken line means for a mail. @param hasBegun Whether its body was on the way. */
export function brokenOutcome({ code, message }: LineBroken, hasBegun: boolean): EmailOutcome {
  return classifyFailure({ code, responseCode: null, message, bodyStarted: hasBegun });
}
