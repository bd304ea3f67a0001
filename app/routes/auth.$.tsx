import type { LoaderFunctionArgs } from "@remix-run/node";

import { getDb } from "~/platform/database.server";
import { admitVisit, tooManyRequests, visitorOf } from "~/platform/rate-limit.server";
import { authenticate } from "~/shopify.server";

/** Pages of the Shopify library itself: fetching a new session token, and leaving the admin's frame. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const admission = await admitVisit(getDb(), { "sign-in": visitorOf(context) });
  if (admission.outcome === "limited") throw tooManyRequests(admission);
  await authenticate.admin(request);
  return null;
}
