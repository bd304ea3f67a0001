import { z } from "zod";

import { appendDecision } from "~/engine/decisions/append.server";
import type { ConsentRecord } from "~/integrations/shopify/admin";
import { type ConsentChannel, WITHDRAWAL_SOURCES } from "~/kit/consent";
import { attemptOf } from "~/pipeline/outbox/attempt";
import {
  type AttemptOutcome,
  defineIntent,
  type IntentContext,
  type OutboxPorts,
} from "~/pipeline/outbox/definition";
import { findShop } from "~/shops/repository.server";

import { liftUnsubscription } from "./lift.server";
import { findConsentContact, saveWithdrawal } from "./repository.server";
import { decideWithdrawal } from "./rules";

const WithdrawalPayload = z.object({
  customerId: z.string(),
  at: z.string().datetime(),
  source: z.enum(WITHDRAWAL_SOURCES),
});
type WithdrawalPayload = z.infer<typeof WithdrawalPayload>;

type Command = { customerGid: string; at: Date };
type Result =
  | { kind: "written"; before: { state: string; level: string | null } }
  | { kind: "held" }
  | { kind: "superseded"; confirmedAt: Date | null };

/** Tells the store that a customer wants no more marketing by mail. */
export const updateEmailConsent = withdrawalIntent("email");
/** Tells the store that a customer wants no more marketing by SMS. */
export const updateSmsConsent = withdrawalIntent("sms");

/**
 * Tells the store of a refusal, with the date the person gave it and the level the store has.
 *
 * What the store holds is read first: our copy may be late. It is written to only when it does not keep to the refusal
 * yet and the person said nothing newer there; so a repeat, also after a crash, and our own echo write nothing.
 */
function withdrawalIntent(channel: ConsentChannel) {
  return defineIntent<WithdrawalPayload, Command, Result>({
    kind: `shopify.update-${channel}-consent`,
    schema: WithdrawalPayload,
    maxAttempts: 24,
    onCrash: "repeat",

    async prepare({ customerId, at }, { tx, shopId }) {
      const contact = await findConsentContact(tx, { shopId, customerId });
      if (!contact) return { kind: "cancel", reason: "erased" };
      const shop = await findShop(tx, { shopId });
      if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
      return { kind: "go", command: { customerGid: contact.gid, at: new Date(at) } };
    },

    perform: (command, ports, context) => withdraw({ ...command, channel }, ports, context),

    async settle(payload, outcome, context) {
      switch (outcome.kind) {
        case "done":
          return settleDone(channel, { payload, result: outcome.result }, context);
        case "cancelled":
          return undefined;
        case "dead":
        case "uncertain":
          return decide("consent-not-written", { payload, params: { error: outcome.error } }, context);
      }
    },
  });
}

async function withdraw(
  { customerGid, at, channel }: Command & { channel: ConsentChannel },
  ports: OutboxPorts,
  { shopId, now }: { shopId: string; now: Date },
): Promise<AttemptOutcome<Result>> {
  const shopify = await ports.shopify(shopId);
  const read = await shopify.readConsent(customerGid);
  if (read.kind !== "done") return attemptOf(read, now);
  const before = read.result?.[channel];
  if (!before) return { kind: "rejected", error: nobodyToWithdrawFor(channel, read.result === null) };
  const decision = decideWithdrawal(before, at);
  if (decision.kind !== "write") return { kind: "done", result: decision };
  const wish = { channel, state: "UNSUBSCRIBED", level: before.level, at } as const;
  const written = await shopify.updateConsent(customerGid, wish);
  if (written.kind !== "done") return attemptOf(written, now);
  return { kind: "done", result: resultOf({ before, after: written.result }, at) };
}

/** Between our reading and our writing the person may have subscribed in the store: what Shopify keeps is newer. */
function resultOf(
  { before, after }: { before: ConsentRecord; after: ConsentRecord | null },
  at: Date,
): Result {
  if (after?.state === "SUBSCRIBED") {
    const later = Math.max(after.updatedAt?.getTime() ?? 0, at.getTime() + 1);
    return { kind: "superseded", confirmedAt: new Date(later) };
  }
  if (after?.state === "PENDING") return { kind: "superseded", confirmedAt: null };
  return { kind: "written", before: { state: before.state, level: before.level } };
}

function nobodyToWithdrawFor(channel: ConsentChannel, isGone: boolean): string {
  if (isGone) return "the store no longer has this customer";
  return `the customer has no ${channel === "email" ? "e-mail address" : "phone number"} in the store`;
}

async function settleDone(
  channel: ConsentChannel,
  { payload, result }: { payload: WithdrawalPayload; result: Result },
  context: IntentContext,
): Promise<void> {
  const { tx, shopId, now } = context;
  const { customerId, source } = payload;
  switch (result.kind) {
    case "held":
      return;
    case "superseded":
      if (result.confirmedAt)
        await liftUnsubscription(tx, { shopId, customerId, channel, consentAt: result.confirmedAt, now });
      return;
    case "written": {
      const { state: fromState, level } = result.before;
      const withdrawal = { shopId, customerId, channel, source, at: new Date(payload.at) };
      await saveWithdrawal(tx, withdrawal, { fromState, level, now });
      return decide("consent-written", { payload }, context);
    }
  }
}

async function decide(
  reason: "consent-written" | "consent-not-written",
  { payload, params = {} }: { payload: WithdrawalPayload; params?: Record<string, string> },
  { tx, shopId, intentId, now }: IntentContext,
): Promise<void> {
  await appendDecision(tx, {
    shopId,
    feature: "messaging",
    outcome: "stopped",
    reason,
    params,
    customerId: payload.customerId,
    dedupeKey: `messaging:consent:${intentId}:${reason}`,
    now,
  });
}
