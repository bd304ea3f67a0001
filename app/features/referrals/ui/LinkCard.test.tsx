import { expect, test } from "vitest";

import { LOCALES } from "~/shops/schema";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { LinkCard } from "./LinkCard";

const URL = "https://demo-shop.myshopify.com/discount/FRIEND-ABCD2345?redirect=/";

test.each(LOCALES)("a link can be read, selected and copied (%s)", async (locale) => {
  const html = await renderPage(<LinkCard link={{ state: "ready", shareUrl: URL }} />, { locale });
  expect(html).toContain(`value="${URL}"`);
  expect(html).toMatch(/<input[^>]* readonly=""/);
  expect(html).toMatch(/<button[^>]* aria-label="[^"]+"/);
  expect(textOf(html)).not.toMatch(/card\.|undefined|\{\{/);
});

test.each(
  LOCALES.flatMap((locale) => (["not-yet", "none", "making"] as const).map((state) => [locale, state])),
)("%s: without a link it says why (%s)", async (locale, state) => {
  const link = { state, shareUrl: null } as Parameters<typeof LinkCard>[0]["link"];
  const html = await renderPage(<LinkCard link={link} />, { locale: locale as (typeof LOCALES)[number] });
  expect(html).not.toContain("<button");
  expect(textOf(html)).not.toMatch(/card\.|undefined|\{\{/);
  expect(textOf(html).length).toBeGreaterThan(40);
});
