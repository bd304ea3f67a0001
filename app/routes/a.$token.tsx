import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";

import { presentAnswerPage } from "~/engine/messaging/answers/presenter.server";
import { answerQuestion, isAnswerToken } from "~/engine/messaging/answers/service.server";
import { presentBusyPage } from "~/engine/messaging/presenter.server";
import { now } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import { admitVisit, visitorOf } from "~/platform/rate-limit.server";

/** Asks first: scanners of mailboxes open every link, so a GET never answers. */
export async function loader({ params, request, context }: LoaderFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const admission = await admitVisit(db, { visitor: visitorOf(context), link: token });
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  return presentAnswerPage(db, { token, request });
}

/** The buttons of the page. */
export async function action({ params, request, context }: ActionFunctionArgs) {
  const token = params.token ?? "";
  const db = getDb();
  const visit = isAnswerToken(token) ? { link: token } : { visitor: visitorOf(context) };
  const admission = await admitVisit(db, visit);
  if (admission.outcome === "limited") return presentBusyPage({ request, ...admission });
  await answerQuestion(db, { token, now: now() });
  return presentAnswerPage(db, { token, request });
}
