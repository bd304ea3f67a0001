import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentBusyPage } from "~/engine/messaging/presenter.server";
import { presentInvitationPage } from "~/features/campaigns/answers/presenter.server";
import { answerInvitation, isInvitationToken, readAnswer } from "~/features/campaigns/answers/service.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, visitorOf } from "~/platform/rate-limit.server";

/** Shows an invitation: scanners of mailboxes open every link, so a GET answers nothing. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const admission = await admitVisit(db, { visitor: visitorOf(context), link: token });
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  return presentInvitationPage(db, { token, request, asked: null, now: now() });
}

/** The two buttons of the page. */
export async function action({ params, request, context }: ActionFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const visit = isInvitationToken(token) ? { link: token } : { visitor: visitorOf(context) };
  const admission = await admitVisit(db, visit);
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  const answer = await readAnswer(request);
  const shown = { token, request, now: now() };
  if (!answer) return presentInvitationPage(db, { ...shown, asked: "unchanged" });
  const { outcome } = await answerInvitation(db, { token, answer, now: shown.now });
  return presentInvitationPage(db, { ...shown, asked: outcome });
}
