import type { LoaderFunctionArgs } from "@remix-run/node";

import { presentBusyPage, presentUnknownLinkPage } from "~/engine/messaging/presenter.server";
import { followLink, isClickToken } from "~/engine/messaging/tracking/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, visitorOf } from "~/platform/rate-limit.server";

/** A counted link of a mail: on to where it leads, which only we know. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  // Those who work at one place, or whose phones share an address: none of them may be kept from the store.
  const visit = isClickToken(token) ? { link: token } : { visitor: visitorOf(context) };
  const admission = await admitVisit(db, visit);
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  const result = await followLink(db, { token, request, now: now() });
  switch (result.outcome) {
    case "redirect":
      return new Response(null, {
        status: 302,
        headers: {
          Location: result.url,
          "Cache-Control": "no-store",
          "Referrer-Policy": "no-referrer",
          "X-Robots-Tag": "noindex",
        },
      });
    case "nowhere":
      return new Response(null, { status: 204, headers: { "Cache-Control": "no-store" } });
    case "gone":
      return presentUnknownLinkPage(request);
  }
}
