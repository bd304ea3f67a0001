import { describe, expect, test } from "vitest";

import { LOCALES } from "~/shops/schema";

import { renderMail } from "./render.server";
import type { MailContent } from "./schema";

const frame = {
  locale: "en",
  sender: "Demo shop",
  unsubscribeUrl: "https://app.example/u/token?a=1&b=2",
  preferencesUrl: "https://app.example/p/token",
} as const;

const content = (over: Partial<MailContent> = {}): MailContent => ({
  subject: "Your cart is still here",
  preheader: "Pick up where you left off.",
  heading: "You left something behind",
  paragraphs: ["Hello Ada,", "we kept your cart."],
  offer: { label: "Your personal code", code: "BACK-7KQ4MX3P", note: "Valid until 8 March" },
  products: [
    {
      title: "Morning blend",
      detail: "250 g · Quantity: 1",
      price: "€40.00",
      imageUrl: "https://cdn.example/1.jpg",
    },
  ],
  notes: ["Sold out in the meantime: Evening blend."],
  total: { label: "Subtotal", amount: "€40.00" },
  button: { label: "Back to my cart", url: "https://app.example/r/token" },
  closing: "See you soon",
  why: "You began a checkout.",
  ...over,
});

describe("a mail", () => {
  test("says everything in HTML and in plain text, with the button's and the unsubscribe address", async () => {
    const { html, text } = await renderMail(content(), frame);
    for (const part of [
      "we kept your cart.",
      "BACK-7KQ4MX3P",
      "Morning blend",
      "€40.00",
      "Evening blend",
      "Back to my cart",
    ]) {
      expect(html).toContain(part);
      expect(text).toContain(part);
    }
    expect(html).toContain('href="https://app.example/r/token"');
    expect(html).toContain('href="https://app.example/u/token?a=1&amp;b=2"');
    expect(text).toContain("https://app.example/u/token?a=1&b=2");
  });

  test("without prices leaves out their place, too", async () => {
    const products = content().products.map((product) => ({ ...product, price: null }));
    const { html, text } = await renderMail(content({ products, total: null }), frame);
    expect(text).toContain("- Morning blend, 250 g · Quantity: 1\n");
    expect(html).toContain("Morning blend");
    expect(html).not.toContain('<td class="num"');
  });

  test.each(LOCALES)(
    "tells its language (%s), direction and both colour schemes, and loads nothing from third parties",
    async (locale) => {
      const { html } = await renderMail(content(), { ...frame, locale });
      expect(html).toMatch(new RegExp(`<html lang="${locale}" dir="ltr"`));
      expect(html).toContain('<meta name="color-scheme" content="light dark">');
      expect(html).not.toMatch(/fonts\.googleapis|<script|@import/);
    },
  );

  test("leaves no template behind", async () => {
    const { html, text } = await renderMail(content(), frame);
    expect(html + text).not.toMatch(/\{\{|\{%|undefined|\[object/);
  });

  test("leaves the offer, the sum and the pictures out when there are none", async () => {
    const bare = content({
      offer: null,
      total: null,
      notes: [],
      products: [{ title: "Tea", detail: "1", price: "€1.00", imageUrl: null }],
    });
    const { html, text } = await renderMail(bare, frame);
    expect(html).not.toContain("personal code");
    expect(html).not.toContain("<img");
    expect(text).not.toMatch(/\n{3}/);
  });

  test("keeps its subject on one line, whatever a product is called", async () => {
    const { subject } = await renderMail(content({ subject: "Hi\r\nBcc: all@example.com" }), frame);
    expect(subject).toBe("Hi Bcc: all@example.com");
  });
});

describe("what comes from outside", () => {
  const evil = `"><script>alert(1)</script>{{ sender }}{% raw %}`;

  test("is escaped and never taken for a template", async () => {
    const { html } = await renderMail(
      content({
        heading: evil,
        paragraphs: [evil],
        products: [
          { title: evil, detail: evil, price: evil, imageUrl: `https://x.example/"onerror="alert(1)` },
        ],
        notes: [evil],
      }),
      { ...frame, sender: evil },
    );
    expect(html).not.toContain("<script>");
    expect(html).not.toContain('"onerror=');
    expect(html).toContain("&lt;script&gt;alert(1)&lt;/script&gt;{{ sender }}");
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "//evil.example", ""])(
    "cannot be a picture at %j",
    async (imageUrl) => {
      const { html } = await renderMail(
        content({ products: [{ title: "Tea", detail: "1", price: "1", imageUrl }] }),
        frame,
      );
      expect(html).not.toContain("<img");
    },
  );

  test("cannot be a link that does not lead over http", async () => {
    const mail = renderMail(content({ button: { label: "x", url: "javascript:alert(1)" } }), frame);
    await expect(mail).rejects.toThrow(RangeError);
  });
});
