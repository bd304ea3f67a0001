import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DAY_MS } from "~/kit/duration";

import {
  compareTier,
  decideTagChange,
  decideTier,
  isSettling,
  managedTags,
  nameOfTier,
  NO_FACTS,
  rememberTierNames,
  retireTags,
  settledAt,
  windowStart,
} from "./rules";
import { type Tier, VipSettingsSchema } from "./schema";

const tier = (over: Partial<Tier>): Tier => ({
  id: "t",
  name: "T",
  tag: "T",
  minOrderCount: null,
  minNetMinor: null,
  minMarginMinor: null,
  minPoints: null,
  minRfmScore: null,
  perks: [],
  ...over,
});

const SILVER = tier({ id: "silver", name: "Silver", tag: "Silver", minOrderCount: 3 });
const GOLD = tier({ id: "gold", name: "Gold", tag: "Gold", minNetMinor: 50_000 });
const BLACK = tier({ id: "black", name: "Black", tag: "Black", minOrderCount: 10, minNetMinor: 200_000 });
const LADDER = { isEnabled: true, mix: "all" as const, tiers: [SILVER, GOLD, BLACK] };

describe("decideTier", () => {
  test.each([
    [0, 0, null],
    [2, 49_999, null],
    [3, 1, "silver"],
    [4, 49_999, "silver"],
    [1, 50_000, "gold"],
    [1, 50_001, "gold"],
    [9, 200_000, "gold"],
    [10, 199_999, "gold"],
    [10, 200_000, "black"],
    [10_000, Number.MAX_SAFE_INTEGER, "black"],
  ])("%i orders worth %i minor units earn %s", (orderCount, netMinor, expected) => {
    expect(decideTier({ ...NO_FACTS, orderCount, netMinor }, LADDER)?.id ?? null).toBe(expected);
  });

  const MIXED = tier({ id: "mixed", minMarginMinor: 1_000, minPoints: 100, minRfmScore: 12 });

  test.each([
    ["all", { marginMinor: 1_000, points: 100, rfmScore: 12 }, "mixed"],
    ["all", { marginMinor: 999, points: 100, rfmScore: 12 }, null],
    ["all", { marginMinor: 1_000, points: 99, rfmScore: 12 }, null],
    ["all", { marginMinor: 1_000, points: 100, rfmScore: 11 }, null],
    ["all", { points: 100, rfmScore: 12 }, null],
    ["any", { marginMinor: 1_000 }, "mixed"],
    ["any", { points: 100 }, "mixed"],
    ["any", { rfmScore: 12 }, "mixed"],
    ["any", { marginMinor: 999, points: 99, rfmScore: 11 }, null],
    ["any", { orderCount: 1_000, netMinor: 1_000_000 }, null],
  ] as const)(
    "a tier that asks for %s of margin, points and RFM is earned by %j: %s",
    (mix, facts, expected) => {
      const found = decideTier({ ...NO_FACTS, ...facts }, { isEnabled: true, mix, tiers: [MIXED] });
      expect(found?.id ?? null).toBe(expected);
    },
  );

  test("nobody has a tier while the programme is off", () => {
    expect(
      decideTier({ ...NO_FACTS, orderCount: 100, netMinor: 1_000_000 }, { ...LADDER, isEnabled: false }),
    ).toBeNull();
  });

  test("more orders and more spend never lead to a lower tier", () => {
    const facts = fc.record({ orderCount: fc.nat(20), netMinor: fc.nat(300_000) });
    const rank = (found: Tier | null) => (found ? LADDER.tiers.indexOf(found) : -1);
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        const more = {
          ...NO_FACTS,
          orderCount: a.orderCount + b.orderCount,
          netMinor: a.netMinor + b.netMinor,
        };
        expect(rank(decideTier(more, LADDER))).toBeGreaterThanOrEqual(
          rank(decideTier({ ...NO_FACTS, ...a }, LADDER)),
        );
      }),
    );
  });
});

describe("windowStart", () => {
  const now = new Date("2026-11-23T10:00:00Z");

  test("a rolling window begins its days of 24 hours ago", () => {
    expect(windowStart({ kind: "rolling", days: 30 }, { zone: "UTC", now })).toEqual(
      new Date(now.getTime() - 30 * DAY_MS),
    );
  });

  test.each([
    ["Europe/Warsaw", "2026-12-31T22:59:59.999Z", "2025-12-31T23:00:00.000Z"],
    ["Europe/Warsaw", "2026-12-31T23:00:00Z", "2026-12-31T23:00:00.000Z"],
    ["Pacific/Kiritimati", "2025-12-31T10:00:00Z", "2025-12-31T10:00:00.000Z"],
    ["Pacific/Kiritimati", "2025-12-31T09:59:59.999Z", "2024-12-31T10:00:00.000Z"],
    ["America/New_York", "2028-02-29T12:00:00Z", "2028-01-01T05:00:00.000Z"],
  ])("a calendar year in %s at %s began at %s", (zone, at, expected) => {
    expect(windowStart({ kind: "calendar-year" }, { zone, now: new Date(at) })?.toISOString()).toBe(expected);
  });

  test("a lifetime has no beginning", () => {
    expect(windowStart({ kind: "lifetime" }, { zone: "UTC", now })).toBeNull();
  });
});

