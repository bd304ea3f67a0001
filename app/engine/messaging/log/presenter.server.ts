import type { DecisionParams } from "~/engine/decisions/schema";
import type { Prisma } from "~/generated/prisma/client";
import { findPeople, listCustomerNames } from "~/pipeline/projections/customers/queries.server";
import type { Db } from "~/platform/db.server";

import type { FeedbackKind } from "../feedback/schema";
import { withoutAddresses } from "../rules";
import { countClicks, listClickedLinks, NO_CLICKS } from "./clicks/repository.server";
import type {
  ClickCount,
  MessageDetailData,
  MessageFilter,
  MessageItem,
  MessageLogData,
  MessageState,
  MessageWhy,
} from "./schema";

const PAGE_SIZE = 25;

type Scope = { shopId: string };

/** Everything that identifies and describes a message but its text. */
const COLUMNS = {
  id: true,
  subject: true,
  customerId: true,
  toAddress: true,
  purpose: true,
  topic: true,
  state: true,
  createdAt: true,
  sentAt: true,
} as const;
type Row = Prisma.MessageGetPayload<{ select: typeof COLUMNS }>;

/** The messages of a shop, newest first. */
export async function presentMessages(
  db: Db,
  { shopId, filter }: Scope & { filter: MessageFilter },
): Promise<MessageLogData> {
  const { query, state, topic } = filter;
  const where = {
    shopId,
    ...(state ? { state } : {}),
    ...(topic ? { topic } : {}),
    ...(query ? { customerId: { in: await findPeople(db, { shopId, query }) } } : {}),
  };
  const totalCount = await db.message.count({ where });
  const pageCount = Math.max(1, Math.ceil(totalCount / PAGE_SIZE));
  const page = Math.min(filter.page, pageCount);
  const rows = await db.message.findMany({
    where,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    skip: (page - 1) * PAGE_SIZE,
    take: PAGE_SIZE,
    select: COLUMNS,
  });
  const isFiltered = Boolean(query || state || topic);
  return {
    filter: { ...filter, page },
    items: await describe(db, { shopId, rows }),
    totalCount,
    pageCount,
    isEmpty: totalCount === 0 && (!isFiltered || (await db.message.count({ where: { shopId } })) === 0),
  };
}

/** One message with all that is known of it; null when the shop has none of that id. */
export async function presentMessage(
  db: Db,
  { shopId, messageId }: Scope & { messageId: string },
): Promise<MessageDetailData | null> {
  const select = { ...COLUMNS, htmlBody: true, locale: true } as const;
  const row = await db.message.findFirst({ where: { shopId, id: messageId }, select });
  const [item] = row ? await describe(db, { shopId, rows: [row] }) : [];
  if (!row || !item) return null;
  const intent = await db.outboxIntent.findFirst({
    where: { shopId, dedupeKey: `send-message:${messageId}` },
    select: { state: true, nextAttemptAt: true, lastError: true },
  });
  const isWaiting = row.state === "queued" && intent?.state === "pending";
  return {
    item,
    toAddress: row.toAddress,
    locale: row.locale,
    html: row.htmlBody || null,
    nextTryAt: isWaiting ? intent.nextAttemptAt.toISOString() : null,
    serverSaid: intent?.lastError ? withoutAddresses(intent.lastError) : null,
    links: await listClickedLinks(db, { shopId, messageId }),
    feedback: await listFeedback(db, { shopId, messageId }),
    opens: await listOpens(db, { shopId, messageId }),
  };
}

async function listFeedback(
  db: Db,
  { shopId, messageId }: Scope & { messageId: string },
): Promise<MessageDetailData["feedback"]> {
  const rows = await db.messageFeedback.findMany({
    where: { shopId, messageId },
    orderBy: { occurredAt: "asc" },
    select: { kind: true, occurredAt: true },
  });
  return rows.map(({ kind, occurredAt }) => ({ kind: kind as FeedbackKind, at: occurredAt.toISOString() }));
}

async function listOpens(
  db: Db,
  { shopId, messageId }: Scope & { messageId: string },
): Promise<MessageDetailData["opens"]> {
  const rows = await db.messageOpen.findMany({ where: { shopId, messageId }, orderBy: { kind: "asc" } });
  return rows.map(({ kind, openCount, lastOpenedAt }) => ({
    kind,
    count: openCount,
    lastAt: lastOpenedAt.toISOString(),
  }));
}

async function describe(db: Db, { shopId, rows }: Scope & { rows: readonly Row[] }): Promise<MessageItem[]> {
  const ids = rows.map(({ id }) => id);
  const names = await listCustomerNames(db, {
    shopId,
    ids: rows.flatMap(({ customerId }) => customerId ?? []),
  });
  const reasons = await reasonsOf(db, { shopId, rows });
  const clicks: ReadonlyMap<string, ClickCount> = await countClicks(db, { shopId, messageIds: ids });
  return rows.map(({ toAddress, createdAt, sentAt, ...row }) => ({
    ...row,
    state: row.state as MessageState,
    who: (row.customerId ? names.get(row.customerId) : undefined) || toAddress,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    why: reasons.get(row.id) ?? null,
    clicks: clicks.get(row.id) ?? NO_CLICKS,
  }));
}

/** Why messages are where they are: the last decision about each, else what it was cancelled for. */
async function reasonsOf(
  db: Db,
  { shopId, rows }: Scope & { rows: readonly Row[] },
): Promise<Map<string, MessageWhy>> {
  const open = rows.filter(({ state }) => state !== "sent");
  const ids = open.map(({ id }) => id);
  const purposes = new Map(open.map(({ id, purpose }) => [id, purpose]));
  const cancelled = await db.domainEvent.findMany({
    where: { shopId, sourceKey: { in: ids.map((id) => `message.cancelled:${id}`) } },
    select: { subjectId: true, payloadJson: true },
  });
  const decided = await db.decision.findMany({
    where: { shopId, subjectKind: "message", subjectId: { in: ids } },
    orderBy: [{ decidedAt: "asc" }, { id: "asc" }],
    select: { subjectId: true, feature: true, reason: true, paramsJson: true },
  });
  const reasons = new Map<string, MessageWhy>();
  for (const { subjectId, payloadJson } of cancelled) {
    const { reason = "" } = JSON.parse(payloadJson) as { reason?: string };
    const feature = purposes.get(subjectId ?? "") ?? "messaging";
    reasons.set(subjectId ?? "", { feature, reason, params: {} });
  }
  for (const { subjectId, feature, reason, paramsJson } of decided)
    reasons.set(subjectId ?? "", { feature, reason, params: JSON.parse(paramsJson) as DecisionParams });
  return reasons;
}
