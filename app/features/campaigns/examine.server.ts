import { findConditionProblems } from "~/engine/facts/check.server";
import { findOfferObstacle } from "~/engine/incentives/foresee.server";
import { getSender } from "~/engine/messaging/sender.server";
import { findTemplateStanding, listSentBlocks } from "~/engine/messaging/templates/standing.server";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { findOwnProblems } from "./own-message.server";
import { findContentProblems } from "./rules/problems";
import type { CampaignContent, CampaignProblem } from "./schema";

type Written = { name: string; content: CampaignContent };
type Asked = { shopId: string; now: Date };

/** Everything that keeps a campaign from being sent, but that it would reach nobody: that is counted when it is sent off. */
export async function examineCampaign(
  db: Db,
  { shopId, now }: Asked,
  written: Written,
): Promise<CampaignProblem[]> {
  const shop = await getShop(db, { shopId });
  const { content } = written;
  return [
    ...findContentProblems(written, { zone: shop.ianaTimezone, now }),
    ...(findConditionProblems(content.audience).length > 0
      ? [{ field: "audience", code: "condition-unfinished" } as const]
      : []),
    ...(await templateProblems(db, { shopId, content })),
    ...(await offerProblems(db, { shopId, content })),
    ...(content.channel === "email" && (await getSender(db, { shop })).name.trim() === ""
      ? [{ field: "sender", code: "no-sender" } as const]
      : []),
  ];
}

type OfShop = { shopId: string; content: CampaignContent };

async function templateProblems(db: Db, { shopId, content }: OfShop): Promise<CampaignProblem[]> {
  const { templateKey: key, channel, own, premiere, offer } = content;
  if (own) return findOwnProblems(db, { shopId, content });
  if (key === "") return [];
  const standing = await findTemplateStanding(db, { shopId, key });
  const problem = (code: string): CampaignProblem => {
    return { field: "templateKey", code, params: { template: standing?.name ?? key } };
  };
  if (!standing) return [problem("template-missing")];
  if (standing.kind !== channel) return [problem(`template-other-channel-${channel}`)];
  if (!standing.isPublished) return [problem("template-unpublished")];
  const blocks = await listSentBlocks(db, { shopId, key });
  const isSaid = (pattern: RegExp) => blocks.every((said) => pattern.test(said));
  return [
    ...(premiere?.asksForAnswer && !isSaid(/premiere\.url/) ? [problem("template-without-invitation")] : []),
    ...(offer && !isSaid(/"kind":"code"|code\.code/) ? [problem("template-without-code")] : []),
  ];
}

async function offerProblems(db: Db, { shopId, content: { offer } }: OfShop): Promise<CampaignProblem[]> {
  if (!offer) return [];
  const obstacle = await findOfferObstacle(db, { shopId, offer });
  return obstacle ? [{ field: "offer", code: obstacle.reason, params: obstacle.params }] : [];
}
