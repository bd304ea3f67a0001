import { describe, expect, test } from "vitest";

import { VipSettingsSchema } from "../schema";
import { decideGift, tierOfWish, type Wish } from "./by-hand";

const NOW = new Date("2026-03-01T12:00:00Z");
const UNTIL = new Date("2027-03-02T00:00:00Z");
const at = (ms: number) => new Date(UNTIL.getTime() + ms);
const tier = (id: string, minOrderCount: number) => ({
  ...{ id, name: id.toUpperCase(), tag: `${id} club`, minOrderCount, minNetMinor: null },
});
const SETTINGS = VipSettingsSchema.parse({ tiers: [tier("silver", 1), tier("gold", 2), tier("onyx", 3)] });
const GOLD: Wish = { kind: "tier", name: "gold" };
const ANY: Wish = { kind: "any" };

const held = (tierId: string) => ({
  ...{ tierId, carriedBy: "facts" as const, fellAt: null, endsAt: null, noticedAt: null },
});
const given = (tierId: string, until: Date) => ({ tierId, until, givenAt: NOW });
const decide = (over: Partial<Parameters<typeof decideGift>[0]>, settings = SETTINGS) => {
  const decision = decideGift({ wish: GOLD, until: UNTIL, held: null, manual: null, ...over }, settings, NOW);
  return decision.kind === "give" ? `give ${decision.tier.id}` : decision.kind;
};

test.each([
  ["its name", "Gold", "gold"],
  ["its name in other letters", " gOLD ", "gold"],
  ["its tag", "gold club", "gold"],
  ["its id, which nobody sees", "tier-gold", null],
  ["nothing", "", null],
])("a tier is meant by %s", (_by, name, expected) => {
  expect(tierOfWish({ kind: "tier", name }, SETTINGS)?.id ?? null).toBe(expected);
});

describe("a tier that an automation gives", () => {
  test.each([
    ["nothing", {}, "give gold"],
    ["a lower tier of their own", { held: held("silver") }, "give gold"],
    ["the same one by what they bought, which may end", { held: held("gold") }, "give gold"],
    ["a lower one by hand", { manual: given("silver", at(1)) }, "give gold"],
    ["the same one by hand, for a moment less", { manual: given("gold", at(-1)) }, "give gold"],
    ["the same one by hand, for as long", { manual: given("gold", at(0)) }, "had"],
    ["a higher one by hand", { manual: given("onyx", at(-1)) }, "has-more"],
    ["a higher one by hand that is just over", { manual: given("onyx", NOW) }, "give gold"],
    ["one by hand that no longer exists", { manual: given("gone", at(1)) }, "give gold"],
  ])("to somebody who has %s", (_who, over, expected) => {
    expect(decide(over)).toBe(expected);
  });

  test("is none while the programme is off, and none of a name nobody knows", () => {
    expect(decide({}, { ...SETTINGS, isEnabled: false })).toBe("off");
    expect(decide({ wish: { kind: "tier", name: "platinum" } })).toBe("unknown");
  });
});

describe("somebody who is marked as a VIP", () => {
  test.each([
    ["gets the lowest tier when they have none", {}, "give silver"],
    ["is left alone when they have any", { held: held("onyx") }, "had"],
    ["gets it when the tier they have no longer exists", { held: held("gone") }, "give silver"],
  ])("%s", (_what, over, expected) => {
    expect(decide({ wish: ANY, ...over })).toBe(expected);
  });
});
