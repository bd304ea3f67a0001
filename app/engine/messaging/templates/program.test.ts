import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { htmlLiquid } from "./liquid.server";
import { programOf } from "./program.server";

const SCOPE = {
  a: { b: "x<y", n: 0, list: [{ c: "1" }, { c: "&2" }], empty: [], text: "", yes: true, deep: { er: 7 } },
  years: 1,
};

describe("a template is filled in as LiquidJS fills it in:", () => {
  test.each([
    "plain",
    "{{ a.b }}|{{a.b}}|{{ a.missing }}|{{ missing.b }}|{{ a.deep.er }}|{{ a.yes }}|{{ years }}",
    "{{ a.text | default: 'none' }}{{ a.empty | default: \"<i>\" }}{{ a.b | default: 'none' }}{{ a.n | default: '0?' }}",
    "{{ a.b | upcase }}{{ a.list.size }}{{ a.b.size }}{{ a.list.first.c }}",
    "{% if a.b %}1{% else %}2{% endif %}{% if a.text %}3{% elsif a.n %}4{% elsif years == 1 %}5{% else %}6{% endif %}",
    "{% if a.list.size > 1 %}many{% endif %}{% if a.empty.size > 0 %}some{% endif %}{% if a.list.size > 5 %}lots{% endif %}",
    "{% for item in a.list %}<{{ item.c }}>{% endfor %}{% for item in a.list limit: 1 %}{{ item.c }}{{ a.b }}{% endfor %}",
    "{% for item in a.empty %}x{% else %}none{% endfor %}{% for item in a.nothing %}x{% endfor %}",
    "{% for item in a.list %}{{ forloop.index }}{% endfor %}",
    "{% case years %}{% when 1 %}one{% when 2 %}two{% endcase %}{% unless a.b %}no{% endunless %}",
    "{% if a.b and years > 0 %}{% if a.yes %}deep{% endif %}{% endif %}",
    "{% assign z = a.b %}{{ z }}{% capture y %}{{ z }}{% endcapture %}{{ y }}",
    " {{- a.b -}} {%- if a.b -%} x {%- endif -%} ",
    "{% raw %}{{ a.b }}{% endraw %}{% comment %}no{% endcomment %}",
    "{{ 'text' }}{{ true }}{{ 3 }}{{ a['b'] }}",
  ])("%s", (source) => {
    expect(programOf(source, htmlLiquid)(SCOPE)).toBe(htmlLiquid.parseAndRenderSync(source, SCOPE));
  });

  test("whatever the pieces are, and however they are nested", () => {
    const leaf = fc.constantFrom(
      "text ",
      "{{ a.b }}",
      "{{ a.text | default: 'd' }}",
      "{{ item.c }}",
      "{{ a.b | size }}",
    );
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        leaf,
        fc.tuple(tie("tree"), tie("tree")).map((both) => both.join("")),
        tie("tree").map((inside) => `{% if a.b %}${inside}{% else %}-{% endif %}`),
        tie("tree").map((inside) => `{% if a.text == "x" %}${inside}{% endif %}`),
        tie("tree").map((inside) => `{% for item in a.list %}${inside}{% endfor %}`),
        tie("tree").map((inside) => `{% unless a.n %}${inside}{% endunless %}`),
      ),
    }));
    fc.assert(
      fc.property(tree, (source) => {
        expect(programOf(source, htmlLiquid)(SCOPE)).toBe(htmlLiquid.parseAndRenderSync(source, SCOPE));
      }),
    );
  });
});

test("own values only are read", () => {
  expect(programOf("{{ a.constructor }}{{ a.b.length }}{{ toString }}", htmlLiquid)(SCOPE)).toBe("");
});

test("what is no Liquid is refused at once", () => {
  expect(() => programOf("{% if a %}", htmlLiquid)).toThrow(/not closed/);
});
