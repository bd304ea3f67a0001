import type { LoaderFunctionArgs } from "@remix-run/node";

import { presentPreferencesUrl } from "~/engine/messaging/preferences/presenter.server";
import { presentStandingCustomer } from "~/features/customers/glance/presenter.server";
import { presentHistory } from "~/features/loyalty/history/presenter.server";
import { presentMember } from "~/features/loyalty/storefront/presenter.server";
import { presentTierName } from "~/features/vip/tier-name/presenter.server";
import { answer, answerExtension } from "~/shops/extension/answer";
import { requireCustomer } from "~/shops/extension/require-extension.server";

/** What a member sees in their account. */
export function loader({ request, context }: LoaderFunctionArgs) {
  return answerExtension(request, async () => {
    const { db, shopId, shop, customerGid, locale, now } = await requireCustomer({ request, context });
    const customerId = await presentStandingCustomer(db, { shopId, customerGid });
    if (customerId === null) return answer({ error: "not-found" }, { status: 404 });
    const one = { shopId, customerId };
    return answer({
      currencyCode: shop.currencyCode,
      member: await presentMember(db, { ...one, locale, now }),
      tierName: await presentTierName(db, one),
      history: await presentHistory(db, one),
      referralUrl: null,
      preferencesUrl: await presentPreferencesUrl(db, one),
    });
  });
}
