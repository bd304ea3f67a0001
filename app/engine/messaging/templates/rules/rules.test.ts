import { describe, expect, test } from "vitest";

import type { Block, Draft } from "../schema";
import { DESIGN_PRESETS, DesignChoiceSchema } from "../schema";
import { checkLanguages, checkVariant, type Checked, CLIPPED_BYTES } from "./checks";
import { AA_CONTRAST, contrastOf, inkOn, lightenFor } from "./colour";
import { designOf } from "./design";
import { addBlock, addLanguage, copyLanguage, moveBlock, removeBlock, removeLanguage } from "./editing";
import { emptyBlock, emptyFooter } from "./empty";
import { inlineToHtml, inlineToText, isLinkAddress } from "./inline";
import { chooseVariant } from "./languages";
import { suggestVariable, typeOfVariable } from "./variables";

describe("the language of a mail", () => {
  test.each([
    [["en", "pl", "pt-BR"], "pt-BR", null, "pt-BR"],
    [["en", "pl", "pt"], "pt-BR", null, "pt"],
    [["en", "pt-BR"], "pt-PT", null, "pt-BR"],
    [["en", "pl"], "de-DE", "pl", "pl"],
    [["en", "pl"], "de", "fr", "en"],
    [["ru", "pl"], null, null, "pl"],
    [["en", "pl"], "PL_pl", null, "pl"],
    [["en"], "", "", "en"],
  ])("of %j for %j in a shop of %j is %s", (available, wanted, shopLanguage, expected) => {
    expect(chooseVariant(available, { wanted, shopLanguage })).toBe(expected);
  });

  test("cannot be chosen out of none", () => {
    expect(() => chooseVariant([], { wanted: "en", shopLanguage: null })).toThrow(RangeError);
  });
});

describe("marks of a text", () => {
  const html = (text: string) => inlineToHtml(text, { linkColour: "#000000" });
  test.each([
    ["a **b** c", "a <strong>b</strong> c"],
    ["a *b* c", "a <em>b</em> c"],
    ["2 * 3 * 4", "2 * 3 * 4"],
    [
      '**{{ person.first_name | default: "<x>" }}**',
      '<strong>{{ person.first_name | default: "<x>" }}</strong>',
    ],
    ["<b>no</b>", "&lt;b&gt;no&lt;/b&gt;"],
    ["[x](javascript:alert(1))", "[x](javascript:alert(1))"],
    ["{{ '**' }} {{ '**' }}", "{{ '**' }} {{ '**' }}"],
  ])("%s", (source, expected) => {
    expect(html(source)).toBe(expected);
  });

  test("a link's address may hold Liquid, and its words may be bold", () => {
    expect(html("[**a**](https://x.example/?c={{ code.code }}&d=1)")).toContain(
      'href="https://x.example/?c={{ code.code }}&amp;d=1"',
    );
    expect(inlineToText("[**a**](https://x.example) and *b*")).toBe("a (https://x.example) and b");
  });

  test.each([
    ["https://x.example/a?b=1", true],
    ["{{ cart.url }}", true],
    ["HTTP://x.example", true],
    ["//x.example", false],
    ["javascript:alert(1)", false],
    ["{{ cart.url }}{{ cart.url }}", false],
    ["https://x.example/ b", false],
  ])("%s leads somewhere: %s", (url, expected) => {
    expect(isLinkAddress(url)).toBe(expected);
  });
});

