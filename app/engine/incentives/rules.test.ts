import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { codeFromDigest, codeKeyOf, type CodeState, type CodeUse, decideStanding, expiryOf } from "./rules";

describe("codeFromDigest", () => {
  test("gives the prefix and eight letters that nobody mistakes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 32 }), (digest) => {
        expect(codeFromDigest("BACK", digest)).toMatch(/^BACK-[2-9CDFGHJKMNPQRTVWX]{8}$/);
      }),
    );
  });

  test("gives the same code for the same digest and another for another", () => {
    const a = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]);
    const b = Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 9]);
    expect(codeFromDigest("BACK", a)).toBe(codeFromDigest("BACK", a));
    expect(codeFromDigest("BACK", a)).not.toBe(codeFromDigest("BACK", b));
  });

  test("refuses a digest of seven bytes", () => {
    expect(() => codeFromDigest("BACK", new Uint8Array(7))).toThrow(RangeError);
  });
});

test("codes are the same in any case and with spaces around", () => {
  expect(codeKeyOf(" back-7KQ ")).toBe(codeKeyOf("BACK-7kq"));
});

test("validity counts days of 24 hours, across the change of clocks", () => {
  expect(expiryOf(new Date("2026-03-28T12:00:00Z"), 7)).toEqual(new Date("2026-04-04T12:00:00Z"));
});

describe("decideStanding", () => {
  const expiresAt = new Date("2026-03-08T12:00:00Z");
  const before = new Date("2026-03-08T11:59:59.999Z");
  const use = (over: Partial<CodeUse> = {}): CodeUse => ({
    orderId: "o1",
    placedAt: new Date("2026-03-02T12:00:00Z"),
    isTest: false,
    isCancelled: false,
    isDeleted: false,
    discountMinor: 500,
    ...over,
  });
  const stateOf = (state: CodeState, uses: CodeUse[], now: Date) =>
    decideStanding({ state, expiresAt }, uses, now).state;

  test.each([
    { name: "one millisecond before its end", now: before, expected: "issued" },
    { name: "exactly at its end", now: expiresAt, expected: "expired" },
  ])("an unused code is $expected $name", ({ now, expected }) => {
    expect(stateOf("issued", [], now)).toBe(expected);
  });

  test("a use redeems it, even when the news comes after its end", () => {
    expect(decideStanding({ state: "expired", expiresAt }, [use()], expiresAt)).toEqual({
      state: "redeemed",
      redeemedOrderId: "o1",
      redeemedAt: use().placedAt,
      costMinor: 500,
    });
  });

  test.each([{ isCancelled: true }, { isTest: true }, { isDeleted: true }])(
    "an order with %o does not redeem it",
    (over) => {
      expect(stateOf("redeemed", [use(over)], before)).toBe("issued");
      expect(stateOf("redeemed", [use(over)], expiresAt)).toBe("expired");
    },
  );

  test("of two orders the earlier counts", () => {
    const later = use({ orderId: "o2", placedAt: new Date("2026-03-03T12:00:00Z") });
    expect(decideStanding({ state: "issued", expiresAt }, [later, use()], before).redeemedOrderId).toBe("o1");
  });

  test.each(["requested", "failed", "pooled"] as const)("a code that is only %s stays so", (state) => {
    expect(stateOf(state, [use()], expiresAt)).toBe(state);
  });

  test("asking twice changes nothing", () => {
    fc.assert(
      fc.property(fc.boolean(), fc.boolean(), fc.boolean(), (isCancelled, isTest, late) => {
        const now = late ? expiresAt : before;
        const uses = [use({ isCancelled, isTest })];
        const once = decideStanding({ state: "issued", expiresAt }, uses, now);
        expect(decideStanding({ state: once.state, expiresAt }, uses, now)).toEqual(once);
      }),
    );
  });
});
