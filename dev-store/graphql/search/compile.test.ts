import { describe, expect, it } from "vitest";

import { compileSearch } from "./compile";
import type { Filters } from "./filters";

type Row = { name: string; email: string | null; tags: string[]; at: Date; spent: number; test: boolean };

const FILTERS: Filters<Row> = {
  text: (row) => [row.name, row.email],
  fields: {
    at: { kind: "time", read: (row) => [row.at] },
    email: { kind: "text", read: (row) => [row.email] },
    spent: { kind: "number", read: (row) => [row.spent] },
    tag: { kind: "word", read: (row) => row.tags },
    tag_not: { kind: "absent", read: (row) => row.tags },
    test: { kind: "boolean", read: (row) => row.test },
  },
  unanswerable: ["risk_level"],
};

const ROWS: Row[] = [
  { name: "Ada Lovelace", email: "ada@example.com", tags: ["VIP"], at: new Date("2026-11-20T00:00:00.400Z"), spent: 100.5, test: false },
  { name: "Bo Wang", email: "bo.wang@shop.pl", tags: ["VIP Gold", "new"], at: new Date("2026-11-21T10:00:00Z"), spent: 20, test: true },
  { name: "Cy", email: null, tags: [], at: new Date("2025-01-01T00:00:00Z"), spent: 0, test: false },
]; // prettier-ignore

const NOW = new Date("2026-11-23T09:00:00Z");
const found = (query: string) => {
  const { test } = compileSearch(query, FILTERS, NOW);
  return ROWS.filter((row) => test?.(row) ?? true).map(({ name }) => name.split(" ")[0]);
};

describe("compileSearch", () => {
  it.each([
    ["email:example.com", ["Ada"]],
    ["email:ada", ["Ada"]],
    ["email:ampl", []],
    ["email:*", ["Ada", "Bo"]],
    ["-email:*", ["Cy"]],
    ["tag:vip", ["Ada"]],
    ["tag:'VIP Gold'", ["Bo"]],
    ["tag:VIP*", ["Ada", "Bo"]],
    ["tag:'vip,new'", ["Ada", "Bo"]],
    ["tag_not:VIP", ["Bo", "Cy"]],
    ["spent:>20", ["Ada"]],
    ["spent:>=20", ["Ada", "Bo"]],
    ["spent:20", ["Bo"]],
    ["spent:10..30", ["Bo"]],
    ["test:true", ["Bo"]],
    ["wang", ["Bo"]],
    ["LOVE*", ["Ada"]],
    ["tag:VIP OR test:true", ["Ada", "Bo"]],
  ])("%s finds %j", (query, names) => {
    expect(found(query)).toEqual(names);
  });

  it.each([
    ["at:>='2026-11-20T00:00:00Z'", ["Ada", "Bo"]],
    ["at:>='2026-11-20T00:00:01Z'", ["Bo"]],
    ["at:<='2026-11-20T00:00:00Z'", ["Ada", "Cy"]],
    ["at:2026-11-21", ["Bo"]],
    ["at:>2026-11-20", ["Bo"]],
    ["at:<=2025", ["Cy"]],
    ["at:<now", ["Ada", "Bo", "Cy"]],
    ["at:'2026-11-20T01:00:00+01:00'", ["Ada"]],
  ])("compares instants to the second: %s finds %j", (query, names) => {
    expect(found(query)).toEqual(names);
  });

  it("drops an unknown field with a warning, so that every row comes back", () => {
    const { test, warnings } = compileSearch("emial:ada", FILTERS, NOW);
    expect(test).toBeNull();
    expect(warnings).toEqual([
      { field: "emial", message: "Invalid search field for this query.", code: "invalid_field" },
    ]);
  });

  it("lets the known part of a query decide when another part is dropped", () => {
    expect(found("nonsense:1 tag:VIP")).toEqual(["Ada"]);
    expect(found("nonsense:1 OR tag:VIP")).toEqual(["Ada"]);
  });

  it("warns of a value that makes no sense", () => {
    expect(compileSearch("spent:much", FILTERS, NOW).warnings[0]?.code).toBe("invalid_value");
    expect(compileSearch("at:>=yesterday", FILTERS, NOW).warnings[0]?.code).toBe("invalid_value");
  });

  it("refuses a field that the real shop answers and the stand-in cannot", () => {
    expect(() => compileSearch("risk_level:high", FILTERS, NOW)).toThrow("not in the dev-store yet");
    expect(() => compileSearch("metafields.a.b:1", FILTERS, NOW)).toThrow("not in the dev-store yet");
  });
});
