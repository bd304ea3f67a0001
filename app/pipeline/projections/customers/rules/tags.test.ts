import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { unknownCustomer } from "../rules";
import type { CustomerState } from "../schema";

import { applyTagChanges, applyTagSet } from "./tags";

const at = (minute: number) => new Date(Date.UTC(2026, 2, 1, 10, minute));
const customer = () => unknownCustomer({ id: "s1_1", gid: "gid://shopify/Customer/1" }, at(0));
const tagsOf = (state: CustomerState) => [...state.tags.values()].sort();

const add = (tags: string[], minute: number) => (state: CustomerState) =>
  applyTagChanges(state, { added: tags, removed: [], changedAt: at(minute) });
const remove = (tags: string[], minute: number) => (state: CustomerState) =>
  applyTagChanges(state, { added: [], removed: tags, changedAt: at(minute) });
const whole = (tags: string[], minute: number) => (state: CustomerState) =>
  applyTagSet(state, tags, at(minute));

function after(...steps: ((state: CustomerState) => unknown)[]): string[] {
  const state = customer();
  for (const step of steps) step(state);
  return tagsOf(state);
}

describe("single changes of a tag", () => {
  test("added then removed is gone, in either order of arrival", () => {
    expect(after(add(["vip"], 1), remove(["vip"], 2))).toEqual([]);
    expect(after(remove(["vip"], 2), add(["vip"], 1))).toEqual([]);
  });

  test("removed then added is there, in either order of arrival", () => {
    expect(after(remove(["vip"], 1), add(["vip"], 2))).toEqual(["vip"]);
    expect(after(add(["vip"], 2), remove(["vip"], 1))).toEqual(["vip"]);
  });

  test("added and removed in one instant is there, in either order of arrival", () => {
    expect(after(add(["vip"], 1), remove(["vip"], 1))).toEqual(["vip"]);
    expect(after(remove(["vip"], 1), add(["vip"], 1))).toEqual(["vip"]);
  });

  test("tags are case-insensitive and keep the first spelling", () => {
    expect(after(add(["VIP"], 1), add(["vip"], 2))).toEqual(["VIP"]);
    expect(after(add(["VIP"], 1), remove(["vip"], 2))).toEqual([]);
  });
});

describe("a whole set", () => {
  test("replaces what is older than it, but not what changed later", () => {
    expect(after(add(["old"], 1), add(["later"], 9), remove(["gone"], 9), whole(["set", "gone"], 5))).toEqual(
      ["later", "set"],
    );
  });

  test("swallows single changes up to its own instant, inclusive", () => {
    expect(after(whole(["set"], 5), remove(["set"], 5))).toEqual(["set"]);
    expect(after(whole(["set"], 5), remove(["set"], 6))).toEqual([]);
  });

  test("gives way to a newer one", () => {
    expect(after(whole(["new"], 5), whole(["old"], 4))).toEqual(["new"]);
  });
});

test("the event tells the real difference only", () => {
  const state = customer();
  add(["vip", "tea"], 1)(state);
  const events = whole(["VIP", "coffee"], 5)(state);
  expect(events).toEqual([
    expect.objectContaining({
      type: "customer.tags-changed",
      payload: { customerId: "s1_1", added: ["coffee"], removed: ["tea"] },
    }),
  ]);
  expect(whole(["vip", "coffee"], 6)(state)).toEqual([]);
  expect(add(["vip"], 4)(state)).toBeNull();
});

test("whatever order changes and sets come in, and however often, the tags end the same", () => {
  const tag = fc.constantFrom("vip", "tea", "coffee");
  const step = fc.record({
    kind: fc.constantFrom("add", "remove", "whole"),
    tags: fc.uniqueArray(tag, { maxLength: 3 }),
    minute: fc.integer({ min: 0, max: 50 }),
  });
  const history = fc.uniqueArray(step, { selector: ({ minute }) => minute, maxLength: 8 });
  fc.assert(
    fc.property(
      history.chain((steps) =>
        fc.tuple(
          fc.constant(steps),
          fc.shuffledSubarray([...steps, ...steps], { minLength: steps.length * 2 }),
        ),
      ),
      ([steps, shuffled]) => {
        const run = ({ kind, tags, minute }: (typeof steps)[number]) =>
          kind === "whole" ? whole(tags, minute) : kind === "add" ? add(tags, minute) : remove(tags, minute);
        const ordered = [...steps].sort((a, b) => a.minute - b.minute);
        expect(after(...shuffled.map(run))).toEqual(after(...ordered.map(run)));
      },
    ),
    { numRuns: 400 },
  );
});
