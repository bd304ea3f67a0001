import type { Db } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";

import type { Answer, RecipientState } from "../schema";

export type RecipientRow = {
  id: string;
  shopId: string;
  campaignId: string;
  customerId: string;
  state: RecipientState;
  reason: string | null;
  codeId: string | null;
  messageId: string | null;
  sentAt: Date | null;
  answer: Answer | null;
  answeredAt: Date | null;
};

type Key = { shopId: string; recipientId: string };
type OfCampaign = { shopId: string; campaignId: string };

const FIELDS = {
  id: true,
  shopId: true,
  campaignId: true,
  customerId: true,
  state: true,
  reason: true,
  codeId: true,
  messageId: true,
  sentAt: true,
  answer: true,
  answeredAt: true,
} as const;

type Stored = Omit<RecipientRow, "state" | "answer"> & { state: string; answer: string | null };
const typed = (row: Stored): RecipientRow => ({
  ...row,
  state: row.state as RecipientState,
  answer: row.answer as Answer | null,
});

/** States in which somebody may still be written to. */
export const OPEN_STATES = ["waiting", "asked", "written"] as const satisfies readonly RecipientState[];

const INSERT_RECIPIENTS = upsertSql({
  table: "CampaignRecipient",
  columns: ["id", "shopId", "campaignId", "customerId", "state", "updatedAt"],
  key: ["shopId", "campaignId", "customerId"],
  onConflict: "nothing",
});

/** Takes people into a campaign. Safe to repeat: one row per campaign and person. */
export async function insertRecipients(
  db: Db,
  { customerIds, now, ...of }: OfCampaign & { customerIds: readonly string[]; now: Date },
): Promise<void> {
  const rows = customerIds.map((customerId) => ({
    ...of,
    id: `${of.campaignId}.${newId()}`,
    customerId,
    state: "waiting",
    updatedAt: now,
  }));
  if (rows.length > 0) await db.$executeRawUnsafe(INSERT_RECIPIENTS, rowsToJson(rows));
}

/** Recipients in some states, by their ids. */
export async function listRecipients(
  db: Db,
  { shopId, campaignId, states, limit }: OfCampaign & { states: readonly RecipientState[]; limit: number },
): Promise<RecipientRow[]> {
  const rows = await db.campaignRecipient.findMany({
    where: { shopId, campaignId, state: { in: [...states] } },
    select: FIELDS,
    orderBy: { id: "asc" },
    take: limit,
  });
  return rows.map(typed);
}

/** A recipient; null when there is none, or somebody else's row took its place in a merge. */
export async function findRecipient(db: Db, { shopId, recipientId }: Key): Promise<RecipientRow | null> {
  const row = await db.campaignRecipient.findFirst({ where: { shopId, id: recipientId }, select: FIELDS });
  return row && typed(row);
}

/** The recipient a customer is in a campaign. */
export async function findRecipientOf(
  db: Db,
  { shopId, campaignId, customerId }: OfCampaign & { customerId: string },
): Promise<RecipientRow | null> {
  const where = { shopId, campaignId, customerId };
  const row = await db.campaignRecipient.findFirst({ where, select: FIELDS });
  return row && typed(row);
}

/** The messages that people of a campaign were written, and that may not have left; after somebody, by their ids. */
export async function listWrittenMessages(
  db: Db,
  { shopId, campaignId, after, limit }: OfCampaign & { after: string; limit: number },
): Promise<{ id: string; messageId: string | null }[]> {
  return db.campaignRecipient.findMany({
    where: { shopId, campaignId, state: "written", id: { gt: after } },
    select: { id: true, messageId: true },
    orderBy: { id: "asc" },
    take: limit,
  });
}

export type RecipientStep = Partial<Pick<RecipientRow, "reason" | "codeId" | "messageId" | "sentAt">> & {
  state: RecipientState;
};

/** Moves people of a campaign on, together. @returns how many were in one of the states `from`. */
export async function claimRecipients(
  db: Db,
  {
    shopId,
    recipientIds,
    from,
    to,
    now,
  }: {
    shopId: string;
    recipientIds: readonly string[];
    from: readonly RecipientState[];
    to: RecipientStep;
    now: Date;
  },
): Promise<number> {
  if (recipientIds.length === 0) return 0;
  const { count } = await db.campaignRecipient.updateMany({
    where: { shopId, id: { in: [...recipientIds] }, state: { in: [...from] } },
    data: { ...to, updatedAt: now },
  });
  return count;
}

/** Who waits for a code goes on: it is there, or will not be. @returns the campaign; null when nobody waited for it. */
export async function wakeByCode(
  db: Db,
  { shopId, codeId, now }: { shopId: string; codeId: string; now: Date },
): Promise<string | null> {
  const where = { shopId, codeId, state: "asked" };
  const row = await db.campaignRecipient.findFirst({ where, select: { campaignId: true } });
  if (!row) return null;
  await db.campaignRecipient.updateMany({ where, data: { state: "waiting", updatedAt: now } });
  return row.campaignId;
}

/** Who of these people got, or gets, a message of the campaign, under whatever name it was begun. */
export async function listWrittenTo(
  db: Db,
  { shopId, campaignId, customerIds }: OfCampaign & { customerIds: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ customerId: string }[]>`
    SELECT DISTINCT "customerId" FROM "Message"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)} AND "purpose" = 'campaigns'
      AND "subjectId" LIKE ${`${campaignId}.%`} AND "state" <> 'cancelled'`;
  return new Set(rows.map(({ customerId }) => customerId));
}

/** How many people of a campaign said yes. */
export function countYes(db: Db, { shopId, campaignId }: OfCampaign): Promise<number> {
  return db.campaignRecipient.count({ where: { shopId, campaignId, answer: "yes" } });
}

/** Keeps an answer. */
export async function saveAnswer(
  db: Db,
  { shopId, recipientId, answer, now }: Key & { answer: Answer; now: Date },
): Promise<void> {
  const data = { answer, answeredAt: now, updatedAt: now };
  await db.campaignRecipient.updateMany({ where: { shopId, id: recipientId }, data });
}

/** Whose message it was: after a merge, the kept customer; null when it was erased. */
export async function findOwnerOfMessage(
  db: Db,
  { shopId, recipientId }: Key,
): Promise<{ customerId: string | null; locale: string } | null> {
  return db.message.findFirst({
    where: { shopId, purpose: "campaigns", subjectId: recipientId },
    select: { customerId: true, locale: true },
    orderBy: { createdAt: "desc" },
  });
}
