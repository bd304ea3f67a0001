import { publishEvents } from "~/pipeline/events/publish.server";
import { type Db, inTransaction, type RootDb, type Tx } from "~/platform/db.server";
import { readForm } from "~/platform/request-body.server";
import { getShop } from "~/shops/repository.server";

import { readInvitationToken } from "../links.server";
import {
  countYes,
  findOwnerOfMessage,
  findRecipient,
  findRecipientOf,
  type RecipientRow,
  saveAnswer,
} from "../recipients/repository.server";
import { type CampaignRow, findCampaign } from "../repository.server";
import { decideAnswer } from "../rules/answer";
import { premiereAt } from "../rules/times";
import { type Answer, AnswerSchema, type Premiere } from "../schema";
import { isKnownCustomer } from "./repository.server";

/** Whether a token is that of an invitation. */
export function isInvitationToken(token: string): boolean {
  return readInvitationToken(token) !== null;
}

/** The page's own form has a dozen bytes. */
const MAX_BODY_BYTES = 1_024;

/** The answer in a posted form; null for anything that is not the page's own form: nothing is changed then. */
export async function readAnswer(request: Request): Promise<Answer | null> {
  const form = await readForm(request, MAX_BODY_BYTES);
  return AnswerSchema.safeParse(form?.get("answer")).data ?? null;
}

export type Invitation = {
  /** Names the invitation: the mail's link and the code of one's own go by it. */
  recipientId: string;
  recipient: RecipientRow;
  campaign: CampaignRow;
  premiere: Premiere;
  startsAt: Date;
  /** Of the mail. */
  locale: string | null;
};

/** The invitation of a link; null when it is none of ours, or its reader was erased. */
export async function findInvitation(db: Db, token: string): Promise<Invitation | null> {
  const ref = readInvitationToken(token);
  if (!ref) return null;
  const message = await findOwnerOfMessage(db, ref);
  const found = await findRecipient(db, ref);
  const recipient = found ?? (await findAfterMerge(db, ref, message?.customerId ?? null));
  if (!recipient || !(await isKnownCustomer(db, recipient))) return null;
  const asked = await findPremiere(db, recipient);
  return asked && { ...asked, recipient, recipientId: ref.recipientId, locale: message?.locale ?? null };
}

/** What a recipient is asked about; null when nobody is asked. */
async function findPremiere(
  db: Db,
  recipient: RecipientRow,
): Promise<Pick<Invitation, "campaign" | "premiere" | "startsAt"> | null> {
  const campaign = await findCampaign(db, recipient);
  const premiere = campaign?.content.premiere;
  if (!campaign || !premiere?.asksForAnswer) return null;
  const { ianaTimezone } = await getShop(db, recipient);
  const startsAt = premiereAt(ianaTimezone, premiere);
  return startsAt && { campaign, premiere, startsAt };
}

/** The row of the link went when two customers became one: the kept customer's counts. */
async function findAfterMerge(
  db: Db,
  { shopId, recipientId }: { shopId: string; recipientId: string },
  customerId: string | null,
): Promise<RecipientRow | null> {
  const campaignId = recipientId.split(".")[0] ?? "";
  return customerId === null ? null : findRecipientOf(db, { shopId, campaignId, customerId });
}

export type AnswerResult = { outcome: "answered" | "full" | "over" | "unknown" };

/**
 * Takes the answer to an invitation. Answers of a shop are taken one after another, so no seat is given away twice.
 *
 * Safe to repeat: the same answer again changes nothing.
 */
export function answerInvitation(
  db: RootDb,
  { token, answer, now }: { token: string; answer: Answer; now: Date },
): Promise<AnswerResult> {
  const ref = readInvitationToken(token);
  if (!ref) return Promise.resolve({ outcome: "unknown" });
  const { shopId } = ref;
  return inTransaction(
    db,
    async (tx): Promise<AnswerResult> => {
      const invitation = await findInvitation(tx, token);
      if (!invitation) return { outcome: "unknown" };
      const { recipient, campaign, premiere, startsAt } = invitation;
      const { campaignId, answer: before } = recipient;
      const yesCount = await countYes(tx, { shopId, campaignId });
      const facts = { before, yesCount, startsAt, capacity: premiere.capacity };
      const decision = decideAnswer({ ...facts, campaignState: campaign.state }, answer, now);
      switch (decision.kind) {
        case "full":
        case "over":
          return { outcome: decision.kind };
        case "same":
          return { outcome: "answered" };
        case "take":
          await take(tx, { recipient, answer, now });
          return { outcome: "answered" };
      }
    },
    { shopId },
  );
}

async function take(
  tx: Tx,
  { recipient, answer, now }: { recipient: RecipientRow; answer: Answer; now: Date },
): Promise<void> {
  const { shopId, id: recipientId, campaignId, customerId } = recipient;
  await saveAnswer(tx, { shopId, recipientId, answer, now });
  const event = {
    type: "campaign.answered",
    // Who changes their mind says something new.
    sourceKey: `campaign.answered:${recipientId}:${answer}:${now.getTime()}`,
    payload: { campaignId, recipientId, customerId, answer },
    customerId,
    subjectId: campaignId,
    occurredAt: now,
  } as const;
  await publishEvents(tx, [event], { shopId, now });
}
