import { expect, test } from "vitest";

import type { DomainEvent, StoredEvent } from "~/pipeline/events/catalogue";
import { listTexts } from "~/platform/i18n.server";

import { describeEvent, typesOf } from "./timeline";
import type { FieldChange, TimelineNames } from "./timeline/sentence";
import { TIMELINE_FILTERS } from "./timeline-filter";

/** Every way in which a value becomes another, by the staff and by a flow. */
const FIELD_CHANGES: FieldChange[] = [null, "Ask for sizes"].flatMap((flow) => [
  { field: "Size", kind: "text", from: null, to: "42", flow },
  { field: "Size", kind: "text", from: "42", to: "43", flow },
  { field: "Wedding", kind: "date", from: "2026-03-01", to: null, flow },
  { field: "Has a dog", kind: "yes-no", from: "no", to: "yes", flow },
  { field: "Has a dog", kind: "yes-no", from: "yes", to: "no", flow },
  { field: "Has a dog", kind: "yes-no", from: "yes", to: null, flow },
]);

const NAMES: TimelineNames = {
  orders: new Map([["o1", "#1001"]]),
  codes: new Map([["k1", "ADA-10"]]),
  messages: new Map([["m1", "You left something"]]),
  products: new Map([["p1", "Morning blend"]]),
  tasks: new Map([["t1", "Call Ada"]]),
  tiers: { gold: "Gold" },
  fieldChanges: new Map(FIELD_CHANGES.map((change, index) => [`f${index}`, change])),
};

type Said = Pick<DomainEvent, "type" | "payload">;
const event = (said: Said): StoredEvent =>
  ({
    id: "e1",
    shopId: "s1",
    sourceKey: "k",
    customerId: "c1",
    subjectId: null,
    occurredAt: new Date("2026-11-01T12:00:00Z"),
    ...said,
  }) as StoredEvent;

const order = { orderId: "o1", customerId: "c1", checkoutToken: null };
const goodsBack = { returnId: "b1", orderId: "o1", customerId: "c1" };
const checkout = { checkoutId: "x1", customerId: "c1" };
const mail = { messageId: "m1", customerId: "c1", subjectId: null };

