import type { Db } from "~/platform/db.server";
import { deriveId } from "~/platform/ids.server";
import type { Locale } from "~/shops/schema";

import { findAnswer, findAskedOrder } from "../repository.server";
import { decideAsker, questionOf } from "../rules";
import { type AskedView, PLACES, type SurveySettings } from "../schema";
import { readSurvey, speak } from "../settings.server";

type Asked = {
  shopId: string;
  /** Shopify's number of the order, without anything around it. */
  orderNumber: string;
  /** Who asks; null: nobody who is signed in. */
  customerId: string | null;
  place: string;
  locale: Locale;
  now: Date;
};

/** What a page after a purchase asks, or was answered. May be asked before the order's own webhook came. */
export async function presentAsked(db: Db, asked: Asked): Promise<AskedView> {
  const { shopId, orderNumber, customerId, place, locale, now } = asked;
  const settings = await readSurvey(db, { shopId });
  if (!isAskedAt(place, settings) || !/^\d{1,20}$/.test(orderNumber)) return { state: "nothing" };
  const one = { shopId, orderId: deriveId(shopId, orderNumber) };
  const order = await findAskedOrder(db, one);
  const asker = decideAsker({ order, customerId, now });
  if (asker === "others") return { state: "nothing" };
  const given = await findAnswer(db, one);
  if (asker === "cancelled" && !given) return { state: "nothing" };
  const question = given ? questionOf(settings, given.questionVersion) : settings.question;
  if (!question) return { state: "nothing" };
  const { text, answers } = await speak(question, locale);
  if (!given)
    return {
      ...{ state: "asking", text, answers },
      ...{ version: settings.version, asksComment: settings.asksComment },
    };
  const label = answers.find(({ key }) => key === given.answerKey)?.label ?? given.answerKey;
  return { state: "answered", text, answer: label, isTest: order?.isTest === true };
}

function isAskedAt(place: string, { isEnabled, places }: SurveySettings): boolean {
  const known = PLACES.find((one) => one === place);
  return isEnabled && known !== undefined && places.includes(known);
}
