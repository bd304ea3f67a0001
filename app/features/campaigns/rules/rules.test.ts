import { describe, expect, test } from "vitest";

import type { ConsentFacts } from "~/engine/messaging/rules";

import { newContent, PremiereSchema, CampaignContentSchema } from "../schema";
import { decideAnswer } from "./answer";
import { findContentProblems } from "./problems";
import { decideRecipient } from "./recipient";
import { readTime, usefulUntil } from "./times";
import { sentence } from "./unsent";

const ZONE = "Europe/Warsaw";
const NOW = new Date("2026-03-02T12:00:00Z");
const plain = (over: object = {}) =>
  CampaignContentSchema.parse({ ...newContent("plain"), templateKey: "welcome", ...over });
const premiere = (over: object = {}) =>
  PremiereSchema.parse({ title: "Spring", day: "2026-03-16", time: "18:00", ...over });
const problems = (content: object, name = "News") =>
  findContentProblems({ name, content: plain(content) }, { zone: ZONE, now: NOW }).map(
    ({ field, code }) => `${field} ${code}`,
  );

describe("times on the shop's clocks", () => {
  test.each([
    ["2026-03-02", "13:00", "2026-03-02T12:00:00.000Z"],
    // Clocks go forward on 29 March: 2:30 is never shown, and counts as half past three.
    ["2026-03-29", "02:30", "2026-03-29T01:30:00.000Z"],
    // They go back on 25 October: 2:30 is shown twice, the first counts.
    ["2026-10-25", "02:30", "2026-10-25T00:30:00.000Z"],
  ])("%s %s", (day, time, at) => {
    expect(readTime(ZONE, { day, time })?.toISOString()).toBe(at);
  });

  test.each([
    ["", "10:00"],
    ["2026-13-01", "10:00"],
    ["2026-02-30", "10:00"],
    ["2026-03-02", "24:00"],
    ["2026-03-02", ""],
  ])("%j %j is none", (day, time) => {
    expect(readTime(ZONE, { day, time })).toBeNull();
  });
});

describe("a message is of use", () => {
  const sendAt = new Date("2026-03-14T12:00:00Z");
  test("for the days of the campaign", () => {
    const until = usefulUntil(plain({ usefulDays: 3 }), { sendAt, zone: ZONE });
    expect(until.toISOString()).toBe("2026-03-17T12:00:00.000Z");
  });
  test("but never after its premiere has begun", () => {
    const until = usefulUntil(plain({ usefulDays: 3, premiere: premiere() }), { sendAt, zone: ZONE });
    expect(until.toISOString()).toBe("2026-03-16T17:00:00.000Z");
  });
});

describe("what keeps a campaign from being sent", () => {
  test("nothing, when it has a name, a template and a topic that people can leave", () => {
    expect(problems({})).toEqual([]);
    expect(problems({ premiere: premiere() })).toEqual([]);
  });

  test.each<[object, string]>([
    [{ topic: "transactional" }, "topic topic-cannot-be-left"],
    [{ topic: "service" }, "topic topic-cannot-be-left"],
    [{ templateKey: "" }, "templateKey nothing-chosen"],
    [{ sendOn: { day: "", time: "10:00" } }, "sendOn no-date"],
    [{ sendOn: { day: "2026-03-02", time: "13:00" } }, "sendOn in-the-past"],
    [{ sendOn: { day: "2027-03-02", time: "13:01" } }, "sendOn too-far"],
    [{ premiere: premiere({ title: " " }) }, "premiere.title blank"],
    [{ premiere: premiere({ day: "" }) }, "premiere.day no-date"],
    [{ premiere: premiere({ day: "2026-03-02", time: "13:00" }) }, "premiere.day before-the-mail"],
    [{ premiere: premiere({ url: "javascript:alert(1)" }) }, "premiere.url not-an-address"],
    [{ premiere: premiere({ url: "demo-shop/spring" }) }, "premiere.url not-an-address"],
    [{ premiere: premiere({ access: "shared" }) }, "premiere.sharedCode blank"],
    [
      { premiere: premiere({ access: "personal", codeWhen: "after-yes", asksForAnswer: false }) },
      "premiere.codeWhen nobody-is-asked",
    ],
  ])("%j: %s", (content, problem) => {
    expect(problems(content)).toEqual([problem]);
  });

  test("bounds: a minute ahead and a year to the minute are fine", () => {
    expect(problems({ sendOn: { day: "2026-03-02", time: "13:01" } })).toEqual([]);
    expect(problems({ sendOn: { day: "2027-03-02", time: "13:00" } })).toEqual([]);
    const sendOn = { day: "2026-03-16", time: "18:00" };
    expect(problems({ sendOn, premiere: premiere() })).toEqual(["premiere.day before-the-mail"]);
    expect(problems({ sendOn, premiere: premiere({ time: "18:01" }) })).toEqual([]);
  });

  test("a name that is blank, or longer than 120 characters", () => {
    expect(problems({}, "  ")).toEqual(["name blank"]);
    expect(problems({}, "n".repeat(120))).toEqual([]);
    expect(problems({}, "n".repeat(121))).toEqual(["name too-long"]);
  });
});

