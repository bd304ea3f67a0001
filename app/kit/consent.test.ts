import { expect, test } from "vitest";

import { consentChangeKey } from "./consent";

const change = {
  customerId: "s1_7",
  channel: "email",
  state: "UNSUBSCRIBED",
  at: new Date("2026-03-01T12:00:00.700Z"),
} as const;

test("a change has one name, whether it is told with or without parts of a second", () => {
  const told = { ...change, at: new Date("2026-03-01T12:00:00Z") };
  expect(consentChangeKey(told)).toBe(consentChangeKey(change));
});

test.each([
  ["another second", { at: new Date("2026-03-01T12:00:01Z") }],
  ["another person", { customerId: "s1_8" }],
  ["another channel", { channel: "sms" as const }],
  ["another state", { state: "SUBSCRIBED" }],
  ["a change of the level alone", { level: "CONFIRMED_OPT_IN" }],
])("%s is another change", (_name, over) => {
  expect(consentChangeKey({ ...change, ...over })).not.toBe(consentChangeKey(change));
});
