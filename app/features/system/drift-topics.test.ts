import { expect, test } from "vitest";

import { driftTopicsOf } from "./drift-topics";

test("fields are told by what a merchant calls them, each once and in one order", () => {
  expect(driftTopicsOf(["tags", "lastName", "firstName", "shopifySpentMinor"])).toEqual([
    "name",
    "tags",
    "purchases",
  ]);
  expect(driftTopicsOf(["lines.quantity", "lines", "netMinor", "financialStatus", "cancelledAt"])).toEqual([
    "status",
    "amounts",
    "lines",
    "dates",
  ]);
});

test("an unknown field is not hidden", () => {
  expect(driftTopicsOf(["sourceName"])).toEqual(["other"]);
});
