import type { z } from "zod";

import type { EmailTransport } from "~/integrations/email/transport";
import type { ShopifyAdmin } from "~/integrations/shopify/admin";
import type { SmsTransport } from "~/integrations/sms/transport";
import type { WebhookTransport } from "~/integrations/webhook/transport";
import type { Tx } from "~/platform/db.server";

/** The outside world as intents may reach it. */
export type OutboxPorts = {
  email: EmailTransport;
  sms: SmsTransport;
  webhook: WebhookTransport;
  /** The Admin API of one shop. */
  shopify: (shopId: string) => Promise<ShopifyAdmin>;
};

/** What an attempt came to. */
export type AttemptOutcome<Result> =
  | { kind: "done"; result: Result }
  /** Surely not done; worth another try. `notBefore` when the other side told. */
  | { kind: "retry"; error: string; notBefore?: Date }
  /** Surely not done, because the other side is away or busy: tried for days, and no such try counts. */
  | { kind: "unavailable"; error: string; notBefore?: Date }
  /** Surely not done and never will be. */
  | { kind: "rejected"; error: string }
  /** The line broke after we had handed it over: it may be done. Never repeated by itself. */
  | { kind: "uncertain"; error: string };

/** The last word before the call. */
export type Prepared<Command> =
  | { kind: "go"; command: Command }
  | { kind: "cancel"; reason: string }
  /** Not now: asked anew at `until`. No try, and what `prepare` wrote is kept. `reason` is what a person should read. */
  | { kind: "postpone"; until: Date; reason: string };

export type IntentContext = { tx: Tx; shopId: string; intentId: string; now: Date };

/** What is the same for all intents of a group. */
export type GroupContext = Omit<IntentContext, "intentId">;

/** Where many intents of a shop cost little more than one: all that are due are delivered together. */
export type Together<Payload, Command, Result> = {
  /** At most so many are under way at once: as many as leave within about a second. */
  atMost: (ports: OutboxPorts) => number;
  /** `prepare` of each, in their order; an error sends each its own way. */
  prepare: (payloads: readonly Payload[], context: GroupContext) => Promise<Prepared<Command>[]>;
  /** `settle` of those that are done. */
  settleDone: (done: readonly { payload: Payload; result: Result }[], context: GroupContext) => Promise<void>;
};

/**
 * An intended change of the outside world.
 *
 * `prepare` runs in a transaction at the last moment before the call and may still say no, or not yet;
 * `perform` runs outside any transaction; `settle` runs in the transaction that records the outcome.
 * A crash between perform and settle leads to another `perform` only when `onCrash` is `repeat`:
 * choose that when the effect has a natural key that makes a repeat harmless, else `uncertain`.
 */
export type IntentDefinition<Payload, Command, Result> = {
  /** `<channel>.<verb-noun>` */
  kind: string;
  schema: z.ZodType<Payload, z.ZodTypeDef, unknown>;
  /** Without this scope Shopify is not asked: the intent is cancelled as `missing-scope`. */
  needsScope?: string;
  /** Tries that failed by our own mistake; those that met nobody on the other side are not counted. */
  maxAttempts: number;
  onCrash: "repeat" | "uncertain";
  prepare: (payload: Payload, context: IntentContext) => Promise<Prepared<Command>>;
  perform: (
    command: Command,
    ports: OutboxPorts,
    context: { shopId: string; now: Date },
  ) => Promise<AttemptOutcome<Result>>;
  /**
   * Told when an attempt surely did nothing and another follows, in the transaction that says so: what `prepare` took
   * for the attempt is given back.
   */
  release?: (payload: Payload, context: IntentContext) => Promise<void>;
  settle: (
    payload: Payload,
    /** `dead`: tries are used up, or it was rejected. */
    outcome:
      | { kind: "done"; result: Result }
      | { kind: "cancelled"; reason: string }
      | { kind: "dead"; error: string }
      | { kind: "uncertain"; error: string },
    context: IntentContext,
  ) => Promise<void>;
  together?: Together<Payload, Command, Result>;
};

/** An intent whose payload type is settled by its own schema at run time. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a registry holds intents of every payload
export type AnyIntent = IntentDefinition<any, any, any>;

/** Identity function that infers the types. */
export function defineIntent<Payload, Command, Result>(
  definition: IntentDefinition<Payload, Command, Result>,
): IntentDefinition<Payload, Command, Result> {
  return definition;
}
