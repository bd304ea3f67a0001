import { hashAddress } from "~/platform/crypto.server";
import type { Db } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";
import { idsIn } from "~/platform/sql.server";

import {
  isPausedAt,
  joinPreferences,
  NOTHING_CHOSEN,
  parseTopics,
  type Preference,
} from "../preferences/rules";
import { type ConsentFacts, isSilencedBy } from "../rules";
import type { Topic } from "../schema";

/** A customer as a mail would reach them: what `findConsentFacts` tells of one, told of many. */
export type Reachable = {
  customerId: string;
  firstName: string | null;
  lastName: string | null;
  /** Languages to write in, dearest first: the one they chose, the store's. */
  locales: readonly (string | null)[];
  addressHash: string | null;
  facts: ConsentFacts;
};

type Asked = { shopId: string; customerIds: readonly string[]; topic: Topic; now: Date };

/**
 * Whom of these customers a mail about a topic would reach, and what speaks against it: a few statements, however many
 * people. Who was deleted or merged into another is not among them.
 */
export async function loadConsentFacts(db: Db, asked: Asked): Promise<Map<string, Reachable>> {
  const { topic, now } = asked;
  const people = await readPeople(db, asked);
  const hashes = [...people.values()].flatMap(({ addressHash }) => addressHash ?? []);
  const suppressed = await readSuppressions(db, { ...asked, hashes });
  const preferenceOf = await readPreferences(db, { ...asked, hashes });
  return new Map(
    [...people].map(([customerId, { customer, addressHash }]): [string, Reachable] => {
      const wishes = preferenceOf(customerId, addressHash);
      const known = addressHash === null ? [] : (suppressed.get(addressHash) ?? []);
      const { firstName, lastName, locale, email, emailConsentState, dataSaleOptOut } = customer;
      const facts: ConsentFacts = {
        ...{ topic, channel: "email", address: email, consentState: emailConsentState },
        acceptsMarketing: false,
        hasOptedOutOfDataSale: dataSaleOptOut,
        isSuppressed: known.some((one) => isSilencedBy(one, { topic, channel: "email" })),
        isTopicOff: wishes.topicsOff.has(topic),
        isPaused: isPausedAt(wishes, now),
      };
      const locales = [wishes.locale, locale];
      return [customerId, { customerId, firstName, lastName, locales, addressHash, facts }];
    }),
  );
}

async function readPeople(db: Db, { shopId, customerIds }: Asked) {
  const rows = await db.customer.findMany({
    where: { shopId, id: { in: [...customerIds] }, deletedAt: null, mergedIntoId: null },
    select: {
      id: true,
      firstName: true,
      lastName: true,
      locale: true,
      email: true,
      emailConsentState: true,
      dataSaleOptOut: true,
    },
  });
  const secret = getSecret();
  return new Map(
    rows.map((customer) => {
      const addressHash = customer.email ? hashAddress(secret, customer.email) : null;
      return [customer.id, { customer, addressHash }];
    }),
  );
}

type Hashed = Asked & { hashes: readonly string[] };

async function readSuppressions(db: Db, { shopId, hashes }: Hashed) {
  const rows = await db.$queryRaw<{ addressHash: string; topic: string; reason: string }[]>`
    SELECT "addressHash", "topic", "reason" FROM "Suppression"
    WHERE "shopId" = ${shopId} AND "addressHash" IN ${idsIn(hashes)}`;
  const found = new Map<string, { topic: string; reason: string }[]>();
  for (const { addressHash, ...row } of rows)
    found.set(addressHash, [...(found.get(addressHash) ?? []), row]);
  return found;
}

/** Rows of the address and of the customer, under whatever address, are one person's. */
async function readPreferences(db: Db, { shopId, customerIds, hashes }: Hashed) {
  const rows = await db.messagePreference.findMany({
    where: { shopId, OR: [{ addressHash: { in: [...hashes] } }, { customerId: { in: [...customerIds] } }] },
  });
  const byKey = new Map<string, { updatedAt: Date; preference: Preference }[]>();
  for (const { addressHash, customerId, updatedAt, topicsOffJson, ...rest } of rows) {
    const { pausedUntil, isTrackingOff, locale } = rest;
    const preference = { topicsOff: parseTopics(topicsOffJson), pausedUntil, isTrackingOff, locale };
    for (const key of [addressHash, customerId ?? ""])
      byKey.set(key, [...(byKey.get(key) ?? []), { updatedAt, preference }]);
  }
  return (customerId: string, addressHash: string | null): Preference => {
    const own = [...(byKey.get(customerId) ?? []), ...(byKey.get(addressHash ?? "-") ?? [])];
    if (own.length === 0) return NOTHING_CHOSEN;
    const newestFirst = own.toSorted((one, other) => Number(other.updatedAt) - Number(one.updatedAt));
    return joinPreferences(newestFirst.map(({ preference }) => preference));
  };
}
