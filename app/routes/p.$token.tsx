import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentPreferencesPage } from "~/engine/messaging/preferences/presenter.server";
import {
  changePreferences,
  isPreferencesToken,
  readPreferenceChange,
} from "~/engine/messaging/preferences/service.server";
import { presentBusyPage } from "~/engine/messaging/presenter.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, visitorOf } from "~/platform/rate-limit.server";

/** Shows what somebody wants of our mails: scanners of mailboxes open every link, so a GET changes nothing. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const admission = await admitVisit(db, { visitor: visitorOf(context), link: token });
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  return presentPreferencesPage(db, { token, request, notice: null, now: now() });
}

/** The forms of the page, and the two of the unsubscribe page that ask for less. */
export async function action({ params, request, context }: ActionFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const visit = isPreferencesToken(token) ? { link: token } : { visitor: visitorOf(context) };
  const admission = await admitVisit(db, visit);
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  const change = await readPreferenceChange(request);
  const shown = { token, request, now: now() };
  if (!change) return presentPreferencesPage(db, { ...shown, notice: "unchanged" });
  if (change === "not-a-day") return presentPreferencesPage(db, { ...shown, notice: change });
  const { outcome } = await changePreferences(db, { token, change, now: shown.now });
  switch (outcome) {
    case "saved":
    case "unsubscribed":
      return presentPreferencesPage(db, { ...shown, notice: outcome });
    case "unknown":
      return presentPreferencesPage(db, { ...shown, notice: null });
  }
}
