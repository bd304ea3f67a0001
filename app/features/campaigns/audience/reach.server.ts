import { foreseeStandings } from "~/engine/experiments/expose.server";
import { listMatching } from "~/engine/facts/queries.server";
import { loadReachable, type Reachable } from "~/engine/messaging/consent/reachable.server";
import { listOverBudget } from "~/engine/messaging/sending/over-budget.server";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { decideRecipient, type RefusalReason } from "../rules/recipient";
import type { CampaignContent } from "../schema";
import { countInFlows } from "./repository.server";

/** People looked at a time, and at most: a preview is looked at, not waited for. */
const PAGE = 1_000;
export const MOST_LOOKED_AT = 20_000;
const MOST_NAMED = 10;

export type Reach = {
  lookedAtCount: number;
  /** Not all of the audience was looked at. */
  isCut: boolean;
  /** Who would be written to. */
  mayCount: number;
  against: Map<RefusalReason, number>;
  heldOutCount: number;
  /** Of those who would be written to, whose budget is used up: their message is moved. */
  movedCount: number;
  inFlows: Map<string, number>;
  /** The first of those who would be written to. */
  named: Reachable[];
};

type Asked = {
  shopId: string;
  campaignId: string;
  content: CampaignContent;
  /** When it would begin. */
  at: Date;
  now: Date;
};

/** Whom a campaign would reach, set by set, by the very rules that are asked when it is sent. Nothing is kept. */
export async function findReach(db: Db, asked: Asked): Promise<Reach> {
  const { shopId, content, now } = asked;
  const { ianaTimezone: zone } = await getShop(db, { shopId });
  const reach: Reach = {
    ...{ lookedAtCount: 0, isCut: false, mayCount: 0, heldOutCount: 0, movedCount: 0 },
    ...{ against: new Map(), inFlows: new Map(), named: [] },
  };
  let afterCustomerId: string | null = null;
  for (;;) {
    const page: string[] = await listMatching(db, {
      ...{ shopId, zone, condition: content.audience, at: now, afterCustomerId, limit: PAGE },
    });
    if (page.length > 0) await addPage(db, reach, { ...asked, customerIds: page });
    afterCustomerId = page.at(-1) ?? null;
    if (page.length < PAGE) return reach;
    if (reach.lookedAtCount >= MOST_LOOKED_AT) return { ...reach, isCut: true };
  }
}

async function addPage(
  db: Db,
  reach: Reach,
  { shopId, campaignId, content, at, now, customerIds }: Asked & { customerIds: readonly string[] },
): Promise<void> {
  reach.lookedAtCount += customerIds.length;
  const { topic, channel } = content;
  const reached = await loadReachable(db, { shopId, customerIds, topic, channel, now });
  const may: Reachable[] = [];
  for (const customerId of customerIds) {
    const person = reached.get(customerId);
    const facts = { consent: person?.facts ?? null, isWrittenTo: false, isTooLate: false };
    const decision = decideRecipient(facts);
    if (decision.kind === "refuse") add(reach.against, decision.reason, 1);
    else if (person) may.push(person);
  }
  const standings = await foreseeStandings(db, {
    ...{ shopId, flowId: campaignId, now },
    customerIds: may.map(({ customerId }) => customerId),
    isWithoutHoldout: !content.hasHoldout,
  });
  const treated = may.filter(({ customerId }) => standings.get(customerId)?.kind === "treated");
  const treatedIds = treated.map(({ customerId }) => customerId);
  reach.heldOutCount += may.length - treated.length;
  reach.mayCount += treated.length;
  reach.movedCount += (await listOverBudget(db, { shopId, customerIds: treatedIds, at })).size;
  for (const [flowId, count] of await countInFlows(db, { shopId, customerIds: treatedIds }))
    add(reach.inFlows, flowId, count);
  reach.named.push(...treated.slice(0, MOST_NAMED - reach.named.length));
}

function add<Key>(counts: Map<Key, number>, key: Key, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}
