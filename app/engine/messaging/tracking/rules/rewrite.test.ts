import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { listLinks } from "../../../../../tests/support/mail-links";
import { addUtm, appendMarkup, replaceLinks } from "./rewrite";

const mail = (html: string, text = "") => ({ html, text });
const toB = (url: string) => (url === "https://shop.example/a" ? "https://b.example/?x=1&y=2" : null);

describe("replaceLinks", () => {
  test.each([
    ['<a href="https://shop.example/a">x</a>', '<a href="https://b.example/?x=1&amp;y=2">x</a>'],
    [
      "<a class='c' href='https://shop.example/a'>x</a>",
      "<a class='c' href=\"https://b.example/?x=1&amp;y=2\">x</a>",
    ],
    ['<A\n HREF = "https://shop.example/a" >x</A>', '<A\n HREF = "https://b.example/?x=1&amp;y=2" >x</A>'],
    ['<area href="https://shop.example/a">', '<area href="https://b.example/?x=1&amp;y=2">'],
    // What a reader does not follow stays.
    ['<img src="https://shop.example/a">', '<img src="https://shop.example/a">'],
    ['<link href="https://shop.example/a">', '<link href="https://shop.example/a">'],
    ['<abbr data-href="https://shop.example/a">', '<abbr data-href="https://shop.example/a">'],
    ['<a data-href="https://shop.example/a">', '<a data-href="https://shop.example/a">'],
    ['<a href="mailto:a@b.example">x</a>', '<a href="mailto:a@b.example">x</a>'],
    ['<a href="#top">x</a>', '<a href="#top">x</a>'],
    ['<a href="https://">x</a>', '<a href="https://">x</a>'],
    [
      '<a href="https://shop.example/b">https://shop.example/a</a>',
      '<a href="https://shop.example/b">https://shop.example/a</a>',
    ],
  ])("%s", (html, expected) => {
    expect(replaceLinks(mail(html), toB).html).toBe(expected);
  });

  test.each([
    ["Look: https://shop.example/a.", "Look: https://b.example/?x=1&y=2."],
    ["(https://shop.example/a)", "(https://b.example/?x=1&y=2)"],
    ["https://shop.example/ab", "https://shop.example/ab"],
    ["<https://shop.example/a>", "<https://b.example/?x=1&y=2>"],
  ])("in the text: %s", (text, expected) => {
    expect(replaceLinks(mail("", text), toB).text).toBe(expected);
  });

  test("lists each address once, as it is meant and not as it is escaped", () => {
    const html =
      '<a href="https://s.example/?a=1&amp;b=%22">1</a><a href="https://s.example/?a=1&amp;b=%22">2</a>';
    expect(listLinks(mail(html, "https://s.example/?a=1&b=%22 https://t.example/x"))).toEqual([
      "https://s.example/?a=1&b=%22",
      "https://t.example/x",
    ]);
  });

  test("replaced by itself every mail stays as it means", () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        const escaped = url.replace(/&/g, "&amp;").replace(/"/g, "&quot;");
        const before = mail(`<p><a href="${escaped}">x</a></p>`);
        expect(listLinks(replaceLinks(before, (found) => found))).toEqual(listLinks(before));
      }),
    );
  });
});

test.each([
  [
    "https://s.example/",
    "spring",
    "https://s.example/?utm_source=perennial&utm_medium=email&utm_campaign=spring",
  ],
  ["https://s.example/a?b=1#c", null, "https://s.example/a?b=1&utm_source=perennial&utm_medium=email#c"],
  ["https://s.example/?utm_source=mine", "x", "https://s.example/?utm_source=mine"],
  ["https://s.example/?UTM_Campaign=mine", "x", "https://s.example/?UTM_Campaign=mine"],
])("%s, of %s, becomes %s", (url, campaign, tagged) => {
  expect(addUtm(url, campaign)).toBe(tagged);
});

test.each([
  ["<body>a</body></html>", "<body>a<i></i></body></html>"],
  ["<body>a</BODY>", "<body>a<i></i></BODY>"],
  ["<p>a</p>", "<p>a</p><i></i>"],
  ["<body>&lt;/body> </body>", "<body>&lt;/body> <i></i></body>"],
])("markup goes to the end of the body: %s", (html, expected) => {
  expect(appendMarkup(mail(html), "<i></i>").html).toBe(expected);
});
