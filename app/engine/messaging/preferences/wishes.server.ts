import { hashAddress } from "~/platform/crypto.server";
import type { Db } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { peopleKeysOf } from "../people-keys";
import type { Topic } from "../schema";
import { listChosen } from "./repository.server";
import { isPausedAt, joinPreferences } from "./rules";

/** What of a person's preferences counts now. */
export type Wishes = {
  topicsOff: ReadonlySet<Topic>;
  isPaused: boolean;
  isTrackingOff: boolean;
  locale: string | null;
};

type Person = { customerId: string | null; address: string | null };

/** What a person wants of our messages, by whatever is known of them. */
export async function findWishes(
  db: Db,
  { shopId, now, ...person }: Person & { shopId: string; now: Date },
): Promise<Wishes> {
  const wishesOf = await listWishes(db, { shopId, people: [person], now });
  return wishesOf(person);
}

/** What many people want: loaded at once, asked one by one. */
export async function listWishes(
  db: Db,
  { shopId, people, now }: { shopId: string; people: readonly Person[]; now: Date },
): Promise<(person: Person) => Wishes> {
  const keyed = people.map((person) => ({ ...person, addressHash: hashOf(person) }));
  const rows = await listChosen(db, { shopId, ...peopleKeysOf(keyed) });
  const byAddress = new Map(rows.map((row) => [row.addressHash, row]));
  const byCustomer = Map.groupBy(rows, (row) => row.customerId);
  return (person) => {
    const ofAddress = byAddress.get(hashOf(person) ?? "");
    const ofCustomer = person.customerId === null ? [] : (byCustomer.get(person.customerId) ?? []);
    const own = [...new Set([...(ofAddress ? [ofAddress] : []), ...ofCustomer])].toSorted(
      (one, other) => Number(other.updatedAt) - Number(one.updatedAt),
    );
    const { topicsOff, isTrackingOff, locale, ...pause } = joinPreferences(own);
    return { topicsOff, isTrackingOff, locale, isPaused: isPausedAt(pause, now) };
  };
}

function hashOf({ address }: Person): string | null {
  return address ? hashAddress(getSecret(), address) : null;
}
