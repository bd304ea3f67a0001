import { SECOND_MS } from "~/kit/duration";
import { now } from "~/platform/clock.server";

import type { SmsAccount } from "./address";
import { outcomeOfAnswer } from "./outcome";
import type { OutgoingSms, SmsOutcome, SmsTransport } from "./transport";

/** What went wrong before the request could have left. */
const NOT_SENT: ReadonlySet<string> = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/**
 * Text messages by Twilio's API, which others speak, too: POST /2010-04-01/Accounts/{Sid}/Messages.json.
 *
 * It has no key that makes a repeat harmless: no answer in time means uncertain.
 *
 * @param account Null when text messages are not set up: every one is refused.
 */
export function createTwilioTransport(
  account: SmsAccount | null,
  { timeoutMs = 30 * SECOND_MS }: { timeoutMs?: number } = {},
): SmsTransport {
  return {
    send: (sms) =>
      account === null
        ? Promise.resolve({
            kind: "refused",
            error: "text messages are not set up: set SMS_URL to twilio://sid:token@host/?from=+48…",
            isUnreachable: false,
          })
        : post(account, sms, timeoutMs),
  };
}

async function post(account: SmsAccount, { to, text }: OutgoingSms, timeoutMs: number): Promise<SmsOutcome> {
  const { origin, accountSid, authToken, from } = account;
  const login = Buffer.from(`${accountSid}:${authToken}`).toString("base64");
  try {
    const response = await fetch(
      `${origin}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`,
      {
        method: "POST",
        headers: { Authorization: `Basic ${login}` },
        body: new URLSearchParams({ To: to, From: from, Body: text }),
        redirect: "error",
        signal: AbortSignal.timeout(timeoutMs),
      },
    );
    const { status } = response;
    return outcomeOfAnswer(
      { status, body: await response.text(), retryAfter: response.headers.get("Retry-After") },
      now(),
    );
  } catch (error) {
    const code = codeOf(error);
    const said = `the provider did not answer: ${code ?? String(error)}`;
    return { kind: code !== null && NOT_SENT.has(code) ? "deferred" : "uncertain", error: said };
  }
}

function codeOf(error: unknown): string | null {
  const cause = error instanceof Error ? error.cause : null;
  if (typeof cause !== "object" || cause === null || !("code" in cause)) return null;
  return typeof cause.code === "string" ? cause.code : null;
}
