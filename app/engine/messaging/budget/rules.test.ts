import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { DAY_MS, HOUR_MS } from "~/kit/duration";

import { type Candidate, compareCandidates, decideSlot, type SlotDecision } from "./rules";

const START = Date.parse("2026-03-02T00:00:00Z");
const at = (hours: number) => new Date(START + hours * HOUR_MS);
const anyHour = (instant: Date) => instant;
const BUDGET = { perDay: 1, perWeek: 3 };

const candidate = (over: Partial<Candidate> = {}): Candidate => ({
  priority: 40,
  dueAt: at(0),
  order: "me",
  nextAllowed: anyHour,
  ...over,
});
const decide = (over: Partial<Parameters<typeof decideSlot>[0]> = {}) =>
  decideSlot({ now: at(0), sent: [], waiting: [], budget: BUDGET, candidate: candidate(), ...over });
const hoursUntil = (decision: SlotDecision) =>
  decision.kind === "go" ? 0 : (decision.until.getTime() - START) / HOUR_MS;

describe("at most one message within 24 hours and three within seven days", () => {
  test.each([
    { sent: [], until: 0, because: undefined },
    { sent: [-24], until: 0, because: undefined },
    { sent: [-24 + 1 / 60], until: 1 / 60, because: "budget" },
    { sent: [0], until: 24, because: "budget" },
    { sent: [-144, -96, -48], until: 24, because: "budget" },
    { sent: [-168, -96, -48], until: 0, because: undefined },
    { sent: [-167, -96, -1], until: 23, because: "budget" },
    { sent: [-100, -50, -1], until: 68, because: "budget" },
  ])("sent $sent hours ago: $until hours to wait", ({ sent, until, because }) => {
    const decision = decide({ sent: sent.map(at) });
    expect(hoursUntil(decision)).toBeCloseTo(until, 9);
    expect(decision.kind === "postpone" ? decision.because : undefined).toBe(because);
  });

  test("does not bind what is outside the budget", () => {
    expect(decide({ sent: [at(0)], waiting: [candidate({ priority: 0 })], budget: null })).toEqual({
      kind: "go",
    });
  });
});

describe("a message yields", () => {
  const waiting = (over: Partial<Candidate>) => [candidate({ order: "other", ...over })];

  test("to one of more weight that waits, also one that is due within the window only later", () => {
    expect(decide({ waiting: waiting({ priority: 20 }) })).toEqual({
      kind: "postpone",
      until: at(24),
      because: "yielded",
    });
    expect(hoursUntil(decide({ waiting: waiting({ priority: 20, dueAt: at(23) }) }))).toBe(47);
    expect(hoursUntil(decide({ waiting: waiting({ priority: 20, dueAt: at(24) }) }))).toBe(0);
  });

  test("to its like when that was due earlier, or has the smaller id", () => {
    expect(hoursUntil(decide({ waiting: waiting({ dueAt: at(-1) }) }))).toBe(24);
    expect(hoursUntil(decide({ waiting: waiting({ order: "a" }) }))).toBe(24);
    expect(hoursUntil(decide({ waiting: waiting({ order: "z" }) }))).toBe(0);
  });

  test("never to one of less weight", () => {
    expect(hoursUntil(decide({ waiting: waiting({ priority: 50, dueAt: at(-9) }) }))).toBe(0);
  });
});

test("before its own time it waits for that, then for an allowed hour", () => {
  const nextAllowed = (instant: Date) => (instant < at(9) ? at(9) : instant);
  expect(decide({ candidate: candidate({ dueAt: at(10) }) })).toMatchObject({ because: "not-due" });
  expect(decide({ candidate: candidate({ nextAllowed }) })).toEqual({
    kind: "postpone",
    until: at(9),
    because: "quiet-hours",
  });
});

/* A person's life in whole hours: messages of any weight, time and channel come and are asked for until all ended. */

type Planned = {
  priority: number;
  createdHour: number;
  delayHours: number;
  opens: number;
  lastsHours: number | null;
};
type Life = Candidate & { createdAt: Date; expiresAt: Date | null; end: { kind: string; at: Date } | null };

const nextOpen = (opens: number) => (instant: Date) => {
  let hour = Math.ceil((instant.getTime() - START) / HOUR_MS);
  while (hour % 24 < opens || hour % 24 >= opens + 10) hour += 1;
  const first = at(hour);
  const here = (instant.getTime() - START) / HOUR_MS;
  return Math.floor(here) % 24 >= opens && Math.floor(here) % 24 < opens + 10 ? instant : first;
};

