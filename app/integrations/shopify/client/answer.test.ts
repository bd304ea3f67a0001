import { describe, expect, test } from "vitest";

import { costOf } from "../../../../tests/support/scripted-shop";
import { readAnswer, readCost, type WireAnswer } from "./answer";

function answer(over: Partial<WireAnswer>): WireAnswer {
  return {
    status: 200,
    retryAfter: null,
    data: undefined,
    errors: undefined,
    extensions: undefined,
    ...over,
  };
}

const error = (code: string, message = "m") => [{ message, extensions: { code } }];

describe("readAnswer", () => {
  test("data is data", () => {
    expect(readAnswer(answer({ data: { shop: null } }))).toEqual({ kind: "data", data: { shop: null } });
  });

  test("THROTTLED waits for the missing points at the rate they come back", () => {
    const verdict = readAnswer(
      answer({ errors: error("THROTTLED"), extensions: costOf(862, 572, { restoreRate: 200 }) }),
    );
    expect(verdict).toEqual({ kind: "throttled", waitMs: 1_450 });
  });

  test("MAX_COST_EXCEEDED is never repeated, although it has no extensions", () => {
    expect(readAnswer(answer({ errors: error("MAX_COST_EXCEEDED", "Query cost is 1293") }))).toEqual({
      kind: "rejected",
      error: "Query cost is 1293",
    });
  });

  test("an error beside partial data refuses the whole", () => {
    const verdict = readAnswer(
      answer({ data: { orders: null }, errors: error("ACCESS_DENIED", "Access denied") }),
    );
    expect(verdict).toEqual({ kind: "rejected", error: "Access denied" });
  });

  test("an ignored search term is a refusal, because all rows came back", () => {
    const search = [
      {
        path: ["customers"],
        warnings: [{ field: "emial", message: "Invalid search field for this query." }],
      },
    ];
    const verdict = readAnswer(answer({ data: { customers: {} }, extensions: { search } }));
    expect(verdict.kind).toBe("rejected");
    expect(JSON.stringify(verdict)).toContain("emial");
  });

  test("a search without warnings is data", () => {
    expect(readAnswer(answer({ data: {}, extensions: { search: [{ path: ["a"], query: "x" }] } })).kind).toBe(
      "data",
    );
  });

  test("their internal error is worth another try", () => {
    expect(readAnswer(answer({ errors: error("INTERNAL_SERVER_ERROR") })).kind).toBe("broken");
  });

  test("an answer with neither data nor errors is broken", () => {
    expect(readAnswer(answer({})).kind).toBe("broken");
  });

  test.each([
    [401, "unauthorized"],
    [402, "closed"],
    [403, "rejected"],
    [404, "gone"],
    [423, "closed"],
    [429, "broken"],
    [500, "broken"],
    [503, "broken"],
  ])("status %i is %s", (status, kind) => {
    expect(readAnswer(answer({ status })).kind).toBe(kind);
  });

  test("Retry-After counts seconds, with decimals", () => {
    expect(readAnswer(answer({ status: 429, retryAfter: "4.0" }))).toMatchObject({ retryAfterMs: 4_000 });
    expect(readAnswer(answer({ status: 429, retryAfter: "soon" }))).toMatchObject({ retryAfterMs: null });
  });
});

test("readCost gives null for answers that do not tell", () => {
  expect(readCost({ extensions: undefined })).toBeNull();
  expect(readCost({ extensions: { cost: "cheap" } })).toBeNull();
  expect(readCost({ extensions: costOf(12, 1_988) })?.throttleStatus.currentlyAvailable).toBe(1_988);
});
