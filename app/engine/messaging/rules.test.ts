import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type ConsentFacts, decideMayWrite, isUnknownMailbox, withoutAddresses } from "./rules";
import { CONSENT_POLICIES } from "./schema";

const facts = (over: Partial<ConsentFacts> = {}): ConsentFacts => ({
  address: "ada@example.com",
  consentState: "SUBSCRIBED",
  acceptsMarketing: false,
  isSuppressed: false,
  hasOptedOutOfDataSale: false,
  ...over,
});
const STATES = ["SUBSCRIBED", "NOT_SUBSCRIBED", "PENDING", "UNSUBSCRIBED", "REDACTED", "INVALID", null];

describe("decideMayWrite, subscribed only", () => {
  test.each([
    { name: "a subscriber", over: {}, expected: "may" },
    {
      name: "a customer who never said anything",
      over: { consentState: "NOT_SUBSCRIBED" },
      expected: "not-consented",
    },
    {
      name: "a guest who ticked the box",
      over: { consentState: null, acceptsMarketing: true },
      expected: "may",
    },
    { name: "a guest who did not", over: { consentState: null }, expected: "not-consented" },
    {
      name: "a customer who ticked the box at this checkout",
      over: { consentState: "NOT_SUBSCRIBED", acceptsMarketing: true },
      expected: "may",
    },
    {
      name: "somebody whose confirmation is still out",
      over: { consentState: "PENDING", acceptsMarketing: true },
      expected: "not-consented",
    },
    {
      name: "somebody who unsubscribed in the shop and left the box ticked",
      over: { consentState: "UNSUBSCRIBED", acceptsMarketing: true },
      expected: "unsubscribed",
    },
    {
      name: "a subscriber who unsubscribed by our link",
      over: { isSuppressed: true },
      expected: "suppressed",
    },
    {
      name: "a subscriber who opted out of having their data sold",
      over: { hasOptedOutOfDataSale: true },
      expected: "data-sale-opt-out",
    },
    {
      name: "somebody who unsubscribed in the shop and opted out of data sale",
      over: { consentState: "UNSUBSCRIBED", hasOptedOutOfDataSale: true },
      expected: "unsubscribed",
    },
    { name: "nobody", over: { address: null }, expected: "no-email" },
    { name: "an empty address", over: { address: "" }, expected: "no-email" },
  ])("$name: $expected", ({ over, expected }) => {
    const decision = decideMayWrite(facts(over), "subscribed-only");
    expect(decision.kind === "may" ? "may" : decision.reason).toBe(expected);
  });
});

test("the wide policy adds those who said nothing, and nobody who said no", () => {
  expect(decideMayWrite(facts({ consentState: "NOT_SUBSCRIBED" }), "unless-unsubscribed").kind).toBe("may");
  expect(decideMayWrite(facts({ consentState: "UNSUBSCRIBED" }), "unless-unsubscribed").kind).toBe("may-not");
});

test("no policy and no box reaches somebody who refused", () => {
  const anybody = fc.record({
    consentState: fc.constantFrom(...STATES),
    acceptsMarketing: fc.boolean(),
    isSuppressed: fc.boolean(),
    hasOptedOutOfDataSale: fc.boolean(),
  });
  fc.assert(
    fc.property(anybody, fc.constantFrom(...CONSENT_POLICIES), (person, policy) => {
      const { kind } = decideMayWrite(facts(person), policy);
      const { consentState, isSuppressed, hasOptedOutOfDataSale } = person;
      const refused =
        isSuppressed ||
        hasOptedOutOfDataSale ||
        ["UNSUBSCRIBED", "REDACTED", "INVALID"].includes(consentState ?? "");
      if (refused) expect(kind).toBe("may-not");
    }),
  );
});

test.each([
  { error: "Can't send mail - all recipients were rejected: 550 5.1.1 no such user", unknown: true },
  { error: "550 5.1.10 recipient not found", unknown: true },
  { error: "550 5.7.1 relaying denied", unknown: false },
  { error: "554 5.1.8 bad sender", unknown: false },
  { error: "552 mailbox full, 15.1.1 MB", unknown: false },
])("$error: the address exists? unknown = $unknown", ({ error, unknown }) => {
  expect(isUnknownMailbox(error)).toBe(unknown);
});

test.each([
  ["550 5.1.1 <ada@example.com>: Recipient address rejected", "550 5.1.1 <…>: Recipient address rejected"],
  ["Message for ada+cart@пример.рф, bob@example.com refused", "Message for …, … refused"],
  ["421 try again later", "421 try again later"],
])("%j is written down without the address", (error, kept) => {
  expect(withoutAddresses(error)).toBe(kept);
});
