import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DAY_MS } from "~/kit/duration";

import { VipSettingsSchema } from "../schema";
import {
  decideStanding,
  isSettled,
  type ManualTier,
  type Membership,
  reasonOfMove,
  type Standing,
} from "./standing";

const NOW = new Date("2026-03-10T12:00:00Z");
const days = (count: number, ms = 0) => new Date(NOW.getTime() + count * DAY_MS + ms);

const SETTINGS = VipSettingsSchema.parse({
  graceDays: 30,
  noticeDays: 14,
  tiers: [
    { id: "silver", name: "Silver", tag: "Silver", minOrderCount: 2, minNetMinor: null },
    { id: "gold", name: "Gold", tag: "Gold", minOrderCount: 4, minNetMinor: null },
    { id: "black", name: "Black", tag: "Black", minOrderCount: 8, minNetMinor: null },
  ],
});
const tier = (id: string | null) => SETTINGS.tiers.find((one) => one.id === id) ?? null;

const held = (tierId: string, over: Partial<Membership> = {}): Membership => ({
  tierId,
  carriedBy: "facts",
  fellAt: null,
  endsAt: null,
  noticedAt: null,
  ...over,
});
const given = (tierId: string, over: Partial<ManualTier> = {}): ManualTier => ({
  tierId,
  until: days(60),
  givenAt: days(-1),
  ...over,
});
const NOBODY = { held: null, earned: null, manual: null };

describe("what the facts carry", () => {
  test.each([
    [null, "silver", "silver"],
    ["silver", "gold", "gold"],
    ["silver", "silver", "silver"],
    ["gone", "silver", "silver"],
    ["gone", null, null],
    [null, null, null],
  ])("who has %s and earns %s has %s at once", (had, earned, expected) => {
    const standing = decideStanding(
      { ...NOBODY, held: had === null ? null : held(had), earned: tier(earned) },
      SETTINGS,
      NOW,
    );
    expect(standing).toMatchObject({ fellAt: null, endsAt: null, nextAt: null, isNoticeDue: false });
    expect(standing.tier?.id ?? null).toBe(expected);
  });

  test("while the programme is off nobody has a tier, whatever was given or kept", () => {
    const off = { ...SETTINGS, isEnabled: false };
    const standing = decideStanding(
      { held: held("gold", { fellAt: NOW, endsAt: days(30) }), earned: tier("gold"), manual: given("black") },
      off,
      NOW,
    );
    expect(standing.tier).toBeNull();
  });
});

describe("grace", () => {
  const fallen = held("gold", { fellAt: NOW, endsAt: days(30) });

  test("begins when the facts no longer carry the tier", () => {
    expect(
      decideStanding({ ...NOBODY, held: held("gold"), earned: tier("silver") }, SETTINGS, NOW),
    ).toMatchObject({
      tier: { id: "gold" },
      fellAt: NOW,
      endsAt: days(30),
      nextAt: days(16),
      noticedAt: null,
    });
  });

  test.each([
    ["a millisecond before its end", days(30, -1), "gold"],
    ["at its end", days(30), "silver"],
    ["a millisecond after it", days(30, 1), "silver"],
  ])("%s the customer has %s", (_title, now, expected) => {
    const standing = decideStanding({ ...NOBODY, held: fallen, earned: tier("silver") }, SETTINGS, now);
    expect(standing.tier?.id).toBe(expected);
  });

  test("of no days is none", () => {
    const none = { ...SETTINGS, graceDays: 0, noticeDays: 0 };
    const standing = decideStanding({ ...NOBODY, held: held("gold"), earned: null }, none, NOW);
    expect(standing).toMatchObject({ tier: null, fellAt: null });
  });

  test("is over as soon as the facts carry the tier again, and begins anew the next time", () => {
    const back = decideStanding({ ...NOBODY, held: fallen, earned: tier("gold") }, SETTINGS, days(20));
    expect(back).toMatchObject({ tier: { id: "gold" }, fellAt: null, endsAt: null });
    const again = decideStanding({ ...NOBODY, held: held("gold"), earned: null }, SETTINGS, days(25));
    expect(again.endsAt).toEqual(days(55));
  });

  test("of a tier that no longer exists is none", () => {
    const gone = held("gone", { fellAt: NOW, endsAt: days(30) });
    expect(decideStanding({ ...NOBODY, held: gone, earned: tier("silver") }, SETTINGS, NOW).tier?.id).toBe(
      "silver",
    );
  });
});

