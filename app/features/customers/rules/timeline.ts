import type { EventPayloads, EventType, StoredEvent } from "~/pipeline/events/catalogue";

import type { TimelineEntry } from "../profile/schema";
import type { TimelineFilter } from "./timeline-filter";

/** What a sentence needs beside the event: names of the things it is about, by id. */
export type TimelineNames = {
  orders: ReadonlyMap<string, string>;
  codes: ReadonlyMap<string, string>;
  messages: ReadonlyMap<string, string>;
  products: ReadonlyMap<string, string>;
  tiers: Readonly<Record<string, string>>;
};

type Sentence = Pick<TimelineEntry, "textKeys" | "params"> & { amount?: TimelineEntry["amount"] };
type Describe<Type extends EventType> = (payload: EventPayloads[Type], names: TimelineNames) => Sentence;
type Kind<Type extends EventType> = {
  /** Filter that shows it; null: it is about the shop, never in a person's timeline. */
  filter: Exclude<TimelineFilter, "highlights" | "everything"> | null;
  isHighlight: boolean;
  describe: Describe<Type>;
};

const say = (key: string, params: Sentence["params"] = {}): Sentence => ({ textKeys: [key], params });

/** The first key that the texts hold is taken: an unforeseen variant gets the general sentence. */
const sayVariant = (key: string, variant: string | null, params: Sentence["params"] = {}): Sentence => ({
  textKeys: [...(variant ? [`${key}.${variant.toLowerCase().replaceAll("_", "-")}`] : []), `${key}.other`],
  params,
});

const orderName = ({ orderId }: { orderId: string }, names: TimelineNames) => ({
  order: names.orders.get(orderId) ?? "–",
});

const describePoints =
  (key: string) =>
  ({ points: count }: { points: number }): Sentence =>
    say(key, { count });

const describeCode =
  (key: string) =>
  ({ codeId }: { codeId: string }, names: TimelineNames): Sentence =>
    say(key, { code: names.codes.get(codeId) ?? "–" });

const returnedOrder = ({ orderId }: { orderId: string | null }, names: TimelineNames) =>
  orderName({ orderId: orderId ?? "" }, names);

/** Every event there is, so that a new one cannot be forgotten. */
const KINDS: { [Type in EventType]: Kind<Type> } = {
  "customer.created": { filter: "profile", isHighlight: true, describe: () => say("customer.created") },
  "customer.updated": { filter: "profile", isHighlight: false, describe: () => say("customer.updated") },
  "customer.tags-changed": { filter: "profile", isHighlight: true, describe: describeTags },
  "customer.consent-changed": {
    filter: "profile",
    isHighlight: true,
    describe: ({ channel, to }) => sayVariant(`customer.consent-changed.${channel}`, to),
  },
  "customer.deleted": { filter: "profile", isHighlight: true, describe: () => say("customer.deleted") },
  "customer.account-created": {
    filter: "profile",
    isHighlight: true,
    describe: () => say("customer.account-created"),
  },
  "customer.merged": { filter: "profile", isHighlight: true, describe: () => say("customer.merged") },
  "customer.unmerged": { filter: "profile", isHighlight: true, describe: () => say("customer.unmerged") },
  "order.placed": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => say("order.placed", orderName(payload, names)),
  },
  "order.paid": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => say("order.paid", orderName(payload, names)),
  },
  "order.refunded": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => ({
      ...say("order.refunded", orderName(payload, names)),
      amount: { minor: payload.refundedMinor, currencyCode: payload.currencyCode },
    }),
  },
  "order.cancelled": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => sayVariant("order.cancelled", payload.reason, orderName(payload, names)),
  },
  "order.fulfilled": {
    filter: "orders",
    isHighlight: false,
    describe: (payload, names) => say("order.fulfilled", orderName(payload, names)),
  },
  "order.changed": {
    filter: "orders",
    isHighlight: false,
    describe: (payload, names) => say("order.changed", orderName(payload, names)),
  },
  "order.deleted": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => say("order.deleted", orderName(payload, names)),
  },
  "return.requested": {
    filter: "orders",
    isHighlight: true,
    describe: (payload, names) => say("return.requested", returnedOrder(payload, names)),
  },
  "return.changed": {
    filter: "orders",
    isHighlight: false,
    describe: (payload, names) => sayVariant("return.changed", payload.status, returnedOrder(payload, names)),
  },
  "discount.changed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "discount.deleted": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "checkout.started": { filter: "checkouts", isHighlight: true, describe: () => say("checkout.started") },
  "checkout.active": { filter: "checkouts", isHighlight: false, describe: () => say("checkout.active") },
  "checkout.completed": {
    filter: "checkouts",
    isHighlight: false,
    describe: () => say("checkout.completed"),
  },
  "product.changed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "product.deleted": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "reconcile.completed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "history.imported": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "backfill.completed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "shop.installed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "shop.zone-changed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "shop.scopes-changed": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
  "shop.uninstalled": { filter: null, isHighlight: false, describe: () => say("shop.changed") },
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
};

const TYPES = Object.keys(KINDS) as EventType[];

/** Types of the events a filter lets through. */
export function typesOf(filter: TimelineFilter): EventType[] {
  return TYPES.filter((type) => {
    const kind = KINDS[type];
    if (kind.filter === null) return false;
    return filter === "everything" || (filter === "highlights" ? kind.isHighlight : kind.filter === filter);
  });
}

/** The sentence of an event. */
export function describeEvent(event: StoredEvent, names: TimelineNames): TimelineEntry {
  const describe = KINDS[event.type].describe as Describe<EventType>;
  return {
    id: event.id,
    occurredAt: event.occurredAt.toISOString(),
    amount: null,
    ...describe(event.payload, names),
  };
}

function describeTags({ added, removed }: EventPayloads["customer.tags-changed"]): Sentence {
  const variant = removed.length === 0 ? "added" : added.length === 0 ? "removed" : "both";
  return say(`customer.tags-changed.${variant}`, { added: added.join(", "), removed: removed.join(", ") });
}

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
