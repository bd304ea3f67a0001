import { z } from "zod";

import { appendDecision } from "~/engine/decisions/append.server";
import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent, type IntentContext } from "~/pipeline/outbox/definition";
import { enqueueIntents } from "~/pipeline/outbox/enqueue.server";
import { findShop } from "~/shops/repository.server";

import { customerMetafields } from "../registry.server";
import { differenceOf, type Values } from "../rules";
import { listWrong, type Told } from "./desired.server";
import { saveWritten } from "./repository.server";

type Command = { people: Told[]; types: Readonly<Record<string, string>> };
type Result = { written: [customerId: string, values: Values][] };

const PayloadSchema = z.object({ customerIds: z.array(z.string()).min(1) });

/**
 * Makes what the store tells of some customers be what is true of them.
 *
 * It carries no values: what to write is decided at the last moment, so that quick changes end right in any order, and
 * nothing is written where nothing differs. Writing twice is the same as once, so a crash leads to a repeat. Shopify takes
 * all of a call or nothing: when it refuses, each customer is tried alone.
 */
export const setCustomerMetafields = defineIntent<z.infer<typeof PayloadSchema>, Command, Result>({
  kind: "shopify.set-customer-metafields",
  schema: PayloadSchema,
  needsScope: "write_customers",
  maxAttempts: 12,
  onCrash: "repeat",
  async prepare({ customerIds }, { tx, shopId, now }) {
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
    const people = await listWrong(tx, { shopId, customerIds, now });
    if (people.length === 0) return { kind: "cancel", reason: "already-right" };
    const types = Object.fromEntries(customerMetafields().map(({ key, type }) => [key, type]));
    return { kind: "go", command: { people, types } };
  },
  async perform({ people, types }, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    const changes = people.map((one) => ({ ...one, ...differenceOf(one.desired, one.written) }));
    const set = changes.flatMap(({ gid: ownerGid, desired, set: keys }) =>
      keys.map((key) => ({ ownerGid, key, type: types[key] ?? "", value: desired[key] ?? "" })),
    );
    const remove = changes.flatMap(({ gid: ownerGid, remove: keys }) =>
      keys.map((key) => ({ ownerGid, key })),
    );
    for (const outcome of [
      set.length > 0 ? await shopify.setMetafields(set) : null,
      remove.length > 0 ? await shopify.deleteMetafields(remove) : null,
    ]) {
      if (outcome !== null && outcome.kind !== "done") return attemptOf<Result>(outcome, now);
    }
    const written = people.map(({ customerId, desired }): Result["written"][number] => [customerId, desired]);
    return { kind: "done", result: { written } };
  },
  async settle({ customerIds }, outcome, context) {
    const { tx, shopId, now } = context;
    if (outcome.kind === "cancelled") return;
    if (outcome.kind === "done")
      return saveWritten(tx, { shopId, people: new Map(outcome.result.written), now });
    if (customerIds.length > 1) return tryEach(customerIds, context);
    await sayNotWritten(customerIds[0] ?? "", outcome.error, context);
  },
});

async function tryEach(
  customerIds: readonly string[],
  { tx, shopId, intentId, now }: IntentContext,
): Promise<void> {
  const intents = customerIds.map((customerId) => ({
    dedupeKey: `customer-metafields:${intentId}:${customerId}`,
    payload: { customerIds: [customerId] },
    customerId,
  }));
  await enqueueIntents(tx, setCustomerMetafields, { shopId, now, intents });
}

async function sayNotWritten(
  customerId: string,
  error: string,
  { tx, shopId, intentId, now }: IntentContext,
): Promise<void> {
  await appendDecision(tx, {
    shopId,
    feature: "customer-metafields",
    outcome: "stopped",
    reason: "not-written",
    params: { error },
    customerId,
    dedupeKey: `customer-metafields:${intentId}`,
    now,
  });
}
