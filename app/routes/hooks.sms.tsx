import type { ActionFunctionArgs } from "@remix-run/node";

import { receiveSms } from "~/engine/messaging/sms/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";

/** No answer of ours goes back to the person: the provider says "you are unsubscribed" itself. */
const NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>';

/** What people answer to text messages, handed on and signed by the provider. */
export async function action({ request }: ActionFunctionArgs) {
  const signature = request.headers.get("X-Twilio-Signature");
  const form = await request.formData().catch(() => new FormData());
  const { outcome } = await receiveSms(getDb(), { form, signature, now: now() });
  if (outcome === "forged") return new Response("The signature does not fit.", { status: 403 });
  return new Response(NOTHING, { headers: { "Content-Type": "text/xml" } });
}
