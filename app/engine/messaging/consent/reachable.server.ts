import type { ConsentChannel } from "~/kit/consent";
import type { Db } from "~/platform/db.server";

import { listWishes } from "../preferences/wishes.server";
import type { ConsentFacts } from "../rules";
import type { Topic } from "../schema";

import { loadConsentFacts } from "./obstacle.server";
import { listContacts } from "./repository.server";

/** A customer as a message would reach them. */
export type Reachable = {
  customerId: string;
  firstName: string | null;
  lastName: string | null;
  /** Languages to write in, dearest first: the one they chose, the store's. */
  locales: readonly (string | null)[];
  facts: ConsentFacts;
};

type Asked = {
  shopId: string;
  customerIds: readonly string[];
  topic: Topic;
  channel: ConsentChannel;
  now: Date;
};

/**
 * Whom of these customers a message about a topic would reach, and what speaks against it: a few statements, however many
 * people. Who was deleted or merged into another is not among them.
 */
export async function loadReachable(
  db: Db,
  { shopId, customerIds, topic, channel, now }: Asked,
): Promise<Map<string, Reachable>> {
  const contacts = await listContacts(db, { shopId, customerIds });
  const addressOf = ({ email, phone }: (typeof contacts)[number]) => (channel === "sms" ? phone : email);
  const all = contacts.map((contact) => {
    return { customerId: contact.id, toAddress: addressOf(contact), topic, channel };
  });
  const factsOf = await loadConsentFacts(db, { shopId, all, now });
  const people = contacts.map((contact) => ({ customerId: contact.id, address: addressOf(contact) }));
  const wishesOf = await listWishes(db, { shopId, people, now });
  return new Map(
    contacts.map((contact) => {
      const { id: customerId, firstName, lastName, locale } = contact;
      const address = addressOf(contact);
      const facts = factsOf({ customerId, toAddress: address, topic, channel });
      const locales = [wishesOf({ customerId, address }).locale, locale];
      return [
        customerId,
        { customerId, firstName, lastName, locales, facts: { ...facts, acceptsMarketing: false } },
      ];
    }),
  );
}
