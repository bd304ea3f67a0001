import type { Db, Tx } from "~/platform/db.server";

import { findWishes } from "../preferences/wishes.server";
import { type ConsentFacts, decideMayWrite, type MayNotReason } from "../rules";
import type { MessageChannel, Topic } from "../schema";
import { isSuppressed } from "../suppression.server";
import { findConsentState } from "./repository.server";

type Asked = {
  shopId: string;
  customerId: string | null;
  /** Mail address or phone number. */
  toAddress: string | null;
  topic: Topic;
  channel: MessageChannel;
  now: Date;
};

/** What is known for and against writing to somebody, beside the box of a checkout. */
export async function findConsentFacts(
  db: Db,
  { shopId, customerId, toAddress: address, topic, channel, now }: Asked,
): Promise<Omit<ConsentFacts, "acceptsMarketing">> {
  const wishes = await findWishes(db, { shopId, customerId, address, now });
  const state = customerId ? await findConsentState(db, { shopId, customerId }) : null;
  return {
    ...{ topic, channel, address },
    consentState: (channel === "sms" ? state?.sms : state?.email) ?? null,
    hasOptedOutOfDataSale: state?.hasOptedOutOfDataSale ?? false,
    isSuppressed:
      Boolean(address) && (await isSuppressed(db, { shopId, address: address ?? "", topic, channel })),
    isTopicOff: wishes.topicsOff.has(topic),
    isPaused: wishes.isPaused,
  };
}

/**
 * What forbids a message in the last transaction before it leaves: refusals and dead addresses, as things stand now.
 *
 * That the person agreed is for the message's purpose to know: it has the policy and the checkout's box.
 *
 * @returns the reason, a key of `decisions`; null when nothing forbids it.
 */
export async function findWriteObstacle(tx: Tx, asked: Asked): Promise<MayNotReason | null> {
  const facts = await findConsentFacts(tx, asked);
  const verdict = decideMayWrite({ ...facts, acceptsMarketing: true }, "unless-unsubscribed");
  return verdict.kind === "may" ? null : verdict.reason;
}
