import type { ActionFunctionArgs } from "@remix-run/node";

import { receiveLifecycle } from "~/features/shopify-flow/lifecycle/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, tooManyRequests, visitorOf } from "~/platform/rate-limit.server";

/** Where Shopify tells which shops have a workflow with a trigger of ours. Anything but 2xx keeps a merchant from switching it on. */
export async function action({ request, context }: ActionFunctionArgs) {
  const db = getDb();
  const { outcome } = await receiveLifecycle(db, { request, now: now() });
  switch (outcome) {
    case "noted":
    case "unknown":
      return new Response(null, { status: 204 });
    case "malformed":
      return new Response("Not what Shopify's documentation says.\n", { status: 400 });
    case "forged": {
      const admission = await admitVisit(db, { visitor: visitorOf(context) });
      if (admission.outcome === "limited") return tooManyRequests(admission);
      return new Response("Not signed by Shopify.\n", { status: 401 });
    }
  }
}