/** One event of every type a person's timeline can hold, in its variants. */
const SAID: Said[] = [
  { type: "customer.created", payload: { customerId: "c1" } },
  { type: "customer.updated", payload: { customerId: "c1" } },
  { type: "customer.tags-changed", payload: { customerId: "c1", added: ["a", "b"], removed: [] } },
  { type: "customer.tags-changed", payload: { customerId: "c1", added: [], removed: ["b"] } },
  { type: "customer.tags-changed", payload: { customerId: "c1", added: ["a"], removed: ["b"] } },
  {
    type: "customer.consent-changed",
    payload: { customerId: "c1", channel: "email", from: null, to: "SUBSCRIBED" },
  },
  {
    type: "customer.consent-changed",
    payload: { customerId: "c1", channel: "sms", from: null, to: "REDACTED" },
  },
  { type: "customer.deleted", payload: { customerId: "c1" } },
  { type: "customer.account-created", payload: { customerId: "c1" } },
  ...[...FIELD_CHANGES.map((_change, index) => `f${index}`), "gone"].map((changeId): Said => ({
    type: "customer.field-changed",
    payload: { customerId: "c1", fieldId: "x1", changeId },
  })),
  { type: "customer.merged", payload: { customerId: "c1", mergedCustomerId: "c2" } },
  { type: "customer.unmerged", payload: { customerId: "c1", mergedCustomerId: "c2" } },
  { type: "order.placed", payload: order },
  { type: "order.paid", payload: order },
  { type: "order.refunded", payload: { ...order, refundedMinor: 1_250, currencyCode: "EUR" } },
  { type: "order.cancelled", payload: { ...order, reason: "FRAUD" } },
  { type: "order.cancelled", payload: { ...order, reason: null } },
  { type: "order.fulfilled", payload: order },
  { type: "order.changed", payload: order },
  { type: "order.deleted", payload: order },
  { type: "return.requested", payload: goodsBack },
  ...["OPEN", "DECLINED", "CANCELED", "CLOSED", null].map((status): Said => ({
    type: "return.changed",
    payload: { ...goodsBack, status },
  })),
  { type: "checkout.started", payload: checkout },
  { type: "browsing.cart-left", payload: { cartId: "t1", customerId: "c1" } },
  ...(
    [
      [["p1"], 1],
      [["p1"], 4],
      [["gone"], 1],
    ] as const
  ).map(([productIds, productCount]) => ({
    type: "browsing.products-viewed" as const,
    payload: {
      customerId: "c1",
      productIds: [...productIds],
      productCount,
      startedAt: "2026-11-01T11:00:00.000Z",
    },
  })),
  { type: "checkout.active", payload: { ...checkout, activeAt: "2026-11-01T12:00:00Z" } },
  { type: "checkout.completed", payload: checkout },
  { type: "code.issued", payload: { codeId: "k1", customerId: "c1", occasionKey: "cart-recovery:x1" } },
  { type: "code.failed", payload: { codeId: "k1", customerId: "c1", occasionKey: "x", error: "no" } },
  {
    type: "code.expiring",
    payload: { codeId: "k1", customerId: "c1", occasionKey: "x", expiresAt: "2026-11-09T12:00:00Z" },
  },
  {
    type: "code.redeemed",
    payload: { codeId: "k1", customerId: "c1", occasionKey: "x", orderId: "o1" },
  },
  { type: "code.reopened", payload: { codeId: "k1", customerId: "c1", occasionKey: "x" } },
  { type: "code.expired", payload: { codeId: "k1", customerId: "c1", occasionKey: "x" } },
  { type: "code-pool.ready", payload: { poolId: "p1", madeCount: 10, failedCount: 0 } },
  { type: "message.sent", payload: { ...mail, purpose: "cart-recovery" } },
  { type: "message.sent", payload: { ...mail, purpose: "survey" } },
  { type: "message.lost", payload: { ...mail, purpose: "flows", outcome: "uncertain" } },
  { type: "message.cancelled", payload: { ...mail, purpose: "cart-recovery", reason: "bought" } },
  { type: "message.clicked", payload: { ...mail, purpose: "cart-recovery", position: 1 } },
  {
    type: "message.answered",
    payload: { ...mail, purpose: "flows", questionKey: "leaving-reason", answerKey: "price" },
  },
  {
    type: "survey.answered",
    payload: {
      ...{ orderId: "o1", customerId: "c1", place: "thank-you" },
      ...{ questionKey: "after-purchase", answerKey: "5" },
    },
  },
  { type: "person.unsubscribed", payload: { customerId: "c1", topic: "all" } },
  { type: "person.unsubscribed", payload: { customerId: "c1", topic: "news" } },
  { type: "vip.tier-changed", payload: { customerId: "c1", fromTierId: null, toTierId: "gold" } },
  { type: "vip.tier-changed", payload: { customerId: "c1", fromTierId: "gold", toTierId: "unknown-tier" } },
  { type: "vip.tier-changed", payload: { customerId: "c1", fromTierId: "gold", toTierId: null } },
  {
    type: "vip.demotion-coming",
    payload: { customerId: "c1", tierId: "gold", toTierId: null, endsAt: "2026-12-01T00:00:00.000Z" },
  },
  { type: "vip.demotion-averted", payload: { customerId: "c1", tierId: "gold" } },
  ...["code", "unforeseen"].map((perkKind): Said => ({
    type: "vip.perk-delivered",
    payload: { customerId: "c1", entitlementId: "e1", tierId: "gold", perkKind, codeId: null },
  })),
  {
    type: "vip.perk-withdrawn",
    payload: { customerId: "c1", entitlementId: "e1", tierId: "gold", perkKind: "percentage" },
  },
  {
    type: "vip.points-promised",
    payload: { customerId: "c1", entitlementId: "e1", tierId: "gold", points: 5 },
  },
  ...(["given", "refused"] as const).map((outcome): Said => ({
    type: "vip.points-settled",
    payload: { customerId: "c1", entitlementId: "e1", outcome, reason: null },
  })),
  {
    type: "campaign.premiere-invited",
    payload: { campaignId: "ca1", recipientId: "ca1.r1", customerId: "c1", messageId: "m1" },
  },
  ...[true, false].map((isPending): Said => ({
    type: "points.earned",
    payload: {
      ...{ customerId: "c1", points: 5, sourceKind: "order", lotId: "l1", orderId: "o1" },
      ...{ isPending, pendingUntil: null },
    },
  })),
  { type: "points.matured", payload: { customerId: "c1", points: 5, lotId: "l1" } },
  {
    type: "points.clawed-back",
    payload: { customerId: "c1", points: 5, shortPoints: 2, lotId: "l1", orderId: "o1" },
  },
  {
    type: "points.redeemed",
    payload: { customerId: "c1", points: 5, redemptionId: "r1", rewardId: "five-off" },
  },
  {
    type: "points.returned",
    payload: { customerId: "c1", points: 5, redemptionId: "r1", reason: "cancelled" },
  },
  { type: "points.expiring", payload: { customerId: "c1", points: 5, expiresOn: "2026-12-31" } },
  { type: "points.expired", payload: { customerId: "c1", points: 5, lotId: "l1" } },
  { type: "points.adjusted", payload: { customerId: "c1", points: 5 } },
  { type: "points.adjusted", payload: { customerId: "c1", points: -5 } },
  {
    type: "referral.points-promised",
    payload: { referralId: "rf1", customerId: "c1", attempt: "0" },
  },
  ...(["given", "refused"] as const).map((outcome): Said => ({
    type: "referral.points-settled",
    payload: { referralId: "rf1", customerId: "c1", attempt: "0", outcome, reason: null },
  })),
  ...(["points", "percentage"] as const).map((rewardKind): Said => ({
    type: "referral.completed",
    payload: {
      ...{ referralId: "rf1", customerId: "c1", friendId: "c2", orderId: "o1" },
      ...{ rewardKind, codeId: rewardKind === "points" ? null : "k1" },
    },
  })),
  ...(["yes", "no"] as const).map((answer): Said => ({
    type: "campaign.answered",
    payload: { campaignId: "ca1", recipientId: "ca1.r1", customerId: "c1", answer },
  })),
  { type: "cart-recovery.clicked", payload: { ...checkout, recoveryId: "r1" } },
  { type: "cart-recovery.recovered", payload: { ...checkout, recoveryId: "r1", orderId: "o1" } },
  { type: "task.created", payload: { taskId: "t1", customerId: "c1" } },
  { type: "task.done", payload: { taskId: "t1", customerId: "c1" } },
  { type: "note.added", payload: { noteId: "n1", customerId: "c1" } },
];

