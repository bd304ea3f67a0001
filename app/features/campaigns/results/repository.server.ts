import { Prisma } from "~/generated/prisma/client";
import type { Db } from "~/platform/db.server";

import type { PeopleGroup, RecipientState } from "../schema";

type OfCampaign = { shopId: string; campaignId: string };

export type Counts = {
  byState: Partial<Record<RecipientState, number>>;
  byReason: { state: RecipientState; reason: string; count: number }[];
  yesCount: number;
  noCount: number;
};

/** How many people of a campaign are where, and what they answered. */
export async function countPeople(db: Db, { shopId, campaignId }: OfCampaign): Promise<Counts> {
  const where = { shopId, campaignId };
  const groups = await db.campaignRecipient.groupBy({ by: ["state", "reason"], where, _count: true });
  const answers = await db.campaignRecipient.groupBy({ by: ["answer"], where, _count: true });
  const byState: Counts["byState"] = {};
  const byReason: Counts["byReason"] = [];
  for (const group of groups) {
    const state = group.state as RecipientState;
    byState[state] = (byState[state] ?? 0) + group._count;
    if (group.reason !== null) byReason.push({ state, reason: group.reason, count: group._count });
  }
  const saying = (answer: string) => answers.find((one) => one.answer === answer)?._count ?? 0;
  byReason.sort((one, other) => other.count - one.count || (one.reason < other.reason ? -1 : 1));
  return { byState, byReason, yesCount: saying("yes"), noCount: saying("no") };
}

/** Of how many people's messages a link was followed by a person, and the picture loaded by one. */
export async function countReactions(
  db: Db,
  { shopId, campaignId }: OfCampaign,
): Promise<{ clickedCount: number; openedCount: number }> {
  const ofCampaign = (alias: Prisma.Sql) => Prisma.sql`
    JOIN "CampaignRecipient" r ON r."shopId" = ${shopId} AND r."messageId" = ${alias}."messageId"
      AND r."campaignId" = ${campaignId}`;
  const [clicked] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT COUNT(DISTINCT c."messageId") AS "count" FROM "MessageClick" c ${ofCampaign(Prisma.sql`c`)}
    WHERE c."shopId" = ${shopId} AND c."kind" = 'person'`;
  const [opened] = await db.$queryRaw<{ count: bigint }[]>`
    SELECT COUNT(DISTINCT o."messageId") AS "count" FROM "MessageOpen" o ${ofCampaign(Prisma.sql`o`)}
    WHERE o."shopId" = ${shopId} AND o."kind" = 'person'`;
  return { clickedCount: Number(clicked?.count ?? 0), openedCount: Number(opened?.count ?? 0) };
}

function whereOf(group: PeopleGroup): Prisma.CampaignRecipientWhereInput {
  switch (group) {
    case "all":
      return {};
    case "sent":
      return { state: { in: ["sent", "lost"] } };
    case "open":
      return { state: { in: ["waiting", "asked", "written"] } };
    case "refused":
    case "held-out":
      return { state: group };
    case "yes":
    case "no":
      return { answer: group };
  }
}

export type PersonRow = {
  id: string;
  customerId: string;
  state: RecipientState;
  reason: string | null;
  messageId: string | null;
  sentAt: Date | null;
  answer: string | null;
  answeredAt: Date | null;
};

/** People of a campaign, a page of them, and how many there are. Who was erased comes without a name. */
export async function listPeople(
  db: Db,
  {
    shopId,
    campaignId,
    group,
    skip,
    limit,
  }: OfCampaign & { group: PeopleGroup; skip: number; limit: number },
): Promise<{ rows: PersonRow[]; totalCount: number; names: Map<string, string> }> {
  const where = { shopId, campaignId, ...whereOf(group) };
  const rows = await db.campaignRecipient.findMany({
    where,
    select: {
      ...{ id: true, customerId: true, state: true, reason: true },
      ...{ messageId: true, sentAt: true, answer: true, answeredAt: true },
    },
    orderBy: [{ answeredAt: { sort: "desc", nulls: "last" } }, { id: "asc" }],
    skip,
    take: limit,
  });
  const people = await db.customer.findMany({
    where: { shopId, id: { in: rows.map(({ customerId }) => customerId) } },
    select: { id: true, firstName: true, lastName: true, email: true },
  });
  const names = people.map(({ id, firstName, lastName, email }): [string, string] => {
    return [id, [firstName, lastName].filter(Boolean).join(" ") || (email ?? "")];
  });
  return {
    rows: rows.map((row) => ({ ...row, state: row.state as RecipientState })),
    totalCount: await db.campaignRecipient.count({ where }),
    names: new Map(names),
  };
}

/** When messages that wait were last told to wait until, by message. */
export async function listNextTries(
  db: Db,
  { shopId, messageIds }: { shopId: string; messageIds: readonly string[] },
): Promise<Map<string, Date>> {
  const rows = await db.decision.findMany({
    where: { shopId, feature: "messaging", subjectId: { in: [...messageIds] }, outcome: "postponed" },
    select: { subjectId: true, nextTryAt: true },
    orderBy: { decidedAt: "asc" },
  });
  return new Map(
    rows.flatMap(({ subjectId, nextTryAt }) => (subjectId && nextTryAt ? [[subjectId, nextTryAt]] : [])),
  );
}
