import { z } from "zod";

import type { SmsOutcome } from "./transport";
import { SECOND_MS } from "~/kit/duration";

/** Twilio's codes of numbers at which nobody can be reached: not a number, unsubscribed, not a mobile, not existing. */
const UNREACHABLE: ReadonlySet<number> = new Set([21_211, 21_610, 21_614, 30_005, 30_006]);

const AcceptedSchema = z.object({
  sid: z.string(),
  status: z.string().optional(),
  num_segments: z.coerce.number().int().min(1).catch(1),
  error_message: z.string().nullish(),
});
const RefusedSchema = z.object({ code: z.number().optional(), message: z.string().optional() });

export type SmsAnswer = { status: number; body: string; retryAfter: string | null };

/**
 * What the provider's answer says.
 *
 * An answer that does not say whether the message was taken (a success we cannot read) leaves us uncertain. A refused
 * login is our mistake, not the reader's: it waits for the set-up to be mended.
 */
export function outcomeOfAnswer({ status, body, retryAfter }: SmsAnswer, now: Date): SmsOutcome {
  const said = parseJson(body);
  if (status >= 200 && status < 300) return acceptedOf(said, status);
  const { code, message } = RefusedSchema.catch({}).parse(said);
  const error = `${status}${code === undefined ? "" : ` ${code}`} ${message ?? "no reason given"}`;
  if (status === 429 || status === 401 || status === 403 || status >= 500) {
    const seconds = Number(retryAfter ?? Number.NaN);
    const notBefore = Number.isFinite(seconds)
      ? { notBefore: new Date(now.getTime() + seconds * SECOND_MS) }
      : {};
    return { kind: "deferred", error, ...notBefore };
  }
  return { kind: "refused", error, isUnreachable: code !== undefined && UNREACHABLE.has(code) };
}

function acceptedOf(said: unknown, status: number): SmsOutcome {
  const accepted = AcceptedSchema.safeParse(said);
  if (!accepted.success) return { kind: "uncertain", error: `${status} with an answer that cannot be read` };
  const { sid, status: state, num_segments: segmentCount, error_message: error } = accepted.data;
  if (state === "failed" || state === "undelivered")
    return { kind: "refused", error: error ?? state, isUnreachable: false };
  return { kind: "accepted", providerId: sid, segmentCount };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
