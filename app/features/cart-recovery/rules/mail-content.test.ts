import { describe, expect, test } from "vitest";

import { getTranslator, listTexts } from "~/platform/i18n.server";
import { LOCALES, type Locale } from "~/shops/schema";

import { formatPercent, pricesIn, type Reminder, reminderContent } from "./mail-content";

const line = (over: Partial<Reminder["lines"][number]> = {}) => ({
  title: "Morning blend",
  variantTitle: "250 g",
  quantity: 2,
  unitPriceMinor: 1_999,
  imageUrl: null,
  isSoldOut: false,
  ...over,
});

const reminder = (over: Partial<Reminder> = {}): Reminder => ({
  shopName: "Demo shop",
  firstName: "Anna",
  lines: [line()],
  currencyCode: "EUR",
  url: "https://app.example/r/x",
  code: { code: "BACK-7KQ4MX3P", percentBp: 1_000, expiresAt: new Date("2026-03-08T12:00:00Z") },
  ...over,
});

async function content(over: Partial<Reminder> = {}, locale: Locale = "en") {
  const t = await getTranslator(locale, "cart-recovery");
  return reminderContent(reminder(over), {
    t: (key, values) => t(key, values ?? {}),
    locale,
    zone: "Europe/Warsaw",
  });
}

describe("a reminder", () => {
  test("names the reader, the cart, the sum, the code and the hour it ends in the shop's zone", async () => {
    const mail = await content();
    expect(mail.paragraphs[0]).toBe("Hello Anna,");
    expect(mail.products).toEqual([
      { title: "Morning blend", detail: "250 g · Quantity: 2", price: "€39.98", imageUrl: null },
    ]);
    expect(mail.total).toEqual({ label: "Subtotal", amount: "€39.98" });
    expect(mail.offer?.code).toBe("BACK-7KQ4MX3P");
    expect(mail.offer?.note).toContain("March 8, 2026 at 1:00");
    expect(mail.subject).toContain("10%");
  });

  test("without a code promises none", async () => {
    const mail = await content({ code: null });
    expect(mail.offer).toBeNull();
    expect(JSON.stringify(mail)).not.toMatch(/%|code/i);
  });

  test("without a name greets all the same", async () => {
    expect((await content({ firstName: null })).paragraphs[0]).toBe("Hello,");
  });

  test("names what is sold out apart and leaves it out of the sum", async () => {
    const mail = await content({
      lines: [line({ quantity: 1 }), line({ title: "Evening blend", isSoldOut: true })],
    });
    expect(mail.products.map(({ title }) => title)).toEqual(["Morning blend"]);
    expect(mail.notes).toEqual(["Sold out in the meantime: Evening blend."]);
    expect(mail.total?.amount).toBe("€19.99");
  });

  test("writes money of currencies without hundredths as it should be", async () => {
    const mail = await content({
      currencyCode: "JPY",
      lines: [line({ quantity: 1, unitPriceMinor: 1_500 })],
    });
    expect(mail.total?.amount).toBe("¥1,500");
  });

  test("to a shopper who saw another currency names what is in the cart, but no price and no sum", async () => {
    const mail = await content({ currencyCode: null });
    expect(mail.products).toEqual([
      { title: "Morning blend", detail: "250 g · Quantity: 2", price: null, imageUrl: null },
    ]);
    expect(mail.total).toBeNull();
    expect(mail.offer?.code).toBe("BACK-7KQ4MX3P");
    expect(JSON.stringify(mail)).not.toMatch(/39[.,]98|19[.,]99|€|EUR/);
  });

  test.each(LOCALES)("is whole in %s: every word is there, none is English by mistake", async (locale) => {
    const mail = JSON.stringify(await content({ lines: [line(), line({ isSoldOut: true })] }, locale));
    expect(mail).not.toMatch(/"mail\.|\{\{/);
    if (locale !== "en") expect(mail).not.toMatch(/Hello|Subtotal|Quantity|Valid until/);
  });
});

test.each([
  { percentBp: 1_000, locale: "en", expected: "10%" },
  { percentBp: 1_250, locale: "pl", expected: "12,5%" },
  { percentBp: 1_000, locale: "ru", expected: "10\u00a0%" },
])("$percentBp basis points in $locale: $expected", ({ percentBp, locale, expected }) => {
  expect(formatPercent(percentBp, locale)).toBe(expected);
});

test.each([
  { seen: "EUR", expected: "EUR" },
  { seen: "PLN", expected: null },
  { seen: null, expected: "EUR" },
])("prices of a checkout in EUR seen in $seen: $expected", ({ seen, expected }) => {
  expect(pricesIn({ currencyCode: "EUR", presentmentCurrency: seen })).toBe(expected);
});

/** Keys of a text, deep, without plural endings. */
function keysOf(texts: unknown, path = ""): string[] {
  if (typeof texts !== "object" || texts === null) return [path.replace(/_(one|few|many|other)$/, "")];
  return Object.entries(texts).flatMap(([key, value]) => keysOf(value, path ? `${path}.${key}` : key));
}

test.each(["pl", "ru"])("every text is there in %s", (locale) => {
  for (const namespace of ["cart-recovery", "messaging"]) {
    const keys = (language: string) => [...new Set(keysOf(listTexts()[language]?.[namespace]))].sort();
    expect(keys(locale)).toEqual(keys("en"));
  }
});
