import { describe, expect, test } from "vitest";

import { compileVariant } from "./compile.server";
import { fillVariant, parseVariant, scopeOf } from "./fill.server";
import { designOf } from "./rules/design";
import { emptyFooter } from "./rules/empty";
import { type Block, BlockSchema, DesignChoiceSchema, type Problem, type Variant } from "./schema";

const DESIGN = designOf(DesignChoiceSchema.parse({}));
const FRAME = { sender: "Demo shop", unsubscribeUrl: "https://app.example/u/t?a=1&b=2" };
const VALUES = {
  person: { first_name: "Ada" },
  shop: { name: "Demo", url: "https://shop.example" },
  cart: {
    url: "https://app.example/r/1",
    total: "€50.00",
    lines: [
      { title: "Tea", detail: "250 g", price: "€20.00", image_url: "https://cdn.example/t.jpg", url: "" },
      { title: "Cup", detail: "", price: "€30.00", image_url: "", url: "https://shop.example/cup" },
    ],
  },
  code: { code: "BACK-7KQ4", value: "10% off", expires_on: "8 March" },
  points: { balance: 120 },
};

const variant = (...blocks: object[]): Variant => ({
  subject: "Hello {{ person.first_name | default: 'you' }}",
  preheader: "",
  blocks: [
    ...blocks.map((block, index) => BlockSchema.parse({ id: `b${index + 1}`, ...block })),
    emptyFooter("en"),
  ],
});
const compile = (one: Variant, over: Partial<Parameters<typeof compileVariant>[1]> = {}) =>
  compileVariant(one, { kind: "email", design: DESIGN, language: "en", topic: "cart", ...over });
const render = async (one: Variant, values: object = VALUES) => {
  const { html, text, problems } = await compile(one);
  expect(problems.filter(({ severity }) => severity === "blocking")).toEqual([]);
  return fillVariant(parseVariant({ subject: one.subject, html, text }), scopeOf({ ...values }, FRAME));
};
const problemsOf = async (...blocks: object[]): Promise<Problem[]> =>
  (await compile(variant(...blocks))).problems;
const text = (words: string) => ({ kind: "text", text: words });

