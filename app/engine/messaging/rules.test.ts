import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type ConsentFacts, decideMayWrite, isSilencedBy, isUnknownMailbox, withoutAddresses } from "./rules";
import { CONSENT_POLICIES, needsConsent, TOPICS } from "./schema";

const facts = (over: Partial<ConsentFacts> = {}): ConsentFacts => ({
  topic: "cart",
  channel: "email",
  address: "ada@example.com",
  consentState: "SUBSCRIBED",
  acceptsMarketing: false,
  isSuppressed: false,
  isTopicOff: false,
  isPaused: false,
  hasOptedOutOfDataSale: false,
  ...over,
});
const STATES = ["SUBSCRIBED", "NOT_SUBSCRIBED", "PENDING", "UNSUBSCRIBED", "REDACTED", "INVALID", null];

describe("decideMayWrite, subscribed only", () => {
  test.each<{ name: string; over: Partial<ConsentFacts>; expected: string }>([
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
    { name: "a subscriber who switched the topic off", over: { isTopicOff: true }, expected: "topic-off" },
    { name: "a subscriber who asked for a pause", over: { isPaused: true }, expected: "paused" },
    {
      name: "a number without consent to SMS",
      over: { channel: "sms", consentState: null },
      expected: "not-consented",
    },
    { name: "nobody's number", over: { channel: "sms", address: null }, expected: "no-phone" },
    { name: "a machine of the merchant", over: { channel: "webhook", address: null }, expected: "may" },
    { name: "nobody", over: { address: null }, expected: "no-email" },
    { name: "an empty address", over: { address: "" }, expected: "no-email" },
  ])("$name: $expected", ({ over, expected }) => {
    const decision = decideMayWrite(facts(over), "subscribed-only");
    expect(decision.kind === "may" ? "may" : decision.reason).toBe(expected);
  });
});

describe("messages that need no consent", () => {
  const refusing = {
    consentState: "UNSUBSCRIBED",
    hasOptedOutOfDataSale: true,
    isPaused: true,
    isTopicOff: true,
  } as const;
  const reasonOf = (over: Partial<ConsentFacts>) => {
    const decision = decideMayWrite(facts(over), "subscribed-only");
    return decision.kind === "may" ? "may" : decision.reason;
  };

  test("about an order reach whoever refused everything that can be refused", () => {
    expect(reasonOf({ topic: "transactional", ...refusing })).toBe("may");
  });

  test("about a service reach who refused marketing, and not who switched the topic off", () => {
    expect(reasonOf({ topic: "service", ...refusing, isTopicOff: false })).toBe("may");
    expect(reasonOf({ topic: "service", ...refusing })).toBe("topic-off");
  });

  test("reach no suppressed address", () => {
    for (const topic of ["transactional", "service"] as const)
      expect(reasonOf({ topic, isSuppressed: true })).toBe("suppressed");
  });
});

test.each([
  ["unsubscribed", "all", ["cart", "loyalty", "offers", "surveys"]],
  ["complaint", "all", ["service", "cart", "loyalty", "offers", "surveys"]],
  ["hard-bounce", "all", [...TOPICS]],
  ["soft-bounces", "all", [...TOPICS]],
  ["unknown-mailbox", "all", [...TOPICS]],
  ["unsubscribed", "offers", ["offers"]],
])("%s of %s stops %j", (reason, topic, stopped) => {
  expect(
    TOPICS.filter((asked) => isSilencedBy({ reason, topic }, { topic: asked, channel: "email" })),
  ).toEqual(stopped);
});

test("the wide policy adds those who said nothing, and nobody who said no", () => {
  expect(decideMayWrite(facts({ consentState: "NOT_SUBSCRIBED" }), "unless-unsubscribed").kind).toBe("may");
  expect(decideMayWrite(facts({ consentState: "UNSUBSCRIBED" }), "unless-unsubscribed").kind).toBe("may-not");
});

test("no policy and no box reaches somebody who refused, about whatever needs consent", () => {
  const anybody = fc.record({
    topic: fc.constantFrom(...TOPICS.filter(needsConsent)),
    channel: fc.constantFrom("email" as const, "sms" as const),
    isTopicOff: fc.boolean(),
    isPaused: fc.boolean(),
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
        person.isTopicOff ||
        person.isPaused ||
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
