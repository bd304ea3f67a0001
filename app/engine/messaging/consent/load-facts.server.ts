import { hashAddress } from "~/platform/crypto.server";
import type { Db } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { listChoices } from "../preferences/repository.server";
import { isPausedAt, joinPreferences, NOTHING_CHOSEN, type Preference } from "../preferences/rules";
import { listSuppressionsOfMany } from "../repository.server";
import { type ConsentFacts, isSilencedBy } from "../rules";
import type { Topic } from "../schema";
import { listContacts } from "./repository.server";

/** A customer as a mail would reach them: what `findConsentFacts` tells of one, told of many. */
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
export async function loadConsentFacts(
  db: Db,
  { topic, now, ...people }: Asked,
): Promise<Map<string, Reachable>> {
  const { shopId, customerIds } = people;
  const secret = getSecret();
  const contacts = (await listContacts(db, people)).map((contact) => {
    return { ...contact, addressHash: contact.email ? hashAddress(secret, contact.email) : null };
  });
  const addressHashes = contacts.flatMap(({ addressHash }) => addressHash ?? []);
  const suppressed = await listSuppressionsOfMany(db, { shopId, addressHashes });
  const choiceOf = await loadChoices(db, { shopId, customerIds, addressHashes });
  return new Map(
    contacts.map(({ id: customerId, firstName, lastName, locale, addressHash, ...contact }) => {
      const choice = choiceOf(customerId, addressHash);
      const known = addressHash === null ? [] : (suppressed.get(addressHash) ?? []);
      const facts: ConsentFacts = {
        ...{ topic, channel: "email", address: contact.email, consentState: contact.emailConsentState },
        acceptsMarketing: false,
        hasOptedOutOfDataSale: contact.dataSaleOptOut,
        isSuppressed: known.some((one) => isSilencedBy(one, { topic, channel: "email" })),
        isTopicOff: choice.topicsOff.has(topic),
        isPaused: isPausedAt(choice, now),
      };
      const locales = [choice.locale, locale];
      return [customerId, { customerId, firstName, lastName, locales, facts }];
    }),
  );
}

/** Rows of the address and of the customer, under whatever address, are one person's. */
async function loadChoices(db: Db, asked: Parameters<typeof listChoices>[1]) {
  const rows = await listChoices(db, asked);
  const byKey = new Map<string, typeof rows>();
  for (const row of rows)
    for (const key of [row.addressHash, row.customerId ?? ""])
      byKey.set(key, [...(byKey.get(key) ?? []), row]);
  return (customerId: string, addressHash: string | null): Preference => {
    const own = [...(byKey.get(customerId) ?? []), ...(byKey.get(addressHash ?? "-") ?? [])];
    if (own.length === 0) return NOTHING_CHOSEN;
    const newestFirst = own.toSorted((one, other) => Number(other.updatedAt) - Number(one.updatedAt));
    return joinPreferences(newestFirst.map(({ preference }) => preference));
  };
}
