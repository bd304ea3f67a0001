import { DAY_MS } from "~/kit/duration";
import { dayIn } from "~/kit/zone";
import type { DomainEvent } from "~/pipeline/events/catalogue";
import { publishEvents } from "~/pipeline/events/publish.server";
import type { Tx } from "~/platform/db.server";

import { listLotsById, listOpenLots } from "../ledger/repository.server";
import { saveLedger } from "../ledger/save.server";
import { settleOrders } from "../orders/settle.server";
import { expire, mature } from "../rules/ageing";
import { payDebts } from "../rules/debts";
import { type Ledger, ledgerOf, type Owner } from "../rules/ledger";
import { lastDayOf } from "../rules/terms";
import { findProgramme, type Programme } from "../settings/active.server";
import {
  type Ending,
  listClaimedOrders,
  listEndingUntold,
  listToExpire,
  listToMature,
  markTold,
} from "./repository.server";

/** Lots looked at in one run; more wait for the next one, which follows at once. */
const LIMIT = 500;

type Scene = { shopId: string; now: Date };

/**
 * Takes a shop's points on with the time: pending ones become available, others end, and people are told what ends soon.
 * Points end although the programme is off, as was promised. Safe to repeat.
 *
 * @returns whether more is due.
 */
export async function agePoints(tx: Tx, { shopId, now }: Scene): Promise<boolean> {
  const programme = await findProgramme(tx, { shopId, now });
  if (!programme) return false;
  const due = { shopId, now, limit: LIMIT };
  const claimed = await listClaimedOrders(tx, due);
  if (claimed.length > 0) await settleOrders(tx, { shopId, orderIds: claimed, now });
  const maturing = await listToMature(tx, due);
  await change(tx, { programme, lotIds: maturing, act: mature, shopId, now });
  const expiring = await listToExpire(tx, due);
  await change(tx, { programme, lotIds: expiring, act: expire, shopId, now });
  const told = programme.isActive ? await tellOfEndings(tx, programme, due) : 0;
  return [claimed.length, maturing.length, expiring.length, told].some((count) => count === LIMIT);
}

type Change = Scene & {
  programme: Programme;
  lotIds: readonly string[];
  act: (ledger: Ledger, lotId: string) => void;
};

async function change(tx: Tx, { programme, lotIds, act, shopId, now }: Change): Promise<void> {
  if (lotIds.length === 0) return;
  const lots = await listLotsById(tx, { shopId, lotIds });
  const ledger = ledgerOf([...lots, ...(await listOpenLots(tx, { shopId, owners: lots }))], now);
  for (const lotId of lotIds) act(ledger, lotId);
  await saveLedger(tx, ledger, { shopId, zone: programme.shop.ianaTimezone });
}

/** Says once per lot that it ends; what ends of a person is told together. */
async function tellOfEndings(
  tx: Tx,
  { settings, shop }: Programme,
  due: Scene & { limit: number },
): Promise<number> {
  const { shopId, now } = due;
  const until = new Date(now.getTime() + settings.noticeDays * DAY_MS);
  const endings = await listEndingUntold(tx, { ...due, until });
  if (endings.length === 0) return 0;
  const byCustomer = new Map<string, Ending[]>();
  for (const ending of endings)
    byCustomer.set(ending.customerId, [...(byCustomer.get(ending.customerId) ?? []), ending]);
  const zone = shop.ianaTimezone;
  const events = [...byCustomer].map(([customerId, lots]) => expiringEvent(customerId, lots, { zone, now }));
  await publishEvents(tx, events, { shopId, now });
  await markTold(tx, { shopId, lotIds: endings.map(({ id }) => id), now });
  return endings.length;
}

function expiringEvent(
  customerId: string,
  lots: readonly Ending[],
  { zone, now }: { zone: string; now: Date },
): DomainEvent<"points.expiring"> {
  const first = lots.reduce((a, b) => (b.expiresAt < a.expiresAt ? b : a));
  const points = lots.reduce((sum, { available }) => sum + available, 0);
  return {
    type: "points.expiring",
    sourceKey: `points.expiring:${first.id}:${dayIn(zone, now)}`,
    payload: { customerId, points, expiresOn: lastDayOf(first.expiresAt, zone) },
    customerId,
    subjectId: first.id,
    occurredAt: now,
  };
}

/** Two customers became one, or two again: what the one owes, the other's points pay. Safe to repeat. */
export async function settleDebts(
  tx: Tx,
  { shopId, customerIds, now }: Scene & { customerIds: readonly string[] },
): Promise<void> {
  const programme = await findProgramme(tx, { shopId, now });
  if (!programme) return;
  const owners = customerIds.map((customerId): Owner => ({ customerId, guestKey: null }));
  const ledger = ledgerOf(await listOpenLots(tx, { shopId, owners }), now);
  for (const owner of owners) payDebts(ledger, owner);
  await saveLedger(tx, ledger, { shopId, zone: programme.shop.ianaTimezone });
}
