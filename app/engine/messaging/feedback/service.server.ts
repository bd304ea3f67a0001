import { inTransaction, type RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";

import { applyFeedback } from "./apply.server";
import { mapMailgun } from "./mailgun-mapping";
import { mapPostmark } from "./postmark-mapping";
import { listMessagesOfAllShops, saveConfirmation, touchMailHook } from "./repository.server";
import { type Feedback, MAIL_PROVIDERS, type MailProvider } from "./schema";
import { mapSendgrid } from "./sendgrid-mapping";
import { mapSes, parseSns, type SnsEnvelope } from "./ses-mapping";
import { type MailReport, verifyReport } from "./verify.server";

export { readReport } from "./body.server";

/** The provider that a part of an address names; null when we know none of that name. */
export function findProvider(name: string | undefined): MailProvider | null {
  return MAIL_PROVIDERS.find((provider) => provider === name) ?? null;
}

export type ReportResult =
  | { outcome: "received"; known: number; unknown: number }
  /** Not signed by the provider: nothing was read. */
  | { outcome: "unsigned" }
  /** Signed, and yet not what the provider's documentation says. */
  | { outcome: "malformed" };

/**
 * Takes in what a mail provider reports of bounces, complaints and deliveries.
 *
 * Safe to repeat: each event counts once. Mails we do not know (of another system, erased) are left out.
 */
export async function receiveReport(
  db: RootDb,
  { provider, report }: { provider: MailProvider; report: MailReport },
): Promise<ReportResult> {
  const { now } = report;
  const verdict = await verifyReport(db, { provider, report });
  if (verdict.kind === "refused") {
    logger.warn({ provider, why: verdict.why }, "a report of a mail provider was refused");
    return { outcome: "unsigned" };
  }
  const read = readFeedback(provider, report.body);
  if (!read) {
    logger.warn({ provider }, "a report of a mail provider could not be read");
    return { outcome: "malformed" };
  }
  if (read.kind === "confirm") {
    await saveConfirmation(db, { provider, url: read.url, topic: read.topic, now });
    return { outcome: "received", known: 0, unknown: 0 };
  }
  await touchMailHook(db, { provider, now });
  return applyAll(db, { provider, feedback: read.feedback, now });
}

type ReadReport =
  { kind: "feedback"; feedback: Feedback[] } | { kind: "confirm"; url: string; topic: string };

function readFeedback(provider: MailProvider, body: string): ReadReport | null {
  try {
    switch (provider) {
      case "ses":
        return readSns(parseSns(body));
      case "sendgrid":
        return { kind: "feedback", feedback: mapSendgrid(body) };
      case "postmark":
        return { kind: "feedback", feedback: mapPostmark(body) };
      case "mailgun":
        return { kind: "feedback", feedback: mapMailgun(body) };
    }
  } catch {
    return null; // Nothing of a body is logged: it names people.
  }
}

/** Where SNS's confirmations lead. Others are not shown: a person would open them. */
const SNS_HOST = /^sns\.[a-z0-9-]{1,40}\.amazonaws\.com(\.cn)?$/;

/** The link that confirms a subscription is shown to a person, never opened by us: whoever sent it chose it. */
function readSns(envelope: SnsEnvelope): ReadReport | null {
  if (envelope.Type === "SubscriptionConfirmation") {
    const url = envelope.SubscribeURL ?? "";
    const parsed = URL.canParse(url) ? new URL(url) : null;
    const isSns = parsed?.protocol === "https:" && SNS_HOST.test(parsed.host);
    return isSns ? { kind: "confirm", url, topic: envelope.TopicArn } : null;
  }
  if (envelope.Type === "UnsubscribeConfirmation") return { kind: "feedback", feedback: [] };
  const told = mapSes(envelope);
  return { kind: "feedback", feedback: told ? [told] : [] };
}

async function applyAll(
  db: RootDb,
  { provider, feedback, now }: { provider: MailProvider; feedback: readonly Feedback[]; now: Date },
): Promise<ReportResult> {
  const rows = await listMessagesOfAllShops(
    db,
    feedback.map(({ messageId }) => messageId),
  );
  const mails = new Map(rows.map((row) => [row.messageId, row]));
  let known = 0;
  for (const shopId of new Set(rows.map((row) => row.shopId))) {
    const ofShop = feedback.filter(({ messageId }) => mails.get(messageId)?.shopId === shopId);
    known += ofShop.length;
    await inTransaction(
      db,
      async (tx) => {
        for (const one of ofShop) {
          const { id: messageId } = mails.get(one.messageId) ?? { id: "" };
          await applyFeedback(tx, { shopId, messageId, provider, feedback: one, now });
        }
      },
      { shopId },
    );
  }
  return { outcome: "received", known, unknown: feedback.length - known };
}
