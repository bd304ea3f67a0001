import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentBusyPage, presentUnsubscribePage } from "~/engine/messaging/presenter.server";
import { isUnsubscribeToken, readUnsubscribeSource, unsubscribe } from "~/engine/messaging/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, visitorOf } from "~/platform/rate-limit.server";

/** Asks first: scanners of mailboxes open every link, so a GET never unsubscribes. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const admission = await admitVisit(db, { visitor: visitorOf(context), link: token });
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  return presentUnsubscribePage(db, { token, page: "ask", request });
}

/** The button of the page, and the one-click POST of mail programs (RFC 8058). */
export async function action({ params, request, context }: ActionFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  // A mail provider sends the clicks of all its people from a few addresses: none of them may be lost.
  const visit = isUnsubscribeToken(token) ? { link: token } : { visitor: visitorOf(context) };
  const admission = await admitVisit(db, visit);
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  const source = await readUnsubscribeSource(request);
  const result = await unsubscribe(db, { token, source, now: now() });
  switch (result.outcome) {
    case "unsubscribed":
      return presentUnsubscribePage(db, { token, page: "done", request });
    case "unknown":
      return presentUnsubscribePage(db, { token, page: "unknown", request });
  }
}
