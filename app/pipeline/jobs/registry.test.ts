import { expect, test } from "vitest";
import { z } from "zod";

import { defineJob } from "./definition";
import { buildRegistry } from "./registry.server";

const job = (name: string) =>
  defineJob({ name, schema: z.object({}), maxAttempts: 1, run: () => Promise.resolve() });
const schedule = (name: string) => ({ name, everyMs: 1, run: () => Promise.resolve() });

test("jobs are found by their names", () => {
  const registry = buildRegistry([job("a.do-this"), job("a.do-that")], [schedule("a.sweep-it")]);
  expect([...registry.jobs.keys()]).toEqual(["a.do-this", "a.do-that"]);
});

test("two jobs or two schedules of one name are a mistake", () => {
  expect(() => buildRegistry([job("a.do-this"), job("a.do-this")], [])).toThrow(
    'two jobs are named "a.do-this"',
  );
  expect(() => buildRegistry([], [schedule("a.sweep-it"), schedule("a.sweep-it")])).toThrow(
    'two schedules are named "a.sweep-it"',
  );
});
