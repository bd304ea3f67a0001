import type { Db } from "~/platform/db.server";

import { joinPreferences, parseTopics, type Preference } from "./rules";

type Key = { shopId: string; addressHash: string | null; customerId: string | null };

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

export type PreferenceRow = {
  addressHash: string;
  customerId: string | null;
  updatedAt: Date;
  preference: Preference;
};

/** What people chose, row by row: of these addresses, and of these customers under whatever address. */
export async function listChoices(
  db: Db,
  {
    shopId,
    addressHashes,
    customerIds,
  }: { shopId: string; addressHashes: readonly string[]; customerIds: readonly string[] },
): Promise<PreferenceRow[]> {
  const rows = await db.messagePreference.findMany({
    where: {
      shopId,
      OR: [{ addressHash: { in: [...addressHashes] } }, { customerId: { in: [...customerIds] } }],
    },
  });
  return rows.map(({ addressHash, customerId, updatedAt, topicsOffJson, ...rest }) => {
    const { pausedUntil, isTrackingOff, locale } = rest;
    const topicsOff = parseTopics(topicsOffJson);
    return {
      addressHash,
      customerId,
      updatedAt,
      preference: { topicsOff, pausedUntil, isTrackingOff, locale },
    };
  });
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
