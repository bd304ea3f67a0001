import type { ActionFunctionArgs } from "@remix-run/node";

import { findProvider, readReport, receiveReport } from "~/engine/messaging/feedback/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, tooManyRequests, visitorOf } from "~/platform/rate-limit.server";

/** Where mail providers report bounces and complaints. */
export async function action({ params, request, context }: ActionFunctionArgs) {
  const provider = findProvider(params.provider);
  if (!provider) return answer(404, "No such provider. Expected one of: ses, sendgrid, postmark, mailgun.");
  const body = await readReport(request);
  if (body === null) return answer(413, "The body is larger than 2 MB.");
  const db = getDb();
  const report = { headers: request.headers, url: request.url, body, now: now() };
  const result = await receiveReport(db, { provider, report });
  switch (result.outcome) {
    case "received":
      return answer(200, `Received: ${result.known} of mails of ours, ${result.unknown} of others.`);
    case "unsigned": {
      const admission = await admitVisit(db, { visitor: visitorOf(context) });
      if (admission.outcome === "limited") return tooManyRequests(admission);
      return answer(401, "The report is not signed as this installation expects it.");
    }
    case "malformed":
      return answer(400, "The report is not what the provider's documentation says.");
  }
}

function answer(status: number, text: string): Response {
  const headers = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };
  return new Response(`${text}\n`, { status, headers });
}
