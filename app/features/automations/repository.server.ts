import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";
import { idsIn, rowsToJson, upsertSql } from "~/platform/sql.server";

import { PURPOSE } from "./rules/namespace";

type Segment = { shopId: string; flowId: string };

/** What the members of a flow's segment were noted for, and as of when; null when they never were. */
export function findWatch(
  db: Db,
  { shopId, flowId }: Segment,
): Promise<{ conditionKey: string; notedAt: Date } | null> {
  return db.segmentWatch.findFirst({
    where: { shopId, flowId },
    select: { conditionKey: true, notedAt: true },
  });
}

/** Says what the members of a flow's segment are noted for, and as of when. Safe to repeat. */
export async function saveWatch(
  db: Db,
  { shopId, flowId, conditionKey, notedAt }: Segment & { conditionKey: string; notedAt: Date },
): Promise<void> {
  await db.segmentWatch.upsert({
    where: { shopId_flowId: { shopId, flowId } },
    create: { shopId, flowId, conditionKey, notedAt },
    update: { conditionKey, notedAt },
  });
}

/** Noted members by their ids. @param input `after` exclusive, `upTo` inclusive; null = no bound. */
export async function listMembers(
  db: Db,
  { shopId, flowId, after, upTo }: Segment & { after: string | null; upTo: string | null },
): Promise<string[]> {
  const from = after === null ? Prisma.empty : Prisma.sql`AND "customerId" > ${after}`;
  const until = upTo === null ? Prisma.empty : Prisma.sql`AND "customerId" <= ${upTo}`;
  const rows = await db.$queryRaw<{ customerId: string }[]>`
    SELECT "customerId" FROM "SegmentMember"
    WHERE "shopId" = ${shopId} AND "flowId" = ${flowId} ${from} ${until}`;
  return rows.map(({ customerId }) => customerId);
}

const INSERT_MEMBERS = upsertSql({
  table: "SegmentMember",
  columns: ["shopId", "flowId", "customerId"],
  key: ["shopId", "flowId", "customerId"],
  onConflict: "nothing",
});

/** Notes members. Safe to repeat. */
export async function insertMembers(
  db: Db,
  { customerIds, ...segment }: Segment & { customerIds: readonly string[] },
): Promise<void> {
  const rows = customerIds.map((customerId) => ({ ...segment, customerId }));
  if (rows.length > 0) await db.$executeRawUnsafe(INSERT_MEMBERS, rowsToJson(rows));
}

/** Forgets members who are in the segment no more. */
export async function deleteMembers(
  db: Db,
  { shopId, flowId, customerIds }: Segment & { customerIds: readonly string[] },
): Promise<void> {
  if (customerIds.length === 0) return;
  await db.$executeRaw`
    DELETE FROM "SegmentMember"
    WHERE "shopId" = ${shopId} AND "flowId" = ${flowId} AND "customerId" IN ${idsIn(customerIds)}`;
}

/** Forgets everybody: they are noted anew. */
export async function forgetMembers(db: Db, { shopId, flowId }: Segment): Promise<void> {
  await db.segmentMember.deleteMany({ where: { shopId, flowId } });
}

/** Who of these customers has a tag, whatever its case. */
export async function listTagged(
  db: Db,
  { shopId, customerIds, tag }: { shopId: string; customerIds: readonly string[]; tag: string },
): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ customerId: string }[]>`
    SELECT "customerId" FROM "CustomerTag"
    WHERE "shopId" = ${shopId} AND "customerId" IN ${idsIn(customerIds)} AND "tagKey" = ${tag.toLowerCase()}`;
  return new Set(rows.map(({ customerId }) => customerId));
}

/** What Shopify calls these customers, by our ids. */
export async function listGids(
  db: Db,
  { shopId, customerIds }: { shopId: string; customerIds: readonly string[] },
): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; gid: string }[]>`
    SELECT "id", "gid" FROM "Customer" WHERE "shopId" = ${shopId} AND "id" IN ${idsIn(customerIds)}`;
  return new Map(rows.map(({ id, gid }) => [id, gid]));
}

/** Codes of runs that ended as their flow was stopped, with no message that left or waits to, and no reminder. */
export async function listUntoldCodes(
  db: Db,
  { shopId, runIds }: { shopId: string; runIds: readonly string[] },
): Promise<string[]> {
  const rows = await db.$queryRaw<{ contextJson: string }[]>`
    SELECT r."contextJson" FROM "FlowRun" r
    WHERE r."shopId" = ${shopId} AND r."id" IN ${idsIn(runIds)}
      AND r."state" = 'cancelled' AND r."contextJson" LIKE '%codeId%'
      AND NOT EXISTS (SELECT 1 FROM "Message" m WHERE m."shopId" = ${shopId} AND m."purpose" = ${PURPOSE}
        AND m."subjectId" = r."id" AND m."state" NOT IN ('cancelled', 'failed'))`;
  const ids = rows.flatMap(({ contextJson }) => {
    const { codeId } = JSON.parse(contextJson) as { codeId?: unknown };
    return typeof codeId === "string" ? [codeId] : [];
  });
  const untold = await db.issuedCode.findMany({
    where: { shopId, id: { in: ids }, remindedAt: null },
    select: { id: true },
  });
  return untold.map(({ id }) => id);
}
