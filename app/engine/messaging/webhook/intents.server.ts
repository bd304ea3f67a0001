import { createHmac } from "node:crypto";

import { z } from "zod";

import type { WebhookOutcome } from "~/integrations/webhook/transport";
import { type AttemptOutcome, defineIntent } from "~/pipeline/outbox/definition";
import { deriveKey } from "~/platform/crypto.server";
import { getSecret } from "~/platform/secrets.server";

const WebhookPayload = z.object({
  url: z.string().url(),
  /** Names the call to the other side, for good. */
  key: z.string().min(1),
  body: z.record(z.unknown()),
});

/**
 * Calls a system of the merchant with a signed JSON body. The key goes with every try, so a repeat is harmless.
 *
 * What it leads to is nobody's state here: whoever enqueues it reads the intent.
 */
export const postWebhook = defineIntent({
  kind: "webhook.post",
  schema: WebhookPayload,
  maxAttempts: 24,
  onCrash: "repeat",
  prepare: (payload) => Promise.resolve({ kind: "go", command: payload }),
  perform: async ({ url, key, body }, ports, { shopId, now }) =>
    asAttempt(
      await ports.webhook.post({
        url,
        body: JSON.stringify(body),
        idempotencyKey: key,
        secret: webhookSecretOf(shopId),
        sentAt: now,
      }),
    ),
  settle: () => Promise.resolve(),
});

/** What an answer of the other side means for the intent. */
export function asAttempt(outcome: WebhookOutcome): AttemptOutcome<{ status: number }> {
  switch (outcome.kind) {
    case "accepted":
      return { kind: "done", result: { status: outcome.status } };
    case "deferred":
      return { ...outcome, kind: "unavailable" };
    case "refused":
      return { kind: "rejected", error: outcome.error };
  }
}

/** What a shop's calls are signed with; the merchant reads it in the settings. Follows from the app's secret. */
export function webhookSecretOf(shopId: string): string {
  return createHmac("sha256", deriveKey(getSecret(), "webhook")).update(shopId).digest("hex");
}
