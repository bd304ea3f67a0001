import type { Db } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";
import { readSetting } from "~/shops/settings.server";

import { TOPIC_AT_ANY_HOUR, TOPICS_OUTSIDE_BUDGET } from "../budget/priority";
import { BUDGET_LOOKBACK_MS, decideSlot, type Hindrance, type NextAllowed } from "../budget/rules";
import { publicHolidaysOf } from "../quiet-hours/holidays";
import { nextAllowed } from "../quiet-hours/next-allowed";
import { zoneOfPlace } from "../quiet-hours/zone";
import { MESSAGE_CHANNELS, type MessageChannel } from "../schema";

import {
  type ClaimRow,
  listClaims,
  listPlaces,
  listWaiting,
  type PersonKey,
  type Place,
  type WaitingRow,
} from "./repository.server";
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
 * Within a transaction of the shop nobody else takes a place meanwhile: see `saveClaims`.
 */
export async function findSlot(
  db: Db,
  { shop, sought, now }: { shop: ShopRecord; sought: Sought; now: Date },
): Promise<Slot> {
  const calendar = await loadCalendar(db, { shop, people: [sought], now });
  return calendar.slotFor(sought);
}

/** What is known of the times of many people, loaded at once. */
export type Calendar = {
  slotFor: (sought: Sought) => Slot;
  /** A message that was given a "go" has its place from now on. */
  take: (message: Sought) => void;
  /** A message that will not leave waits no longer. */
  drop: (id: string) => void;
};

/** @param people Of all messages that are asked about. */
export async function loadCalendar(
  db: Db,
  { shop, people, now }: { shop: ShopRecord; people: readonly PersonKey[]; now: Date },
): Promise<Calendar> {
  const { id: shopId } = shop;
  const settings = await readSendingSettings(db, { shopId });
  const customerIds = [...new Set(people.flatMap(({ customerId }) => customerId ?? []))];
  const places = await listPlaces(db, { shopId, customerIds });
  const since = new Date(now.getTime() - BUDGET_LOOKBACK_MS);
  const claims = byPerson(await listClaims(db, { shopId, people, since }));
  const waiting = byPerson(await listWaiting(db, { shopId, people }));
  const gone = new Set<string>();

  function messagesOf(sought: Sought): { sent: ClaimRow[]; others: WaitingRow[] } {
    return {
      sent: claims.of(sought).filter(({ id }) => id !== sought.id),
      others: waiting.of(sought).filter(({ id }) => id !== sought.id && !gone.has(id)),
    };
  }

  function slotFor(sought: Sought): Slot {
    const { id, customerId, topic, expiresAt } = sought;
    if (expiresAt !== null && now >= expiresAt) return { kind: "cancel", reason: "expired" };
    const place = customerId === null ? null : (places.get(customerId) ?? null);
    const clock = clockOf(settings, { place, shop });
    const isBudgeted = !TOPICS_OUTSIDE_BUDGET.includes(topic);
    const { sent, others } = isBudgeted ? messagesOf(sought) : { sent: [], others: [] };
    const decision = decideSlot({
      now,
      sent: sent.map(({ claimedAt }) => claimedAt),
      waiting: heaviest(others).map((row) => ({
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

  return {
    slotFor,
    take: ({ id, customerId, addressHash, topic }) => {
      if (id === null) return;
      gone.add(id);
      if (!TOPICS_OUTSIDE_BUDGET.includes(topic)) claims.add({ id, customerId, addressHash, claimedAt: now });
    },
    drop: (id) => gone.add(id),
  };
}

/** More than this many ahead of one message do not change when it leaves in any foreseeable time. */
const MOST_AHEAD = 200;

function heaviest(rows: readonly WaitingRow[]): WaitingRow[] {
  return rows
    .toSorted((a, b) => a.priority - b.priority || a.createdAt.getTime() - b.createdAt.getTime())
    .slice(0, MOST_AHEAD);
}

/** Rows by whom they belong to: the customer, or the address. */
function byPerson<Row extends PersonKey & { id: string }>(rows: readonly Row[]) {
  const byKey = new Map<string, Map<string, Row>>();
  const keysOf = ({ customerId, addressHash }: PersonKey) => [
    ...(customerId === null ? [] : [`customer ${customerId}`]),
    ...(addressHash === null ? [] : [`address ${addressHash}`]),
  ];
  const add = (row: Row) => {
    for (const key of keysOf(row))
      byKey.set(key, (byKey.get(key) ?? new Map<string, Row>()).set(row.id, row));
  };
  rows.forEach(add);
  const of = (person: PersonKey) => [
    ...new Map(keysOf(person).flatMap((key) => [...(byKey.get(key) ?? [])])).values(),
  ];
  return { add, of };
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
