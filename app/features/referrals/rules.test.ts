import { describe, expect, test } from "vitest";

import { DAY_MS } from "~/kit/duration";

import { decideReferral, isAsGoodAsRefunded, type ReferralFacts } from "./rules/decide";
import { addressMark, mailbox, nameMark, phoneMark } from "./rules/identity";
import { findSignals, type Mark, MANY_AT_ONCE, type SignalFacts } from "./rules/signals";
import { ReferralSettingsSchema, type Refusal, type Signal } from "./schema";

const PAID_AT = new Date("2026-03-01T12:00:00Z");
const after = (days: number, ms = 0) => new Date(PAID_AT.getTime() + days * DAY_MS + ms);
const SETTINGS = ReferralSettingsSchema.parse({ monthlyCap: 2, lifetimeCap: 5 });

const FACTS: ReferralFacts = {
  state: "held",
  order: { isTest: false, isGone: false, isRefunded: false, isPaid: true },
  ...{ isOwn: false, hasBoughtBefore: false, isKnownFriend: false, isAdvocateThere: true },
  ...{ signals: [], isApproved: false, isAsking: false },
  ...{ seenAt: PAID_AT, qualifiedAt: PAID_AT, dueAt: null, rewarded: { month: 0, lifetime: 0 } },
};
const decide = (over: Partial<ReferralFacts>, now = after(14), settings = SETTINGS) => {
  const decision = decideReferral({ ...FACTS, ...over }, settings, now);
  return decision.kind === "refuse" ? decision.reason : decision.kind;
};

describe("the return window", () => {
  test.each([
    ["hold", 14, -1],
    ["reward", 14, 0],
    ["reward", 14, 1],
  ])("is over after 14 days of 24 hours: %s at %d days and %d ms", (kind, days, ms) => {
    expect(decide({}, after(days, ms))).toBe(kind);
  });

  test("of no days is over at once; one that began keeps its end whatever the settings say later", () => {
    const now = ReferralSettingsSchema.parse({ holdDays: 0 });
    expect(decide({ qualifiedAt: null }, PAID_AT, now)).toBe("reward");
    expect(decide({ dueAt: after(14) }, after(13), now)).toBe("hold");
  });

  test("waits for the contacts to be compared, too", () => {
    expect(decide({ isAsking: true })).toBe("hold");
  });
});

describe("an order that is not paid", () => {
  const order = { ...FACTS.order, isPaid: false };
  test.each([
    ["see", 60, -1],
    ["never-paid", 60, 0],
  ])("is %s at %d days and %d ms", (kind, days, ms) => {
    expect(decide({ order, qualifiedAt: null }, after(days, ms))).toBe(kind);
  });
});

describe("what speaks against it for good", () => {
  const order = (over: Partial<ReferralFacts["order"]>) => ({ order: { ...FACTS.order, ...over } });
  const cases: [Refusal, Partial<ReferralFacts>][] = [
    ["own-order", { isOwn: true }],
    ["test-order", order({ isTest: true })],
    ["order-cancelled", order({ isGone: true })],
    ["order-refunded", order({ isRefunded: true })],
    ["advocate-gone", { isAdvocateThere: false }],
    ["not-first-order", { hasBoughtBefore: true }],
    ["friend-known", { isKnownFriend: true }],
    ["cap-month", { rewarded: { month: 2, lifetime: 2 } }],
    ["cap-lifetime", { rewarded: { month: 2, lifetime: 5 } }],
  ];
  test.each(cases)("%s", (reason, over) => {
    expect(decide(over)).toBe(reason);
  });

  test.each([
    ["reward", 1, 4],
    ["cap-month", 2, 4],
    ["cap-lifetime", 1, 5],
  ])("%s with %d rewards this month and %d ever, of 2 and 5", (kind, month, lifetime) => {
    expect(decide({ rewarded: { month, lifetime } })).toBe(kind);
  });

  test("friends who bought before count where the merchant wants that", () => {
    const settings = ReferralSettingsSchema.parse({ onlyFirstOrder: false });
    expect(decide({ hasBoughtBefore: true }, after(14), settings)).toBe("reward");
  });

  test("nothing is asked of what is rewarded or refused", () => {
    expect(decide({ state: "rewarded", ...order({ isGone: true }) })).toBe("final");
    expect(decide({ state: "refused" })).toBe("final");
  });
});

describe("a doubt", () => {
  const doubts: Signal[][] = [
    ["same-phone"],
    ["same-address"],
    ["same-name"],
    ["same-browser"],
    ["many-at-once"],
    ["contacts-unreadable"],
  ];
  test.each(doubts)("%s waits for a person of the staff, and their approval settles it", (signal) => {
    expect(decide({ signals: [signal] })).toBe("review");
    expect(decide({ signals: [signal], isApproved: true })).toBe("reward");
    expect(decide({ signals: [signal], isApproved: true }, after(14, -1))).toBe("hold");
  });

  test.each([
    ["household", "same-phone"],
    ["household", "same-address"],
    ["review", "same-name"],
    ["review", "friends-share-address"],
  ] as const)("is %s for %s where households are refused", (kind, signal) => {
    const settings = ReferralSettingsSchema.parse({ household: "refuse" });
    expect(decide({ signals: [signal] }, after(14), settings)).toBe(kind);
  });
});

