import { describe, expect, test } from "vitest";

import { isSearchIndex, searchIndexOf, searchPatternsOf, sortKeyOf } from "./search-index.server";

/** What `LIKE … ESCAPE '\'` does with these patterns. */
function finds(search: string, text: string): boolean {
  const index = searchIndexOf(text);
  const patterns = searchPatternsOf(search);
  return (
    patterns.length > 0 &&
    patterns.every((pattern) => index.includes(pattern.slice(1, -1).replaceAll("\\_", "_")))
  );
}

describe("a search", () => {
  test.each([
    ["ada", "ada lovelace ada@example.com", true],
    ["LOVE", "ada lovelace", true],
    ["ada lov", "ada lovelace", true],
    ["ada byron", "ada lovelace", false],
    ["example", "ada@example.com", true],
    ["ada@example.com", "Ada@Example.com", true],
    ["ada@example.org", "ada@example.com", false],
    ["łucja", "Łucja Żak", true],
    ["konstantinopolitanka", "Konstantinopolitanka", true],
    ["lace", "lovelace", false],
    ["", "ada", false],
  ])("for %j in %j: %j", (search, text, expected) => {
    expect(finds(search, text)).toBe(expected);
  });
});

test("an index shows nothing of the words, and is told from them", () => {
  const index = searchIndexOf("ada lovelace");
  expect(index).not.toMatch(/ada|lovelace/);
  expect(isSearchIndex(index)).toBe(true);
  expect(isSearchIndex("ada lovelace")).toBe(false);
  expect(searchIndexOf(" ")).toBe("");
});

test("three letters are kept to sort by", () => {
  expect(sortKeyOf("Lovelace Ada")).toBe("lov");
});
