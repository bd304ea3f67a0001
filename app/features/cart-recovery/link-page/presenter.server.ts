import { chooseMailLocale } from "~/engine/messaging/language";
import { acceptedLanguages } from "~/engine/messaging/language";
import { publicPageResponse } from "~/engine/messaging/public-page.server";
import { getTranslator } from "~/platform/i18n.server";

/** What a shopper sees whose link leads nowhere any more. */
export async function presentGonePage({
  locale,
  request,
}: {
  locale: string | null;
  request: Request;
}): Promise<Response> {
  const language = chooseMailLocale([locale, ...acceptedLanguages(request)]);
  const t = await getTranslator(language, "cart-recovery");
  return publicPageResponse({ locale: language, title: t("link.goneTitle"), text: t("link.goneText") }, 404);
}
