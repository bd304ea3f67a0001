import type { Db } from "~/platform/db.server";
import { toDbInstant } from "~/platform/sql.server";
import { acrossShops } from "~/platform/tenant-guard.server";

import { type CampaignContent, CampaignContentSchema, type CampaignState } from "./schema";

export type CampaignRow = {
  id: string;
  shopId: string;
  name: string;
  state: CampaignState;
  content: CampaignContent;
  sendAt: Date | null;
  startedAt: Date | null;
  takenUpTo: string | null;
  takenAt: Date | null;
  finishedAt: Date | null;
  updatedAt: Date;
};

type Key = { shopId: string; campaignId: string };
type Stored = Omit<CampaignRow, "state" | "content"> & { state: string; contentJson: string };

const FIELDS = {
  id: true,
  shopId: true,
  name: true,
  state: true,
  contentJson: true,
  sendAt: true,
  startedAt: true,
  takenUpTo: true,
  takenAt: true,
  finishedAt: true,
  updatedAt: true,
} as const;

function typed({ state, contentJson, ...row }: Stored): CampaignRow {
  const content = CampaignContentSchema.parse(JSON.parse(contentJson));
  return { ...row, state: state as CampaignState, content };
}

/** A campaign; null when the shop has none with this id. */
export async function findCampaign(db: Db, { shopId, campaignId }: Key): Promise<CampaignRow | null> {
  const row = await db.campaign.findFirst({ where: { shopId, id: campaignId }, select: FIELDS });
  return row && typed(row);
}

/** Campaigns, the one changed last first. */
export async function listCampaigns(
  db: Db,
  { shopId, states, limit }: { shopId: string; states?: readonly CampaignState[]; limit: number },
): Promise<CampaignRow[]> {
  const rows = await db.campaign.findMany({
    where: { shopId, ...(states ? { state: { in: [...states] } } : {}) },
    select: FIELDS,
    orderBy: [{ updatedAt: "desc" }, { id: "asc" }],
    take: limit,
  });
  return rows.map(typed);
}

/** Stores a draft. */
export async function insertCampaign(
  db: Db,
  { content, now, ...row }: { id: string; shopId: string; name: string; content: CampaignContent; now: Date },
): Promise<void> {
  const contentJson = JSON.stringify(content);
  await db.campaign.create({ data: { ...row, contentJson, state: "draft", createdAt: now, updatedAt: now } });
}

/** Saves what is written. @returns false when it is no draft any more. */
export async function saveDraft(
  db: Db,
  { shopId, campaignId, name, content, now }: Key & { name: string; content: CampaignContent; now: Date },
): Promise<boolean> {
  const { count } = await db.campaign.updateMany({
    where: { shopId, id: campaignId, state: "draft" },
    data: { name, contentJson: JSON.stringify(content), updatedAt: now },
  });
  return count === 1;
}

/** Deletes a draft; what was sent stays. @returns false when it is no draft. */
export async function deleteDraft(db: Db, { shopId, campaignId }: Key): Promise<boolean> {
  const { count } = await db.campaign.deleteMany({ where: { shopId, id: campaignId, state: "draft" } });
  return count === 1;
}

export type CampaignStep = Partial<Pick<CampaignRow, "sendAt" | "startedAt" | "finishedAt">> & {
  state: CampaignState;
};

/** Moves a campaign on. @returns false when it is in none of the states `from`: somebody else moved it. */
export async function claimCampaign(
  db: Db,
  {
    shopId,
    campaignId,
    from,
    to,
    now,
  }: Key & { from: readonly CampaignState[]; to: CampaignStep; now: Date },
): Promise<boolean> {
  const { count } = await db.campaign.updateMany({
    where: { shopId, id: campaignId, state: { in: [...from] } },
    data: { ...to, updatedAt: now },
  });
  return count === 1;
}

/** How far the audience was taken in. @param mark `takenAt`: all of it. */
export async function saveTaken(
  db: Db,
  { shopId, campaignId }: Key,
  mark: { takenUpTo: string } | { takenAt: Date },
): Promise<void> {
  await db.campaign.updateMany({ where: { shopId, id: campaignId }, data: mark });
}

/** Sets a beginning anew, as long as it has not begun. */
export async function saveSendAt(
  db: Db,
  { shopId, campaignId, sendAt }: Key & { sendAt: Date },
): Promise<void> {
  await db.campaign.updateMany({ where: { shopId, id: campaignId, state: "scheduled" }, data: { sendAt } });
}

/** Shops with the app that have a campaign to begin or to go on with. */
export async function listShopIdsWithDueCampaigns(db: Db, { now }: { now: Date }): Promise<string[]> {
  const rows = await acrossShops(
    "a sweep over shops",
    () => db.$queryRaw<{ id: string }[]>`
      SELECT s."id" FROM "Shop" s WHERE s."uninstalledAt" IS NULL AND EXISTS (
        SELECT 1 FROM "Campaign" c WHERE c."shopId" = s."id" AND (
          c."state" = 'sending' OR (c."state" = 'scheduled' AND c."sendAt" <= ${toDbInstant(now)})))`,
  );
  return rows.map(({ id }) => id);
}

/** Campaigns of a shop to begin or to go on with. */
export async function listDueCampaignIds(
  db: Db,
  { shopId, now }: { shopId: string; now: Date },
): Promise<string[]> {
  const rows = await db.campaign.findMany({
    where: { shopId, OR: [{ state: "sending" }, { state: "scheduled", sendAt: { lte: now } }] },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return rows.map(({ id }) => id);
}
