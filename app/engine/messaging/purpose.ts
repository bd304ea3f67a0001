import type { Tx } from "~/platform/db.server";

import type { Topic } from "./schema";

/** A mail as its purpose gets to see it again. */
export type QueuedMessage = {
  id: string;
  shopId: string;
  customerId: string | null;
  purpose: string;
  subjectId: string | null;
  topic: Topic;
  toAddress: string;
  locale: string;
};

/** How a mail ended. `uncertain`: it may have been sent, and will not be sent again by itself. */
export type MessageOutcome =
  | { kind: "sent" }
  | { kind: "cancelled"; reason: string }
  | { kind: "failed"; error: string }
  | { kind: "uncertain"; error: string };

type Settlement<Detail> = { shopId: string; message: QueuedMessage; now: Date } & Detail;
type ManyMessages = { shopId: string; messages: readonly QueuedMessage[]; now: Date };

/** The last word of a purpose. A `reason` is a key of the feature's decisions; postponed, it is asked again at `until`. */
export type Recheck =
  { kind: "go" } | { kind: "cancel"; reason: string } | { kind: "postpone"; until: Date; reason: string };

/** A reason for writing to people. The feature that owns it has the last word before a mail leaves. */
export type MailPurpose = {
  /** Name of the feature. */
  purpose: string;
  /** Asked in the last transaction before the hand-over. */
  recheck: (tx: Tx, input: Settlement<object>) => Promise<Recheck>;
  /** `recheck` of many, in their order, for a purpose of many mails; one by one when absent. */
  recheckMany?: (tx: Tx, input: ManyMessages) => Promise<Recheck[]>;
  /** Told in the transaction that records the outcome; once per outcome. */
  onSettled: (tx: Tx, input: Settlement<{ outcome: MessageOutcome }>) => Promise<void>;
  /** `onSettled` of many that were sent; one by one when absent. */
  onManySent?: (tx: Tx, input: ManyMessages) => Promise<void>;
};

let purposes = new Map<string, MailPurpose>();

/**
 * Makes the reasons for writing known; called once by the composition.
 *
 * @throws Error when two share a name.
 */
export function registerMailPurposes(all: readonly MailPurpose[]): void {
  purposes = new Map();
  for (const purpose of all) {
    if (purposes.has(purpose.purpose)) throw new Error(`two mail purposes are named "${purpose.purpose}"`);
    purposes.set(purpose.purpose, purpose);
  }
}

/** @throws Error when nobody registered it. */
export function getMailPurpose(name: string): MailPurpose {
  const purpose = purposes.get(name);
  if (!purpose) throw new Error(`no mail purpose is named "${name}"`);
  return purpose;
}

export type Refusal = Exclude<Recheck, { kind: "go" }>;

/** Asks the purposes of messages. @returns what they say of those that must not leave now, by their ids. */
export async function recheckMessages(
  tx: Tx,
  { messages, ...rest }: ManyMessages,
): Promise<Map<string, Refusal>> {
  const refusals = new Map<string, Refusal>();
  for (const [name, own] of byPurpose(messages)) {
    const { recheck, recheckMany } = getMailPurpose(name);
    const verdicts = (await recheckMany?.(tx, { ...rest, messages: own })) ?? [];
    for (const [index, message] of own.entries()) {
      const verdict = verdicts[index] ?? (await recheck(tx, { ...rest, message }));
      if (verdict.kind !== "go") refusals.set(message.id, verdict);
    }
  }
  return refusals;
}

/** Tells the purposes of messages that they were sent. */
export async function tellSent(tx: Tx, { messages, ...rest }: ManyMessages): Promise<void> {
  for (const [name, own] of byPurpose(messages)) {
    const { onSettled, onManySent } = getMailPurpose(name);
    if (onManySent) await onManySent(tx, { ...rest, messages: own });
    else for (const message of own) await onSettled(tx, { ...rest, message, outcome: { kind: "sent" } });
  }
}

function byPurpose(messages: readonly QueuedMessage[]): Map<string, QueuedMessage[]> {
  return Map.groupBy(messages, ({ purpose }) => purpose);
}