describe("notice", () => {
  const fallen = held("gold", { fellAt: NOW, endsAt: days(30) });

  test.each([
    ["a millisecond before its day", days(16, -1), false, days(16)],
    ["on its day", days(16), true, days(30)],
    ["a millisecond after", days(16, 1), true, days(30)],
  ])("%s it is due: %s", (_title, now, isNoticeDue, nextAt) => {
    const standing = decideStanding({ ...NOBODY, held: fallen, earned: null }, SETTINGS, now);
    expect(standing).toMatchObject({ isNoticeDue, nextAt, noticedAt: isNoticeDue ? now : null });
  });

  test("is given once for an end", () => {
    const told = { ...fallen, noticedAt: days(16) };
    const standing = decideStanding({ ...NOBODY, held: told, earned: null }, SETTINGS, days(20));
    expect(standing).toMatchObject({ isNoticeDue: false, noticedAt: days(16) });
    expect(isSettled(told, standing)).toBe(true);
  });

  test("is given again when the end has moved", () => {
    const told = { ...fallen, noticedAt: days(16) };
    const longer = { ...SETTINGS, graceDays: 60 };
    const standing = decideStanding({ ...NOBODY, held: told, earned: null }, longer, days(47));
    expect(standing).toMatchObject({ isNoticeDue: true, endsAt: days(60) });
  });

  test("of no days is none", () => {
    const none = { ...SETTINGS, noticeDays: 0 };
    expect(decideStanding({ ...NOBODY, held: fallen, earned: null }, none, days(29))).toMatchObject({
      isNoticeDue: false,
      nextAt: days(30),
    });
  });
});

describe("a tier given by hand", () => {
  test.each([
    [null, "gold", "gold", "manual"],
    ["silver", "gold", "gold", "manual"],
    ["gold", "gold", "gold", "facts"],
    ["black", "gold", "black", "facts"],
    ["silver", "gone", "silver", "facts"],
  ])("who earns %s and was given %s has %s, by %s", (earned, hand, expected, carriedBy) => {
    const standing = decideStanding({ ...NOBODY, earned: tier(earned), manual: given(hand) }, SETTINGS, NOW);
    expect(standing).toMatchObject({ tier: { id: expected }, carriedBy });
  });

  const holder = held("gold", { carriedBy: "manual", endsAt: days(60) });

  test.each([
    ["a millisecond before its end", days(60, -1), "gold"],
    ["at its end, without grace", days(60), "silver"],
    ["a millisecond after it", days(60, 1), "silver"],
  ])("%s the customer has %s", (_title, now, expected) => {
    const situation = { held: holder, earned: tier("silver"), manual: given("gold") };
    expect(decideStanding(situation, SETTINGS, now).tier?.id).toBe(expected);
  });

  test("its end is announced too, but not one that comes sooner than its notice would", () => {
    const situation = { held: holder, earned: null, manual: given("gold") };
    expect(decideStanding(situation, SETTINGS, days(46)).isNoticeDue).toBe(true);
    const short = { ...situation, manual: given("gold", { until: days(5) }) };
    expect(decideStanding(short, SETTINGS, NOW)).toMatchObject({ isNoticeDue: false, nextAt: days(5) });
  });

  test("lower than what is kept by grace it changes nothing", () => {
    const fallen = held("gold", { fellAt: NOW, endsAt: days(30) });
    const standing = decideStanding(
      { held: fallen, earned: null, manual: given("silver") },
      SETTINGS,
      days(1),
    );
    expect(standing).toMatchObject({ tier: { id: "gold" }, carriedBy: "facts", endsAt: days(30) });
  });
});

