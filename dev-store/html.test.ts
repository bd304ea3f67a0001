import { describe, expect, it } from "vitest";

import { html, jsonForScript, trusted } from "./html";

describe("html", () => {
  it("escapes text in content and in attributes", () => {
    expect(html`<a title="${`"'`}">${"<b> & co"}</a>`.toString()).toBe(
      `<a title="&quot;&#39;">&lt;b&gt; &amp; co</a>`,
    );
  });

  it("keeps markup, joins lists and leaves out what is absent", () => {
    const items = ["a", "<"].map((item) => html`<li>${item}</li>`);
    const list = html`${items}${null}${undefined}${false}${0}${trusted("<hr>")}`;
    expect(list.toString()).toBe("<li>a</li><li>&lt;</li>0<hr>");
  });

  it("writes JSON that cannot end its script element", () => {
    const text = jsonForScript({ note: "</script><b>" }).toString();
    expect(text).not.toContain("<");
    expect(JSON.parse(text)).toEqual({ note: "</script><b>" });
  });
});
