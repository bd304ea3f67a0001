import { acceptedLanguages, chooseMailLocale } from "~/engine/messaging/language";
import { publicFormResponse, publicPageResponse } from "~/engine/messaging/public-page.server";
import { getSender } from "~/engine/messaging/sender.server";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { matchLocale } from "~/shops/locale";
import { getShop } from "~/shops/repository.server";
import { type Locale, LOCALES } from "~/shops/schema";

import { accessCodeOf } from "../links.server";
import { countYes } from "../recipients/repository.server";
import { isOver } from "../rules/answer";
import { INVITATION_PAGE } from "./page";
import { type AnswerResult, findInvitation, type Invitation } from "./service.server";

/** Names of the languages, each in itself, so that everybody finds their own. */
const LANGUAGE_NAMES: Readonly<Record<Locale, string>> = { en: "English", pl: "Polski", ru: "Русский" };

/** What was just asked of the page; `unchanged`: it was no form of the page. */
type Asked = AnswerResult["outcome"] | "unchanged" | null;

const STATUS: Partial<Record<AnswerResult["outcome"] | "unchanged", number>> = {
  full: 409,
  over: 409,
  unchanged: 422,
};

/**
 * The page on which somebody answers an invitation. Only shows: scanners of mailboxes open every address. No name and no
 * address of a person is on it.
 */
export async function presentInvitationPage(
  db: Db,
  { token, request, asked, now }: { token: string; request: Request; asked: Asked; now: Date },
): Promise<Response> {
  const invitation = await findInvitation(db, token);
  const wished = matchLocale(new URL(request.url).searchParams.get("language"));
  const locale = chooseMailLocale([wished, invitation?.locale, ...acceptedLanguages(request)]);
  const t = await getTranslator(locale, "campaigns");
  if (!invitation)
    return publicPageResponse({ locale, title: t("page.unknownTitle"), text: t("page.unknownText") }, 404);
  const shown = await describe(db, invitation, { locale, asked, now });
  return publicFormResponse({ locale, template: INVITATION_PAGE, ...shown }, (asked && STATUS[asked]) ?? 200);
}

type Reader = { locale: Locale; asked: Asked; now: Date };

async function describe(db: Db, invitation: Invitation, { locale, asked, now }: Reader) {
  const { recipient, campaign, premiere, startsAt } = invitation;
  const { shopId, campaignId, answer } = recipient;
  const shop = await getShop(db, { shopId });
  const sender = await getSender(db, { shop });
  const t = await getTranslator(locale, "campaigns");
  const say = (key: string) => t(`page.${key}`, { shop: sender.name });
  const written = { dateStyle: "full", timeStyle: "short", timeZone: shop.ianaTimezone } as const;
  const canAnswer = !isOver({ campaignState: campaign.state, startsAt }, now);
  const yesCount = await countYes(db, { shopId, campaignId });
  const isFull = premiere.capacity !== null && yesCount >= premiere.capacity && answer !== "yes";
  return {
    title: premiere.title,
    startsOn: new Intl.DateTimeFormat(locale, written).format(startsAt),
    notice: asked === "answered" && answer ? say(`thanks.${answer}`) : null,
    text: say(`text.${situationOf({ canAnswer, isFull, answer })}`),
    code: codeShown(invitation),
    url: premiere.url || null,
    ...{ canAnswer, isFull, isYes: answer === "yes", isNo: answer === "no" },
    languages: LOCALES.map((tag) => ({ tag, name: LANGUAGE_NAMES[tag], isShown: tag === locale })),
    texts: Object.fromEntries(TEXTS.map((key) => [key, say(key)])),
  };
}

const TEXTS = ["languages", "from", "code", "yes", "no", "look"] as const;

function situationOf({
  canAnswer,
  isFull,
  answer,
}: {
  canAnswer: boolean;
  isFull: boolean;
  answer: "yes" | "no" | null;
}) {
  if (!canAnswer) return "over";
  if (answer === "yes") return "yes";
  if (isFull) return "full";
  return answer === "no" ? "no" : "open";
}

/** The code is for those who come; before, only where the mail told it anyway. */
function codeShown({ recipient, recipientId, premiere }: Invitation): string | null {
  const isTold = recipient.answer === "yes" || premiere.codeWhen === "in-mail";
  return isTold ? accessCodeOf(premiere, { shopId: recipient.shopId, recipientId }) : null;
}
