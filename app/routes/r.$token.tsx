import type { LoaderFunctionArgs } from "@remix-run/node";

import { presentBusyPage } from "~/engine/messaging/presenter.server";
import { presentGonePage } from "~/features/cart-recovery/link-page/presenter.server";
import { followRecoveryLink } from "~/features/cart-recovery/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, visitorOf } from "~/platform/rate-limit.server";

/** The link of a cart reminder: on to the checkout, with the code entered. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const admission = await admitVisit(db, { visitor: visitorOf(context), link: token });
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  const result = await followRecoveryLink(db, { token, isVisit: request.method === "GET", now: now() });
  switch (result.outcome) {
    case "redirect":
      return new Response(null, {
        status: 302,
        headers: { Location: result.url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
      });
    case "gone":
      return presentGonePage({ locale: result.locale, request });
  }
}
