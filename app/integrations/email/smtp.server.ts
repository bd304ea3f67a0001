import type { Readable } from "node:stream";

import { createTransport } from "nodemailer";
import { parseConnectionUrl } from "nodemailer/lib/shared/index.js";
import type SMTPPool from "nodemailer/lib/smtp-pool";
import { z } from "zod";

import { SECOND_MS } from "~/kit/duration";

import { classifyFailure } from "./outcome";
import type { EmailOutcome, EmailTransport, OutgoingEmail } from "./transport";

export type SmtpOptions = {
  /** Open connections at most. */
  maxConnections?: number;
  /** How long the server may take to accept the connection, to greet, and to answer a command. */
  timeoutMs?: number;
};

const ErrorSchema = z.object({
  code: z.string().nullish(),
  responseCode: z.number().nullish(),
  message: z.string().default("unknown error"),
});

/**
 * Mails over SMTP, with connections kept open between mails.
 *
 * @param url `smtp://user:password@host:587` or `smtps://…`
 */
export function createSmtpTransport(
  url: string,
  { maxConnections = 4, timeoutMs = 30 * SECOND_MS }: SmtpOptions = {},
): EmailTransport {
  /** Message-IDs whose body the server has asked for: from then on a broken line proves nothing. */
  const started = new Set<string>();
  // The library ignores every other option beside `url`, so the address is taken apart first.
  const options: SMTPPool.Options & { maxRequeues: number } = {
    ...parseConnectionUrl(url),
    pool: true,
    maxConnections,
    // Left alone, the pool hands a mail over again when its line closed, sent or not.
    maxRequeues: 0,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
  const transporter = createTransport(options);
  transporter.use("stream", (mail, done) => {
    const { message } = mail;
    const open = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const body = open(options);
      notePiping(body, () => started.add(message.messageId()));
      return body;
    };
    done();
  });

  return {
    async send(email) {
      started.delete(email.messageId);
      try {
        const info = await transporter.sendMail(toMail(email));
        return { kind: "accepted", response: info.response };
      } catch (error) {
        return outcomeOf(error, started.has(email.messageId));
      } finally {
        started.delete(email.messageId);
      }
    },
    close: () => transporter.close(),
  };
}

function toMail(email: OutgoingEmail) {
  const { messageId, from, to, replyTo, subject, html, text, headers, sentAt } = email;
  return {
    messageId,
    from,
    to,
    ...(replyTo ? { replyTo } : {}),
    subject,
    html,
    text,
    headers,
    date: sentAt,
    encoding: "quoted-printable",
  } as const;
}

/** The library pipes the body into the socket only after the server's go-ahead (354). */
function notePiping(body: Readable, onPipe: () => void): void {
  const pipe = body.pipe.bind(body);
  body.pipe = (destination, options) => {
    onPipe();
    return pipe(destination, options);
  };
}

function outcomeOf(error: unknown, bodyStarted: boolean): EmailOutcome {
  const { code, responseCode, message } = ErrorSchema.parse(
    error instanceof Error ? { ...error, message: error.message } : {},
  );
  return classifyFailure({ code: code ?? null, responseCode: responseCode ?? null, message, bodyStarted });
}
