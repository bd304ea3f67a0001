import { getTranslator } from "~/platform/i18n.server";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";

import { chooseMailLocale } from "./language";
import { readUnsubscribeToken } from "./links.server";
import { publicPageResponse } from "./public-page.server";
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
      ...(shown === "ask" ? { button: t("page.ask.button") } : {}),
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

async function findReaderOf(db: Db, token: string): Promise<{ locale: string; shopName: string } | null> {
  const ref = readUnsubscribeToken(token);
  const message = ref && (await findMessage(db, { shopId: ref.shopId, id: ref.messageId }));
  if (!message) return null;
  const sender = await getSender(db, { shop: await getShop(db, { shopId: message.shopId }) });
  return { locale: message.locale, shopName: sender.name };
}

/** Language tags of a browser, dearest first as browsers write them. */
export function acceptedLanguages(request: Request): string[] {
  const header = request.headers.get("Accept-Language") ?? "";
  return header.split(",").map((part) => part.split(";")[0]?.trim() ?? "");
}
