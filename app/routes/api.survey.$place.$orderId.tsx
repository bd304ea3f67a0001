import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentStandingCustomer } from "~/features/customers/glance/presenter.server";
import { presentAsked } from "~/features/surveys/asked/presenter.server";
import { answerByExtension } from "~/features/surveys/asked/service.server";
import { visitorOf } from "~/platform/rate-limit.server";
import { answer, answerExtension } from "~/shops/extension/answer";
import { type BuyerContext, requireBuyer } from "~/shops/extension/require-extension.server";

/** The question after a purchase, on the thank-you page and the page of the order; or what it was answered. */
export function loader({ request, context, params }: LoaderFunctionArgs) {
  return answerExtension(request, async () => {
    const buyer = await requireBuyer({ request, context });
    const asked = { ...(await readAsked(buyer, params)), locale: buyer.locale };
    return answer(await presentAsked(buyer.db, asked));
  });
}

/** Whoever bought answers it. */
export function action({ request, context, params }: ActionFunctionArgs) {
  return answerExtension(request, async () => {
    const buyer = await requireBuyer({ request, context });
    const asked = { ...(await readAsked(buyer, params)), request, visitor: visitorOf(context) };
    const { status, ...told } = await answerByExtension(buyer.db, asked);
    return answer(told, { status });
  });
}

/** Which order it is about, on which page, and who asks. */
async function readAsked(
  { db, shopId, customerGid, now }: BuyerContext,
  { place = "", orderId: orderNumber = "" }: LoaderFunctionArgs["params"],
) {
  const standing = customerGid === null ? null : await presentStandingCustomer(db, { shopId, customerGid });
  // Whoever is signed in and not heard of yet keeps Shopify's id, which no order of ours has.
  return { shopId, orderNumber, customerId: standing ?? customerGid, place, now };
}
