/**
 * Everything that can happen, in the past tense. Payloads hold ids and what changed, never copies of rows:
 * whoever reacts reads the projection. Types only: pure modules may import this file.
 */
export type EventPayloads = {
  "customer.created": { customerId: string };
  "customer.updated": { customerId: string };
  "customer.tags-changed": { customerId: string; added: string[]; removed: string[] };
  "customer.consent-changed": {
    customerId: string;
    channel: "email" | "sms";
    from: string | null;
    to: string;
  };
  "customer.deleted": { customerId: string };
  /** They have an account of the store now. */
  "customer.account-created": { customerId: string };
  /** A field of the merchant's own was set, changed or cleared; the values are in the change. */
  "customer.field-changed": { customerId: string; fieldId: string; changeId: string };
  /** The store made two customers one: what was `mergedCustomerId`'s is `customerId`'s. */
  "customer.merged": { customerId: string; mergedCustomerId: string };
  /** The merchant took a merge back here. */
  "customer.unmerged": { customerId: string; mergedCustomerId: string };
  "order.placed": { orderId: string; customerId: string | null; checkoutToken: string | null };
  "order.paid": { orderId: string; customerId: string | null; checkoutToken: string | null };
  "order.refunded": {
    orderId: string;
    customerId: string | null;
    refundedMinor: number;
    currencyCode: string;
  };
  "order.cancelled": { orderId: string; customerId: string | null; reason: string | null };
  /** Everything in it has been sent or handed over; once, whatever is added to the order later. */
  "order.fulfilled": { orderId: string; customerId: string | null };
  /** Any other change of figures or status. */
  "order.changed": { orderId: string; customerId: string | null };
  "order.deleted": { orderId: string; customerId: string | null };
  "checkout.started": { checkoutId: string; customerId: string | null };
  /** The shopper did something: contact, lines, address. */
  "checkout.active": { checkoutId: string; customerId: string | null; activeAt: string };
  "checkout.completed": { checkoutId: string; customerId: string | null };
  /** Somebody wants to send goods back. */
  "return.requested": { returnId: string; orderId: string | null; customerId: string | null };
  "return.changed": {
    returnId: string;
    orderId: string | null;
    customerId: string | null;
    /** REQUESTED, OPEN, DECLINED, CANCELED, CLOSED */
    status: string | null;
  };
  "discount.changed": { discountId: string };
  "discount.deleted": { discountId: string };
  "product.changed": { productId: string };
  "product.deleted": { productId: string };
  "backfill.completed": { resources: string[] };
  "reconcile.completed": { runId: string; driftCount: number };
  /** A file of Shopify's export is in our tables. */
  "history.imported": { importId: string; kind: "orders" | "customers" };
  "shop.installed": { scopes: string };
  "shop.scopes-changed": { scopes: string };
  "shop.uninstalled": Record<string, never>;
  /** Days and months of orders are counted in the shop's zone. Events of earlier versions have no `formerTimezone`. */
  "shop.zone-changed": { ianaTimezone: string; formerTimezone?: string };
  "code.issued": { codeId: string; customerId: string | null; occasionKey: string };
  "code.failed": { codeId: string; customerId: string | null; occasionKey: string; error: string };
  /** Nobody used it, and it ends soon. */
  "code.expiring": { codeId: string; customerId: string | null; occasionKey: string; expiresAt: string };
  /** An order was paid with it. */
  "code.redeemed": { codeId: string; customerId: string | null; occasionKey: string; orderId: string };
  /** The order that used it was cancelled: it can be used again. */
  "code.reopened": { codeId: string; customerId: string | null; occasionKey: string };
  /** Nobody used it in time. */
  "code.expired": { codeId: string; customerId: string | null; occasionKey: string };
  /** The codes of a campaign are there. */
  "code-pool.ready": { poolId: string; madeCount: number; failedCount: number };
  "message.sent": { messageId: string; customerId: string | null; purpose: string; subjectId: string | null };
  "message.cancelled": {
    messageId: string;
    customerId: string | null;
    purpose: string;
    subjectId: string | null;
    reason: string;
  };
  /** It did not leave for good, or perhaps did: nobody sends it again but a person. */
  "message.lost": {
    messageId: string;
    customerId: string | null;
    purpose: string;
    subjectId: string | null;
    outcome: "failed" | "uncertain";
  };
  /** A person followed a link of a mail; once per mail and link. Programs that open every link are left out. */
  "message.clicked": {
    messageId: string;
    customerId: string | null;
    purpose: string;
    subjectId: string | null;
    /** Of the link in the mail, from 1. */
    position: number;
  };
  /** The reader of a mail answered its question; once per mail. */
  "message.answered": {
    messageId: string;
    customerId: string | null;
    purpose: string;
    subjectId: string | null;
    questionKey: string;
    answerKey: string;
  };
  /** Somebody answered the question after a purchase; once per order. */
  "survey.answered": {
    orderId: string;
    customerId: string | null;
    questionKey: string;
    answerKey: string;
    place: "thank-you" | "order-status";
  };
  "person.unsubscribed": { customerId: string | null; topic: string };
  /** A visit to the store in a known person's browser is over. */
  "browsing.products-viewed": {
    customerId: string;
    /** The most telling first; at most ten of `productCount`. */
    productIds: string[];
    productCount: number;
    startedAt: string;
  };
  /** Nothing happened for a while with what a known person has in their cart. */
  "browsing.cart-left": { cartId: string; customerId: string };
  "vip.tier-changed": { customerId: string; fromTierId: string | null; toTierId: string | null };
  /** `points` came, at once or for later; `pendingUntil` null while a person has to look, too. */
  "points.earned": {
    customerId: string;
    points: number;
    sourceKind: string;
    lotId: string;
    orderId: string | null;
    isPending: boolean;
    pendingUntil: string | null;
  };
  /** Pending ones can be spent now. */
  "points.matured": { customerId: string; points: number; lotId: string };
  /** Taken back as their order went back; `shortPoints` of them had been spent. */
  "points.clawed-back": {
    customerId: string;
    points: number;
    shortPoints: number;
    lotId: string;
    orderId: string | null;
  };
  /** Exchanged for a reward. */
  "points.redeemed": { customerId: string; points: number; redemptionId: string; rewardId: string };
  /** The reward was given back, or could not be made. */
  "points.returned": { customerId: string; points: number; redemptionId: string; reason: string };
  /** They end soon unless they are used. `expiresOn`: the last day of the first of them. */
  "points.expiring": { customerId: string; points: number; expiresOn: string };
  "points.expired": { customerId: string; points: number; lotId: string };
  /** By hand; below zero: taken. */
  "points.adjusted": { customerId: string; points: number };
  /** Their tier ends soon, as things stand; `toTierId` is what would be left. */
  "vip.demotion-coming": { customerId: string; tierId: string; toTierId: string | null; endsAt: string };
  /** It was announced, and does not end after all. */
  "vip.demotion-averted": { customerId: string; tierId: string };
  /** A perk of their tier is theirs: the code is made, the invitation sent, the rest done. */
  "vip.perk-delivered": {
    customerId: string;
    entitlementId: string;
    tierId: string;
    perkKind: string;
    codeId: string | null;
  };
  /** A perk that nobody had used went with its tier. */
  "vip.perk-withdrawn": { customerId: string; entitlementId: string; tierId: string; perkKind: string };
  /** Points that a tier brings, for the points programme to give: once per entitlement. */
  "vip.points-promised": { customerId: string; entitlementId: string; tierId: string; points: number };
  /** What the points programme made of them. */
  "vip.points-settled": {
    customerId: string;
    entitlementId: string;
    outcome: "given" | "refused";
    reason: string | null;
  };
  /** Somebody was invited to a premiere: the mail has left. */
  "campaign.premiere-invited": {
    campaignId: string;
    recipientId: string;
    customerId: string;
    messageId: string;
  };
  /** Points that a friend won brings, for the points programme to give by its rule. `attempt`: counted by who promises. */
  "referral.points-promised": { referralId: string; customerId: string; attempt: string };
  /** What the points programme made of them. `reason`: why it refused. */
  "referral.points-settled": {
    referralId: string;
    customerId: string;
    attempt: string;
    outcome: "given" | "refused";
    reason: string | null;
  };
  /** A friend bought with an advocate's code, the return window is over, and the advocate got what was promised. */
  "referral.completed": {
    referralId: string;
    /** The advocate. */
    customerId: string;
    /** Null: the friend is known by their order only. */
    friendId: string | null;
    orderId: string;
    /** Of an incentive, `codeId` names it; `points` have been given by the points programme. */
    rewardKind: string;
    codeId: string | null;
  };
  /** Somebody said whether they come to a premiere, or something else than before. */
  "campaign.answered": {
    campaignId: string;
    recipientId: string;
    customerId: string | null;
    answer: "yes" | "no";
  };
  /** The staff has something to do, about a customer or about nobody. */
  "task.created": { taskId: string; customerId: string | null };
  /** It was done; again when it was opened again in between. */
  "task.done": { taskId: string; customerId: string | null };
  /** The staff, or an automation for them, wrote something down about a customer. */
  "note.added": { noteId: string; customerId: string };
  "cart-recovery.clicked": { recoveryId: string; checkoutId: string; customerId: string | null };
  "cart-recovery.recovered": {
    recoveryId: string;
    checkoutId: string;
    orderId: string;
    customerId: string | null;
  };
};

export type EventType = keyof EventPayloads;

/** One thing that happened. */
export type DomainEvent<Type extends EventType = EventType> = {
  [T in Type]: {
    type: T;
    payload: EventPayloads[T];
    /** Names the fact once and for all, e.g. `order.paid:<orderId>`; a second event with it is ignored. */
    sourceKey: string;
    customerId: string | null;
    subjectId: string | null;
    occurredAt: Date;
  };
}[Type];

/** A stored event as subscribers get it. */
export type StoredEvent<Type extends EventType = EventType> = DomainEvent<Type> & {
  id: string;
  shopId: string;
};
