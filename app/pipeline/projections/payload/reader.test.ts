import { describe, expect, test } from "vitest";
import { z } from "zod/v4";

import { PayloadProblem } from "../outcome";

import { Amount, Flag, parseWith, RoundedId, TagList, Text, Verbatim, Whole, WireId } from "./fields";
import { listOf, recordOf } from "./reader";

const Line = recordOf({ id: WireId, quantity: Whole, price: Amount.nullish() });
const Order = recordOf({
  name: Text.nullish(),
  test: Flag.nullish(),
  gid: Verbatim.nullish(),
  tags: TagList.nullish(),
  lines: listOf(Line).nullish(),
});

function problemOf(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof PayloadProblem) return error.problem;
    throw error;
  }
}

describe("a record", () => {
  test("has the values that are asked for, as they are read, and no others", () => {
    const body = { name: " #1 ", test: false, gid: " as it is ", tags: "a, b,,", lines: [], other: 1 };
    expect(parseWith(Order, body)).toEqual({
      name: "#1",
      test: false,
      gid: " as it is ",
      tags: ["a", "b"],
      lines: [],
    });
  });

  test("may lack what need not be there, and says null where that was said", () => {
    expect(parseWith(Order, { name: null })).toEqual({ name: null });
    expect(parseWith(Order, { tags: [" a ", ""] }).tags).toEqual(["a"]);
  });

  test.each([
    [
      "lines.1.quantity",
      '"two"',
      {
        lines: [
          { id: 1, quantity: 1 },
          { id: 2, quantity: "two" },
        ],
      },
    ],
    ["lines.0.quantity", "1.5", { lines: [{ id: 1, quantity: 1.5 }] }],
    ["lines.0.id", "undefined", { lines: [{ quantity: 1 }] }],
    ["lines.0", "5", { lines: [5] }],
    ["lines", '"none"', { lines: "none" }],
    ["test", '"yes"', { test: "yes" }],
    ["tags", "[1]", { tags: [1] }],
    ["$", "[]", []],
  ])("with something wrong is refused, which names the place %s and the value %s", (path, value, body) => {
    expect(problemOf(() => parseWith(Order, body))).toMatchObject({ path, value });
  });

  test("inside an object of zod's is told of with its whole place", () => {
    const Outer = z.object({ order: Order });
    const body = { order: { lines: [{ id: 1, quantity: 1, price: "much" }] } };
    expect(problemOf(() => parseWith(Outer, body))).toMatchObject({
      path: "order.lines.0.price",
      value: '"much"',
      message: 'expected a decimal amount such as "12.50"',
    });
  });

  test("with an id that was rounded is to be parsed with care", () => {
    expect(() => parseWith(Order, { lines: [{ id: 2 ** 60, quantity: 1 }] })).toThrow(RoundedId);
  });
});
