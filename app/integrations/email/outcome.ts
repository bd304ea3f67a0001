import type { EmailOutcome } from "./transport";

/** What a mail library's error tells, as far as it decides whether the mail may have left. */
export type SmtpFailure = {
  /** Nodemailer's code: ECONNECTION, ETIMEDOUT, EAUTH, EENVELOPE, EMESSAGE … */
  code: string | null;
  /** The server's reply code when it gave one. */
  responseCode: number | null;
  message: string;
  /** True once the server had asked for the body and it began to flow. */
  bodyStarted: boolean;
};

/**
 * What a failed hand-over came to.
 *
 * A reply of the server settles it. Without one, a line that broke before the body began has surely sent nothing;
 * after that nobody knows. A refused login is our mistake, not the reader's: it waits for the set-up to be mended.
 */
export function classifyFailure({ code, responseCode, message, bodyStarted }: SmtpFailure): EmailOutcome {
  if (code === "EAUTH") return { kind: "deferred", error: message };
  if (responseCode !== null && responseCode >= 500) return { kind: "refused", error: message };
  if (responseCode !== null && responseCode >= 400) return { kind: "deferred", error: message };
  if (bodyStarted) return { kind: "uncertain", error: message };
  // The address itself is unusable: the library refused before it asked the server.
  return code === "EENVELOPE" ? { kind: "refused", error: message } : { kind: "deferred", error: message };
}