describe("colours", () => {
  test("black on white has a contrast of 21, a colour on itself of 1", () => {
    expect(contrastOf("#000000", "#ffffff")).toBeCloseTo(21);
    expect(contrastOf("#777777", "#777777")).toBe(1);
    expect(contrastOf("#767676", "#ffffff")).toBeGreaterThan(AA_CONTRAST);
    expect(contrastOf("#777777", "#ffffff")).toBeLessThan(AA_CONTRAST);
  });

  test.each(
    DESIGN_PRESETS.flatMap((preset) =>
      ["#0f6b4f", "#ffdd00", "#000000", "#ffffff"].map((accent) => [preset, accent]),
    ),
  )("in %s with %s buttons can be read in both schemes, and links in the dark one", (preset, accent) => {
    const { light, dark } = designOf(DesignChoiceSchema.parse({ preset, accent }));
    expect(contrastOf(light.onAccent, light.accent)).toBeGreaterThanOrEqual(AA_CONTRAST);
    expect(contrastOf(dark.onAccent, dark.accent)).toBeGreaterThanOrEqual(AA_CONTRAST);
    expect(contrastOf(dark.accent, dark.sheet)).toBeGreaterThanOrEqual(AA_CONTRAST);
    expect(inkOn(accent)).toMatch(/^#/);
    expect(lightenFor(accent, dark.sheet)).toBe(dark.accent);
  });
});

describe("checks", () => {
  const design = designOf(DesignChoiceSchema.parse({}));
  const HTML = '<a href="{{ frame.unsubscribe_url }}">x</a> prefers-color-scheme: dark';
  const words = Array.from({ length: 40 }, () => "word").join(" ");
  const block = (kind: Parameters<typeof emptyBlock>[0], over: object): Block =>
    ({ ...emptyBlock(kind, "b1"), ...over }) as Block;
  const codes = (blocks: Block[], over: Partial<Checked> = {}, subject = "Hello") =>
    checkVariant({
      kind: "email",
      variant: {
        subject,
        preheader: "",
        blocks: [block("text", { id: "t", text: words }), ...blocks, emptyFooter("en")],
      },
      html: HTML,
      text: "x",
      design,
      language: "en",
      topic: "cart",
      ...over,
    }).map(({ code, severity }) => `${code}:${severity}`);
  const image = (over: object) => block("image", { url: "https://x.example", ...over });

  test.each<[string, string[], string[]]>([
    ["nothing is wrong", codes([]), []],
    ["the subject is empty", codes([], {}, " "), ["subject-missing:blocking"]],
    ["the subject has 60 letters", codes([], {}, "a".repeat(60)), []],
    ["the subject has 61 letters", codes([], {}, "a".repeat(61)), ["subject-long:warning"]],
    ["the subject shouts", codes([], {}, "LAST CHANCE today"), ["caps-loud:warning"]],
    ["the subject cries", codes([], {}, "Look!!"), ["caps-loud:warning"]],
    ["an image has no words", codes([image({})]), ["alt-missing:blocking"]],
    ["an image is decoration", codes([image({ isDecorative: true })]), []],
    [
      "a decoration is a link",
      codes([image({ isDecorative: true, href: "https://x.example" })]),
      ["alt-missing:blocking"],
    ],
    [
      "an image in a column has no words",
      codes([block("columns", { left: [image({})] })]),
      ["alt-missing:blocking"],
    ],
    [
      "a question is not chosen",
      codes([block("question", { text: "How was it?" })]),
      ["question-missing:blocking"],
    ],
    [
      "a question is chosen",
      codes([block("question", { text: "How was it?", question: "order-rating" })]),
      [],
    ],
    ["a button is vague", codes([block("button", { label: "Kliknij tutaj" })]), ["link-text-vague:warning"]],
    [
      "a link is vague",
      codes([block("text", { text: "[here](https://x.example)" })]),
      ["link-text-vague:warning"],
    ],
    ["a text is empty", codes([block("heading", {})]), ["text-missing:blocking"]],
    ["it weighs 80 kB less a byte", codes([], { html: HTML.padEnd(80 * 1_024 - 1) }), []],
    ["it weighs 80 kB", codes([], { html: HTML.padEnd(80 * 1_024) }), ["weight-near:warning"]],
    ["it weighs 102 kB", codes([], { html: HTML.padEnd(CLIPPED_BYTES) }), ["weight-clipped:blocking"]],
    ["it has no plain text", codes([], { text: "{% if a %}{% endif %}" }), ["plain-text-missing:blocking"]],
    [
      "nobody can unsubscribe",
      codes([], { html: "prefers-color-scheme: dark" }),
      ["unsubscribe-missing:blocking"],
    ],
    [
      "nobody need unsubscribe",
      codes([], { html: "prefers-color-scheme: dark", topic: "transactional" }),
      [],
    ],
    ["it has no dark twin", codes([], { html: HTML.slice(0, 44) }), ["dark-missing:warning"]],
    [
      "links are pale",
      codes([], { design: designOf(DesignChoiceSchema.parse({ accent: "#ffdd00" })) }),
      ["contrast-low:warning"],
    ],
    [
      "a text message has four parts",
      codes([], { kind: "sms", text: "a".repeat(153 * 3 + 1) }),
      ["sms-long:warning"],
    ],
    [
      "one with other letters has four",
      codes([], { kind: "sms", text: "ж".repeat(67 * 3 + 1) }),
      ["sms-long:warning"],
    ],
    ["a text message is empty", codes([], { kind: "sms", text: " " }), ["text-missing:blocking"]],
  ])("%s", (_title, found, expected) => {
    expect(found).toEqual(expected);
  });

  test("few words and many pictures", () => {
    const variant = { subject: "Hello", preheader: "", blocks: [image({ alt: "x" }), emptyFooter("en")] };
    const checked = {
      kind: "email",
      variant,
      html: HTML + "<img>",
      text: "x",
      design,
      language: "en",
      topic: "cart",
    } as const;
    expect(checkVariant(checked).map(({ code }) => code)).toEqual(["images-only"]);
  });

  test("languages that other templates have", () => {
    expect(checkLanguages(["en"], ["en", "pl"])).toMatchObject([
      { code: "language-missing", language: "pl" },
    ]);
  });
});

describe("editing", () => {
  const draft: Draft = {
    name: "A",
    variants: { en: { subject: "", preheader: "", blocks: [emptyFooter("en")] } },
  };

  test("blocks are put in front of the footer, moved up to it, and never past it", () => {
    const one = addBlock([emptyFooter("en")], { kind: "text", id: "t", after: null });
    const two = addBlock(one, { kind: "divider", id: "d", after: "footer-1" });
    const ids = (blocks: readonly Block[]) => blocks.map(({ id }) => id);
    expect(ids(two)).toEqual(["t", "d", "footer-1"]);
    expect(ids(addBlock(two, { kind: "spacer", id: "s", after: "t" }))).toEqual(["t", "s", "d", "footer-1"]);
    expect(ids(moveBlock(two, "d", -1))).toEqual(["d", "t", "footer-1"]);
    expect(ids(moveBlock(two, "d", 1))).toEqual(["t", "d", "footer-1"]);
    expect(ids(moveBlock(two, "footer-1", -1))).toEqual(["t", "d", "footer-1"]);
    expect(ids(removeBlock(two, "footer-1"))).toEqual(["t", "d", "footer-1"]);
    expect(ids(removeBlock(two, "t"))).toEqual(["d", "footer-1"]);
  });

  test("a language begins as a copy with a footer of its own, and the last one stays", () => {
    const both = addLanguage(draft, "pl", "en");
    expect(both.variants.pl?.blocks).toEqual([emptyFooter("pl")]);
    expect(addLanguage(both, "pl", "en")).toBe(both);
    expect(copyLanguage(both, { to: "pl", from: "en" }).variants.pl).toEqual(draft.variants.en);
    expect(Object.keys(removeLanguage(both, "en").variants)).toEqual(["pl"]);
    expect(removeLanguage(draft, "en")).toBe(draft);
  });
});

test.each([
  ["person.frist_name", "person.first_name"],
  ["cart.totals", "cart.total"],
  ["something.else.entirely", null],
])("%s suggests %s", (typed, expected) => {
  expect(suggestVariable(typed)).toBe(expected);
});

test("a variable has a type, and what is none has not", () => {
  expect(typeOfVariable("cart.url")).toBe("url");
  expect(typeOfVariable("cart.lines.size")).toBe("number");
  expect(typeOfVariable("cart.constructor")).toBeNull();
});
