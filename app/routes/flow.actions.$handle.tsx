import type { ActionFunctionArgs } from "@remix-run/node";

import { runFlowAction } from "~/features/shopify-flow/actions/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, tooManyRequests, visitorOf } from "~/platform/rate-limit.server";

/** What workflows in Shopify Flow have us do. 200 is done; 4xx fails the step, with its message in the workflow's log. */
export async function action({ params: { handle = "" }, request, context }: ActionFunctionArgs) {
  const db = getDb();
  const result = await runFlowAction(db, { handle, request, now: now() });
  switch (result.outcome) {
    case "done":
      return Response.json({ message: result.message });
    case "refused":
      return Response.json({ message: result.message }, { status: 422 });
    case "malformed":
      return Response.json({ message: result.message }, { status: 400 });
    case "unknown-action":
      return Response.json({ message: `There is no action "${handle}".` }, { status: 404 });
    case "unknown-shop":
      return Response.json({ message: "Perennial is not installed in this store." }, { status: 404 });
    case "forged": {
      const admission = await admitVisit(db, { visitor: visitorOf(context) });
      if (admission.outcome === "limited") return tooManyRequests(admission);
      return Response.json({ message: "Not signed by Shopify." }, { status: 401 });
    }
  }
}
