import { z } from "zod";

import type { EmailOutcome } from "~/integrations/email/transport";
import {
  type AnyIntent,
  type AttemptOutcome,
  defineIntent,
  type IntentDefinition,
} from "~/pipeline/outbox/definition";

import { feedbackHeaders } from "./feedback/headers.server";
import { unsubscribeUrl } from "./links.server";
import type { MessageChannel } from "./schema";
import { type Leaving, prepareMessage, prepareMessages } from "./send/prepare.server";
import { releaseMessage, settleIntentOfMessage, settleManySent } from "./send/settle.server";
import { asAttempt, webhookSecretOf } from "./webhook/intents.server";

const MessagePayload = z.object({ messageId: z.string() });
type MessagePayload = z.infer<typeof MessagePayload>;
type MessageIntent<Result> = IntentDefinition<MessagePayload, Leaving, Result>;

const USUALLY_AT_ONCE = 100;

/** What the hand-over of a message has in common, whatever way it goes. */
const shared = {
  schema: MessagePayload,
  maxAttempts: 24,
  prepare: prepareMessage,
  release: releaseMessage,
  settle: settleIntentOfMessage,
} satisfies Partial<MessageIntent<unknown>>;

/**
 * Hands one mail to the mail server.
 *
 * SMTP has no key that makes a repeat harmless: after a crash around the call the mail counts as uncertain and a
 * person decides. A mail that a person tries again (failed, uncertain) goes through every check anew.
 */
export const sendMessage: MessageIntent<{ response: string }> = defineIntent({
  ...shared,
  kind: "email.send-message",
  onCrash: "uncertain",
  together: {
    atMost: ({ email }) => email.atOnce ?? USUALLY_AT_ONCE,
    prepare: prepareMessages,
    settleDone: settleManySent,
  },
  perform: async (command, ports, { now }) =>
    attemptOfEmail(await ports.email.send({ ...emailOf(command), sentAt: now })),
});

/** Hands one text message to the provider; as with mail, a repeat would not be harmless. */
export const sendSms: MessageIntent<{ providerId: string; segmentCount: number }> = defineIntent({
  ...shared,
  kind: "sms.send-message",
  onCrash: "uncertain",
  async perform({ message: { toAddress, textBody } }, ports) {
    const outcome = await ports.sms.send({ to: toAddress, text: textBody });
    switch (outcome.kind) {
      case "accepted":
        return {
          kind: "done",
          result: { providerId: outcome.providerId, segmentCount: outcome.segmentCount },
        };
      case "deferred":
        return { ...outcome, kind: "unavailable" };
      case "refused":
        return {
          kind: "rejected",
          error: outcome.isUnreachable ? `unreachable: ${outcome.error}` : outcome.error,
        };
      case "uncertain":
        return outcome;
    }
  },
});

/** Hands one message to a system of the merchant, under its Message-ID as key: a repeat is harmless. */
export const sendByWebhook: MessageIntent<{ status: number }> = defineIntent({
  ...shared,
  kind: "webhook.send-message",
  onCrash: "repeat",
  async perform({ message }, ports, { shopId, now }) {
    const { toAddress, messageId, customerId, topic, locale, subject, textBody, htmlBody } = message;
    const said = { messageId, customerId, topic, locale, subject, text: textBody, html: htmlBody };
    return asAttempt(
      await ports.webhook.post({
        url: toAddress,
        body: JSON.stringify({ kind: "message", ...said }),
        idempotencyKey: messageId,
        secret: webhookSecretOf(shopId),
        sentAt: now,
      }),
    );
  },
});

/** The intents by which messages of each channel leave. */
export const MESSAGE_INTENTS: Readonly<Record<MessageChannel, AnyIntent>> = {
  email: sendMessage,
  sms: sendSms,
  webhook: sendByWebhook,
};

function attemptOfEmail(outcome: EmailOutcome): AttemptOutcome<{ response: string }> {
  switch (outcome.kind) {
    case "accepted":
      return { kind: "done", result: { response: outcome.response } };
    case "deferred":
      return { kind: "unavailable", error: outcome.error };
    case "refused":
      return { kind: "rejected", error: outcome.error };
    case "uncertain":
      return { kind: "uncertain", error: outcome.error };
  }
}

function emailOf({ message, sender }: Leaving) {
  const { id, shopId, messageId, toAddress, subject, htmlBody, textBody } = message;
  return {
    messageId,
    from: { name: sender.name, address: sender.address },
    to: toAddress,
    ...(sender.replyTo ? { replyTo: sender.replyTo } : {}),
    subject,
    html: htmlBody,
    text: textBody,
    headers: {
      "List-Unsubscribe": `<${unsubscribeUrl({ shopId, messageId: id })}>`,
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      ...feedbackHeaders(messageId),
    },
  };
}
