import { buildSchema, validate } from "graphql";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

import { bulkQueryOf } from "../backfill/registration.server";
import { reconcileDocuments } from "./documents";
import {
  changedSince,
  decideCounts,
  findMissingScope,
  FIRST_STEP,
  mayDelete,
  nextNightly,
  parseReconcileError,
  RECONCILE_RESOURCES,
  type Step,
  stepAfter,
  surelyVisibleSince,
  sweepQuota,
  windowFrom,
} from "./rules";

const NOW = new Date("2026-11-24T12:00:00Z");
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);

test("a run visits every phase of every resource once; checkouts have changes only", () => {
  const visited: string[] = [];
  for (let step: Step | null = FIRST_STEP; step; step = stepAfter(step))
    visited.push(`${step.resource} ${step.phase}`);
  expect(visited).toHaveLength(10);
  expect(new Set(visited).size).toBe(10);
  expect(visited.at(-1)).toBe("checkouts changes");
  expect(stepAfter(FIRST_STEP, { skipsRest: true })).toEqual({ resource: "products", phase: "changes" });
});

test("times in searches are quoted and whole, and customers overlap by a day", () => {
  expect(changedSince(new Date("2026-11-20T10:00:00.123Z"))).toBe("updated_at:>='2026-11-20T10:00:00Z'");
  expect(windowFrom("customers", NOW)).toEqual(daysAgo(1));
  expect(windowFrom("orders", NOW)).toEqual(daysAgo(1 / 24));
});

test("a token with a window knows of orders of 45 days for sure, another of all", () => {
  expect(surelyVisibleSince("read_orders", NOW)).toEqual(daysAgo(45));
  expect(surelyVisibleSince("read_orders,read_all_orders", NOW)).toBeNull();
  expect(findMissingScope("orders", "write_orders")).toBeNull();
  expect(findMissingScope("checkouts", "read_customers")).toBe("read_orders");
});

test("a night looks for a seventh, rounded up, so that seven nights look for all", () => {
  expect([0, 1, 7, 8].map((total) => sweepQuota(total, false))).toEqual([0, 1, 1, 2]);
  expect(sweepQuota(8, true)).toBe(8);
});

describe("records that are not found", () => {
  test.each([
    { goneCount: 5, askedCount: 10, counts: null, may: true },
    { goneCount: 6, askedCount: 10, counts: null, may: false },
    { goneCount: 25, askedCount: 250, counts: null, may: true },
    { goneCount: 26, askedCount: 250, counts: null, may: false },
    { goneCount: 250, askedCount: 250, counts: { localCount: 300, remoteCount: 50 }, may: true },
    { goneCount: 250, askedCount: 250, counts: { localCount: 300, remoteCount: 55 }, may: true },
    { goneCount: 250, askedCount: 250, counts: { localCount: 300, remoteCount: 56 }, may: false },
  ])("$goneCount of $askedCount with counts $counts are deleted: $may", ({ counts, may, ...asked }) => {
    expect(mayDelete(asked, counts)).toBe(may);
  });
});

describe("counts", () => {
  const situation = { isFull: false, rereadAt: null, now: NOW };
  test.each([
    ["as many", 5, 5, situation, "in-step"],
    ["too many here", 6, 5, situation, "sweep-all"],
    ["too many here after a look for all", 6, 5, { ...situation, isFull: true }, "wait"],
    ["too few here", 4, 5, situation, "reread"],
    ["too few, read anew six days ago", 4, 5, { ...situation, rereadAt: daysAgo(6) }, "wait"],
    ["too few, read anew seven days ago", 4, 5, { ...situation, rereadAt: daysAgo(7) }, "reread"],
  ] as const)("%s", (_title, localCount, remoteCount, given, kind) => {
    expect(decideCounts({ localCount, remoteCount }, given).kind).toBe(kind);
  });
});

describe("the nightly time", () => {
  const zone = "Europe/Warsaw";
  const localMinute = (instant: Date) => {
    const [hour = 0, minute = 0] = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
    })
      .format(instant)
      .split(":")
      .map(Number);
    return hour * 60 + minute;
  };

  test("is between one and five o'clock of the shop, and shops are spread over it", () => {
    const ids = Array.from({ length: 500 }, (_, index) => `shop-${index}`);
    const minutes = ids.map((id) => localMinute(nextNightly(id, zone, NOW)));
    expect(Math.min(...minutes)).toBeGreaterThanOrEqual(60);
    expect(Math.max(...minutes)).toBeLessThan(300);
    expect(new Set(minutes).size).toBeGreaterThan(150);
  });

  test("is always later, and a day apart, also when the clock is changed", () => {
    let at = new Date("2026-10-20T12:00:00Z");
    for (let night = 0; night < 200; night += 1) {
      const next = nextNightly("shop-1", zone, at);
      const hours = (next.getTime() - at.getTime()) / 3_600_000;
      expect(hours).toBeGreaterThan(0);
      if (night > 0) expect(Math.abs(hours - 24)).toBeLessThanOrEqual(1);
      at = next;
    }
  });
});

test("an error is stored with its code and read back", () => {
  expect(parseReconcileError("missing-scope: read_orders")).toEqual({
    code: "missing-scope",
    detail: "read_orders",
  });
  expect(parseReconcileError("something else")).toEqual({ code: "failed", detail: "something else" });
  expect(parseReconcileError(null)).toBeNull();
});

describe.each(RECONCILE_RESOURCES)("the questions about %s", (resource) => {
  const schema = buildSchema(
    gunzipSync(readFileSync("dev-store/schema/admin-2026-10.graphql.gz")).toString("utf8"),
    { assumeValidSDL: true },
  );
  const { children, ...questions } = reconcileDocuments(resource, bulkQueryOf(resource, null));

  test("are valid in the real schema", () => {
    for (const document of [...Object.values(questions), ...Object.values(children)])
      expect(validate(schema, document)).toEqual([]);
  });
});

test("a bulk query of another shape is no source of questions", () => {
  expect(() => reconcileDocuments("orders", "{ orders { nodes { id } } }")).toThrow(/edges/);
});
