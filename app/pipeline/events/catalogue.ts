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
  "order.placed": { orderId: string; customerId: string | null; checkoutToken: string | null };
  "order.paid": { orderId: string; customerId: string | null; checkoutToken: string | null };
  "order.refunded": {
    orderId: string;
    customerId: string | null;
    refundedMinor: number;
    currencyCode: string;
  };
  "order.cancelled": { orderId: string; customerId: string | null; reason: string | null };
  /** Any other change of figures or status. */
  "order.changed": { orderId: string; customerId: string | null };
  "order.deleted": { orderId: string; customerId: string | null };
  "checkout.started": { checkoutId: string; customerId: string | null };
  /** The shopper did something: contact, lines, address. */
  "checkout.active": { checkoutId: string; customerId: string | null; activeAt: string };
  "checkout.completed": { checkoutId: string; customerId: string | null };
  "product.changed": { productId: string };
  "product.deleted": { productId: string };
  "backfill.completed": { resources: string[] };
  "shop.installed": { scopes: string };
  "shop.scopes-changed": { scopes: string };
  "shop.uninstalled": Record<string, never>;
  "code.issued": { codeId: string; customerId: string | null; occasionKey: string };
  "code.failed": { codeId: string; customerId: string | null; occasionKey: string; error: string };
  "message.sent": { messageId: string; customerId: string | null; purpose: string; subjectId: string | null };
  "message.cancelled": {
    messageId: string;
    customerId: string | null;
    purpose: string;
    subjectId: string | null;
    reason: string;
  };
  "person.unsubscribed": { customerId: string | null; topic: string };
  "vip.tier-changed": { customerId: string; fromTierId: string | null; toTierId: string | null };
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
