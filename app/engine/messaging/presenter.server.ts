import type { TFunction } from "i18next";

import { getTranslator } from "~/platform/i18n.server";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { acceptedLanguages, chooseMailLocale } from "./language";
import { preferencesUrl, readUnsubscribeToken } from "./links.server";
import { CHOSEN_TOPICS, PAUSE_DAYS } from "./preferences/schema";
import { type PublicPage, publicPageResponse } from "./public-page.server";
import { findMessage } from "./repository.server";
import { getSender } from "./sender.server";

type UnsubscribePage = "ask" | "done" | "unknown";

/**
 * A page about unsubscribing, in the language of the mail it came from; of the browser when the mail is unknown.
 *
 * Only shows: link scanners open every address of a mail.
 */
export async function presentUnsubscribePage(
  db: Db,
  { token, page, request }: { token: string; page: UnsubscribePage; request: Request },
): Promise<Response> {
  const reader = await findReaderOf(db, token);
  const shown = reader ? page : "unknown";
  const locale = chooseMailLocale([reader?.locale, ...acceptedLanguages(request)]);
  const t = await getTranslator(locale, "messaging");
  return publicPageResponse(
    {
      locale,
      title: t(`page.${shown}.title`),
      text: t(`page.${shown}.text`, { shop: reader?.shopName ?? "" }),
      ...(reader && shown === "ask"
        ? { button: t("page.ask.button"), instead: describeLess(reader, t) }
        : {}),
    },
    STATUS[shown],
  );
}

const STATUS: Readonly<Record<UnsubscribePage, number>> = { ask: 200, done: 200, unknown: 404 };

/** A page that asks for patience, in the browser's language: nothing is looked up for whoever comes too often. */
export async function presentBusyPage({
  request,
  retryAfterSeconds,
}: {
  request: Request;
  retryAfterSeconds: number;
}): Promise<Response> {
  const locale = chooseMailLocale(acceptedLanguages(request));
  const t = await getTranslator(locale, "messaging");
  const response = publicPageResponse(
    { locale, title: t("page.busy.title"), text: t("page.busy.text") },
    429,
  );
  response.headers.set("Retry-After", String(retryAfterSeconds));
  return response;
}

/** A page about a link of a mail that leads nowhere any more, in the browser's language. */
export async function presentUnknownLinkPage(request: Request): Promise<Response> {
  const locale = chooseMailLocale(acceptedLanguages(request));
  const t = await getTranslator(locale, "messaging");
  return publicPageResponse({ locale, title: t("page.unknown.title"), text: t("page.unknown.text") }, 404);
}

/** What may be enough instead of unsubscribing from all. */
function describeLess(
  { topic, preferencesUrl: url }: Reader,
  t: TFunction,
): NonNullable<PublicPage["instead"]> {
  const action = new URL(url).pathname;
  const isChosen = CHOSEN_TOPICS.some((chosen) => chosen === topic);
  const topicOff = {
    action,
    fields: { kind: "topic-off", topic },
    label: t("page.less.topic", { topic: t(`topic.${topic}.label`) }),
  };
  return {
    title: t("page.less.title"),
    ways: [
      { action, fields: { kind: "pause" }, label: t("page.less.pause", { days: PAUSE_DAYS }) },
      ...(isChosen ? [topicOff] : []),
    ],
    link: { url: action, label: t("page.less.all") },
  };
}

type Reader = { locale: string; shopName: string; topic: string; preferencesUrl: string };

async function findReaderOf(db: Db, token: string): Promise<Reader | null> {
  const ref = readUnsubscribeToken(token);
  const message = ref && (await findMessage(db, { shopId: ref.shopId, id: ref.messageId }));
  if (!message) return null;
  const sender = await getSender(db, { shop: await getShop(db, { shopId: message.shopId }) });
  const { locale, topic, shopId } = message;
  return {
    ...{ locale, topic },
    shopName: sender.name,
    preferencesUrl: preferencesUrl({ shopId, messageId: message.id }),
  };
}
