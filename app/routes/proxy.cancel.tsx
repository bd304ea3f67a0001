import type { ActionFunctionArgs } from "@remix-run/node";

import { answer, requireActor } from "~/engine/storefront/service.server";
import { cancelRedemption } from "~/features/loyalty/storefront/service.server";
import { getTranslator } from "~/platform/i18n.server";

/** A member gives a reward back for its points. Asked again it is refused as over, and nothing changes. */
export async function action({ request }: ActionFunctionArgs) {
  const { db, shopId, customerId, locale, now } = await requireActor(request);
  const redemptionId = new URL(request.url).searchParams.get("redemption") ?? "";
  const result = await cancelRedemption(db, { shopId, customerId, redemptionId, now });
  if (result.outcome === "cancelled") return answer(result);
  const t = await getTranslator(locale, "loyalty");
  return answer({ ...result, message: t(`refusals.${result.reason}`) }, 422);
}
