import { z } from "zod";

import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent } from "~/pipeline/outbox/definition";
import { contactHash } from "~/platform/sealed.server";

import { findReferral, saveContacts } from "../repository.server";
import { addressMark, nameMark, phoneMark } from "../rules/identity";
import type { Mark, MarkKind } from "../rules/signals";
import { lookAtReferral } from "./look.server";
import { findAdvocate, findJudgedOrder } from "./repository.server";

type Contact = {
  name: string | null;
  phone: string | null;
  address: Parameters<typeof addressMark>[0] | null;
};

/**
 * Asks the store how the two of a referral can be reached, and keeps keyed hashes of it only. Addresses of people who take
 * no part in referrals are never asked for, and those of who do never come into the database.
 */
export const readContacts = defineIntent({
  kind: "shopify.read-contacts",
  schema: z.object({ referralId: z.string() }),
  needsScope: "read_orders",
  maxAttempts: 6,
  onCrash: "repeat",

  async prepare({ referralId }, { tx, shopId }) {
    const referral = await findReferral(tx, { shopId, referralId });
    if (referral?.contacts !== "asked") return { kind: "cancel", reason: "already-settled" };
    const order = await findJudgedOrder(tx, referral);
    const advocate = await findAdvocate(tx, referral);
    if (!order || !advocate) return { kind: "cancel", reason: "erased" };
    return { kind: "go", command: { orderGid: order.gid, customerGid: advocate.gid } };
  },

  async perform(of, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    const attempt = attemptOf(await shopify.readContacts(of), now);
    if (attempt.kind !== "done") return attempt;
    const { result } = attempt;
    if (result === null) return { kind: "rejected", error: "the store has no such order" };
    const marks = [...marksOf("friend", result.buyer), ...marksOf("advocate", result.customer)];
    return { kind: "done", result: { marks } };
  },

  async settle({ referralId }, outcome, { tx, shopId, now }) {
    if (outcome.kind === "cancelled" && outcome.reason === "already-settled") return;
    const isRead = outcome.kind === "done";
    await saveContacts(tx, {
      ...{ shopId, referralId, marks: isRead ? outcome.result.marks : [] },
      contacts: isRead ? "read" : "unreadable",
    });
    await lookAtReferral(tx, { shopId, referralId, now });
  },
});

function marksOf(side: Mark["side"], contacts: readonly Contact[]): Mark[] {
  const found = new Map<string, Mark>();
  const add = (kind: MarkKind, plain: string | null) => {
    if (plain === null) return;
    const mark = { side, kind, markHash: contactHash(`referral-${kind}:${plain}`) };
    found.set(`${kind}:${mark.markHash}`, mark);
  };
  for (const { name, phone, address } of contacts) {
    add("name", nameMark(name));
    add("phone", phoneMark(phone));
    add("address", address && addressMark(address));
  }
  return [...found.values()];
}
