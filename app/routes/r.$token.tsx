import type { LoaderFunctionArgs } from "@remix-run/node";

import { mayOpen } from "~/engine/messaging/service.server";
import { presentGonePage } from "~/features/cart-recovery/link-page/presenter.server";
import { followRecoveryLink } from "~/features/cart-recovery/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";

/** The link of a cart reminder: on to the checkout, with the code entered. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  // Too often: the reader still gets to the cart, only the click is not noted.
  const isVisit = request.method === "GET" && mayOpen(token, now());
  const result = await followRecoveryLink(getDb(), { token, isVisit, now: now() });
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
