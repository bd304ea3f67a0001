import type { Db } from "~/platform/db.server";

import { listWishes } from "../preferences/wishes.server";
import type { ConsentFacts } from "../rules";
import type { Topic } from "../schema";
import { loadConsentFacts } from "./obstacle.server";
import { listContacts } from "./repository.server";

/** A customer as a mail would reach them. */
export type Reachable = {
  customerId: string;
  firstName: string | null;
  lastName: string | null;
  /** Languages to write in, dearest first: the one they chose, the store's. */
  locales: readonly (string | null)[];
  facts: ConsentFacts;
};

type Asked = { shopId: string; customerIds: readonly string[]; topic: Topic; now: Date };

/**
 * Whom of these customers a mail about a topic would reach, and what speaks against it: a few statements, however many
 * people. Who was deleted or merged into another is not among them.
 */
export async function loadReachable(
  db: Db,
  { shopId, customerIds, topic, now }: Asked,
): Promise<Map<string, Reachable>> {
  const contacts = await listContacts(db, { shopId, customerIds });
  const all = contacts.map(({ id, email }) => ({
    ...{ customerId: id, toAddress: email, topic },
    channel: "email" as const,
  }));
  const factsOf = await loadConsentFacts(db, { shopId, all, now });
  const people = contacts.map(({ id: customerId, email: address }) => ({ customerId, address }));
  const wishesOf = await listWishes(db, { shopId, people, now });
  return new Map(
    contacts.map(({ id: customerId, firstName, lastName, locale, email }) => {
      const facts = factsOf({ customerId, toAddress: email, topic, channel: "email" });
      const locales = [wishesOf({ customerId, address: email }).locale, locale];
      return [
        customerId,
        { customerId, firstName, lastName, locales, facts: { ...facts, acceptsMarketing: false } },
      ];
    }),
  );
}