const planned: fc.Arbitrary<Planned> = fc.record({
  priority: fc.constantFrom(20, 30, 40, 50),
  createdHour: fc.integer({ min: 0, max: 200 }),
  delayHours: fc.constantFrom(0, 0, 0, 5, 30, 100),
  opens: fc.constantFrom(0, 9, 14),
  lastsHours: fc.option(fc.integer({ min: 1, max: 300 }), { nil: null }),
});

function lifeOf(plan: Planned, index: number): Life {
  const createdAt = at(plan.createdHour);
  return {
    priority: plan.priority,
    createdAt,
    dueAt: at(plan.createdHour + plan.delayHours),
    order: String(index).padStart(3, "0"),
    nextAllowed: nextOpen(plan.opens),
    expiresAt: plan.lastsHours === null ? null : at(plan.createdHour + plan.lastsHours),
    end: null,
  };
}

/** By trying hour after hour: what the rule computes. */
function bruteForce(sent: readonly Date[], one: Candidate, from: Date, budget: typeof BUDGET): Date {
  for (let hour = Math.ceil((Math.max(from.getTime(), one.dueAt.getTime()) - START) / HOUR_MS); ; hour += 1) {
    const instant = at(hour);
    if (one.nextAllowed(instant).getTime() === instant.getTime() && isWithin([...sent, instant], budget))
      return instant;
  }
}

function isWithin(instants: readonly Date[], { perDay, perWeek }: typeof BUDGET): boolean {
  return instants.every((first) => {
    const within = (windowMs: number) =>
      instants.filter((other) => other >= first && other.getTime() < first.getTime() + windowMs).length;
    return within(DAY_MS) <= perDay && within(7 * DAY_MS) <= perWeek;
  });
}

function planAll(sent: readonly Date[], all: readonly Candidate[], now: Date, budget: typeof BUDGET): Date[] {
  const placed = [...sent];
  return all.toSorted(compareCandidates).map((one) => {
    const slot = bruteForce(placed, one, now, budget);
    placed.push(slot);
    return slot;
  });
}

function liveThrough(plans: readonly Planned[], budget: typeof BUDGET): { lives: Life[]; sent: Date[] } {
  const lives = plans.map(lifeOf);
  const asked = new Map(lives.map((life) => [life, life.createdAt]));
  const sent: Date[] = [];
  for (let steps = 0; asked.size > 0; steps += 1) {
    if (steps > 20_000) throw new Error("some messages are asked for for ever");
    const [life, now] = [...asked].reduce((first, other) => (other[1] < first[1] ? other : first));
    const waiting = lives.filter((other) => other !== life && other.end === null && other.createdAt <= now);
    const decision = decideSlot({ now, sent, waiting, budget, candidate: life });
    if (decision.kind === "go") {
      const ahead = waiting.filter((other) => other.priority < life.priority);
      expect(planAll([...sent, now], ahead, now, budget), "nobody of more weight waits for it").toEqual(
        planAll(sent, ahead, now, budget),
      );
      sent.push(now);
      life.end = { kind: "sent", at: now };
      asked.delete(life);
    } else if (life.expiresAt && decision.until >= life.expiresAt) {
      life.end = { kind: decision.because, at: now };
      asked.delete(life);
    } else {
      expect(decision.until.getTime(), "time goes on").toBeGreaterThan(now.getTime());
      const before = planAll(
        sent,
        waiting.filter((other) => compareCandidates(other, life) < 0),
        now,
        budget,
      );
      expect(decision.until, "the first instant at which it fits").toEqual(
        bruteForce([...sent, ...before], life, now, budget),
      );
      asked.set(life, decision.until);
    }
  }
  return { lives, sent };
}

test("whatever comes: no window is ever too full, nothing vanishes, and weight never waits for less", () => {
  const budgets = fc.constantFrom(
    BUDGET,
    { perDay: 2, perWeek: 3 },
    { perDay: 3, perWeek: 3 },
    { perDay: 1, perWeek: 7 },
  );
  fc.assert(
    fc.property(fc.array(planned, { maxLength: 12 }), budgets, (plans, budget) => {
      const { lives, sent } = liveThrough(plans, budget);
      expect(isWithin(sent, budget)).toBe(true);
      expect(lives.every((life) => life.end !== null)).toBe(true);
      expect(sent).toHaveLength(lives.filter(({ end }) => end?.kind === "sent").length);
      for (const { end, expiresAt, dueAt } of lives) {
        if (end?.kind !== "sent") continue;
        expect(end.at >= dueAt).toBe(true);
        expect(expiresAt === null || end.at < expiresAt).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
});
