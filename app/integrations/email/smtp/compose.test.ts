import fc from "fast-check";
import { simpleParser } from "mailparser";
import { describe, expect, test } from "vitest";

import type { OutgoingEmail } from "../transport";

import { composeMail, stuffed } from "./compose";
import { envelopeOf } from "./envelope";
import { quotedPrintable } from "./quoted-printable";

const email: OutgoingEmail = {
  messageId: "<occasion@shop.example>",
  from: { name: "Shop", address: "shop@shop.example" },
  to: "anna@example.com",
  subject: "Hello",
  html: "<p>Hello</p>",
  text: "Hello",
  headers: {},
  sentAt: new Date("2026-03-01T10:00:00Z"),
};
/** What a server takes the dots out of again. */
const unstuffed = (body: string) => body.replace(/\.\r\n$/, "").replace(/^\.\./gm, ".");
const letters = fc
  .string({ unit: "grapheme", maxLength: 300 })
  .filter((text) => !/[\u0000-\u0008\u000b-\u001f\u007f\ufeff]/.test(text));

test("whatever a mail says arrives as it was said", async () => {
  await fc.assert(
    fc.asyncProperty(letters, letters, letters, async (subject, said, name) => {
      const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();
      const text = `.${said}\n.\n..dots ${said}`;
      const sent = composeMail({ ...email, subject, text, from: { name, address: "shop@shop.example" } });
      const parsed = await simpleParser(unstuffed(stuffed(sent)));
      expect(oneLine(parsed.subject ?? "")).toBe(oneLine(subject));
      expect(parsed.text?.replace(/\n$/, "")).toBe(text.replace(/\n$/, ""));
      expect(parsed.from?.value).toHaveLength(1);
      expect(parsed.from?.value[0]?.address).toBe("shop@shop.example");
    }),
    { numRuns: 150 },
  );
});

test("no line of a body is longer than 76 or begins with a dot, and no escape is cut", () => {
  fc.assert(
    fc.property(letters, (text) => {
      for (const line of quotedPrintable(`.${text.repeat(3)}\n.${text}`).split("\r\n")) {
        expect(line.length).toBeLessThanOrEqual(76);
        expect(line.startsWith(".")).toBe(false);
        expect(line.replace(/=[0-9A-F]{2}/g, "").replace(/=$/, "")).not.toContain("=");
      }
    }),
  );
});

test.each(["a\r\nBcc: evil@example.com", "a\nBcc: evil@example.com", "a\rBcc: x@example.com"])(
  "a header never begins another: %j",
  async (evil) => {
    const sent = composeMail({
      ...email,
      subject: evil,
      from: { name: evil, address: "a@b.example" },
      headers: { "X-A": evil },
    });
    const parsed = await simpleParser(sent);
    expect(parsed.headers.has("bcc")).toBe(false);
  },
);

describe("an address on the envelope", () => {
  test.each([
    ["anna@example.com", { to: "anna@example.com", needsUtf8: false }],
    ["anna@żółw.example", { to: "anna@xn--w-uga1v8h.example", needsUtf8: false }],
    ["żółw@example.com", { to: "żółw@example.com", needsUtf8: true }],
  ])("%s", (to, expected) => {
    expect(envelopeOf({ ...email, to })).toMatchObject(expected);
  });

  test.each(["anna", "a b@example.com", "a@b>\r\nRCPT TO:<c@d.example", "a@b@c", ""])("%j is none", (to) => {
    expect(envelopeOf({ ...email, to })).toBeNull();
  });
});
