import type { Signal } from "../schema";

export type MarkKind = "phone" | "address" | "name";
export type Mark = { side: "advocate" | "friend"; kind: MarkKind; markHash: string };

/** Friends of one advocate within a day from which on somebody looks. */
export const MANY_AT_ONCE = 5;

export type SignalFacts = {
  /** Of both sides, as far as the store told them. */
  marks: readonly Mark[];
  /** Marks of the other friends of the same advocate. */
  otherFriends: readonly Mark[];
  isSameBrowser: boolean;
  contacts: "asked" | "read" | "unreadable";
  /** Referrals of the advocate in the 24 hours up to this one, this one included. */
  countWithinDay: number;
};

/** What makes a referral doubtful, the weightiest first. */
export function findSignals(facts: SignalFacts): Signal[] {
  const ofSide = (side: Mark["side"]) => facts.marks.filter((mark) => mark.side === side);
  const friend = ofSide("friend");
  const advocate = ofSide("advocate");
  const found: [Signal, boolean][] = [
    ["same-phone", share(friend, advocate, "phone")],
    ["same-address", share(friend, advocate, "address")],
    ["same-browser", facts.isSameBrowser],
    ["same-name", share(friend, advocate, "name")],
    ["friends-share-phone", share(friend, facts.otherFriends, "phone")],
    ["friends-share-address", share(friend, facts.otherFriends, "address")],
    ["many-at-once", facts.countWithinDay >= MANY_AT_ONCE],
    ["contacts-unreadable", facts.contacts === "unreadable"],
  ];
  return found.flatMap(([signal, holds]) => (holds ? [signal] : []));
}

function share(ones: readonly Mark[], others: readonly Mark[], kind: MarkKind): boolean {
  const hashes = new Set(others.filter((mark) => mark.kind === kind).map(({ markHash }) => markHash));
  return ones.some((mark) => mark.kind === kind && hashes.has(mark.markHash));
}
