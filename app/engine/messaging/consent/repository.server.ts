import {
  type ConsentChannel,
  consentChangeKey,
  WITHDRAWAL_SOURCES,
  type WithdrawalSource,
} from "~/kit/consent";
import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";
import { newId } from "~/platform/ids.server";

import { REFUSALS } from "./rules";

export type ConsentContact = {
  id: string;
  gid: string;
  /** Where each channel reaches them; null = nowhere. */
  addresses: Record<ConsentChannel, string | null>;
  consent: Record<ConsentChannel, { state: string | null; level: string | null; updatedAt: Date | null }>;
};

/** A customer and what the store said of their consent; null when unknown or erased. */
export async function findConsentContact(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<ConsentContact | null> {
  const row = await db.customer.findFirst({
    where: { shopId, id: customerId, deletedAt: null },
    select: {
      id: true,
      gid: true,
      email: true,
      phone: true,
      emailConsentState: true,
      emailConsentLevel: true,
      emailConsentAt: true,
      smsConsentState: true,
      smsConsentLevel: true,
      smsConsentAt: true,
    },
  });
  if (!row) return null;
  const { id, gid, email, phone } = row;
  return {
    id,
    gid,
    addresses: { email, sms: phone },
    consent: {
      email: {
        state: row.emailConsentState,
        level: row.emailConsentLevel,
        updatedAt: row.emailConsentAt,
      },
      sms: { state: row.smsConsentState, level: row.smsConsentLevel, updatedAt: row.smsConsentAt },
    },
  };
}

export type ConsentState = {
  email: string | null;
  sms: string | null;
  /** Of their own address and number, as `contactHash` makes it. */
  emailHash: string | null;
  phoneHash: string | null;
  hasOptedOutOfDataSale: boolean;
  /** The store deleted them. */
  isGone: boolean;
};

/** What the store says of customers' consent now, by our ids; those that are unknown, or were merged into others, are left out. */
export async function listConsentStates(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Map<string, ConsentState>> {
  if (customerIds.length === 0) return new Map();
  const rows = await db.$queryRaw<(Omit<ConsentState, "isGone"> & { id: string; deletedAt: Date | null })[]>`
    SELECT "id", "emailConsentState" AS "email", "smsConsentState" AS "sms", "emailHash", "phoneHash",
           "dataSaleOptOut" AS "hasOptedOutOfDataSale", "deletedAt"
    FROM "Customer" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)} AND "mergedIntoId" IS NULL`;
  return new Map(rows.map(({ id, deletedAt, ...state }) => [id, { ...state, isGone: deletedAt !== null }]));
}

/** These customers as a mail would reach them; those deleted or merged into others are left out. */
export function listContacts(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
) {
  return db.customer.findMany({
    where: { shopId, id: { in: [...customerIds] }, deletedAt: null, mergedIntoId: null },
    select: {
      id: true,
      firstName: true,
      lastName: true,
      locale: true,
      email: true,
      phone: true,
    },
  });
}

export type Withdrawal = {
  shopId: string;
  customerId: string;
  channel: ConsentChannel;
  source: WithdrawalSource;
  /** When the person said so. */
  at: Date;
};

/**
 * Writes a refusal told to us into the consent log.
 *
 * Safe to repeat by (shopId, changeKey). When the store told of it first, the line learns how it really came about.
 */
export async function saveWithdrawal(
  db: Db,
  { shopId, customerId, channel, source, at }: Withdrawal,
  { fromState, level, now }: { fromState: string | null; level: string | null; now: Date },
): Promise<void> {
  const toState = "UNSUBSCRIBED";
  const changeKey = consentChangeKey({ customerId, channel, state: toState, at });
  await db.consentChange.upsert({
    where: { shopId_changeKey: { shopId, changeKey } },
    create: {
      id: newId(),
      ...{ shopId, customerId, channel, fromState, toState, source, changeKey },
      optInLevel: level,
      occurredAt: at,
      recordedAt: now,
    },
    update: { source, ...(level ? { optInLevel: level } : {}) },
  });
}

/** The unsubscription that holds for an address; null without. `source` null: from before it was kept. */
export async function findUnsubscription(
  db: Db,
  { shopId, addressHash }: { shopId: string; addressHash: string },
): Promise<{ at: Date; source: WithdrawalSource } | null> {
  const row = await db.suppression.findFirst({
    where: { shopId, addressHash, topic: "all", reason: "unsubscribed" },
    select: { createdAt: true, source: true },
  });
  return (
    row && {
      at: row.createdAt,
      source: WITHDRAWAL_SOURCES.find((source) => source === row.source) ?? "unsubscribe-link",
    }
  );
}

export function countUnsubscriptions(db: Db, { shopId }: { shopId: string }): Promise<number> {
  return db.suppression.count({ where: { shopId, topic: "all", reason: "unsubscribed" } });
}

/** Those of the hashes that an unsubscription holds for. */
export async function listUnsubscribed(
  db: Db,
  { shopId, addressHashes }: { shopId: string; addressHashes: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.suppression.findMany({
    where: { shopId, addressHash: { in: [...addressHashes] }, topic: "all", reason: "unsubscribed" },
    select: { addressHash: true },
  });
  return new Set(rows.map(({ addressHash }) => addressHash));
}

/** Customers with an address or a number by which the store would let us write, by id; the next ones after `afterId`. */
export async function listReachable(
  db: Db,
  { shopId, afterId, limit }: { shopId: string; afterId: string | null; limit: number },
): Promise<{ id: string; addresses: string[] }[]> {
  const isOpen = { notIn: [...REFUSALS] };
  const rows = await db.customer.findMany({
    where: {
      shopId,
      deletedAt: null,
      OR: [
        { email: { not: null }, OR: [{ emailConsentState: null }, { emailConsentState: isOpen }] },
        { phone: { not: null }, OR: [{ smsConsentState: null }, { smsConsentState: isOpen }] },
      ],
      ...(afterId === null ? {} : { id: { gt: afterId } }),
    },
    orderBy: { id: "asc" },
    take: limit,
    select: { id: true, email: true, phone: true },
  });
  return rows.map(({ id, email, phone }) => ({ id, addresses: [email ?? [], phone ?? []].flat() }));
}
