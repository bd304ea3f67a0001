import { expect, test } from "vitest";

import { chooseMailLocale } from "./language";

test.each([
  { tags: ["pl-PL", "en"], expected: "pl" },
  { tags: ["RU", null], expected: "ru" },
  { tags: ["de-DE", "pl"], expected: "pl" },
  { tags: [null, undefined, "en-GB"], expected: "en" },
  { tags: ["de", "fr", "constructor"], expected: "en" },
  { tags: [], expected: "en" },
])("$tags is written to in $expected", ({ tags, expected }) => {
  expect(chooseMailLocale(tags)).toBe(expected);
});
