import type { LoaderFunctionArgs } from "@remix-run/node";

import { answer, requireCaller } from "~/engine/storefront/service.server";
import { presentMember } from "~/features/loyalty/storefront/presenter.server";

/** What somebody who is signed in on a page of the store has, and the word that lets the page act for them. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { db, shopId, signedIn, locale, now } = await requireCaller(request);
  if (signedIn === null) return answer({ outcome: "signed-out" });
  const { customerId, pageToken } = signedIn;
  if (customerId === null) return answer({ outcome: "unknown-customer" });
  const view = await presentMember(db, { shopId, customerId, locale, now });
  return answer({ outcome: "member", view, pageToken });
}