test.each([
  [false, 10_000, 0, 0],
  [false, 10_000, 5_000, 0],
  [true, 10_000, 5_001, 0],
  [true, 10_000, 10_000, 0],
  [false, 10_000, 4_000, 6_000],
  [true, 10_000, 4_001, 6_000],
  [false, 5_000, 0, 6_000],
])(
  "counts as refunded: %s, of %d received with %d given back and a minimum of %d",
  (expected, receivedMinor, refundedMinor, minimumMinor) => {
    expect(isAsGoodAsRefunded({ receivedMinor, refundedMinor }, minimumMinor)).toBe(expected);
  },
);

describe("what people are compared by", () => {
  test.each([
    ["+48 600-700-800", "600700800"],
    ["0048600700800", "600700800"],
    ["600 700 800", "600700800"],
    ["(0) 600700800", "600700800"],
    ["123456", null],
    ["1234567", "1234567"],
    ["", null],
    [null, null],
  ])("a phone number: %s is %s", (phone, mark) => {
    expect(phoneMark(phone)).toBe(mark);
  });

  const address = (address1: string, address2: string | null = null, zip: string | null = "00-238") =>
    addressMark({ address1, address2, zip, city: "Warszawa", countryCode: "PL" });
  test("an address: the same household however it is written", () => {
    const one = address("ul. Długa 5/12");
    expect(one).toBe("pl|00238|12 5 dluga");
    expect(address("DLUGA 5", "m. 12")).toBe(one);
    expect(address("Długa 5 m 12", null, "00238")).toBe(one);
  });
  test.each([
    ["another flat", address("ul. Długa 5/13")],
    ["another house", address("ul. Długa 6/12")],
    ["another place", address("ul. Długa 5/12", null, "30-001")],
    ["a street without a number", address("ul. Długa")],
  ])("an address: %s is another", (_, mark) => {
    expect(mark).not.toBe(address("ul. Długa 5/12"));
  });
  test("an address in Cyrillic, without a postal code, goes by its town", () => {
    const one = addressMark({
      ...{ address1: "ул. Ленина, д. 5, кв. 12", address2: null, zip: null },
      ...{ city: "Самара", countryCode: "RU" },
    });
    expect(one).toBe("ru|самара|12 5 ленина");
  });

  test.each([
    ["Ada Lovelace", "ada lovelace"],
    ["LOVELACE  Ada", "ada lovelace"],
    ["Łukasz Żak", "lukasz zak"],
    ["Ada", null],
    [null, null],
  ])("a name: %s is %s", (name, mark) => {
    expect(nameMark(name)).toBe(mark);
  });

  test.each([
    ["Ada+shop@Gmail.com", "ada@gmail.com"],
    ["a.d.a@googlemail.com", "ada@gmail.com"],
    ["a.da+x@example.com", "a.da@example.com"],
  ])("a mailbox: %s leads to %s", (email, box) => {
    expect(mailbox(email)).toBe(box);
  });
});

describe("signals", () => {
  const mark = (side: Mark["side"], kind: Mark["kind"], markHash = "h"): Mark => ({ side, kind, markHash });
  const NONE: SignalFacts = {
    ...{ marks: [], otherFriends: [], isSameBrowser: false, countWithinDay: 1 },
    contacts: "read",
  };

  test("come of what both sides share, each kind by itself", () => {
    const marks = [
      mark("advocate", "phone"),
      mark("friend", "phone"),
      mark("advocate", "address", "a"),
      mark("friend", "address", "b"),
      mark("friend", "name", "h"),
    ];
    expect(findSignals({ ...NONE, marks })).toEqual(["same-phone"]);
  });

  test("come of what two friends of one advocate share", () => {
    const found = findSignals({
      ...NONE,
      marks: [mark("friend", "address"), mark("friend", "phone")],
      otherFriends: [mark("friend", "address"), mark("friend", "name")],
    });
    expect(found).toEqual(["friends-share-address"]);
  });

  test.each([
    [MANY_AT_ONCE - 1, []],
    [MANY_AT_ONCE, ["many-at-once"]],
  ])("%d orders within a day: %j", (countWithinDay, expected) => {
    expect(findSignals({ ...NONE, countWithinDay })).toEqual(expected);
  });

  test("come of a shared browser, and of contacts the store does not tell", () => {
    expect(findSignals({ ...NONE, isSameBrowser: true, contacts: "unreadable" })).toEqual([
      "same-browser",
      "contacts-unreadable",
    ]);
    expect(findSignals({ ...NONE, contacts: "asked" })).toEqual([]);
  });
});
