import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentUnsubscribePage } from "~/engine/messaging/presenter.server";
import { mayOpen, unsubscribe } from "~/engine/messaging/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";

/** Asks first: scanners of mailboxes open every link, so a GET never unsubscribes. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const page = mayOpen(token, now()) ? "ask" : "busy";
  return presentUnsubscribePage(getDb(), { token, page, request });
}

/** The button of the page, and the one-click POST of mail programs (RFC 8058). */
export async function action({ params, request }: ActionFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  if (!mayOpen(token, now())) return presentUnsubscribePage(db, { token, page: "busy", request });
  const result = await unsubscribe(db, { token, now: now() });
  switch (result.outcome) {
    case "unsubscribed":
      return presentUnsubscribePage(db, { token, page: "done", request });
    case "unknown":
      return presentUnsubscribePage(db, { token, page: "unknown", request });
  }
}