describe("why somebody moved", () => {
  test.each([
    [null, "silver", null, "earned"],
    [held("silver"), "gold", null, "earned"],
    [held("silver"), "silver", "gold", "given"],
    [held("gold", { fellAt: days(-30), endsAt: NOW }), "silver", null, "facts"],
    [held("gold", { carriedBy: "manual", endsAt: NOW }), null, null, "given-ended"],
    [held("gone"), "gold", null, "tier-removed"],
  ])("from %j, earning %s and given %s: %s", (before, earned, hand, expected) => {
    const manual = hand === null ? null : given(hand);
    const next = decideStanding({ held: before, earned: tier(earned), manual }, SETTINGS, NOW);
    expect(reasonOfMove(before, next, SETTINGS)).toBe(expected);
  });

  test("the programme was switched off", () => {
    const off = { ...SETTINGS, isEnabled: false };
    const next = decideStanding({ ...NOBODY, held: held("gold") }, off, NOW);
    expect(reasonOfMove(held("gold"), next, off)).toBe("programme-off");
  });
});

describe("whatever happens, in whatever order", () => {
  const tierIds = fc.constantFrom(null, "silver", "gold", "black");
  const step = fc.record({
    hours: fc.integer({ min: 0, max: 24 * 40 }),
    earned: tierIds,
    hand: fc.constantFrom("keep", "keep", "take", "silver", "gold", "black"),
    handDays: fc.integer({ min: 1, max: 90 }),
  });
  type Step = { hours: number; earned: string | null; hand: string; handDays: number };
  const rules = fc.record({
    graceDays: fc.integer({ min: 0, max: 60 }),
    notice: fc.integer({ min: 0, max: 60 }),
  });
  const rank = (id: string | null | undefined) => SETTINGS.tiers.findIndex((one) => one.id === id);

  function nextManual(manual: ManualTier | null, { hand, handDays }: Step, at: Date): ManualTier | null {
    if (hand === "keep") return manual;
    if (hand === "take") return manual && { ...manual, until: at };
    return { tierId: hand, givenAt: at, until: new Date(at.getTime() + handDays * DAY_MS) };
  }

  const membershipOf = ({ tier: one, isNoticeDue: _, nextAt: __, ...rest }: Standing): Membership | null =>
    one && { ...rest, tierId: one.id };

  /** Never under what is carried, and above it only in the days of grace of a tier they had. */
  function expectGiven(
    {
      before,
      next,
      at,
      graceDays,
    }: { before: Membership | null; next: Standing; at: Date; graceDays: number },
    floor: number,
  ) {
    const got = rank(next.tier?.id);
    expect(got).toBeGreaterThanOrEqual(floor);
    if (got === floor) return;
    expect([next.carriedBy, before?.tierId]).toEqual(["facts", next.tier?.id]);
    expect(at.getTime() - (next.fellAt?.getTime() ?? 0)).toBeLessThan(graceDays * DAY_MS);
  }

  test("nobody has a tier that the rules do not give, and no end is announced twice", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), rules, (steps, { graceDays, notice }) => {
        const settings = { ...SETTINGS, graceDays, noticeDays: Math.min(notice, graceDays) };
        let at = NOW;
        let before: Membership | null = null;
        let manual: ManualTier | null = null;
        const announced: string[] = [];
        for (const one of steps) {
          at = new Date(at.getTime() + one.hours * 3_600_000);
          manual = nextManual(manual, one, at);
          const earned = tier(one.earned);
          const next = decideStanding({ held: before, earned, manual }, settings, at);
          const byHand = manual && at < manual.until ? rank(manual.tierId) : -1;
          expectGiven({ before, next, at, graceDays }, Math.max(rank(one.earned), byHand));
          if (next.isNoticeDue) announced.push(`${next.tier?.id} ${next.endsAt?.toISOString()}`);
          before = membershipOf(next);
          // A second look at the same moment changes nothing.
          const second = decideStanding({ held: before, earned, manual }, settings, at);
          expect([isSettled(before, second), second.isNoticeDue]).toEqual([true, false]);
        }
        expect(announced).toEqual([...new Set(announced)]);
      }),
    );
  });
});
