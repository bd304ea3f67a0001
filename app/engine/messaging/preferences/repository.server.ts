import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

import { joinPreferences, parseTopics, type Preference } from "./rules";

type Key = { shopId: string; addressHash: string | null; customerId: string | null };

/** Many people of a shop. */
export type PeopleKeys = {
  shopId: string;
  addressHashes: readonly string[];
  customerIds: readonly string[];
};

/** Whose rows: of the address, and of the customer under whatever address. */
function personOf({ addressHash, customerId }: Key) {
  return [...(addressHash ? [{ addressHash }] : []), ...(customerId ? [{ customerId }] : [])];
}

/** What a person wants, by address and customer; null when they never chose anything. */
export async function findPreference(db: Db, key: Key): Promise<Preference | null> {
  const { shopId } = key;
  const person = personOf(key);
  if (person.length === 0) return null;
  const rows = await db.messagePreference.findMany({
    where: { shopId, OR: person },
    orderBy: { updatedAt: "desc" },
  });
  if (rows.length === 0) return null;
  return joinPreferences(
    rows.map(({ topicsOffJson, pausedUntil, isTrackingOff, locale }) => ({
      topicsOff: parseTopics(topicsOffJson),
      ...{ pausedUntil, isTrackingOff, locale },
    })),
  );
}

export type ChosenRow = Preference & { addressHash: string; customerId: string | null; updatedAt: Date };

/** What was chosen under any of these addresses, or by any of these customers; the one changed last comes first. */
export async function listChosen(
  db: Db,
  { shopId, addressHashes, customerIds }: PeopleKeys,
): Promise<ChosenRow[]> {
  type Row = Omit<ChosenRow, "topicsOff"> & { topicsOffJson: string };
  const rows = await db.$queryRaw<Row[]>`
    SELECT "addressHash", "customerId", "topicsOffJson", "pausedUntil", "isTrackingOff", "locale", "updatedAt"
    FROM "MessagePreference" WHERE "shopId" = ${shopId} AND "addressHash" IN ${idsIn(addressHashes)}
    UNION
    SELECT "addressHash", "customerId", "topicsOffJson", "pausedUntil", "isTrackingOff", "locale", "updatedAt"
    FROM "MessagePreference" WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)}
    ORDER BY "updatedAt" DESC`;
  return rows.map(({ topicsOffJson, ...row }) => ({ ...row, topicsOff: parseTopics(topicsOffJson) }));
}

/** Saves what a person wants, whole, in every row of theirs. Safe to repeat by (shopId, addressHash). */
export async function savePreference(
  db: Db,
  {
    shopId,
    addressHash,
    customerId,
    preference,
    now,
  }: Key & { addressHash: string; preference: Preference; now: Date },
): Promise<void> {
  const { topicsOff, ...rest } = preference;
  const data = { ...rest, topicsOffJson: JSON.stringify([...topicsOff]), updatedAt: now };
  await db.messagePreference.upsert({
    where: { shopId, shopId_addressHash: { shopId, addressHash } },
    create: { shopId, addressHash, customerId, ...data, createdAt: now },
    update: { ...data, ...(customerId ? { customerId } : {}) },
  });
  if (customerId) await db.messagePreference.updateMany({ where: { shopId, customerId }, data });
}

/** Takes addresses out: what was chosen for them, and whose address a report was of. Safe to repeat. */
export async function forgetAddresses(
  db: Db,
  { shopId, addressHashes }: { shopId: string; addressHashes: readonly string[] },
): Promise<void> {
  const where = { shopId, addressHash: { in: [...addressHashes] } };
  await db.messagePreference.deleteMany({ where });
  await db.messageFeedback.updateMany({ where, data: { addressHash: null } });
}

/** Readable rows of these addresses: for a person who asks. */
export function listPreferences(
  db: Db,
  { shopId, addressHashes }: { shopId: string; addressHashes: readonly string[] },
): Promise<Record<string, unknown>[]> {
  return db.messagePreference.findMany({
    where: { shopId, addressHash: { in: [...addressHashes] } },
    omit: { addressHash: true },
  });
}
