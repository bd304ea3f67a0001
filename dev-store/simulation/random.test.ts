import { describe, expect, it } from "vitest";

import { EventQueue, type Planned } from "./event-queue";
import { Random } from "./random";

const draws = (count: number, draw: () => number) => Array.from({ length: count }, draw);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe("seeded chances", () => {
  it("repeat for the same key and differ for another", () => {
    const unit = (...key: (string | number)[]) => new Random(...key).unit();
    expect(unit(1, "a")).toBe(unit(1, "a"));
    expect(unit(1, "a")).not.toBe(unit(2, "a"));
    expect(unit(1, "ab", "c")).not.toBe(unit(1, "a", "bc"));
  });

  it("have the means they are asked for", () => {
    const random = new Random(7);
    expect(mean(draws(20_000, () => random.unit()))).toBeCloseTo(0.5, 1);
    expect(mean(draws(20_000, () => random.gamma(2, 3)))).toBeCloseTo(6, 0);
    expect(mean(draws(20_000, () => random.exponential(4)))).toBeCloseTo(4, 0);
    expect(mean(draws(20_000, () => random.weighted([[0, 1], [1, 3]] as const)))).toBeCloseTo(0.75, 1); // prettier-ignore
  });

  it("make tokens and ids of the right shape", () => {
    const random = new Random(7);
    expect(random.hex(33)).toMatch(/^[0-9a-f]{33}$/);
    expect(random.uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe("the event queue", () => {
  it("gives the earliest first and breaks ties by key, whoever queued first", () => {
    const random = new Random(3);
    const planned = Array.from({ length: 500 }, (_, index): Planned => {
      return { at: new Date(random.int(0, 60)), key: String(index).padStart(3, "0"), run: () => undefined };
    });
    const queue = new EventQueue();
    for (const one of planned) queue.push(one);
    const popped: Planned[] = [];
    for (let next = queue.popDue(new Date(60)); next; next = queue.popDue(new Date(60))) popped.push(next);
    const sorted = [...planned].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.key < b.key ? -1 : 1));
    expect(popped.map(({ key }) => key)).toEqual(sorted.map(({ key }) => key));
  });

  it("keeps back what is not due yet", () => {
    const queue = new EventQueue();
    queue.push({ at: new Date(10), key: "a", run: () => undefined });
    expect(queue.popDue(new Date(9))).toBeNull();
    expect(queue.popDue(new Date(10))?.key).toBe("a");
    expect(queue.size).toBe(0);
  });
});
