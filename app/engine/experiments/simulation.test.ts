import { describe, expect, test } from "vitest";

import { seededRandom } from "~/kit/seeded-random";

import { estimateLift } from "./rules/lift";
import { decideVerdict } from "./rules/verdict";

/*
 * A shop whose true lift we know: people buy or not, and those who buy spend by a skewed law (log-normal), as people do.
 * Over many seeds the interval must hold the truth as often as it says, and a lift of zero must hardly be called a win.
 */
const SEEDS = 200;
const SPEND = { logMean: Math.log(5_000), logDeviation: 0.6 };
/** The mean of what a buyer spends: exp(μ + σ² ÷ 2). */
const MEAN_SPEND = Math.exp(SPEND.logMean + SPEND.logDeviation ** 2 / 2);

function people(count: number, buyingShare: number, random: () => number): number[] {
  return Array.from({ length: count }, () => (random() < buyingShare ? Math.round(spend(random)) : 0));
}

function spend(random: () => number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.exp(SPEND.logMean + SPEND.logDeviation * normal);
}

const shop = (seed: number, { treated, control }: { treated: number; control: number }) => {
  const random = seededRandom(`shop ${seed}`);
  return { treated: people(2_850, treated, random), control: people(150, control, random) };
};
const seeds = Array.from({ length: SEEDS }, (_, seed) => seed);

describe("over 200 shops with a holdout of 5 %", () => {
  test("the 95 % interval holds the planted lift in 90 to 98 % of them", () => {
    const truth = (0.3 - 0.2) * MEAN_SPEND;
    const covered = seeds.filter((seed) => {
      const { interval } = estimateLift(shop(seed, { treated: 0.3, control: 0.2 }), {
        seed: `${seed}`,
        confidence: 0.95,
      });
      return interval.low <= truth && truth <= interval.high;
    }).length;
    expect(covered / SEEDS).toBeGreaterThanOrEqual(0.9);
    expect(covered / SEEDS).toBeLessThanOrEqual(0.98);
  });

  test("a planted zero is called a win in at most 5 %, and a loss in at most 5 %", () => {
    const verdicts = seeds.map(
      (seed) =>
        decideVerdict(shop(seed, { treated: 0.25, control: 0.25 }), { seed: `${seed}`, confidence: 0.95 })
          .kind,
    );
    const shareOf = (kind: string) => verdicts.filter((verdict) => verdict === kind).length / SEEDS;
    expect(shareOf("lift")).toBeLessThanOrEqual(0.05);
    expect(shareOf("drop")).toBeLessThanOrEqual(0.05);
    expect(shareOf("not-enough-data")).toBe(0);
  });

  test("a lift of twice the revenue is found in at least nine of ten", () => {
    const found = seeds.filter(
      (seed) =>
        decideVerdict(shop(seed, { treated: 0.5, control: 0.25 }), { seed: `${seed}`, confidence: 0.95 })
          .kind === "lift",
    );
    expect(found.length / SEEDS).toBeGreaterThanOrEqual(0.9);
  });
});

test("a handful of people is never called anything, whatever they spent", () => {
  for (const seed of seeds) {
    const random = seededRandom(`tiny ${seed}`);
    const count = 1 + Math.floor(random() * 99);
    const arms = { treated: people(count * 19, 0.9, random), control: people(count, 0.01, random) };
    expect(decideVerdict(arms, { seed: `${seed}`, confidence: 0.95 }).kind).toBe("not-enough-data");
  }
});
