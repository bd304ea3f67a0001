import { AppProvider } from "@shopify/polaris";
import { createInstance, type i18n } from "i18next";
import { createElement, type ReactElement } from "react";
import { renderToString } from "react-dom/server";
import { I18nextProvider, initReactI18next } from "react-i18next";

import { I18N_OPTIONS } from "~/platform/i18n";
import { listTexts } from "~/platform/i18n.server";
import { ReaderProvider } from "~/ui/locale-context";
import { polarisTexts } from "~/ui/polaris-texts";

/** The texts of a language that throw where one is missing, instead of standing in with English. */
export async function strictTexts(locale: string): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    ...I18N_OPTIONS,
    lng: locale,
    fallbackLng: false,
    resources: listTexts(),
    saveMissing: true,
    missingKeyHandler: (_languages, namespace, key) => {
      throw new Error(`${locale} has no text ${namespace}:${key}`);
    },
  });
  return instance;
}

/**
 * HTML of a page component as the server would send it.
 *
 * @throws Error for a text that the language does not have.
 */
export async function renderPage(
  page: ReactElement,
  { locale = "en", zone = "Europe/Warsaw" }: { locale?: "en" | "pl" | "ru"; zone?: string } = {},
): Promise<string> {
  const i18n = await strictTexts(locale);
  return renderToString(
    createElement(
      I18nextProvider,
      { i18n },
      createElement(AppProvider, {
        i18n: polarisTexts(locale),
        children: createElement(ReaderProvider, { locale, zone, children: page }),
      }),
    ),
  );
}

/** What a person reads of it: tags out, spaces in one kind. */
export function textOf(html: string): string {
  return html
    .replace(/<(style|script)[^>]*>.*?<\/\1>/gs, " ")
    .replace(/<!--.*?-->/g, "")
    .replace(/<[^>]+>/g, " ")
    .replace(/&amp;/g, "&")
    .replace(/[\s\u00a0\u202f]+/g, " ");
}
