import { appendDecisions } from "~/engine/decisions/append.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { gatherOddness, type OddnessOf } from "../review/gather.server";
import { findTiers } from "../facts/tiers.server";
import { listLotsOfOrders, listOpenLots } from "../ledger/repository.server";
import { saveLedger } from "../ledger/save.server";
import { claim } from "../rules/by-hand";
import { correct, earn, givenBy } from "../rules/earning";
import { isSameOwner, type Ledger, ledgerOf, type Lot, type Owner } from "../rules/ledger";
import { endOf, waitUntil } from "../rules/terms";
import { findProgramme, type Programme } from "../settings/active.server";
import { type EarningOrder, listEarningOrders, listKnownCustomers } from "./repository.server";
import { type OrderTerms, pointsOfOrder, termsOf } from "./rules";

/**
 * Brings the points of orders to what they are worth as they stand now.
 *
 * The first time an order is worth something it gets a lot, with the terms of then; later the lot is corrected by those
 * terms. Safe to repeat, in whatever order news came: what counts is how the order stands.
 */
export async function settleOrders(
  tx: Tx,
  { shopId, orderIds, now }: { shopId: string; orderIds: readonly string[]; now: Date },
): Promise<void> {
  const programme = await findProgramme(tx, { shopId, now });
  if (!programme) return;
  const known = await listLotsOfOrders(tx, { shopId, orderIds });
  if (known.length === 0 && !programme.isActive) return;
  const orders = await listEarningOrders(tx, { shopId, orderIds });
  const scene = await gather(tx, { shopId, orders, known, programme, now });
  for (const order of orders) settle(order, scene);
  await saveLedger(tx, scene.ledger, { shopId, zone: programme.shop.ianaTimezone });
  await tellOfNone(tx, scene, shopId);
}

type Scene = {
  programme: Programme;
  ledger: Ledger;
  lotOf: ReadonlyMap<string, Lot>;
  customers: ReadonlyMap<string, { isLiving: boolean }>;
  tiers: ReadonlyMap<string, string>;
  oddnessOf: OddnessOf;
  /** Orders that were worth nothing, and whose. */
  none: EarningOrder[];
};

async function gather(
  tx: Tx,
  {
    shopId,
    orders,
    known,
    programme,
    now,
  }: {
    shopId: string;
    orders: readonly EarningOrder[];
    known: readonly Lot[];
    programme: Programme;
    now: Date;
  },
): Promise<Scene> {
  const owners: Owner[] = [...orders.map(({ owner }) => owner), ...known];
  const customerIds = [...new Set(owners.flatMap(({ customerId }) => customerId ?? []))];
  const lots = [...known, ...(await listOpenLots(tx, { shopId, owners }))];
  const ledger = ledgerOf(lots, now);
  return {
    programme,
    ledger,
    lotOf: new Map([...ledger.lots.values()].flatMap((lot) => (lot.orderId ? [[lot.orderId, lot]] : []))),
    customers: await listKnownCustomers(tx, { shopId, customerIds }),
    tiers: await findTiers(tx, { shopId, customerIds, programme, now }),
    oddnessOf: await gatherOddness(tx, { shopId, owners, settings: programme.settings, ledger }),
    none: [],
  };
}

function settle(order: EarningOrder, scene: Scene): void {
  const lot = scene.lotOf.get(order.id);
  if (lot) return settleKnown(order, lot, scene);
  const { settings, shop } = scene.programme;
  if (!mayEarn(order, scene)) return;
  const tier = order.owner.customerId === null ? null : (scene.tiers.get(order.owner.customerId) ?? null);
  const { order: rule, multipliers } = settings;
  const terms = termsOf(order.facts, { rule, multipliers, tier, day: order.placedOn });
  const { points, byLine } = pointsOfOrder(order.facts, terms);
  if (points === 0) {
    scene.none.push(order);
    return;
  }
  const { ledger } = scene;
  const odd = scene.oddnessOf(order.owner, points);
  const pendingUntil = waitUntil(ledger.now, settings.holdingDays);
  earn(
    ledger,
    {
      ...order.owner,
      id: newId(),
      sourceKind: "order",
      sourceKey: `order:${order.id}`,
      orderId: order.id,
      termsJson: JSON.stringify(terms),
      earnedAt: ledger.now,
      pendingUntil,
      expiresAt: endOf(pendingUntil ?? ledger.now, {
        months: settings.expiryMonths,
        zone: shop.ianaTimezone,
      }),
      review: odd ? "waiting" : null,
      reviewJson: odd ? JSON.stringify(odd) : null,
    },
    { points, details: { byLine } },
  );
}

/** The programme is on and was when the order was placed; the order counts, and somebody is there to earn. */
function mayEarn({ placedAt, facts, owner }: EarningOrder, scene: Scene): boolean {
  const { isActive, settings } = scene.programme;
  const { earningSince, order } = settings;
  if (!isActive || !order.isOn || earningSince === null || placedAt < new Date(earningSince)) return false;
  return facts.isValid && isSomebody(owner, scene);
}

function settleKnown(order: EarningOrder, lot: Lot, scene: Scene): void {
  const { ledger, programme } = scene;
  // Who was erased neither earns nor owes any more.
  if (!isKnown(lot, scene)) return;
  if (!isSameOwner(lot, order.owner) && isSomebody(order.owner, scene)) claim(ledger, lot, order.owner);
  const terms = JSON.parse(lot.termsJson) as OrderTerms;
  const worth = pointsOfOrder(order.facts, terms);
  const most = lot.review === "rejected" ? 0 : programme.isActive ? worth.points : givenBy(lot);
  const points = Math.min(worth.points, most);
  correct(ledger, {
    lotId: lot.id,
    points,
    policy: programme.settings.debtPolicy,
    details: { byLine: worth.byLine },
  });
}

/** A guest is somebody by their address, a customer while the store has them. */
function isSomebody({ customerId, guestKey }: Owner, { customers }: Scene): boolean {
  return customerId === null ? guestKey !== null : customers.get(customerId)?.isLiving === true;
}

function isKnown({ customerId, guestKey }: Owner, { customers }: Scene): boolean {
  return customerId === null ? guestKey !== null : customers.has(customerId);
}

async function tellOfNone(tx: Tx, { none, ledger }: Scene, shopId: string): Promise<void> {
  const told = none.filter(({ owner }) => owner.customerId !== null);
  if (told.length === 0) return;
  await appendDecisions(
    tx,
    told.map(({ id, owner }) => ({
      shopId,
      feature: "loyalty",
      outcome: "skipped" as const,
      reason: "order-without-points",
      customerId: owner.customerId,
      ...{ subjectKind: "order", subjectId: id },
      dedupeKey: `loyalty:none:${id}`,
      now: ledger.now,
    })),
  );
}
