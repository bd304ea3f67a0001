import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentStandingCustomer } from "~/features/customers/glance/presenter.server";
import { cancelByExtension } from "~/features/loyalty/extension/service.server";
import { answer, answerExtension, answerOnlyPosts } from "~/shops/extension/answer";
import { requireCustomer } from "~/shops/extension/require-extension.server";

export function loader({ request }: LoaderFunctionArgs) {
  return answerOnlyPosts(request);
}

/** A member gives a reward back. */
export function action({ request, context }: ActionFunctionArgs) {
  return answerExtension(request, async () => {
    const { db, shopId, customerGid, now } = await requireCustomer({ request, context });
    const customerId = await presentStandingCustomer(db, { shopId, customerGid });
    if (customerId === null) return answer({ error: "not-found" }, { status: 404 });
    const { status, ...told } = await cancelByExtension(db, { shopId, customerId, request, now });
    return answer(told, { status });
  });
}
