import { expect, test } from "vitest";

import { decideLocale, matchLocale } from "./locale";

test.each([
  ["pl", "pl"],
  ["pl-PL", "pl"],
  ["PL_pl", "pl"],
  ["ru-Cyrl-RU", "ru"],
  ["en-GB", "en"],
  ["de", null],
  ["plx", null],
  ["", null],
  [null, null],
  [undefined, null],
])("%j asks for %j", (tag, locale) => {
  expect(matchLocale(tag)).toBe(locale);
});

test("the shop's own setting goes before the admin's language, and English stands in", () => {
  expect(decideLocale({ setting: "ru", admin: "pl" })).toBe("ru");
  expect(decideLocale({ setting: "auto", admin: "pl" })).toBe("pl");
  expect(decideLocale({ setting: "auto", admin: "fr" })).toBe("en");
});
