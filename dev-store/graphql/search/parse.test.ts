import { describe, expect, it } from "vitest";

import { parsedShape } from "./notices";
import { parseSearch } from "./parse";

const shape = (query: string) => {
  const tree = parseSearch(query);
  return tree && parsedShape(tree);
};

describe("parseSearch", () => {
  it.each([
    ["email:ada@example.com", { field: "email", match_all: "ada@example.com" }],
    ["tag:'VIP Gold'", { field: "tag", match_phrase: "VIP Gold" }],
    ['email:"bo@example.com"', { field: "email", match_phrase: "bo@example.com" }],
    ["email:*", { field: "email", match_prefix: "" }],
    ["first_name:Ja*", { field: "first_name", match_prefix: "Ja" }],
    ["updated_at:>='2026-11-20T00:00:00Z'", { field: "updated_at", range: { gte: "2026-11-20T00:00:00Z" } }],
    ["order_date: >='2024-01-01'", { field: "order_date", range: { gte: "2024-01-01" } }],
    ["total_spent:<50.5", { field: "total_spent", range: { lt: "50.5" } }],
    [
      "Bob Norman",
      {
        and: [
          { field: "default", match_all: "Bob" },
          { field: "default", match_all: "Norman" },
        ],
      },
    ],
    [
      "a:1 AND b:2",
      {
        and: [
          { field: "a", match_all: "1" },
          { field: "b", match_all: "2" },
        ],
      },
    ],
    [
      "a:1 OR b:2",
      {
        or: [
          { field: "a", match_all: "1" },
          { field: "b", match_all: "2" },
        ],
      },
    ],
    ["-tag:VIP", { not: { field: "tag", match_all: "VIP" } }],
    ["NOT tag:VIP", { not: { field: "tag", match_all: "VIP" } }],
  ])("reads %s", (query, tree) => {
    expect(shape(query)).toEqual(tree);
  });

  it("binds AND closer than OR, and parentheses closest", () => {
    expect(shape("a:1 b:2 OR c:3")).toEqual({
      or: [
        {
          and: [
            { field: "a", match_all: "1" },
            { field: "b", match_all: "2" },
          ],
        },
        { field: "c", match_all: "3" },
      ],
    });
    expect(shape("(a:1 OR b:2) c:3")).toEqual({
      and: [
        {
          or: [
            { field: "a", match_all: "1" },
            { field: "b", match_all: "2" },
          ],
        },
        { field: "c", match_all: "3" },
      ],
    });
  });

  it("splits an unquoted time at its colons into a second term", () => {
    expect(shape("updated_at:>=2026-11-20T00:00:00Z")).toEqual({
      and: [
        { field: "updated_at", range: { gte: "2026-11-20T00" } },
        { field: "00", match_all: "00Z" },
      ],
    });
  });

  it.each(["", "   ", "()", ":", "::", "'", "-", "NOT", "OR", "a:(", ")"])("survives %j", (query) => {
    expect(() => parseSearch(query)).not.toThrow();
  });
});
