import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";

import type { AdjustmentState } from "../adjustments/repository.server";
import { whyMayNotDecide } from "../adjustments/rules";
import { presentLedger } from "../members/presenter.server";
import { nameOf } from "../members/repository.server";
import type { LotKind } from "../rules/ledger";
import { lastDayOf } from "../rules/terms";
import { presentProgramme } from "../settings/presenter.server";
import { LoyaltySettingsSchema } from "../settings/schema";
import { presentMember } from "../storefront/presenter.server";
import type { HandChange, MemberPage, OpenLot } from "./schema";

type One = { shopId: string; customerId: string };

const LOTS_SHOWN = 200;
const CHANGES_SHOWN = 20;

/** Read model of a member's page; null when the store never had the customer. Of people without points too. */
export async function presentMemberPage(
  db: Db,
  {
    zone,
    locale,
    page,
    staffId,
    now,
    ...one
  }: One & { zone: string; locale: string; page: number; staffId: string | null; now: Date },
): Promise<MemberPage | null> {
  const { shopId, customerId } = one;
  const row = await db.customer.findFirst({
    where: { shopId, id: customerId },
    select: { id: true, firstName: true, lastName: true, email: true, deletedAt: true, mergedIntoId: true },
  });
  if (!row) return null;
  const { settings, isActive } = await presentProgramme(db, { shopId, now });
  const { lines, page: shown, pageCount } = await presentLedger(db, { ...one, page });
  return {
    customer: {
      id: row.id,
      name: nameOf(row),
      isLiving: row.deletedAt === null && row.mergedIntoId === null,
    },
    member: await presentMember(db, { ...one, locale, now }),
    lots: await listLots(db, { ...one, zone }),
    ledger: { lines, page: shown, pageCount },
    changes: await listChanges(db, { ...one, staffId }),
    limitPoints: (settings ?? LoyaltySettingsSchema.parse({})).manualLimitPoints,
    isActive,
    asOf: now.toISOString(),
  };
}

async function listLots(db: Db, { shopId, customerId, zone }: One & { zone: string }): Promise<OpenLot[]> {
  const lots = await db.pointsLot.findMany({
    where: { shopId, customerId, isOpen: true },
    orderBy: [{ earnedAt: "asc" }, { id: "asc" }],
    take: LOTS_SHOWN,
  });
  const orderIds = lots.flatMap(({ orderId }) => orderId ?? []);
  const orders = await db.order.findMany({
    where: { shopId, id: { in: orderIds } },
    select: { id: true, name: true },
  });
  const names = new Map(orders.map(({ id, name }) => [id, name]));
  const end = (lastOn: string | null) => lastOn ?? "9999";
  return lots
    .map((lot) => ({
      id: lot.id,
      sourceKind: lot.sourceKind as LotKind,
      orderName: (lot.orderId && names.get(lot.orderId)) || null,
      availablePoints: lot.available,
      pendingPoints: lot.pending,
      heldPoints: lot.held,
      debtPoints: 0 - lot.debt,
      earnedOn: dayIn(zone, lot.earnedAt),
      pendingUntil: lot.pending > 0 && lot.pendingUntil ? dayIn(zone, lot.pendingUntil) : null,
      lastOn: lot.expiresAt && lastDayOf(lot.expiresAt, zone),
      isUnderReview: lot.review === "waiting",
    }))
    .sort((a, b) => (end(a.lastOn) < end(b.lastOn) ? -1 : end(a.lastOn) > end(b.lastOn) ? 1 : 0));
}

async function listChanges(
  db: Db,
  { shopId, customerId, staffId }: One & { staffId: string | null },
): Promise<HandChange[]> {
  const rows = await db.pointsAdjustment.findMany({
    where: { shopId, customerId },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: CHANGES_SHOWN,
  });
  return rows.map(({ id, points, reason, state, requestedBy, requestedAt, decidedBy }) => ({
    ...{ id, points, reason, requestedBy, decidedBy },
    state: state as AdjustmentState,
    requestedAt: requestedAt.toISOString(),
    canDecide: state === "requested" && whyMayNotDecide(requestedBy, staffId) === null,
  }));
}
