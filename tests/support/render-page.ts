import { AppProvider } from "@shopify/polaris";
import { createElement, type ReactElement } from "react";
import { renderToString } from "react-dom/server";
import { I18nextProvider } from "react-i18next";

import { getTexts } from "~/platform/i18n.server";
import { ReaderProvider } from "~/ui/locale-context";
import { polarisTexts } from "~/ui/polaris-texts";

/**
 * HTML of a page component as the server would send it.
 *
 * @throws Error for a text that the language does not have.
 */
export async function renderPage(
  page: ReactElement,
  { locale = "en", zone = "Europe/Warsaw" }: { locale?: "en" | "pl" | "ru"; zone?: string } = {},
): Promise<string> {
  const texts = await getTexts(locale);
  const i18n = texts.cloneInstance({
    fallbackLng: false,
    saveMissing: true,
    missingKeyHandler: (_languages, namespace, key) => {
      throw new Error(`${locale} has no text ${namespace}:${key}`);
    },
  });
  return renderToString(
    createElement(
      I18nextProvider,
      { i18n },
      createElement(
        AppProvider,
        { i18n: polarisTexts(locale) },
        createElement(ReaderProvider, { locale, zone }, page),
      ),
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
