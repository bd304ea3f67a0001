import type { z } from "zod";

import { DAY_MS, HOUR_MS } from "~/kit/duration";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { getShop } from "~/shops/repository.server";
import type { Handled, TopicDelivery, TopicHandlers } from "~/shops/topic";

import { confirmRemoval, enqueueRequest, eraseShop } from "./jobs.server";
import { insertRequest } from "./repository.server";
import { DataRequestSchema, RedactSchema, type RequestKind, ShopRedactSchema, type Subject } from "./schema";

/** Shopify asks to act within 30 days. */
const DUE_MS = 30 * DAY_MS;
/** shop/redact comes 48 hours after the app was removed. */
const REDACT_AFTER_MS = 48 * HOUR_MS;

/**
 * What Shopify asks by law. No token is needed for any of it: the shop may have removed the app long ago. The topic is
 * not signed, the body is: one that does not fit its topic is refused.
 */
export const privacyTopics: TopicHandlers = {
  "customers/data_request": async (tx, delivery) => {
    const parsed = DataRequestSchema.safeParse(delivery.body);
    if (!parsed.success) return misfit(delivery.body, parsed.error);
    const { customer, orders_requested: orders, data_request: request } = parsed.data;
    const requestKey = `data-request:${request.id}`;
    await take(tx, delivery, { kind: "data-request", requestKey, subject: { customer, orders } });
    return { kind: "projected" };
  },
  "customers/redact": async (tx, delivery) => {
    const parsed = RedactSchema.safeParse(delivery.body);
    if (!parsed.success) return misfit(delivery.body, parsed.error);
    const { customer, orders_to_redact: orders } = parsed.data;
    const requestKey = `redact:${delivery.delivery.deliveryId}`;
    await take(tx, delivery, { kind: "redact", requestKey, subject: { customer, orders } });
    return { kind: "projected" };
  },
  "shop/redact": async (tx, { shop, delivery, body, now }) => {
    const parsed = ShopRedactSchema.safeParse(body);
    if (!parsed.success) return misfit(body, parsed.error);
    const { uninstalledAt, installedAt } = await getShop(tx, { shopId: shop.id });
    const shared = { shopId: null, now, dedupeKey: shop.id };
    if (uninstalledAt !== null) {
      await enqueueJob(tx, eraseShop, { ...shared, payload: { shopId: shop.id, isAfterwards: false } });
      return { kind: "projected" };
    }
    // A shop that has the app is never erased. Installed since the removal that this is about: as it should be.
    const removedAt = new Date(delivery.triggeredAt.getTime() - REDACT_AFTER_MS);
    if (installedAt >= removedAt) return { kind: "ignored", reason: "reinstalled" };
    // Else its removal was not told to us, or this is an old notice once more: Shopify knows.
    const payload = { shopId: shop.id, removedAt: removedAt.toISOString() };
    await enqueueJob(tx, confirmRemoval, { ...shared, payload });
    return { kind: "projected" };
  },
};

async function take(
  tx: Tx,
  { shop, delivery, now }: TopicDelivery,
  { kind, requestKey, subject }: { kind: RequestKind; requestKey: string; subject: Subject },
): Promise<void> {
  const shopId = shop.id;
  const requestedAt = delivery.triggeredAt;
  const dueAt = new Date(requestedAt.getTime() + DUE_MS);
  const requestId = await insertRequest(tx, {
    id: newId(),
    shopId,
    kind,
    requestKey,
    subject,
    requestedAt,
    dueAt,
  });
  await enqueueRequest(tx, { shopId, requestId, kind, now });
}

/** The place, never the value: it is a person's. */
function misfit(body: Record<string, unknown>, error: z.ZodError): Handled {
  const [issue] = error.issues;
  return {
    kind: "refused",
    problem: {
      path: issue?.path.join(".") || "$",
      value: JSON.stringify(Object.keys(body)).slice(0, 80),
      message: issue?.message ?? "the body does not fit the topic",
    },
  };
}
