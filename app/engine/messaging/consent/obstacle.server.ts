import type { Db, Tx } from "~/platform/db.server";
import { contactHash } from "~/platform/sealed.server";

import { listWishes } from "../preferences/wishes.server";
import { type ConsentFacts, decideMayWrite, type MayNotReason } from "../rules";
import type { MessageChannel, Topic } from "../schema";
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

type KnownFacts = Omit<ConsentFacts, "acceptsMarketing">;

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
    const state = customerId === null ? undefined : states.get(customerId);
    return {
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
 * What forbids messages in the last transaction before they leave: refusals and dead addresses, as things stand now.
 *
 * That the person agreed is for the message's purpose to know: it has the policy and the checkout's box.
 *
 * @returns for each of `all` the reason, a key of `decisions`; null when nothing forbids it.
 */
export async function loadWriteObstacles(
  tx: Tx,
  asked: Asked<Addressed>,
): Promise<(addressed: Addressed) => MayNotReason | null> {
  const factsOf = await loadConsentFacts(tx, asked);
  return (addressed) => {
    const verdict = decideMayWrite({ ...factsOf(addressed), acceptsMarketing: true }, "unless-unsubscribed");
    return verdict.kind === "may" ? null : verdict.reason;
  };
}
