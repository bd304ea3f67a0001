import { hashAddress } from "~/platform/crypto.server";
import type { Db } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import type { Topic } from "../schema";
import { findPreference } from "./repository.server";
import { isPausedAt, NOTHING_CHOSEN } from "./rules";

/** What of a person's preferences counts now. */
export type Wishes = {
  topicsOff: ReadonlySet<Topic>;
  isPaused: boolean;
  isTrackingOff: boolean;
  locale: string | null;
};

/** What a person wants of our messages, by whatever is known of them. */
export async function findWishes(
  db: Db,
  {
    shopId,
    customerId,
    address,
    now,
  }: { shopId: string; customerId: string | null; address: string | null; now: Date },
): Promise<Wishes> {
  const addressHash = address ? hashAddress(getSecret(), address) : null;
  const found = (await findPreference(db, { shopId, addressHash, customerId })) ?? NOTHING_CHOSEN;
  const { topicsOff, isTrackingOff, locale } = found;
  return { topicsOff, isTrackingOff, locale, isPaused: isPausedAt(found, now) };
}
