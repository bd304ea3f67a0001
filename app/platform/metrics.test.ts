import { readFileSync } from "node:fs";

import { expect, test } from "vitest";

import * as measures from "./measures.server";
import { defineCounts, defineReadings, defineSpans, measureProcess, readMetrics } from "./metrics.server";

const linesOf = async (name: string) =>
  (await readMetrics()).split("\n").filter((line) => line.startsWith(name));

test("what was counted is told with its labels, and nothing of what was not", async () => {
  const counts = defineCounts({ name: "test_thing_done_total", help: "Things", labels: ["kind", "outcome"] });
  const good = counts.of("a", "good");
  good.add();
  good.add(2);
  counts.of("a", "bad").add(0.5);
  counts.of("a", "good").add();
  expect(await linesOf("test_thing_done_total")).toEqual([
    'test_thing_done_total{kind="a",outcome="good"} 4',
    'test_thing_done_total{kind="a",outcome="bad"} 0.5',
  ]);
});

test("reading twice counts nothing twice", async () => {
  defineCounts({ name: "test_twice_read_total", help: "Things", labels: [] }).of().add(7);
  await readMetrics();
  expect(await linesOf("test_twice_read_total")).toEqual(["test_twice_read_total 7"]);
});

test("spans are told in seconds, by bucket, with the bound included; before the beginning is no time at all", async () => {
  const spans = defineSpans({ name: "test_wait_seconds", help: "Waits", buckets: [0.1, 1] });
  for (const ms of [-5, 100, 101, 5_000]) spans.observe(ms);
  expect(await linesOf("test_wait_seconds")).toEqual([
    'test_wait_seconds_bucket{le="0.1"} 2',
    'test_wait_seconds_bucket{le="1"} 3',
    'test_wait_seconds_bucket{le="+Inf"} 4',
    expect.stringMatching(/^test_wait_seconds_sum 5\.20/),
    "test_wait_seconds_count 4",
  ]);
});

test("readings are asked for at every scrape; one that fails is absent and spoils no other", async () => {
  let figure = 1;
  const good = defineReadings({ name: "test_good_things", help: "Things", label: "state" });
  const bad = defineReadings({ name: "test_bad_things", help: "Things", label: "state" });
  expect(await linesOf("test_good_things")).toEqual([]);
  good.readBy(() => Promise.resolve({ open: figure }));
  bad.readBy(() => Promise.reject(new Error("no answer")));
  expect(await linesOf("test_good_things")).toEqual(['test_good_things{state="open"} 1']);
  figure = 2;
  expect(await linesOf("test_good_things")).toEqual(['test_good_things{state="open"} 2']);
  expect(await linesOf("test_bad_things")).toEqual([]);
});

test("the process tells of its event loop, however often it is asked to", async () => {
  measureProcess();
  measureProcess();
  expect(await linesOf("nodejs_eventloop_lag_p99_seconds")).toHaveLength(1);
});

const source = readFileSync("app/platform/measures.server.ts", "utf8");
const names = [...source.matchAll(/name: "([a-z_]+)"/g)].map(([, name = ""]) => name);

test("every measure has a name of ours with its unit, and docs/scaling.md tells of it", () => {
  expect(names).toHaveLength(Object.keys(measures).length);
  const docs = readFileSync("docs/scaling.md", "utf8");
  for (const name of names) {
    expect(name).toMatch(/^perennial_[a-z_]+_(total|seconds|jobs|connections|deliveries)$/);
    expect(docs).toContain(`\`${name}\``);
  }
});

test("no label may hold a shop or a person", () => {
  const labels = [...source.matchAll(/labels?: (\[[^\]]*\]|"\w+")/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"(\w+)"/g)].map(([, label]) => label),
  );
  expect([...new Set(labels)].sort()).toEqual([
    "job",
    "kind",
    "outcome",
    "reason",
    "resource",
    "schedule",
    "state",
    "status",
  ]);
});
