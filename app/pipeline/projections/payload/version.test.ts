import { expect, test } from "vitest";

import { versionOfDelivery, versionOfNode } from "./version";

const at = (text: string) => new Date(`2026-03-01T${text}Z`);

test.each([
  ["within the second the trigger decides", "10:00:05.000", "10:00:05.400", "10:00:05.400"],
  ["a trigger before the second counts as its start", "10:00:05.000", "10:00:04.900", "10:00:05.000"],
  [
    "a trigger after the second counts as its end, before a node of that second",
    "10:00:05.000",
    "10:00:09.000",
    "10:00:05.998",
  ],
  ["an exact updated_at needs no help", "10:00:05.123", "10:00:05.900", "10:00:05.123"],
])("%s", (...[, updatedAt, triggeredAt, version]) => {
  expect(versionOfDelivery(at(updatedAt), at(triggeredAt))).toEqual(at(version));
});

test("a payload without updated_at is as new as its trigger", () => {
  expect(versionOfDelivery(null, at("10:00:05.400"))).toEqual(at("10:00:05.400"));
});

test.each([
  ["read later: all of its second", "10:00:05.000", "10:30:00.000", "10:00:05.999"],
  ["read within its second: until then", "10:00:05.000", "10:00:05.300", "10:00:05.300"],
  ["a clock behind Shopify's does not make it older", "10:00:05.000", "10:00:01.000", "10:00:05.000"],
])("a node %s", (...[, updatedAt, readAt, version]) => {
  expect(versionOfNode(at(updatedAt), at(readAt))).toEqual(at(version));
});
