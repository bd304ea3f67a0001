import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentCustomerGlance, presentStandingCustomer } from "~/features/customers/glance/presenter.server";
import { redeemByExtension } from "~/features/loyalty/extension/service.server";
import { presentMember } from "~/features/loyalty/storefront/presenter.server";
import { presentTierName } from "~/features/vip/tier-name/presenter.server";
import { answer, answerExtension } from "~/shops/extension/answer";
import { requireStaff } from "~/shops/extension/require-extension.server";
import { recordAccess } from "~/shops/record-access.server";

/** What the staff sees of a customer in the admin and at the till. */
export function loader({ request, context, params: { customerId: customerGid = "" } }: LoaderFunctionArgs) {
  return answerExtension(request, async () => {
    const asking = await requireStaff({ request, context });
    const { db, shopId, shop, locale, now } = asking;
    const customerId = await presentStandingCustomer(db, { shopId, customerGid });
    if (customerId === null) return answer({ error: "not-found" }, { status: 404 });
    await recordAccess(asking, "customer-extension", customerId);
    const one = { shopId, customerId };
    return answer({
      currencyCode: shop.currencyCode,
      member: await presentMember(db, { ...one, locale, now }),
      tierName: await presentTierName(db, one),
      ...(await presentCustomerGlance(db, one)),
      pagePath: `/app/customers/${encodeURIComponent(customerId)}`,
    });
  });
}

/** The staff exchanges a customer's points at the till. */
export function action({ request, context, params: { customerId: customerGid = "" } }: ActionFunctionArgs) {
  return answerExtension(request, async () => {
    const { db, shopId, now } = await requireStaff({ request, context });
    const customerId = await presentStandingCustomer(db, { shopId, customerGid });
    if (customerId === null) return answer({ error: "not-found" }, { status: 404 });
    const { status, ...told } = await redeemByExtension(db, { shopId, customerId, request, now });
    return answer(told, { status });
  });
}
