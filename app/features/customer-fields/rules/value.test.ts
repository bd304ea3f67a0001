import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type CustomerField, FIELD_KINDS, FIELD_LIMITS, type FieldKind } from "../schema";
import { readValue } from "./value";

const CHOICES = [
  { id: "c1", label: "Dark" },
  { id: "c2", label: "Light" },
];
const field = (kind: FieldKind): Pick<CustomerField, "kind" | "name" | "choices"> => ({
  kind,
  name: "Mine",
  choices: kind === "choice" ? CHOICES : [],
});
const read = (kind: FieldKind, typed: string) => {
  const value = readValue(field(kind), typed);
  return value.outcome === "read" ? value.written : value.code;
};

test.each(FIELD_KINDS)("blank empties a field of %s", (kind) => {
  expect(readValue(field(kind), "")).toEqual({ outcome: "read", written: null });
  expect(readValue(field(kind), "  \t")).toEqual({ outcome: "read", written: null });
});

describe("a text", () => {
  test("is taken without the spaces around it, up to the longest and no further", () => {
    expect(read("text", "  Size 42 ")).toBe("Size 42");
    expect(read("text", "x".repeat(FIELD_LIMITS.textLength))).toHaveLength(FIELD_LIMITS.textLength);
    expect(readValue(field("text"), "x".repeat(FIELD_LIMITS.textLength + 1))).toEqual({
      outcome: "wrong",
      code: "value-long",
      params: { field: "Mine", count: 501, most: 500 },
    });
  });
});

describe("a number", () => {
  test.each([
    ["12", "12"],
    ["12.50", "12.5"],
    ["12,5", "12.5"],
    ["1 000", "1000"],
    ["1\u00a0000,25", "1000.25"],
    ["-3", "-3"],
    ["+3", "3"],
    ["-0", "0"],
    ["1000000000000", "1000000000000"],
    ["-1000000000000", "-1000000000000"],
  ])("%j is %s", (typed, written) => {
    expect(read("number", typed)).toBe(written);
  });

  test.each(["twelve", "1e9", "0x10", "12.", ".5", "1,000,000", "12 kg", "NaN", "Infinity", "--1"])(
    "%j is none",
    (typed) => {
      expect(read("number", typed)).toBe("value-number");
    },
  );

  test("that could be thousands is not taken for a fraction", () => {
    expect(readValue(field("number"), "1,234")).toMatchObject({
      code: "value-number-thousands",
      params: { value: "1,234", field: "Mine" },
    });
    expect([read("number", "0,125"), read("number", "1.234"), read("number", "1,23")]).toEqual([
      ...["0.125", "1.234", "1.23"],
    ]);
  });

  test("beyond the bounds is refused with them", () => {
    expect(readValue(field("number"), "1000000000000.5")).toMatchObject({
      code: "value-number-range",
      params: { value: "1000000000000.5", most: 1_000_000_000_000 },
    });
    expect(read("number", "-1000000000001")).toBe("value-number-range");
  });
});

describe("a date", () => {
  test.each(["1900-01-01", "2199-12-31", "2028-02-29", "2026-11-30"])("%s is one", (day) => {
    expect(read("date", day)).toBe(day);
  });

  test.each(["1899-12-31", "2200-01-01", "2026-02-29", "2026-13-01", "2026-1-1", "30.11.2026", "today"])(
    "%s is none: the span is told",
    (typed) => {
      expect(readValue(field("date"), typed)).toMatchObject({
        outcome: "wrong",
        code: "value-date",
        params: { value: typed, first: "1900-01-01", last: "2199-12-31" },
      });
    },
  );
});

test("yes and no are the only answers", () => {
  expect(read("yes-no", "yes")).toBe("yes");
  expect(read("yes-no", " no ")).toBe("no");
  expect(read("yes-no", "YES")).toBe("value-yes-no");
  expect(read("yes-no", "true")).toBe("value-yes-no");
});

test("a choice is one of the field's, by its id", () => {
  expect(read("choice", "c2")).toBe("c2");
  expect(read("choice", "Light")).toBe("value-choice");
  expect(read("choice", "c3")).toBe("value-choice");
});

test("what is quoted of a long text is cut off", () => {
  const value = readValue(field("number"), "x".repeat(100));
  expect(value).toMatchObject({ params: { value: `${"x".repeat(40)}…` } });
});

test("whatever is read, read again is the same", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...FIELD_KINDS),
      fc.oneof(
        fc.string(),
        fc.double().map(String),
        fc.date({ noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10)),
      ),
      (kind, typed) => {
        const once = readValue(field(kind), typed);
        if (once.outcome === "wrong" || once.written === null) return;
        expect(readValue(field(kind), once.written)).toEqual(once);
      },
    ),
  );
});
