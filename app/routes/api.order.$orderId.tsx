import type { LoaderFunctionArgs } from "@remix-run/node";

import { presentStandingCustomer } from "~/features/customers/glance/presenter.server";
import { presentOrderPoints } from "~/features/loyalty/order-points/presenter.server";
import { answer, answerExtension } from "~/shops/extension/answer";
import { requireBuyer } from "~/shops/extension/require-extension.server";

/** What an order brought, on the thank-you page and the page of the order. Whoever pays need not be signed in. */
export function loader({ request, context, params: { orderId = "" } }: LoaderFunctionArgs) {
  return answerExtension(request, async () => {
    const { db, shopId, customerGid, now } = await requireBuyer({ request, context });
    const isSignedIn = customerGid !== null;
    const customerId = isSignedIn ? await presentStandingCustomer(db, { shopId, customerGid }) : null;
    // Signed in, and not heard of yet: neither can the order be.
    if (isSignedIn && customerId === null) return answer({ state: "on-its-way" });
    return answer(await presentOrderPoints(db, { shopId, orderNumber: orderId, customerId, now }));
  });
}
