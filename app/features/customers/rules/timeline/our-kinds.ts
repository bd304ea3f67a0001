import type { EventPayloads, EventType } from "~/pipeline/events/catalogue";

import { type Kinds, orderName, say, sayVariant, type Sentence, type TimelineNames } from "./sentence";

const describePoints =
  (key: string) =>
  ({ points: count }: { points: number }): Sentence =>
    say(key, { count });

const describeCode =
  (key: string) =>
  ({ codeId }: { codeId: string }, names: TimelineNames): Sentence =>
    say(key, { code: names.codes.get(codeId) ?? "–" });

const describeTask =
  (key: string) =>
  ({ taskId }: { taskId: string }, names: TimelineNames): Sentence =>
    say(key, { title: names.tasks.get(taskId) ?? "–" });

type OurType = Extract<
  EventType,
  `${"browsing" | "campaign" | "cart-recovery" | "code" | "code-pool" | "message" | "note" | "person" | "points" | "referral" | "survey" | "task" | "vip"}.${string}`
>;

/** What Perennial does, and what people answer to it. */
export const OUR_KINDS: Kinds<OurType> = {
  "code.issued": {
    filter: "messages",
    isHighlight: true,
    describe: ({ codeId }, names) => say("code.issued", { code: names.codes.get(codeId) ?? "–" }),
  },
  "code.failed": { filter: "messages", isHighlight: true, describe: () => say("code.failed") },
  "code.expiring": {
    filter: "messages",
    isHighlight: false,
    describe: ({ codeId, expiresAt }, names) =>
      say("code.expiring", { code: names.codes.get(codeId) ?? "–", expiresAt }),
  },
  "code.redeemed": { filter: "messages", isHighlight: true, describe: describeCode("code.redeemed") },
  "code.reopened": { filter: "messages", isHighlight: false, describe: describeCode("code.reopened") },
  "code.expired": { filter: "messages", isHighlight: false, describe: describeCode("code.expired") },
  "code-pool.ready": { filter: "messages", isHighlight: false, describe: () => say("code-pool.ready") },
  "message.sent": {
    filter: "messages",
    isHighlight: true,
    describe: ({ purpose, messageId }, names) =>
      sayVariant("message.sent", purpose, { subject: names.messages.get(messageId) ?? "–" }),
  },
  "message.cancelled": {
    filter: "messages",
    isHighlight: true,
    describe: ({ purpose }) => sayVariant("message.cancelled", purpose),
  },
  "message.lost": {
    filter: "messages",
    isHighlight: true,
    describe: ({ outcome }) => sayVariant("message.lost", outcome),
  },
  "message.answered": { filter: "messages", isHighlight: true, describe: () => say("message.answered") },
  "survey.answered": {
    filter: "messages",
    isHighlight: true,
    describe: (payload, names) => say("survey.answered", orderName(payload, names)),
  },
  "message.clicked": {
    filter: "messages",
    isHighlight: true,
    describe: ({ messageId }, names) =>
      say("message.clicked", { subject: names.messages.get(messageId) ?? "–" }),
  },
  "person.unsubscribed": {
    filter: "messages",
    isHighlight: true,
    describe: ({ topic }) => sayVariant("person.unsubscribed", topic, { topic }),
  },
  "browsing.products-viewed": { filter: "browsing", isHighlight: true, describe: describeVisit },
  "browsing.cart-left": {
    filter: "browsing",
    isHighlight: true,
    describe: () => say("browsing.cart-left"),
  },
  "vip.tier-changed": { filter: "vip", isHighlight: true, describe: describeTier },
  "points.earned": {
    filter: "points",
    isHighlight: true,
    describe: ({ points: count, isPending }) =>
      say(isPending ? "points.earned.later" : "points.earned.now", { count }),
  },
  "points.matured": { filter: "points", isHighlight: false, describe: describePoints("points.matured") },
  "points.clawed-back": {
    filter: "points",
    isHighlight: true,
    describe: describePoints("points.clawed-back"),
  },
  "points.redeemed": { filter: "points", isHighlight: true, describe: describePoints("points.redeemed") },
  "points.returned": { filter: "points", isHighlight: true, describe: describePoints("points.returned") },
  "points.expiring": { filter: "points", isHighlight: false, describe: describePoints("points.expiring") },
  "points.expired": { filter: "points", isHighlight: true, describe: describePoints("points.expired") },
  "points.adjusted": {
    filter: "points",
    isHighlight: true,
    describe: ({ points }) =>
      say(points < 0 ? "points.adjusted.taken" : "points.adjusted.given", { count: Math.abs(points) }),
  },
  "vip.demotion-coming": {
    filter: "vip",
    isHighlight: true,
    describe: ({ tierId }, { tiers }) => say("vip.demotion-coming", { tier: tiers[tierId] ?? tierId }),
  },
  "vip.demotion-averted": {
    filter: "vip",
    isHighlight: true,
    describe: ({ tierId }, { tiers }) => say("vip.demotion-averted", { tier: tiers[tierId] ?? tierId }),
  },
  "vip.perk-delivered": {
    filter: "vip",
    isHighlight: true,
    describe: ({ perkKind }) => sayVariant("vip.perk-delivered", perkKind),
  },
  "vip.perk-withdrawn": {
    filter: "vip",
    isHighlight: false,
    describe: ({ tierId }, { tiers }) => say("vip.perk-withdrawn", { tier: tiers[tierId] ?? tierId }),
  },
  "vip.points-promised": {
    filter: "vip",
    isHighlight: false,
    describe: ({ tierId, points }, { tiers }) =>
      say("vip.points-promised", { tier: tiers[tierId] ?? tierId, points }),
  },
  "vip.points-settled": {
    filter: "vip",
    isHighlight: false,
    describe: ({ outcome }) => say(`vip.points-settled.${outcome}`),
  },
  "campaign.premiere-invited": {
    filter: "messages",
    isHighlight: false,
    describe: () => say("campaign.premiere-invited"),
  },
  "referral.points-promised": {
    filter: "messages",
    isHighlight: false,
    describe: () => say("referral.points-promised"),
  },
  "referral.points-settled": {
    filter: "messages",
    isHighlight: false,
    describe: ({ outcome }) => say(`referral.points-settled.${outcome}`),
  },
  "referral.completed": {
    filter: "messages",
    isHighlight: true,
    describe: ({ rewardKind }) => sayVariant("referral.completed", rewardKind === "points" ? "points" : null),
  },
  "campaign.answered": {
    filter: "messages",
    isHighlight: true,
    describe: ({ answer }) => sayVariant("campaign.answered", answer),
  },
  "cart-recovery.clicked": {
    filter: "checkouts",
    isHighlight: true,
    describe: () => say("cart-recovery.clicked"),
  },
  "cart-recovery.recovered": {
    filter: "checkouts",
    isHighlight: true,
    describe: (payload, names) => say("cart-recovery.recovered", orderName(payload, names)),
  },
  "task.created": { filter: "staff", isHighlight: true, describe: describeTask("task.created") },
  "task.done": { filter: "staff", isHighlight: true, describe: describeTask("task.done") },
  "note.added": { filter: "staff", isHighlight: true, describe: () => say("note.added") },
};

/** Products that a visit's sentence names. */
const NAMED = 3;

function describeVisit(
  { productIds, productCount }: EventPayloads["browsing.products-viewed"],
  names: TimelineNames,
): Sentence {
  const titles = productIds.flatMap((id) => names.products.get(id) ?? []).slice(0, NAMED);
  const count = productCount - titles.length;
  const variant = titles.length === 0 ? null : count > 0 ? "more" : "only";
  return sayVariant("browsing.products-viewed", variant, { products: titles.join(", "), count });
}

function describeTier(
  { fromTierId, toTierId }: EventPayloads["vip.tier-changed"],
  { tiers }: TimelineNames,
): Sentence {
  const variant = fromTierId === null ? "entered" : toTierId === null ? "left" : "moved";
  const nameOf = (tierId: string | null) => (tierId === null ? "–" : (tiers[tierId] ?? tierId));
  return say(`vip.tier-changed.${variant}`, { from: nameOf(fromTierId), to: nameOf(toTierId) });
}
