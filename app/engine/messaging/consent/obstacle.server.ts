import type { Db, Tx } from "~/platform/db.server";
import { contactHash } from "~/platform/sealed.server";

import { listWishes } from "../preferences/wishes.server";
import { type ConsentFacts, decideMayWrite, type MayNotReason } from "../rules";
import { type MessageChannel, needsConsent, type Topic } from "../schema";
import { loadSuppressions } from "../suppression.server";
import { type ConsentState, listConsentStates } from "./repository.server";
import { consentOfAddress } from "./rules";

type Addressed = {
  customerId: string | null;
  /** Mail address or phone number. */
  toAddress: string | null;
  topic: Topic;
  channel: MessageChannel;
};

type KnownFacts = Omit<ConsentFacts, "acceptsMarketing"> & {
  /** The store deleted the customer: what it said of their consent counts no more. */
  isGone: boolean;
};

/** What is known for and against writing to somebody, beside the box of a checkout. */
export async function findConsentFacts(
  db: Db,
  { shopId, now, ...addressed }: Addressed & { shopId: string; now: Date },
): Promise<KnownFacts> {
  const factsOf = await loadConsentFacts(db, { shopId, all: [addressed], now });
  return factsOf(addressed);
}

type Asked<Message> = { shopId: string; all: readonly Message[]; now: Date };

/** `findConsentFacts` of many: loaded at once, asked one by one. */
export async function loadConsentFacts(
  db: Db,
  { shopId, all, now }: Asked<Addressed>,
): Promise<(addressed: Addressed) => KnownFacts> {
  const people = all.map(({ customerId, toAddress: address }) => ({ customerId, address }));
  const wishesOf = await listWishes(db, { shopId, people, now });
  const customerIds = [...new Set(all.flatMap(({ customerId }) => customerId ?? []))];
  const states = await listConsentStates(db, { shopId, customerIds });
  const addresses = all.flatMap(({ toAddress }) => toAddress ?? []);
  const isSuppressed = await loadSuppressions(db, { shopId, addresses });
  return ({ customerId, toAddress: address, topic, channel }) => {
    const wishes = wishesOf({ customerId, address });
    const known = customerId === null ? undefined : states.get(customerId);
    const state = known?.isGone ? undefined : known;
    return {
      isGone: known?.isGone ?? false,
      ...{ topic, channel, address },
      consentState: state ? consentTo(state, { channel, address }) : null,
      hasOptedOutOfDataSale: state?.hasOptedOutOfDataSale ?? false,
      isSuppressed: Boolean(address) && isSuppressed({ address: address ?? "", topic, channel }),
      isTopicOff: wishes.topicsOff.has(topic),
      isPaused: wishes.isPaused,
    };
  };
}

function consentTo(
  state: ConsentState,
  { channel, address }: { channel: MessageChannel; address: string | null },
): string | null {
  const [told, ownHash] = channel === "sms" ? [state.sms, state.phoneHash] : [state.email, state.emailHash];
  return consentOfAddress(told, address !== null && contactHash(address) === ownHash);
}

/**
 * What forbids messages in the last transaction before they leave: refusals and dead addresses, as things stand now, and
 * that the customer was deleted, whom nobody asks any more whether they still agree.
 *
 * That the person agreed is for the message's purpose to know: it has the policy and the checkout's box.
 *
 * @returns for each of `all` the reason, a key of `decisions`; null when nothing forbids it.
 */
export async function loadWriteObstacles(
  tx: Tx,
  asked: Asked<Addressed>,
): Promise<(addressed: Addressed) => MayNotReason | "customer-gone" | null> {
  const factsOf = await loadConsentFacts(tx, asked);
  return (addressed) => {
    const facts = factsOf(addressed);
    const verdict = decideMayWrite({ ...facts, acceptsMarketing: true }, "unless-unsubscribed");
    if (verdict.kind === "may-not") return verdict.reason;
    return facts.isGone && facts.channel !== "webhook" && needsConsent(facts.topic) ? "customer-gone" : null;
  };
}
