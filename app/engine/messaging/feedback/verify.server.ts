import { createHash, createHmac, createPublicKey, createVerify } from "node:crypto";

import { HOUR_MS } from "~/kit/duration";
import { equalInConstantTime } from "~/platform/crypto.server";
import type { RootDb } from "~/platform/db.server";
import { type Env, getEnv } from "~/platform/env.server";

import { parseMailgunSignature } from "./mailgun-mapping";
import { claimToken } from "./repository.server";
import type { MailProvider } from "./schema";
import { parseSns } from "./ses-mapping";

/** Providers try again for some hours, with the signature of the first time. */
const MAILGUN_MAX_AGE_MS = 24 * HOUR_MS;

/** A request as it came. */
export type MailReport = { headers: Headers; url: string; body: string; now: Date };

/** Whether a report is the provider's. `why`: for the log; never with a value of it. */
export type Verdict = { kind: "genuine" } | { kind: "refused"; why: string };

const GENUINE: Verdict = { kind: "genuine" };
const refused = (why: string): Verdict => ({ kind: "refused", why });

/** Checks that a report is signed by its provider, with what the environment holds of it. */
export async function verifyReport(
  db: RootDb,
  { provider, report }: { provider: MailProvider; report: MailReport },
): Promise<Verdict> {
  const env = getEnv();
  switch (provider) {
    case "ses":
      return verifySes(report, env);
    case "sendgrid":
      return verifySendgrid(report, env);
    case "postmark":
      return verifyPostmark(report, env);
    case "mailgun":
      return verifyMailgun(db, report, env);
  }
}

/** The certificate of SNS's signature would have to be fetched from where the message says: a secret stands in for it. */
function verifySes({ url, body }: MailReport, { SES_WEBHOOK_SECRET, SES_TOPIC_ARNS }: Env): Verdict {
  if (!SES_WEBHOOK_SECRET) return refused("SES_WEBHOOK_SECRET is not set");
  const key = new URL(url).searchParams.get("key") ?? "";
  if (!equalInConstantTime(key, SES_WEBHOOK_SECRET)) return refused("the secret in the address is not ours");
  try {
    const isListed = SES_TOPIC_ARNS.includes(parseSns(body).TopicArn);
    return isListed ? GENUINE : refused("the topic is not in SES_TOPIC_ARNS");
  } catch {
    return refused("the body is no message of SNS");
  }
}

function verifySendgrid({ headers, body }: MailReport, { SENDGRID_WEBHOOK_KEY }: Env): Verdict {
  if (!SENDGRID_WEBHOOK_KEY) return refused("SENDGRID_WEBHOOK_KEY is not set");
  const signature = headers.get("X-Twilio-Email-Event-Webhook-Signature") ?? "";
  const timestamp = headers.get("X-Twilio-Email-Event-Webhook-Timestamp") ?? "";
  if (!signature || !timestamp) return refused("there is no signature");
  const key = createPublicKey({
    key: Buffer.from(SENDGRID_WEBHOOK_KEY, "base64"),
    format: "der",
    type: "spki",
  });
  const isSigned = createVerify("sha256")
    .update(timestamp + body)
    .verify(key, signature, "base64");
  return isSigned ? GENUINE : refused("the signature is not SendGrid's");
}

function verifyPostmark({ headers }: MailReport, { POSTMARK_WEBHOOK_SECRET }: Env): Verdict {
  if (!POSTMARK_WEBHOOK_SECRET) return refused("POSTMARK_WEBHOOK_SECRET is not set");
  const expected = `Basic ${Buffer.from(POSTMARK_WEBHOOK_SECRET).toString("base64")}`;
  const isKnown = equalInConstantTime(headers.get("Authorization") ?? "", expected);
  return isKnown ? GENUINE : refused("user or password are not ours");
}

/** The signature does not cover the event: it counts for a day, and for one event. */
async function verifyMailgun(
  db: RootDb,
  { body, now }: MailReport,
  { MAILGUN_SIGNING_KEY }: Env,
): Promise<Verdict> {
  if (!MAILGUN_SIGNING_KEY) return refused("MAILGUN_SIGNING_KEY is not set");
  try {
    const { timestamp, token, signature } = parseMailgunSignature(body);
    const expected = createHmac("sha256", MAILGUN_SIGNING_KEY)
      .update(timestamp + token)
      .digest("hex");
    if (!equalInConstantTime(signature, expected)) return refused("the signature is not Mailgun's");
    const ageMs = Math.abs(now.getTime() - Number(timestamp) * 1_000);
    if (ageMs > MAILGUN_MAX_AGE_MS) return refused("the signature is older than a day");
    const bodyHash = createHash("sha256").update(body).digest("hex");
    const forgetBefore = new Date(now.getTime() - 3 * MAILGUN_MAX_AGE_MS);
    const isFirst = await claimToken(db, { token, bodyHash, now, forgetBefore });
    return isFirst ? GENUINE : refused("the signature came with another event before");
  } catch (error) {
    if (error instanceof Error && /^(ZodError|SyntaxError)$/.test(error.name))
      return refused("the body is no webhook of Mailgun");
    throw error;
  }
}