describe("an answer to an invitation", () => {
  const startsAt = new Date("2026-03-16T17:00:00Z");
  const facts = { campaignState: "sent", before: null, yesCount: 0, capacity: null, startsAt } as const;
  const decided = (over: object, answer: "yes" | "no", at = NOW) =>
    decideAnswer({ ...facts, ...over }, answer, at).kind;

  test("is taken until the premiere begins, to the millisecond", () => {
    expect(decided({}, "yes", new Date(startsAt.getTime() - 1))).toBe("take");
    expect(decided({}, "yes", startsAt)).toBe("over");
    expect(decided({}, "no", startsAt)).toBe("over");
  });

  test("is not taken once the campaign was called off, and is while it is sent or paused", () => {
    expect(decided({ campaignState: "cancelled" }, "no")).toBe("over");
    expect(decided({ campaignState: "sending" }, "yes")).toBe("take");
    expect(decided({ campaignState: "paused" }, "yes")).toBe("take");
  });

  test("takes the last place, and no more: a no always has one", () => {
    expect(decided({ capacity: 2, yesCount: 1 }, "yes")).toBe("take");
    expect(decided({ capacity: 2, yesCount: 2 }, "yes")).toBe("full");
    expect(decided({ capacity: 2, yesCount: 2 }, "no")).toBe("take");
  });

  test("may be changed; the same again is no news, also when it is full by it", () => {
    expect(decided({ before: "yes", yesCount: 1 }, "no")).toBe("take");
    expect(decided({ before: "no" }, "yes")).toBe("take");
    expect(decided({ before: "yes", capacity: 1, yesCount: 1 }, "yes")).toBe("same");
  });
});

describe("whom a campaign is sent to", () => {
  const consent: ConsentFacts = {
    topic: "offers",
    channel: "email",
    address: "ada@example.com",
    consentState: "SUBSCRIBED",
    acceptsMarketing: false,
    isSuppressed: false,
    isTopicOff: false,
    isPaused: false,
    hasOptedOutOfDataSale: false,
  };
  const decided = (over: object) =>
    decideRecipient({ consent, isWrittenTo: false, isTooLate: false, ...over });

  test("those who agreed, and nobody who never said anything", () => {
    expect(decided({})).toEqual({ kind: "may" });
    expect(decided({ consent: { ...consent, consentState: "NOT_SUBSCRIBED" } })).toMatchObject({
      reason: "not-consented",
    });
  });

  test.each([
    [{ consent: null }, "customer-gone"],
    [{ isWrittenTo: true }, "already-written"],
    [{ isTooLate: true }, "too-late"],
    [{ consent: { ...consent, isPaused: true } }, "paused"],
    [{ consent: { ...consent, isTopicOff: true } }, "topic-off"],
  ])("not %j: %s", (over, reason) => {
    expect(decided(over)).toEqual({ kind: "refuse", reason });
  });
});

test("a reason without a sentence is told as taken back", () => {
  expect([sentence("expired-budget"), sentence("something else")]).toEqual(["expired-budget", "cancelled"]);
});
