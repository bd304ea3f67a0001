import { randomBytes } from "node:crypto";

import { expect, test } from "vitest";

import { compact, expand } from "./compact.server";

const there = (parts: readonly Buffer[]) => Buffer.concat(compact(parts));

test.each([
  ["nothing", Buffer.alloc(0)],
  ["a short text", Buffer.from("short")],
  ["what begins like a mark", Buffer.of(1, 2, 3)],
  ["a long text", Buffer.from("much alike ".repeat(10_000))],
  ["what cannot become shorter", randomBytes(100_000)],
])("%s comes back as it was, in whatever parts it is given", (_name, content) => {
  const middle = content.length >> 1;
  for (const parts of [[content], [content.subarray(0, middle), content.subarray(middle)]]) {
    expect(expand(there(parts)).equals(content)).toBe(true);
  }
});

test("texts that are much alike become a fraction as long", () => {
  const order = (id: number) =>
    Buffer.from(JSON.stringify({ id, note: "as always", lines: Array(100).fill("shirt") }));
  const orders = Array.from({ length: 100 }, (_, id) => order(id));
  const length = Buffer.concat(orders).length;
  expect(there(orders).length).toBeLessThan(length / 10);
});

test("what an earlier version kept is read as it is", () => {
  const kept = Buffer.of(0, 0, 1, 7, 123);
  expect(expand(kept).equals(kept)).toBe(true);
});

test("what was altered is told", () => {
  expect(() => expand(Buffer.concat([Buffer.of(1), randomBytes(50)]))).toThrow();
});
