import type { Db } from "~/platform/db.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";
import { newId } from "~/platform/ids.server";

import { type Click, CLICK_SIGNALS, type ClickJudgement, type ClickSignal } from "./rules/judge-click";
import type { OpenKind } from "./rules/open-kind";

type MailKey = { shopId: string; messageId: string };

export type NewLinkRow = {
  shopId: string;
  messageId: string;
  position: number;
  url: string;
  customerId: string | null;
  createdAt: Date;
};

const INSERT_LINKS = upsertSql({
  table: "MessageLink",
  columns: ["shopId", "messageId", "position", "url", "customerId", "createdAt"],
  key: ["shopId", "messageId", "position"],
  onConflict: "nothing",
});

/** Stores where the links of mails lead. Safe to repeat. */
export async function insertLinks(db: Db, rows: readonly NewLinkRow[]): Promise<void> {
  if (rows.length > 0) await db.$executeRawUnsafe(INSERT_LINKS, rowsToJson(rows, "MessageLink"));
}

/** Where a link of a mail leads; null when it is unknown or erased. */
export async function findLinkUrl(
  db: Db,
  { shopId, messageId, position }: MailKey & { position: number },
): Promise<string | null> {
  const row = await db.messageLink.findFirst({
    where: { shopId, messageId, position },
    select: { url: true },
  });
  return row?.url ?? null;
}

export type ClickedMail = {
  customerId: string | null;
  toAddress: string;
  purpose: string;
  subjectId: string | null;
  sentAt: Date | null;
};

/** What a click has to know of its mail, without its text; null when it is unknown or erased. */
export function findClickedMail(db: Db, { shopId, messageId }: MailKey): Promise<ClickedMail | null> {
  return db.message.findFirst({
    where: { shopId, id: messageId },
    select: { customerId: true, toAddress: true, purpose: true, subjectId: true, sentAt: true },
  });
}

/** Stores a click, to be judged unless the request gave itself away. @returns its id. */
export async function insertClick(
  db: Db,
  { signal, ...row }: MailKey & Click & { customerId: string | null },
): Promise<string> {
  const id = newId();
  const judged = signal ? { kind: "bot", reason: signal } : { kind: "unjudged" };
  await db.messageClick.create({ data: { id, ...row, signal, ...judged } });
  return id;
}

export type StoredClick = Click & { id: string; kind: string };

/** A click, and all on the same mail within a span around it. */
export async function listClicksAround(
  db: Db,
  { shopId, messageId, clickId, spanMs }: MailKey & { clickId: string; spanMs: number },
): Promise<{ click: StoredClick | null; others: StoredClick[] }> {
  const select = { id: true, kind: true, position: true, signal: true, clickedAt: true } as const;
  const row = await db.messageClick.findFirst({ where: { shopId, id: clickId }, select });
  if (!row) return { click: null, others: [] };
  const at = row.clickedAt.getTime();
  const within = { gte: new Date(at - spanMs), lte: new Date(at + spanMs) };
  const rows = await db.messageClick.findMany({
    where: { shopId, messageId, id: { not: clickId }, clickedAt: within },
    select,
  });
  return { click: clickOf(row), others: rows.map(clickOf) };
}

function clickOf(row: Omit<StoredClick, "signal"> & { signal: string | null }): StoredClick {
  return {
    ...row,
    signal: CLICK_SIGNALS.find((signal): signal is ClickSignal => signal === row.signal) ?? null,
  };
}

/** Stores what a click was found to be. */
export async function saveJudgement(
  db: Db,
  { shopId, clickId, judgement }: { shopId: string; clickId: string; judgement: ClickJudgement },
): Promise<void> {
  const reason = judgement.kind === "bot" ? judgement.reason : null;
  await db.messageClick.updateMany({
    where: { shopId, id: clickId },
    data: { kind: judgement.kind, reason },
  });
}

/** Counts that the picture of a mail was loaded. */
export async function countOpen(
  db: Db,
  {
    shopId,
    messageId,
    kind,
    customerId,
    now,
  }: MailKey & { kind: OpenKind; customerId: string | null; now: Date },
): Promise<void> {
  await db.messageOpen.upsert({
    where: { shopId, shopId_messageId_kind: { shopId, messageId, kind } },
    create: { shopId, messageId, kind, customerId, openCount: 1, firstOpenedAt: now, lastOpenedAt: now },
    update: { openCount: { increment: 1 }, lastOpenedAt: now },
  });
}