describe("a block", () => {
  test.each<[string, object, string[], string[]]>([
    [
      "heading",
      { kind: "heading", text: "Good <day>", level: 1 },
      ["<h1", "Good &lt;day&gt;"],
      ["Good <day>"],
    ],
    [
      "text",
      text("**Bold** and *soft*\n[See](https://x.example/a)"),
      ["<strong>Bold</strong>", "<em>soft</em>", "<br>", 'href="https://x.example/a"'],
      ["Bold and soft\nSee (https://x.example/a)"],
    ],
    [
      "image",
      { kind: "image", url: "https://x.example/i.png", alt: 'A "cup"' },
      ['alt="A &quot;cup&quot;"', 'src="https://x.example/i.png"'],
      ['A "cup"'],
    ],
    [
      "button",
      { kind: "button", label: "Go on", url: "{{ cart.url }}" },
      ['href="https://app.example/r/1"', "Go on"],
      ["Go on:\nhttps://app.example/r/1"],
    ],
    [
      "products",
      { kind: "products", source: "cart", title: "Yours", limit: 1 },
      ["Yours", "Tea", "€20.00"],
      ["Yours\n- Tea, 250 g: €20.00"],
    ],
    [
      "cart",
      { kind: "cart", totalLabel: "Sum", buttonLabel: "Back" },
      ["Tea", "Cup", "Sum", "€50.00", 'href="https://app.example/r/1"'],
      ["- Cup: €30.00", "Sum: €50.00", "Back:\nhttps://app.example/r/1"],
    ],
    [
      "code",
      { kind: "code", label: "Yours", terms: "Until {{ code.expires_on }}" },
      ["BACK-7KQ4", "Until 8 March"],
      ["Yours\nBACK-7KQ4\nUntil 8 March"],
    ],
    [
      "points",
      { kind: "points", text: "You have **{{ points.balance }}**" },
      ["<strong>120</strong>"],
      ["You have 120"],
    ],
    ["spacer", { kind: "spacer", heightPx: 40 }, ["height:40px"], []],
    ["divider", { kind: "divider" }, ["border-top:solid 1px"], ["---"]],
    [
      "columns",
      {
        kind: "columns",
        left: [{ id: "l", kind: "text", text: "West", size: "normal" }],
        right: [{ id: "r", kind: "heading", text: "East", level: 2 }],
      },
      ["West", "East", "mj-column-per-50"],
      ["West\n\nEast"],
    ],
    [
      "mjml",
      {
        kind: "mjml",
        source:
          '<mj-section><mj-column><mj-text>Raw <a href="https://x.example/r">there</a></mj-text></mj-column></mj-section>',
      },
      ["Raw <a"],
      ["Raw there (https://x.example/r)"],
    ],
  ])("of kind %s is in the HTML and in the plain text", async (_kind, block, inHtml, inText) => {
    const mail = await render(variant(block));
    for (const part of inHtml) expect(mail.html).toContain(part);
    for (const part of inText) expect(mail.text).toContain(part);
    expect(mail.html + mail.text).not.toMatch(/\{\{|\{%|undefined|\[object/);
  });

  test.each([
    ["products", { kind: "products", source: "bestsellers", title: "Nothing of it" }],
    ["cart", { kind: "cart", totalLabel: "Nothing of it", buttonLabel: "Nothing of it" }],
    ["code", { kind: "code", label: "Nothing of it" }],
    ["points", { kind: "points", text: "Nothing of it" }],
  ])("about %s is left out for whom has none", async (_kind, block) => {
    const mail = await render(variant(block), {
      shop: VALUES.shop,
      code: { code: "" },
      points: { balance: 0 },
    });
    expect(mail.html + mail.text).not.toContain("Nothing of it");
  });

  test("at the foot tells who writes, why, and how to stop it", async () => {
    const mail = await render(variant(text("Hello")));
    expect(mail.html).toContain('href="https://app.example/u/t?a=1&amp;b=2"');
    expect(mail.text).toContain("Unsubscribe: https://app.example/u/t?a=1&b=2");
    expect(mail.html).toContain("agreed to hear from Demo");
    expect(mail.html).toContain("Demo shop");
    expect(mail.html).not.toContain("Choose what I get");
  });
});

describe("what comes from outside", () => {
  const evil = `"><script>alert(1)</script>{{ shop.name }}{% raw %}`;

  test("is escaped and never taken for a template", async () => {
    const blocks = [
      text("Hi {{ person.first_name | default: 'you' }}"),
      { kind: "cart", totalLabel: "Sum", buttonLabel: "Back" },
      { kind: "code", label: "Yours" },
      {
        kind: "heading",
        text: "{% for line in cart.lines %}{{ line.title | upcase }}{% endfor %}",
        level: 1,
      },
      {
        kind: "heading",
        text: "{% case person.first_name %}{% when 'x' %}{% else %}{{ person.first_name }}{% endcase %}",
        level: 2,
      },
    ];
    const line = {
      title: evil,
      detail: evil,
      price: evil,
      image_url: `https://x.example/"onerror="a`,
      url: "",
    };
    const mail = await render(variant(...blocks), {
      person: { first_name: evil },
      cart: { url: "https://x.example", lines: [line], total: evil },
      code: { code: evil },
    });
    expect(mail.html).not.toMatch(/<script/i);
    expect(mail.html).not.toContain('"onerror=');
    expect(mail.html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;{{ shop.name }}{% raw %}");
    expect(mail.text).toContain(evil);
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "//evil.example", "https://x.example/ onclick=a"])(
    "cannot be a link to %j",
    async (url) => {
      const mail = await render(variant({ kind: "button", label: "Go on", url: "{{ cart.url }}" }), {
        cart: { url },
      });
      expect(mail.html).not.toContain(url);
      expect(mail.html).not.toContain("javascript:");
    },
  );

  test("cannot begin another header of the mail", async () => {
    const mail = await render(variant(text("x")), { person: { first_name: "A\r\nBcc: all@example.com" } });
    expect(mail.subject).toBe("Hello A Bcc: all@example.com");
  });

  test("has no prototype to be read", async () => {
    const { problems } = await compile(variant(text("{{ person.constructor.name }}")));
    expect(problems).toMatchObject([{ code: "variable-unknown" }]);
  });
});

describe("a broken text is told with its place, its words and what is wrong:", () => {
  test.each<[string, object, Partial<Problem>]>([
    ["a brace", text("line one\nand {{ shop.name"), { code: "liquid-not-closed", line: 2, column: 5 }],
    ["an if without end", text("{% if cart.url %}x"), { code: "liquid-not-closed", line: 1, column: 1 }],
    [
      "a filter",
      text("{{ shop.name | shout }}"),
      { code: "liquid-unknown-filter", params: expect.objectContaining({ name: "shout" }) as never },
    ],
    ["the filter that would not escape", text("{{ shop.name | raw }}"), { code: "liquid-unknown-filter" }],
    ["a tag", text("a\n\n{% include 'x' %}"), { code: "liquid-unknown-tag", line: 3, column: 1 }],
    ["a tag that would not escape", text("{% echo shop.name %}"), { code: "liquid-unknown-tag" }],
    [
      "a variable",
      text("Hi\n  {{ person.frist_name | default: 'x' }}"),
      {
        code: "variable-unknown",
        line: 2,
        column: 6,
        params: { name: "person.frist_name", suggestion: "person.first_name" },
      },
    ],
    [
      "an item's value",
      text("{% for l in cart.lines %}{{ l.colour }}{% endfor %}"),
      { code: "variable-unknown", params: expect.objectContaining({ name: "l.colour" }) as never },
    ],
    ["a link", text("[See](ftp://x.example)"), { code: "address-not-web", snippet: "ftp://x.example" }],
    [
      "an address",
      { kind: "button", label: "Go on", url: "javascript:alert(1)" },
      { code: "address-not-web", field: "url" },
    ],
    [
      "a value that is no address",
      { kind: "button", label: "Go on", url: "{{ shop.name }}" },
      { code: "address-not-web" },
    ],
    ["no address", { kind: "button", label: "Go on", url: "" }, { code: "address-missing", line: null }],
    [
      "MJML",
      { kind: "mjml", source: "<mj-section>\n  <mj-colum></mj-colum>\n</mj-section>" },
      {
        code: "mjml-invalid",
        line: 2,
        column: 3,
        params: expect.objectContaining({ name: "mj-colum" }) as never,
      },
    ],
    [
      "MJML's attribute",
      {
        kind: "mjml",
        source: '<mj-section><mj-column>\n<mj-text colr="x">a</mj-text></mj-column></mj-section>',
      },
      { code: "mjml-invalid", line: 2, column: 1 },
    ],
    [
      "MJML that is not closed",
      { kind: "mjml", source: "<mj-section>\n<mj-column>\n</mj-section>" },
      { code: "mjml-not-closed", line: 2, column: 1 },
    ],
  ])("%s", async (_title, block, expected) => {
    const [problem] = await problemsOf({ kind: "heading", text: "Fine", level: 1 }, block);
    expect(problem).toMatchObject({ severity: "blocking", language: "en", blockId: "b2", ...expected });
    expect(problem?.code === "address-missing" ? "none" : problem?.snippet).toBeTruthy();
    expect(await compile(variant(block))).toMatchObject({ html: "", text: "" });
  });

  test.each([
    "<script>alert(1)</script>",
    "<form action='https://x.example'></form>",
    '<iframe src="https://x.example"></iframe>',
    '<img src="https://x.example/i" onerror="x">',
    '<a href="https://x.example" style="background:url(javascript:x)">a</a>',
    "<scr{% if cart.url %}ipt>{% endif %}",
    "<{{ shop.name }}>",
    '<a href="{{ shop.name }}">a</a>',
    "<style>@import 'https://x.example'</style>",
  ])("raw MJML with %s", async (inside) => {
    const source = `<mj-section><mj-column><mj-text>${inside}</mj-text></mj-column></mj-section>`;
    const problems = await problemsOf({ kind: "mjml", source });
    expect(
      problems.some(({ severity, code }) => severity === "blocking" && /^(markup|address)/.test(code)),
    ).toBe(true);
  });

  test("raw MJML that reads another file", async () => {
    const problems = await problemsOf({ kind: "mjml", source: '<mj-include path="/etc/passwd" />' });
    expect(problems).toMatchObject([{ code: "markup-forbidden", line: 1, column: 1 }]);
  });
});

test("who is not known by name gets a warning, not an empty greeting; a default or an if will do", async () => {
  expect(await problemsOf(text("Hi {{ person.first_name }},"))).toMatchObject([
    { code: "variable-without-fallback", severity: "warning", line: 1, column: 4 },
  ]);
  expect(await problemsOf(text('Hi {{ person.first_name | default: "you" }}'))).toEqual([]);
  expect(await problemsOf(text("Hi{% if person.first_name %} {{ person.first_name }}{% endif %}"))).toEqual(
    [],
  );
});

test("Liquid that would never end is stopped", async () => {
  const loop = "{% for a in (1..9000) %}{% for b in (1..9000) %}x{% endfor %}{% endfor %}";
  await expect(render(variant(text(loop)))).rejects.toThrow(/limit/);
});

test("a text message is its texts and nothing else", async () => {
  const one = variant(text("Hi {{ shop.name }}"), { kind: "heading", text: "No", level: 1 });
  const compiled = await compile(one, { kind: "sms" });
  expect(compiled).toMatchObject({ html: "", text: "Hi {{ shop.name }}", problems: [] });
});

test("nothing is loaded from third parties, and both colour schemes are there", async () => {
  const { html } = await render(
    variant({ kind: "heading", text: "Hello", level: 1 } satisfies Partial<Block>),
  );
  expect(html).toContain('<html lang="en" dir="ltr"');
  expect(html).toContain("prefers-color-scheme: dark");
  expect(html).not.toMatch(/fonts\.googleapis|<script|@import/);
});
