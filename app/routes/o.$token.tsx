import type { LoaderFunctionArgs } from "@remix-run/node";

import { isOpenToken, recordOpen } from "~/engine/messaging/tracking/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, visitorOf } from "~/platform/rate-limit.server";

/** One transparent dot. */
const DOT = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

/** The picture of a mail, where the shop counts opens: whatever comes of it, it is a picture. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  // Mail programs load the pictures of all their people from a few addresses: none of them may be lost.
  const visit = isOpenToken(token) ? { link: token } : { visitor: visitorOf(context) };
  const admission = await admitVisit(db, visit);
  if (admission.outcome === "admitted") await recordOpen(db, { token, request, now: now() });
  return new Response(DOT, {
    headers: { "Content-Type": "image/gif", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
  });
}
