import type { ActionFunctionArgs } from "@remix-run/node";

import { readPostedSms, receiveSms } from "~/engine/messaging/sms/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, tooManyRequests, visitorOf } from "~/platform/rate-limit.server";

/** No answer of ours goes back to the person: the provider says "you are unsubscribed" itself. */
const NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

/** What people answer to text messages, handed on and signed by the provider. */
export async function action({ request, context }: ActionFunctionArgs) {
  const db = getDb();
  const signature = request.headers.get("X-Twilio-Signature");
  const form = await readPostedSms(request);
  const { outcome } = form ? await receiveSms(db, { form, signature, now: now() }) : { outcome: "forged" };
  if (outcome === "forged") {
    // The provider's own calls are not counted: it has few addresses, and no STOP may be lost.
    const admission = await admitVisit(db, { visitor: visitorOf(context) });
    if (admission.outcome === "limited") return tooManyRequests(admission);
    return new Response("The signature does not fit.", { status: 403 });
  }
  return new Response(NOTHING, { headers: { "Content-Type": "text/xml" } });
}