describe("decideTagChange", () => {
  const managed = ["VIP", "Gold", "Old VIP"];

  test.each([
    {
      title: "adds the tag that is missing",
      current: ["wholesale"],
      wanted: "VIP",
      add: ["VIP"],
      remove: [],
    },
    {
      title: "changes nothing when it is right",
      current: ["vip", "wholesale"],
      wanted: "VIP",
      add: [],
      remove: [],
    },
    {
      title: "takes off the other tier's tag",
      current: ["VIP"],
      wanted: "Gold",
      add: ["Gold"],
      remove: ["VIP"],
    },
    {
      title: "takes off a retired tag in the store's spelling",
      current: ["OLD vip", "Gold"],
      wanted: "Gold",
      add: [],
      remove: ["OLD vip"],
    },
    {
      title: "takes off everything of ours when none is wanted",
      current: ["VIP", "Gold", "x"],
      wanted: null,
      add: [],
      remove: ["VIP", "Gold"],
    },
    { title: "has nothing to do without tags", current: [], wanted: null, add: [], remove: [] },
  ])("$title", ({ current, wanted, add, remove }) => {
    expect(decideTagChange({ current, wanted, managed })).toEqual({ add, remove });
  });

  const tag = fc.constantFrom(
    "VIP",
    "vip",
    "Gold",
    "GOLD",
    "Old VIP",
    "wholesale",
    "Newsletter",
    "vip-lounge",
  );
  const apply = (current: readonly string[], { add, remove }: { add: string[]; remove: string[] }) => [
    ...current.filter((one) => !remove.includes(one)),
    ...add,
  ];

  test("never touches a tag that is not ours, and a second look finds nothing to do", () => {
    const wantedTag = fc.constantFrom("VIP", "Gold", null);
    fc.assert(
      fc.property(
        fc.uniqueArray(tag, { selector: (one) => one.toLowerCase() }),
        wantedTag,
        (current, wanted) => {
          const foreign = (tags: readonly string[]) =>
            tags.filter((one) => !managed.some((ours) => ours.toLowerCase() === one.toLowerCase()));
          const after = apply(current, decideTagChange({ current, wanted, managed }));
          expect(foreign(after)).toEqual(foreign(current));
          expect(decideTagChange({ current: after, wanted, managed })).toEqual({ add: [], remove: [] });
          const ours = after.filter((one) => !foreign(after).includes(one)).map((one) => one.toLowerCase());
          expect(ours).toEqual(wanted === null ? [] : [wanted.toLowerCase()]);
        },
      ),
    );
  });
});

describe("isSettling", () => {
  const askedAt = new Date("2026-11-23T10:00:00Z");
  const at = (offsetMs: number) => new Date(settledAt(askedAt).getTime() + offsetMs);

  test.each([
    [-1, true],
    [0, false],
    [1, false],
  ])("%i ms from the end of the settle time: %s", (offsetMs, expected) => {
    expect(isSettling(askedAt, at(offsetMs))).toBe(expected);
  });
});

describe("compareTier", () => {
  test.each([
    [null, null, "none"],
    ["gold", GOLD, "none"],
    [null, SILVER, "reached"],
    ["silver", GOLD, "raised"],
    ["gold", SILVER, "lowered"],
    ["gold", null, "lost"],
    ["a removed tier", SILVER, "reached"],
    ["a removed tier", null, "lost"],
  ])("from %s to %o is %s", (from, to, kind) => {
    expect(compareTier(from, to, LADDER).kind).toBe(kind);
  });
});

describe("what new settings leave behind", () => {
  const before = VipSettingsSchema.parse({
    tiers: [SILVER, GOLD],
    retiredTags: ["Old VIP"],
    formerTierNames: { bronze: "Bronze" },
  });

  test("tags that no tier uses any more are retired, once, whatever their case", () => {
    const after = {
      tiers: [
        { ...SILVER, tag: "SILVER" },
        { ...GOLD, tag: "Golden" },
      ],
    };
    expect(retireTags(before, after)).toEqual(["Gold", "Old VIP"]);
  });

  test("a retired tag that a tier uses again is no longer retired", () => {
    expect(retireTags(before, { tiers: [SILVER, { ...GOLD, tag: "old vip" }] })).toEqual(["Gold"]);
  });

  test("every tag that was ever ours is managed", () => {
    expect(managedTags(before)).toEqual(["Silver", "Gold", "Old VIP"]);
  });

  test("the names of removed tiers are remembered until a tier has their id again", () => {
    const formerTierNames = rememberTierNames(before, { tiers: [SILVER] });
    expect(formerTierNames).toEqual({ bronze: "Bronze", gold: "Gold" });
    const settings = { tiers: [SILVER], formerTierNames };
    expect(["silver", "gold", "who knows"].map((id) => nameOfTier(id, settings))).toEqual([
      "Silver",
      "Gold",
      "who knows",
    ]);
    expect(rememberTierNames({ ...before, formerTierNames }, { tiers: [SILVER, GOLD] })).toEqual({
      bronze: "Bronze",
    });
  });
});
