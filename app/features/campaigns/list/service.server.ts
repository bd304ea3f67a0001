import { type Db, inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { getTranslator } from "~/platform/i18n.server";
import type { Locale } from "~/shops/schema";

import { enqueueAdvance, enqueueWaking } from "../jobs.server";
import {
  type CampaignStep,
  claimCampaign,
  deleteDraft,
  findCampaign,
  insertCampaign,
} from "../repository.server";
import {
  CAMPAIGN_LIMITS,
  type CampaignChange,
  type CampaignKind,
  type CampaignState,
  type ListAction,
  type ListAnswer,
  newContent,
} from "../schema";

type Chosen = { shopId: string; campaignId: string; now: Date };

/** Does with the campaigns of a shop what the merchant asked in the list, or on the page of one. */
export function answerList(
  db: RootDb,
  { asked, ...reader }: { shopId: string; locale: Locale; now: Date; asked: ListAction },
): Promise<ListAnswer> {
  switch (asked.kind) {
    case "create":
      return createCampaign(db, { ...reader, of: asked.of });
    case "copy":
      return copyCampaign(db, { ...reader, campaignId: asked.campaignId });
    case "unschedule":
    case "pause":
    case "resume":
    case "cancel":
    case "discard":
      return changeCampaign(db, { ...reader, ...asked });
  }
}

/** Begins a draft, named in the reader's language. */
export async function createCampaign(
  db: Db,
  { shopId, of, locale, now }: { shopId: string; of: CampaignKind; locale: Locale; now: Date },
): Promise<{ outcome: "created"; campaignId: string }> {
  const t = await getTranslator(locale, "campaigns");
  const campaignId = newId();
  await insertCampaign(db, { id: campaignId, shopId, name: t(`new.${of}`), content: newContent(of), now });
  return { outcome: "created", campaignId };
}

/** A draft with what a campaign was written with, but its dates. */
export async function copyCampaign(
  db: Db,
  { shopId, campaignId, now, locale }: Chosen & { locale: Locale },
): Promise<{ outcome: "created"; campaignId: string } | { outcome: "not-possible" }> {
  const campaign = await findCampaign(db, { shopId, campaignId });
  if (!campaign) return { outcome: "not-possible" };
  const t = await getTranslator(locale, "campaigns");
  const { content } = campaign;
  const premiere = content.premiere && { ...content.premiere, day: "" };
  const id = newId();
  await insertCampaign(db, {
    ...{ id, shopId, now },
    name: t("new.copyOf", { name: campaign.name }).slice(0, CAMPAIGN_LIMITS.nameLength),
    content: { ...content, sendOn: null, premiere },
  });
  return { outcome: "created", campaignId: id };
}

type Move = { from: readonly CampaignState[]; to: CampaignStep };

const MOVES: Readonly<Record<Exclude<CampaignChange, "discard">, Move>> = {
  unschedule: { from: ["scheduled"], to: { state: "draft", sendAt: null } },
  pause: { from: ["sending"], to: { state: "paused" } },
  resume: { from: ["paused"], to: { state: "sending" } },
  cancel: { from: ["scheduled", "sending", "paused"], to: { state: "cancelled" } },
};

/**
 * Does with a campaign what the merchant chose. Called off, nobody is written to any more, and what waits is taken back;
 * paused, it waits.
 */
export function changeCampaign(
  db: RootDb,
  { kind, ...chosen }: Chosen & { kind: CampaignChange },
): Promise<{ outcome: "changed"; kind: CampaignChange } | { outcome: "not-possible" }> {
  const { shopId } = chosen;
  return inTransaction(
    db,
    async (tx) =>
      (await change(tx, kind, chosen)) ? { outcome: "changed", kind } : { outcome: "not-possible" },
    { shopId },
  );
}

async function change(tx: Tx, kind: CampaignChange, chosen: Chosen): Promise<boolean> {
  if (kind === "discard") return deleteDraft(tx, chosen);
  const { from, to } = MOVES[kind];
  const ending = kind === "cancel" ? { ...to, finishedAt: chosen.now } : to;
  if (!(await claimCampaign(tx, { ...chosen, from, to: ending }))) return false;
  if (kind === "cancel" || kind === "resume") {
    await enqueueAdvance(tx, chosen);
    await enqueueWaking(tx, { ...chosen, after: "" });
  }
  return true;
}
