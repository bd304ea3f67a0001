import { contactHash } from "../sealed.server";

/** Keyed hash of what named a person, per shop: tells whether a late delivery is about somebody who was erased. */
export function erasedKeyHash(shopId: string, key: string): string {
  return contactHash(`erased:${shopId}:${key}`);
}

/** Whom the figures of an erased customer belong to: the same nobody every time, from which no way leads back. */
export function stubIdOf({ shopId, customerId }: { shopId: string; customerId: string }): string {
  return `${shopId}_erased-${contactHash(`stub:${customerId}`).slice(0, 20)}`;
}
