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
    expect(
      html`<ul>
          ${items}${null}${undefined}${false}${0}
        </ul>
        ${trusted("<hr>")}`.toString(),
    ).toBe("<ul><li>a</li><li>&lt;</li>0</ul><hr>");
  });

  it("writes JSON that cannot end its script element", () => {
    const text = jsonForScript({ note: "</script><b>" }).toString();
    expect(text).not.toContain("<");
    expect(JSON.parse(text)).toEqual({ note: "</script><b>" });
  });
});
