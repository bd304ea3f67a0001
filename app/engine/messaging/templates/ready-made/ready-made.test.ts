import { describe, expect, test } from "vitest";

import { LOCALES } from "~/shops/schema";

import { compileVariant } from "../compile.server";
import { fillVariant, parseVariant, scopeOf } from "../fill.server";
import { htmlLiquid, textLiquid } from "../liquid.server";
import { programOf } from "../program.server";
import { CLIPPED_BYTES } from "../rules/checks";
import { designOf } from "../rules/design";
import { DESIGN_PRESETS, DesignChoiceSchema, DraftSchema } from "../schema";
import { READY_MADE } from "./catalogue";

const FRAME = {
  sender: "Demo",
  unsubscribeUrl: "https://x.example/u",
  preferencesUrl: "https://x.example/p",
};
const url = "https://x.example/r";
const line = {
  title: "Tea & <more>",
  detail: "250 g",
  price: "€20",
  image_url: "https://x.example/i.jpg",
  url,
};
const FULL = {
  person: { first_name: "Ada" },
  shop: { name: "Demo", url },
  cart: { url, lines: [line, line], total: "€40", item_count: 2, sold_out: "Cup" },
  code: { code: "BACK-7KQ4", value: "10% off", expires_on: "8 March", minimum: "€20", url },
  points: { balance: 120, value: "€1.20", expiring: 20, expires_on: "8 March", url },
  order: { name: "#1042", total: "€40", ordered_on: "1 March", url, lines: [line] },
  product: { title: "Tea", price: "€20", url, image_url: url },
  products: { bestsellers: [line], last_bought: [line] },
  tier: { name: "Gold", former_name: "VIP" },
  premiere: { title: "Spring", starts_on: "8 March", code: "FIRST", url },
  survey: { url },
  years: 2,
};
const BARE = { shop: FULL.shop };
const ALL = READY_MADE.flatMap((one) => LOCALES.map((language) => [one.key, language, one] as const));

test("there is one for every recipe, and no two share a key", () => {
  expect(READY_MADE).toHaveLength(22);
  expect(new Set(READY_MADE.map(({ key }) => key)).size).toBe(22);
});

describe.each(DESIGN_PRESETS)("in the design %s", (preset) => {
  const design = designOf(DesignChoiceSchema.parse({ preset }));

  test.each(ALL)(
    "%s in %s compiles without a single remark and stays far from being clipped",
    async (_key, language, one) => {
      const variant = one.variants[language];
      expect(
        DraftSchema.safeParse({ name: one.names[language], variants: { [language]: variant } }).success,
      ).toBe(true);
      const { html, text, problems } = await compileVariant(variant, {
        kind: "email",
        design,
        language,
        topic: one.topic,
      });
      expect(problems).toEqual([]);
      expect(Buffer.byteLength(html)).toBeLessThan(CLIPPED_BYTES / 2);
      const parsed = parseVariant({ subject: variant.subject, html, text });
      for (const values of [FULL, BARE]) {
        const mail = fillVariant(parsed, scopeOf(values, FRAME));
        expect(mail.html + mail.text + mail.subject).not.toMatch(
          /\{\{|\{%|undefined|\[object|<more>(?=.*<\/html>)/,
        );
        expect(mail.subject.length).toBeGreaterThan(3);
        expect(mail.html).toContain('href="https://x.example/u"');
        expect(mail.text).toContain("https://x.example/u");
      }
    },
  );
});

test.each(ALL)("%s in %s is filled in as LiquidJS itself would", async (_key, language, one) => {
  const variant = one.variants[language];
  const design = designOf(DesignChoiceSchema.parse({}));
  const { html, text } = await compileVariant(variant, { kind: "email", design, language, topic: one.topic });
  for (const values of [FULL, BARE, { ...FULL, years: 1, person: {}, cart: { url: "", lines: [] } }]) {
    const scope = scopeOf(values, FRAME);
    expect(programOf(html, htmlLiquid)(scope)).toBe(htmlLiquid.parseAndRenderSync(html, scope));
    expect(programOf(text, textLiquid)(scope)).toBe(textLiquid.parseAndRenderSync(text, scope));
    expect(programOf(variant.subject, textLiquid)(scope)).toBe(
      textLiquid.parseAndRenderSync(variant.subject, scope),
    );
  }
});

test.each([
  ["en", 1, "one year"],
  ["en", 2, "2 years"],
  ["pl", 1, "Znamy się już rok"],
  ["pl", 3, "3 lata"],
  ["pl", 5, "5 lat"],
  ["pl", 22, "22 lata"],
  ["ru", 1, "уже год"],
  ["ru", 2, "2 года"],
  ["ru", 5, "5 лет"],
  ["ru", 21, "21 год"],
] as const)("an anniversary in %s after %d years says %j", (language, years, expected) => {
  const { subject } = READY_MADE.find(({ key }) => key === "anniversary")?.variants[language] ?? {
    subject: "",
  };
  expect(textLiquid.parseAndRenderSync(subject, { years })).toContain(expected);
});
