import { describe, expect, test } from "vitest";

import { VipSettingsSchema } from "../schema";
import { isToWithdraw, periodKeyOf, perksDue } from "./rules";
import { type EntitlementState, type Perk, type PerkKind, PerkSchema } from "./schema";

const PERKS: Perk[] = [
  { id: "p1", kind: "percentage", rhythm: "year", percent: 10, validDays: 30 },
  { id: "p2", kind: "multiplier", factorPercent: 150 },
  { id: "p3", kind: "own", rhythm: "once", text: "A tour" },
];
const SETTINGS = VipSettingsSchema.parse({
  tiers: [
    { id: "silver", name: "Silver", tag: "Silver", minOrderCount: 1, minNetMinor: null, perks: PERKS },
    { id: "gold", name: "Gold", tag: "Gold", minOrderCount: 2, minNetMinor: null },
  ],
});
const [SILVER, GOLD] = SETTINGS.tiers;

describe("the period of a perk", () => {
  test.each([
    ["once", "2026-12-31", "once"],
    ["month", "2026-12-31", "2026-12"],
    ["month", "2027-01-01", "2027-01"],
    ["quarter", "2026-03-31", "2026-Q1"],
    ["quarter", "2026-04-01", "2026-Q2"],
    ["quarter", "2026-12-31", "2026-Q4"],
    ["year", "2026-12-31", "2026"],
    ["year", "2027-01-01", "2027"],
  ] as const)("%s on %s is %s", (rhythm, day, expected) => {
    expect(periodKeyOf(rhythm, day)).toBe(expected);
  });

  test("of one that lasts with the tier is the stay in it", () => {
    const since = new Date("2026-01-05T10:00:00Z");
    const due = SILVER ? perksDue({ tier: SILVER, since }, "2026-11-23") : [];
    expect(due.map(({ perk, periodKey }) => [perk.id, periodKey])).toEqual([
      ["p1", "2026"],
      ["p2", "since:2026-01-05T10:00:00.000Z"],
      ["p3", "once"],
    ]);
  });
});

describe("what goes with the tier", () => {
  const held = (tierId: string, perkKind: PerkKind, state: EntitlementState, periodKey = "once") => ({
    ...{ tierId, perkKind, state, periodKey },
  });

  test.each([
    ["a code of a tier above", held("gold", "percentage", "delivered"), SILVER, true],
    ["a code of no tier any more", held("gold", "amount", "promised"), null, true],
    ["a code of a tier that is gone", held("gone", "amount", "delivered"), SILVER, true],
    ["a code of the tier below, by who rose", held("silver", "percentage", "delivered"), GOLD, false],
    ["a code of the same tier", held("silver", "percentage", "delivered"), SILVER, false],
    ["what was not done yet", held("gold", "own", "promised"), SILVER, true],
    ["what was done", held("gold", "own", "delivered"), SILVER, false],
    ["points that were given", held("gold", "points", "delivered"), null, false],
    ["an invitation that was sent", held("gold", "early-access", "delivered", "campaign:c1"), null, false],
    ["the list, by who fell", held("gold", "early-access", "delivered", "since:x"), SILVER, true],
    ["the multiplier, by who rose", held("silver", "multiplier", "delivered", "since:x"), GOLD, true],
    ["the multiplier of the same tier", held("silver", "multiplier", "delivered", "since:x"), SILVER, false],
    ["what has failed", held("gold", "percentage", "failed"), null, false],
    ["what has gone already", held("gold", "percentage", "withdrawn"), null, false],
  ] as const)("%s", (_title, entitlement, current, expected) => {
    expect(isToWithdraw(entitlement, current ?? null, SETTINGS)).toBe(expected);
  });

  test("is only what lasts with it, where the shop leaves perks to their owners", () => {
    const generous = { ...SETTINGS, withdrawsPerks: false };
    expect(isToWithdraw(held("gold", "percentage", "delivered"), null, generous)).toBe(false);
    expect(isToWithdraw(held("gold", "multiplier", "delivered", "since:x"), null, generous)).toBe(true);
  });
});

describe("a perk as it is saved", () => {
  const [first, second, third] = PERKS;
  test.each([
    [{ ...first, percent: 0 }, "perk-percent-range"],
    [{ ...first, percent: 101 }, "perk-percent-range"],
    [{ ...first, validDays: 366 }, "perk-days-range"],
    [{ ...second, factorPercent: 100 }, "perk-factor-range"],
    [{ ...second, factorPercent: 1_001 }, "perk-factor-range"],
    [{ ...third, text: " " }, "perk-text-missing"],
    [{ ...third, text: "x".repeat(201) }, "perk-text-long"],
    [{ id: "p", kind: "points", rhythm: "once", points: 0 }, "perk-points-range"],
  ])("%j is refused as %s", (perk, problem) => {
    expect(PerkSchema.safeParse(perk).error?.issues.map(({ message }) => message)).toEqual([problem]);
  });
});
