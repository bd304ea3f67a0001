import { SECOND_MS } from "~/kit/duration";

import { brokenOutcome, carryMails, type Parcel } from "./smtp/carrier.server";
import { composeMail, stuffed } from "./smtp/compose";
import { openSession, parseSmtpUrl, type Session, type SmtpServer } from "./smtp/connect.server";
import { envelopeOf } from "./smtp/envelope";
import type { LineBroken } from "./smtp/line.server";
import { Pace } from "./smtp/pace";
import type { EmailOutcome, EmailTransport, OutgoingEmail } from "./transport";

export type SmtpOptions = {
  /** Open connections at most. */
  maxConnections?: number;
  /** How long the server may be silent: when it is called, when it owes an answer, and while nothing is asked. */
  timeoutMs?: number;
  /** Mails handed over a second at most. */
  perSecond?: number;
};

/**
 * Mails over SMTP, with connections kept open between mails.
 *
 * A mail is handed over once: after its body has begun to flow a broken line leaves it uncertain, and before that it is
 * carried over another line only when the first had stood idle, as servers close such lines without a word.
 *
 * @param url `smtp://user:password@host:587` or `smtps://…`
 */
export function createSmtpTransport(
  url: string,
  { maxConnections = 4, timeoutMs = 30 * SECOND_MS, perSecond }: SmtpOptions = {},
): EmailTransport {
  const pool = new SmtpPool(parseSmtpUrl(url), { maxConnections, timeoutMs, perSecond: perSecond ?? null });
  return {
    send: (email) => pool.send(email),
    atOnce: Math.max(1, Math.floor(Math.min(perSecond ?? MOST_AT_ONCE, MOST_AT_ONCE))),
    close: () => pool.close(),
  };
}

/** What a process that dies leaves uncertain is bounded by it. */
const MOST_AT_ONCE = 100;

type PoolOptions = { maxConnections: number; timeoutMs: number; perSecond: number | null };

class SmtpPool {
  #queue: Parcel[] = [];
  #idle: Session[] = [];
  #busyCount = 0;
  #isClosed = false;
  readonly #pace: Pace | null;

  constructor(
    readonly server: SmtpServer,
    readonly options: PoolOptions,
  ) {
    this.#pace = options.perSecond === null ? null : new Pace(options.perSecond);
  }

  async send(email: OutgoingEmail): Promise<EmailOutcome> {
    const envelope = envelopeOf(email);
    if (!envelope) return { kind: "refused", error: "the address cannot be one of a mailbox" };
    await this.#pace?.turn();
    const body = stuffed(composeMail(email));
    return new Promise((settle) => {
      this.#queue.push({ envelope, body, settle });
      this.#employ();
    });
  }

  close(): void {
    this.#isClosed = true;
    for (const { line } of this.#idle.splice(0)) line.socket.end("QUIT\r\n");
  }

  /** Another line for what waits, while there may be one. */
  #employ(): void {
    if (this.#queue.length === 0 || this.#busyCount >= this.options.maxConnections) return;
    this.#busyCount += 1;
    void this.#work(this.#idle.pop() ?? null).then((hasWorked) => {
      this.#busyCount -= 1;
      if (hasWorked) this.#employ();
    });
  }

  /** @returns false when no line came about: those that there are carry the rest. */
  async #work(idle: Session | null): Promise<boolean> {
    try {
      const session = idle ?? (await this.#open());
      const unsent = await carryMails(session, () => this.#take(session));
      if (unsent) this.#giveBack(unsent, idle !== null);
      else this.#keep(session);
      return true;
    } catch (error) {
      // A server may allow fewer lines than we do.
      if (this.#busyCount > 1) return false;
      // Nobody was reached, or nobody let us in: it is so for all that wait, and none of them has left.
      const outcome = deferredBy(error);
      for (const { settle } of this.#queue.splice(0)) settle(outcome);
      return true;
    }
  }

  #open(): Promise<Session> {
    const opened: { session?: Session } = {};
    const onBroken = () => {
      this.#idle = this.#idle.filter((session) => session !== opened.session);
    };
    const { timeoutMs } = this.options;
    return openSession(this.server, { timeoutMs, onBroken }).then((session) => (opened.session = session));
  }

  /** The next mail that a line can carry. */
  #take({ hasUtf8 }: Session): Parcel | null {
    for (let parcel = this.#queue.shift(); parcel; parcel = this.#queue.shift()) {
      if (!parcel.envelope.needsUtf8 || hasUtf8) return parcel;
      parcel.settle({ kind: "refused", error: "the mail server does not take addresses beyond ASCII" });
    }
    return null;
  }

  /** @param wasIdle The line had stood idle: the server may have closed it long ago. */
  #giveBack({ parcel, error }: { parcel: Parcel; error: LineBroken }, wasIdle: boolean): void {
    if (wasIdle) this.#queue.unshift(parcel);
    else parcel.settle(brokenOutcome(error, false));
  }

  #keep(session: Session): void {
    if (session.line.isBroken) return;
    if (this.#isClosed) session.line.socket.end("QUIT\r\n");
    else this.#idle.push(session);
  }
}

function deferredBy(error: unknown): EmailOutcome {
  return { kind: "deferred", error: error instanceof Error ? error.message : String(error) };
}
