import { type CodeRevenue, presentCodeRevenue, presentOneLift } from "~/engine/experiments/presenter.server";
import { flowExperiment, type LiftState } from "~/engine/experiments/schema";
import { DAY_MS } from "~/kit/duration";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { accessCodeOf } from "../links.server";
import { type CampaignRow, findCampaign } from "../repository.server";
import { premiereAt } from "../rules/times";
import type { CampaignState, PeopleQuery, RecipientState } from "../schema";
import { type Counts, countPeople, countReactions, listNextTries, listPeople } from "./repository.server";

export type CampaignFigures = Counts & {
  clickedCount: number;
  openedCount: number;
  /** Orders with a code of the campaign; null where it gives none. */
  revenue: CodeRevenue | null;
  lift: LiftState;
};

export type CampaignPerson = {
  id: string;
  customerId: string;
  /** Null: erased. */
  name: string | null;
  state: RecipientState;
  reason: string | null;
  /** ISO: when it was sent; or, of a message that was moved, until when. */
  at: string | null;
  messageId: string | null;
  answer: string | null;
  /** What lets them into the premiere. */
  accessCode: string | null;
};

export type CampaignResults = {
  campaignId: string;
  name: string;
  state: CampaignState;
  sendAt: string | null;
  finishedAt: string | null;
  currencyCode: string;
  premiere: {
    title: string;
    startsAt: string | null;
    asksForAnswer: boolean;
    capacity: number | null;
  } | null;
  figures: CampaignFigures;
  query: PeopleQuery;
  people: CampaignPerson[];
  totalCount: number;
  pageCount: number;
};

const PAGE = 50;
/** Days after a campaign in which an order with its code counts: codes are good for a year at most. */
const CODE_DAYS = 365;

/** What a campaign brought, and everybody of its audience; null when there is no such campaign. */
export async function presentResults(
  db: Db,
  { shopId, campaignId, query, now }: { shopId: string; campaignId: string; query: PeopleQuery; now: Date },
): Promise<CampaignResults | null> {
  const campaign = await findCampaign(db, { shopId, campaignId });
  if (!campaign) return null;
  const { name, state, sendAt, finishedAt, content } = campaign;
  const { ianaTimezone, currencyCode } = await getShop(db, { shopId });
  const { premiere } = content;
  const { people, totalCount } = await peopleOf(db, campaign, query);
  return {
    ...{ campaignId, name, state, currencyCode, query, people, totalCount },
    sendAt: sendAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    premiere: premiere && {
      title: premiere.title,
      startsAt: premiereAt(ianaTimezone, premiere)?.toISOString() ?? null,
      asksForAnswer: premiere.asksForAnswer,
      capacity: premiere.capacity,
    },
    figures: await presentFigures(db, campaign, now),
    pageCount: Math.max(1, Math.ceil(totalCount / PAGE)),
  };
}

/** How many people of a campaign are where, what they did, and what it brought. */
export async function presentFigures(db: Db, campaign: CampaignRow, now: Date): Promise<CampaignFigures> {
  const { shopId, id: campaignId, content, startedAt, finishedAt } = campaign;
  const from = startedAt ?? now;
  const revenue = content.offer
    ? await presentCodeRevenue(db, {
        ...{ shopId, source: { kind: "campaign", id: campaignId }, from },
        to: new Date(from.getTime() + CODE_DAYS * DAY_MS),
      })
    : null;
  return {
    ...(await countPeople(db, { shopId, campaignId })),
    ...(await countReactions(db, { shopId, campaignId })),
    revenue,
    lift: await presentOneLift(db, {
      ...{ shopId, experimentKey: flowExperiment(campaignId), lastAt: finishedAt, now },
    }),
  };
}

async function peopleOf(db: Db, { shopId, id: campaignId, content }: CampaignRow, query: PeopleQuery) {
  const { group, page } = query;
  const found = await listPeople(db, { shopId, campaignId, group, skip: (page - 1) * PAGE, limit: PAGE });
  const waiting = found.rows.filter(({ state }) => state === "written");
  const messageIds = waiting.flatMap(({ messageId }) => messageId ?? []);
  const moved = await listNextTries(db, { shopId, messageIds });
  const people = found.rows.map((row): CampaignPerson => {
    const until = row.state === "written" ? moved.get(row.messageId ?? "") : null;
    const { id, customerId, state, reason, messageId, answer } = row;
    const codeOf = content.premiere && row.messageId !== null ? content.premiere : null;
    return {
      ...{ id, customerId, state, reason, messageId, answer },
      name: found.names.get(customerId) ?? null,
      at: (row.sentAt ?? until)?.toISOString() ?? null,
      accessCode: codeOf && accessCodeOf(codeOf, { shopId, recipientId: id }),
    };
  });
  return { people, totalCount: found.totalCount };
}
