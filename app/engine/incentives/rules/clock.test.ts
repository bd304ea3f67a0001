import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { OfferSchema } from "../schema";

import { creditEnd, endToPrint, firstClock, startedClock } from "./clock";
import { giftCardCode, maskedGiftCard } from "./gift-card";

const NOW = new Date("2026-03-28T12:00:00Z"); // The clocks change the night after.
const offer = (over: object = {}) =>
  OfferSchema.parse({ value: { kind: "free-shipping" }, validDays: 7, title: "x", ...over });

describe("the clock of an incentive", () => {
  test("that counts from its making ends after its days, across the change of clocks", () => {
    expect(firstClock(offer({ clock: "issued" }), NOW)).toEqual({
      expiresAt: new Date("2026-04-04T12:00:00Z"),
      remindAt: null,
      clockStartedAt: NOW,
    });
  });

  test("that counts from its message is good for 30 days longer until then", () => {
    expect(firstClock(offer({ remindDaysBefore: 2 }), NOW)).toEqual({
      expiresAt: new Date("2026-05-04T12:00:00Z"),
      remindAt: null,
      clockStartedAt: null,
    });
  });

  test.each(["gift-card", "store-credit"])("of a %s counts from when it is given", (kind) => {
    const wish = offer({ value: { kind, amountMinor: 100 } });
    expect(firstClock(wish, NOW).clockStartedAt).toEqual(NOW);
  });

  test.each([
    { remindDaysBefore: 6, remindAt: "2026-03-29T12:00:00.000Z" },
    { remindDaysBefore: 7, remindAt: undefined },
    { remindDaysBefore: 8, remindAt: undefined },
  ])("of 7 days reminds $remindDaysBefore days before at $remindAt", ({ remindDaysBefore, remindAt }) => {
    expect(startedClock({ validDays: 7, remindDaysBefore }, NOW).remindAt?.toISOString()).toBe(remindAt);
  });

  test("never prints a later end than it will have, however long the message waits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 365 }), fc.integer({ min: 0, max: 29 }), (validDays, waits) => {
        const first = firstClock(offer({ validDays }), NOW);
        const printed = endToPrint(first, { validDays, now: NOW });
        const sentAt = new Date(NOW.getTime() + waits * 86_400_000);
        expect(printed <= startedClock({ validDays, remindDaysBefore: null }, sentAt).expiresAt).toBe(true);
        expect(printed <= first.expiresAt).toBe(true);
      }),
    );
  });
});

test("a credit ends within the hour after its days, to the second that the digest says", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 32 }), (digest) => {
      const end = creditEnd(NOW, digest).getTime() - NOW.getTime();
      expect(end).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThan(3_600_000);
      expect(end % 1_000).toBe(0);
    }),
  );
});

test("a gift card has a code that Shopify takes, and shows its last four letters", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 16, maxLength: 32 }), (digest) => {
      const code = giftCardCode(digest);
      expect(code).toMatch(/^[a-z0-9]{16}$/);
      expect(maskedGiftCard(code)).toBe(`•••• ${code.slice(12)}`);
    }),
  );
  expect(() => giftCardCode(new Uint8Array(15))).toThrow(RangeError);
});