/** The text a key leads to, in a language; undefined when there is none. */
function textAt(language: string, key: string): unknown {
  const texts: unknown = listTexts()[language]?.customers;
  const at = (path: string) =>
    path
      .split(".")
      .reduce<unknown>((found, part) => (found as Record<string, unknown> | undefined)?.[part], texts);
  // Of a sentence with a number there is one for each plural form.
  return at(`timeline.${key}`) ?? at(`timeline.${key}_other`);
}

test("every type of event a timeline shows is among the examples", () => {
  expect(new Set(SAID.map(({ type }) => type))).toEqual(new Set(typesOf("everything")));
});

test.each(SAID)("$type with $payload has a sentence in every language, with all its values", (said) => {
  const { textKeys, params, amount } = describeEvent(event(said), NAMES);
  for (const language of ["en", "pl", "ru"]) {
    const text = textKeys.map((key) => textAt(language, key)).find((found) => typeof found === "string");
    expect(text, `${language}: ${textKeys.join(" or ")}`).toBeTypeOf("string");
    const wanted = [...String(text).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name);
    const given = [...Object.keys(params), ...(amount ? ["amount"] : [])];
    expect(given).toEqual(expect.arrayContaining(wanted));
  }
});

test("the names of things stand in the sentence, a dash where they are gone", () => {
  const sentence = (orderId: string) =>
    describeEvent(event({ type: "order.paid", payload: { ...order, orderId } }), NAMES);
  expect(sentence("o1").params).toEqual({ order: "#1001" });
  expect(sentence("erased").params).toEqual({ order: "–" });
});

test("days of a field are left to the reader's language", () => {
  const said = (changeId: string) =>
    describeEvent(
      event({ type: "customer.field-changed", payload: { customerId: "c1", fieldId: "x1", changeId } }),
      NAMES,
    ).days;
  expect(said("f2")).toEqual({ from: "2026-03-01" });
  expect(said("f1")).toEqual({});
});

test("an unforeseen variant falls back to the general sentence", () => {
  const { textKeys } = describeEvent(
    event({ type: "order.cancelled", payload: { ...order, reason: "NEW_REASON" } }),
    NAMES,
  );
  expect(textKeys).toEqual(["order.cancelled.new-reason", "order.cancelled.other"]);
});

test("a refund carries its amount for the reader's language", () => {
  const refund = { ...order, refundedMinor: 1_250, currencyCode: "JPY" };
  expect(describeEvent(event({ type: "order.refunded", payload: refund }), NAMES).amount).toEqual({
    minor: 1_250,
    currencyCode: "JPY",
  });
});

test("every filter lets something through, highlights less than everything, and none lets through the shop's own events", () => {
  for (const filter of TIMELINE_FILTERS) expect(typesOf(filter).length).toBeGreaterThan(0);
  expect(typesOf("highlights").length).toBeLessThan(typesOf("everything").length);
  expect(typesOf("highlights")).not.toContain("checkout.active");
  expect(typesOf("everything")).not.toContain("shop.installed");
  expect(typesOf("orders").every((type) => /^(order|return)\./.test(type))).toBe(true);
});
