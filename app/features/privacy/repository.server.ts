import { gunzipSync, gzipSync } from "node:zlib";

import type { Db } from "~/platform/db.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { type RequestKind, type RequestState, type Subject, SubjectSchema } from "./schema";

export type RequestRow = {
  id: string;
  kind: RequestKind;
  state: RequestState;
  /** Null once it is over. */
  subject: Subject | null;
  requestedAt: Date;
  dueAt: Date;
  preparedAt: Date | null;
  deliveredAt: Date | null;
  counts: Record<string, number>;
};

type Key = { shopId: string; requestId: string };

/** Takes note of a request. Safe to repeat by (shopId, requestKey). @returns the id of the one that is stored. */
export async function insertRequest(
  db: Db,
  {
    subject,
    ...row
  }: {
    id: string;
    shopId: string;
    kind: RequestKind;
    requestKey: string;
    subject: Subject;
    requestedAt: Date;
    dueAt: Date;
  },
): Promise<string> {
  const { shopId, requestKey } = row;
  const stored = await db.privacyRequest.upsert({
    where: { shopId_requestKey: { shopId, requestKey } },
    create: { ...row, state: "received", subjectJson: JSON.stringify(subject) },
    update: { shopId },
    select: { id: true },
  });
  return stored.id;
}

/** A request; null when unknown or of another shop. */
export async function findRequest(db: Db, { shopId, requestId }: Key): Promise<RequestRow | null> {
  const row = await db.privacyRequest.findFirst({ where: { shopId, id: requestId } });
  return row && typed(row);
}

/** A shop's requests, newest first. */
export async function listRequests(
  db: Db,
  { shopId, limit }: { shopId: string; limit: number },
): Promise<RequestRow[]> {
  const rows = await db.privacyRequest.findMany({
    where: { shopId },
    orderBy: [{ requestedAt: "desc" }, { id: "desc" }],
    take: limit,
  });
  return rows.map(typed);
}

/** Requests for data that still say whom they are about. */
export async function listOpenDataRequests(db: Db, { shopId }: { shopId: string }): Promise<RequestRow[]> {
  const rows = await db.privacyRequest.findMany({
    where: { shopId, kind: "data-request", subjectJson: { not: null } },
  });
  return rows.map(typed);
}

/** Requests of all shops that came before `before` and were not carried out yet. */
export async function listUndoneRequestsOfAllShops(
  db: Db,
  { before }: { before: Date },
): Promise<{ shopId: string; requestId: string; kind: RequestKind }[]> {
  const rows = await acrossShops("a sweep over shops", () =>
    db.privacyRequest.findMany({
      where: { state: "received", subjectJson: { not: null }, requestedAt: { lt: before } },
      orderBy: { requestedAt: "asc" },
      take: MOST_UNDONE,
      select: { shopId: true, id: true, kind: true },
    }),
  );
  return rows.map(({ id: requestId, kind, shopId }) => ({ shopId, requestId, kind: kind as RequestKind }));
}

const MOST_UNDONE = 1_000;

type StoredRequest = Omit<RequestRow, "kind" | "state" | "subject" | "counts"> & {
  kind: string;
  state: string;
  subjectJson: string | null;
  countsJson: string;
};

function typed({ id, kind, state, subjectJson, countsJson, ...times }: StoredRequest): RequestRow {
  const { requestedAt, dueAt, preparedAt, deliveredAt } = times;
  return {
    id,
    kind: kind as RequestKind,
    state: state as RequestState,
    subject: subjectJson ? SubjectSchema.parse(JSON.parse(subjectJson)) : null,
    requestedAt,
    dueAt,
    preparedAt,
    deliveredAt,
    counts: JSON.parse(countsJson) as Record<string, number>,
  };
}

/** Keeps what was found out about whom the request is about. */
export async function updateSubject(
  db: Db,
  { shopId, requestId, subject }: Key & { subject: Subject },
): Promise<void> {
  await db.privacyRequest.updateMany({
    where: { shopId, id: requestId, state: { not: "done" } },
    data: { subjectJson: JSON.stringify(subject) },
  });
}

/** Keeps what was prepared for a request. @returns false when it was prepared already, or is gone. */
export async function saveExport(
  db: Db,
  { shopId, requestId, json, counts, now }: Key & { json: string; counts: Record<string, number>; now: Date },
): Promise<boolean> {
  const { count } = await db.privacyRequest.updateMany({
    where: { shopId, id: requestId, state: "received" },
    data: { state: "prepared", preparedAt: now, countsJson: JSON.stringify(counts) },
  });
  if (count === 0) return false;
  const body = gzipSync(json).toString("base64");
  await db.privacyExport.create({ data: { requestId, shopId, body, preparedAt: now } });
  return true;
}

/** The JSON that was prepared; null when it was not, or its time is over. */
export async function findExport(db: Db, { shopId, requestId }: Key): Promise<string | null> {
  const row = await db.privacyExport.findFirst({ where: { shopId, requestId }, select: { body: true } });
  return row && gunzipSync(Buffer.from(row.body, "base64")).toString("utf8");
}

/** Ids of requests whose file can be fetched. */
export async function listExportIds(db: Db, { shopId }: { shopId: string }): Promise<Set<string>> {
  const rows = await db.privacyExport.findMany({ where: { shopId }, select: { requestId: true } });
  return new Set(rows.map(({ requestId }) => requestId));
}

/** Notes that the store has the file. Safe to repeat: the first time counts. */
export async function claimDelivered(db: Db, { shopId, requestId, now }: Key & { now: Date }): Promise<void> {
  await db.privacyRequest.updateMany({
    where: { shopId, id: requestId, state: "prepared" },
    data: { state: "delivered", deliveredAt: now },
  });
}

/** Takes the file of a request and whom it was about; that there was one stays. Nothing is due any more. */
export async function forgetRequest(db: Db, { shopId, requestId }: Key): Promise<void> {
  await db.privacyExport.deleteMany({ where: { shopId, requestId } });
  await db.privacyRequest.updateMany({ where: { shopId, id: requestId }, data: { subjectJson: null } });
  await db.privacyRequest.updateMany({
    where: { shopId, id: requestId, state: { in: ["received", "prepared"] } },
    data: { state: "done" },
  });
}

/** Ends an erasure: whom it was about is forgotten. @returns false when it had ended already. */
export async function claimErased(
  db: Db,
  { shopId, requestId, counts, now }: Key & { counts: Record<string, number>; now: Date },
): Promise<boolean> {
  const { count } = await db.privacyRequest.updateMany({
    where: { shopId, id: requestId, state: "received" },
    data: { state: "done", deliveredAt: now, subjectJson: null, countsJson: JSON.stringify(counts) },
  });
  return count === 1;
}
