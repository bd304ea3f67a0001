import { expect, test } from "vitest";

import { createBreaker } from "./breaker";

function setUp() {
  let wallMs = 1_000_000;
  const breaker = createBreaker(() => wallMs);
  return {
    breaker,
    pass: (ms: number) => {
      wallMs += ms;
    },
  };
}

test("a shop that answers is never waited for", () => {
  const { breaker } = setUp();
  breaker.note(true);
  expect([breaker.admit(), breaker.admit()]).toEqual([0, 0]);
});

test("after a call without an answer there is a pause of five seconds, to the millisecond", () => {
  const { breaker, pass } = setUp();
  breaker.note(false);
  expect(breaker.admit()).toBe(5_000);
  pass(4_999);
  expect(breaker.admit()).toBe(1);
  pass(1);
  expect(breaker.admit()).toBe(0);
});

test("then one call finds out, and the others wait for it", () => {
  const { breaker, pass } = setUp();
  breaker.note(false);
  pass(5_000);
  expect([breaker.admit(), breaker.admit()]).toEqual([0, 5_000]);
  breaker.note(true);
  expect([breaker.admit(), breaker.admit()]).toEqual([0, 0]);
});

test("when it gets no answer either, the pause begins again", () => {
  const { breaker, pass } = setUp();
  breaker.note(false);
  pass(5_000);
  breaker.admit();
  pass(90_000);
  breaker.note(false);
  expect(breaker.admit()).toBe(5_000);
});
