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
  const { line, hasPipelining } = session;
  let parcel = next();
  if (parcel && hasPipelining) line.write(groupOf(parcel));
  while (parcel) {
    let following: Parcel | null = null;
    let hasBegun = false;
    try {
      const refusal = await introduce(session, parcel);
      if (refusal) {
        parcel.settle(outcomeOf(refusal));
        if (line.isBroken) return null;
      } else {
        hasBegun = true;
        following = hasPipelining ? next() : null;
        line.write(parcel.body + (following ? groupOf(following) : ""));
        const reply = await line.reply();
        parcel.settle(reply.code === 250 ? { kind: "accepted", response: textOf(reply) } : outcomeOf(reply));
      }
    } catch (error) {
      if (!(error instanceof LineBroken)) throw error;
      if (!hasBegun) return { parcel, error };
      parcel.settle(brokenOutcome(error, true));
      return following ? { parcel: following, error } : null;
    }
    if (following) {
      parcel = following;
      continue;
    }
    parcel = next();
    if (parcel && hasPipelining) line.write(groupOf(parcel));
  }
  return null;
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
