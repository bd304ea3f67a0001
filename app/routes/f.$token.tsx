import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentBusyPage } from "~/engine/messaging/presenter.server";
import { presentReferralPage } from "~/features/referrals/link/presenter.server";
import { askForLink, isReferralToken } from "~/features/referrals/link/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, visitorOf } from "~/platform/rate-limit.server";

/** Shows a member's link and what it brought: scanners of mailboxes open every link, so a GET makes nothing. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const admission = await admitVisit(db, { visitor: visitorOf(context), link: token });
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  return presentReferralPage(db, { token, request, asked: null, now: now() });
}

/** The button of the page: the member's code is made. */
export async function action({ params, request, context }: ActionFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const visit = isReferralToken(token) ? { link: token } : { visitor: visitorOf(context) };
  const admission = await admitVisit(db, visit);
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  const shown = { token, request, now: now() };
  const { outcome } = await askForLink(db, shown);
  return presentReferralPage(db, { ...shown, asked: outcome === "asked" ? "asked" : null });
}
