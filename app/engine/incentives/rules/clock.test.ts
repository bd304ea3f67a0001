import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { startOfDay } from "~/kit/day-start";
import { DAY_MS } from "~/kit/duration";
import { addDays } from "~/kit/zone";

import { OfferSchema } from "../schema";

import { creditEnd, endToPrint, firstClock, lastDayOf, reminderAt, startedClock } from "./clock";
import { giftCardCode, maskedGiftCard } from "./gift-card";

const NOW = new Date("2026-03-28T12:00:00Z"); // The clocks change the night after.
const zone = "Europe/Warsaw";
const offer = (over: object = {}) =>
  OfferSchema.parse({ value: { kind: "free-shipping" }, validDays: 7, title: "x", ...over });

describe("the clock of an incentive", () => {
  test("that counts from its making is good for the whole of its last day, across the change of clocks", () => {
    expect(firstClock(offer({ clock: "issued" }), { now: NOW, zone })).toEqual({
      expiresAt: new Date("2026-04-04T22:00:00Z"),
      remindAt: null,
      clockStartedAt: NOW,
    });
  });

  test("that counts from its message is good for 30 days longer until then", () => {
    expect(firstClock(offer({ remindDaysBefore: 2 }), { now: NOW, zone })).toEqual({
      expiresAt: new Date("2026-05-04T22:00:00Z"),
      remindAt: null,
      clockStartedAt: null,
    });
  });

  test.each(["gift-card", "store-credit"])("of a %s counts from when it is given", (kind) => {
    const wish = offer({ value: { kind, amountMinor: 100 } });
    expect(firstClock(wish, { now: NOW, zone }).clockStartedAt).toEqual(NOW);
  });

  test.each([
    { remindDaysBefore: 6, remindAt: "2026-03-29T12:00:00.000Z" },
    { remindDaysBefore: 7, remindAt: undefined },
    { remindDaysBefore: 8, remindAt: undefined },
  ])("of 7 days reminds $remindDaysBefore days before at $remindAt", ({ remindDaysBefore, remindAt }) => {
    expect(reminderAt({ validDays: 7, remindDaysBefore }, NOW)?.toISOString()).toBe(remindAt);
  });

  test("never prints a later end than it will have, however long the message waits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 365 }), fc.integer({ min: 0, max: 29 }), (validDays, waits) => {
        const first = firstClock(offer({ validDays }), { now: NOW, zone });
        const printed = endToPrint(first, { validDays, now: NOW, zone });
        const at = new Date(NOW.getTime() + waits * 86_400_000);
        expect(printed <= startedClock({ validDays, remindDaysBefore: null }, { at, zone }).expiresAt).toBe(
          true,
        );
        expect(printed <= first.expiresAt).toBe(true);
      }),
    );
  });
});

test.each(["Europe/Warsaw", "America/Los_Angeles", "Pacific/Auckland"])(
  "in %s the day that is named is good until its end, of a credit, too",
  (zone) => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("2026-01-01"), max: new Date("2027-01-01"), noInvalidDate: true }),
        fc.integer({ min: 1, max: 365 }),
        fc.uint8Array({ minLength: 4, maxLength: 4 }),
        (at, validDays, digest) => {
          const { expiresAt } = startedClock({ validDays, remindDaysBefore: null }, { at, zone });
          const day = lastDayOf(expiresAt, zone);
          expect(expiresAt).toEqual(startOfDay(zone, addDays(day, 1)));
          expect(expiresAt.getTime() - at.getTime()).toBeGreaterThan(validDays * DAY_MS);
          expect(lastDayOf(creditEnd(expiresAt, digest), zone)).toBe(day);
        },
      ),
    );
  },
);

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
