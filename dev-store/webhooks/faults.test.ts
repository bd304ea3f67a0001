import { describe, expect, it } from "vitest";

import { drawFate, NO_FAULTS, seededChances } from "./faults";

const draw = (faults: Partial<typeof NO_FAULTS>, seed = 3) => {
  const chance = seededChances(seed);
  return Array.from({ length: 500 }, () => drawFate({ ...NO_FAULTS, ...faults }, chance));
};

describe("the fate of a delivery", () => {
  it("is unharmed without faults", () => {
    expect(draw({})).toEqual(Array(500).fill({ dropped: false, holdMs: 0, duplicate: null }));
  });

  it("is the same for the same seed and another for another", () => {
    const faults = { dropRate: 0.2, duplicateRate: 0.2, reorder: true, delayRate: 0.1 };
    expect(draw(faults)).toEqual(draw(faults));
    expect(draw(faults)).not.toEqual(draw(faults, 4));
  });

  it("keeps to the rates", () => {
    const fates = draw({ dropRate: 0.2, duplicateRate: 0.4, delayRate: 0.1, delayMs: 1000 });
    const share = (test: (fate: (typeof fates)[number]) => boolean) =>
      fates.filter(test).length / fates.length;
    expect(share(({ dropped }) => dropped)).toBeCloseTo(0.2, 1);
    expect(share(({ duplicate }) => duplicate !== null)).toBeCloseTo(0.4, 1);
    expect(share(({ holdMs }) => holdMs === 1000)).toBeCloseTo(0.1, 1);
  });

  it("drops the same deliveries whatever else goes wrong", () => {
    const dropped = (faults: Partial<typeof NO_FAULTS>) => draw(faults).map((fate) => fate.dropped);
    expect(dropped({ dropRate: 0.3 })).toEqual(dropped({ dropRate: 0.3, duplicateRate: 1, reorder: true }));
  });
});
