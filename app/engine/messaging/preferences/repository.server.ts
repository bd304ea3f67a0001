import type { FactScope } from "~/engine/facts/fact";
import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { andAmong, idsIn, type Sql } from "~/platform/sql.server";

import type { Birthday } from "./rules/birthday";
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
    rows.map(({ topicsOffJson, pausedUntil, isTrackingOff, locale, ...row }) => ({
      topicsOff: parseTopics(topicsOffJson),
      ...{ pausedUntil, isTrackingOff, locale, birthday: birthdayOf(row) },
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

function birthdayOf({
  birthdayOn: on,
  birthdayToldAt: toldAt,
}: {
  birthdayOn: string | null;
  birthdayToldAt: Date | null;
}): Birthday | null {
  return on === null || toldAt === null ? null : { on, toldAt, source: "preference-page" };
}

/** What customers told, as a day: of the year 2000, which has a 29 February. */
export function birthdays({ shopId, customerIds }: FactScope): Sql {
  return Prisma.sql`
    SELECT "customerId", MAX('2000-' || "birthdayOn") AS "value" FROM "MessagePreference"
    WHERE "shopId" = ${shopId} AND "customerId" IS NOT NULL AND "birthdayOn" IS NOT NULL
      ${andAmong('"customerId"', customerIds)}
    GROUP BY "customerId"`;
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
  const { topicsOff, birthday, ...rest } = preference;
  const data = {
    ...rest,
    topicsOffJson: JSON.stringify([...topicsOff]),
    birthdayOn: birthday?.on ?? null,
    birthdayToldAt: birthday?.toldAt ?? null,
    birthdaySource: birthday?.source ?? null,
    updatedAt: now,
  };
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
