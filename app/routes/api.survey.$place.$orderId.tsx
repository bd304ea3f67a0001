import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentStandingCustomer } from "~/features/customers/glance/presenter.server";
import { presentAsked } from "~/features/surveys/asked/presenter.server";
import { answerByExtension } from "~/features/surveys/asked/service.server";
import { visitorOf } from "~/platform/rate-limit.server";
import { answer, answerExtension } from "~/shops/extension/answer";
import { requireBuyer } from "~/shops/extension/require-extension.server";

type Asked = Pick<LoaderFunctionArgs, "request" | "context" | "params">;

/** Who asks of which order, and where. */
async function readAsked({ request, context, params: { place = "", orderId: orderNumber = "" } }: Asked) {
  const { db, shopId, customerGid, locale, now } = await requireBuyer({ request, context });
  const standing = customerGid === null ? null : await presentStandingCustomer(db, { shopId, customerGid });
  // Whoever is signed in and not heard of yet keeps Shopify's id, which no order of ours has.
  return { db, locale, of: { shopId, orderNumber, customerId: standing ?? customerGid, place, now } };
}

/** The question after a purchase, on the thank-you page and the page of the order; or what it was answered. */
export function loader(asked: LoaderFunctionArgs) {
  return answerExtension(asked.request, async () => {
    const { db, locale, of } = await readAsked(asked);
    return answer(await presentAsked(db, { ...of, locale }));
  });
}

/** Whoever bought answers it. */
export function action(asked: ActionFunctionArgs) {
  return answerExtension(asked.request, async () => {
    const { db, of } = await readAsked(asked);
    const visitor = visitorOf(asked.context);
    const { status, ...told } = await answerByExtension(db, { ...of, request: asked.request, visitor });
    return answer(told, { status });
  });
}
