import type { Db } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { TOPIC_AT_ANY_HOUR, TOPICS_OUTSIDE_BUDGET } from "../budget/priority";
import { BUDGET_LOOKBACK_MS, decideSlot, type Hindrance, type NextAllowed } from "../budget/rules";
import { publicHolidaysOf } from "../quiet-hours/holidays";
import { nextAllowed } from "../quiet-hours/next-allowed";
import { zoneOfPlace } from "../quiet-hours/zone";
import { MESSAGE_CHANNELS, type MessageChannel } from "../schema";

import { findPlace, listClaims, listWaiting, type PersonKey, type Place } from "./repository.server";
import { SENDING_SETTINGS_KEY, type SendingSettings, SendingSettingsSchema } from "./schema";

/** A message for which a place in time is sought. */
export type Sought = {
  /** Null while it is only planned. */
  id: string | null;
  customerId: string | null;
  addressHash: string | null;
  channel: string;
  topic: string;
  priority: number;
  /** Not before. */
  dueAt: Date;
  expiresAt: Date | null;
};

export type Slot =
  | { kind: "go" }
  | { kind: "postpone"; until: Date; because: "not-due" | Hindrance; zone: string }
  /** It cannot leave while it is of use. `expired`: its time is over already. */
  | { kind: "cancel"; reason: "expired" | "expired-not-due" | `expired-${Hindrance}` };

/**
 * When a message may leave, by the budget and the quiet hours of its reader, as things stand now.
 *
 * Within a transaction of the shop nobody else takes a place meanwhile: see `saveClaim`.
 */
export async function findSlot(
  db: Db,
  { shop, sought, now }: { shop: ShopRecord; sought: Sought; now: Date },
): Promise<Slot> {
  const { id, customerId, addressHash, topic, expiresAt } = sought;
  if (expiresAt !== null && now >= expiresAt) return { kind: "cancel", reason: "expired" };
  const settings = await readSendingSettings(db, { shopId: shop.id });
  const place = await findPlace(db, { shopId: shop.id, customerId });
  const clock = clockOf(settings, { place, shop });
  const person: PersonKey = { shopId: shop.id, customerId, addressHash };
  const isBudgeted = !TOPICS_OUTSIDE_BUDGET.includes(topic);
  const since = new Date(now.getTime() - BUDGET_LOOKBACK_MS);
  const waiting = isBudgeted ? await listWaiting(db, { ...person, exceptId: id }) : [];
  const decision = decideSlot({
    now,
    sent: isBudgeted ? await listClaims(db, { ...person, exceptId: id, since }) : [],
    waiting: waiting.map((row) => ({
      priority: row.priority,
      dueAt: row.notBeforeAt ?? row.createdAt,
      order: row.id,
      nextAllowed: clock.of(row.channel),
    })),
    budget: isBudgeted ? settings : null,
    candidate: {
      priority: sought.priority,
      dueAt: sought.dueAt,
      order: id ?? LAST,
      nextAllowed: topic === TOPIC_AT_ANY_HOUR ? atAnyHour : clock.of(sought.channel),
    },
  });
  if (decision.kind === "go") return decision;
  if (expiresAt !== null && decision.until >= expiresAt)
    return { kind: "cancel", reason: `expired-${decision.because}` };
  return { ...decision, zone: clock.zone };
}

/** What is only planned goes after its like that waits already. */
const LAST = "\uffff";

const atAnyHour: NextAllowed = (at) => at;

export function readSendingSettings(db: Db, { shopId }: { shopId: string }): Promise<SendingSettings> {
  return readSetting(db, { shopId, key: SENDING_SETTINGS_KEY, schema: SendingSettingsSchema });
}

type Clock = { zone: string; of: (channel: string) => NextAllowed };

/** The hours of every channel on the clock of the reader; on the shop's when nobody knows where they live. */
function clockOf(
  settings: SendingSettings,
  { place, shop }: { place: Place | null; shop: ShopRecord },
): Clock {
  const countryCode = place?.countryCode ?? null;
  const zone = zoneOfPlace({ countryCode, provinceCode: place?.provinceCode ?? null }, shop.ianaTimezone);
  const holidayCountry = countryCode ?? shop.countryCode;
  return {
    zone,
    of: (channel) => {
      const hours = settings.hours[channelOf(channel)];
      const holidaysOf = hours.keepsHolidays && holidayCountry ? publicHolidaysOf(holidayCountry) : null;
      return (at) => nextAllowed(at, { hours, zone, holidaysOf });
    },
  };
}

/** @throws RangeError for a channel nobody knows. */
export function channelOf(name: string): MessageChannel {
  const channel = MESSAGE_CHANNELS.find((known) => known === name);
  if (channel) return channel;
  throw new RangeError(`a message's channel must be one of ${MESSAGE_CHANNELS.join(", ")}, got "${name}"`);
}
