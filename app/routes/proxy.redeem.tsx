import type { ActionFunctionArgs } from "@remix-run/node";

import { answer, requireActor } from "~/engine/storefront/service.server";
import { redeemReward } from "~/features/loyalty/storefront/service.server";
import { getTranslator } from "~/platform/i18n.server";

/** A member wants a reward. What they want is in the signed address, and the key of the action makes it one wish. */
export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, customerId, key, locale, now } = await requireActor(request);
  const query = new URL(request.url).searchParams;
  const points = query.get("points");
  const result = await redeemReward(db, {
    ...{ shopId, customerId, rewardId: query.get("reward") ?? "", idempotencyKey: key, now },
    points: points === null ? undefined : Number(points),
  });
  if (result.outcome === "redeemed") return answer(result);
  const t = await getTranslator(locale, "loyalty");
  return answer({ ...result, message: t(`refusals.${result.reason}`, result.params) }, 422);
}
