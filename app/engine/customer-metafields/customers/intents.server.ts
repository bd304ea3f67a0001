import { z } from "zod";

import { appendDecision } from "~/engine/decisions/append.server";
import type { ChangeOutcome, ShopifyAdmin } from "~/integrations/shopify/admin";
import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent, type IntentContext } from "~/pipeline/outbox/definition";
import { enqueueIntents } from "~/pipeline/outbox/enqueue.server";
import { findShop } from "~/shops/repository.server";

import { customerMetafields } from "../registry.server";
import { differenceOf, unknownOwnersIn, type Values } from "../rules";
import { listWrong, type Told } from "./desired.server";
import { saveWritten } from "./repository.server";

type Command = { people: Told[]; types: Readonly<Record<string, string>> };
type Result = {
  written: [customerId: string, values: Values][];
  /** Customers whom the store does not have any more; none in what was kept before they were told apart. */
  gone?: string[];
};

const PayloadSchema = z.object({ customerIds: z.array(z.string()).min(1) });

/**
 * Makes what the store tells of some customers be what is true of them.
 *
 * It carries no values: what to write is decided at the last moment, so that quick changes end right in any order, and
 * nothing is written where nothing differs. Writing twice is the same as once, so a crash leads to a repeat. Shopify takes
 * all of a call or nothing: whoever it does not know is left out, and when it refuses otherwise, each customer is tried
 * alone.
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
  async perform(command, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    const gone = new Set<string>();
    for (;;) {
      const people = command.people.filter(({ customerId }) => !gone.has(customerId));
      const { outcome, unknown } = await write(shopify, { ...command, people });
      if (outcome.kind === "done") return { kind: "done", result: resultOf(people, gone) };
      if (unknown.length === 0) return attemptOf<Result>(outcome, now);
      for (const customerId of unknown) gone.add(customerId);
    }
  },
  async settle({ customerIds }, outcome, context) {
    const { tx, shopId, now } = context;
    if (outcome.kind === "cancelled") return;
    if (outcome.kind === "done") {
      const { written, gone = [] } = outcome.result;
      for (const customerId of gone) await sayGone(customerId, context);
      return saveWritten(tx, { shopId, people: new Map(written), now });
    }
    if (customerIds.length > 1) return tryEach(customerIds, context);
    await sayNotWritten(customerIds[0] ?? "", outcome.error, context);
  },
});

type Written = { outcome: ChangeOutcome<null>; unknown: string[] };

/** Writes what differs. @returns of a refusal, whom Shopify does not know. */
async function write(
  shopify: Pick<ShopifyAdmin, "setMetafields" | "deleteMetafields">,
  { people, types }: Command,
): Promise<Written> {
  const changes = people.map((one) => ({ ...one, ...differenceOf(one.desired, one.written) }));
  const set = changes.flatMap(({ customerId, gid: ownerGid, desired, set: keys }) =>
    keys.map((key) => ({
      customerId,
      wish: { ownerGid, key, type: types[key] ?? "", value: desired[key] ?? "" },
    })),
  );
  const remove = changes.flatMap(({ customerId, gid: ownerGid, remove: keys }) =>
    keys.map((key) => ({ customerId, wish: { ownerGid, key } })),
  );
  const outcome: ChangeOutcome<null> =
    set.length > 0 ? await shopify.setMetafields(set.map(({ wish }) => wish)) : NOTHING_TO_DO;
  if (outcome.kind !== "done" || remove.length === 0) return { outcome, unknown: ownersOf(outcome, set) };
  const removed = await shopify.deleteMetafields(remove.map(({ wish }) => wish));
  return { outcome: removed, unknown: ownersOf(removed, remove) };
}

const NOTHING_TO_DO = { kind: "done", result: null } as const;

function ownersOf(outcome: ChangeOutcome<null>, asked: readonly { customerId: string }[]): string[] {
  if (outcome.kind !== "rejected") return [];
  return unknownOwnersIn(outcome.error).flatMap((place) => asked[place]?.customerId ?? []);
}

function resultOf(people: readonly Told[], gone: ReadonlySet<string>): Result {
  const written = people.map(({ customerId, desired }): Result["written"][number] => [customerId, desired]);
  return { written, gone: [...gone] };
}

/** Once, however often it is seen. */
async function sayGone(customerId: string, { tx, shopId, now }: IntentContext): Promise<void> {
  await appendDecision(tx, {
    shopId,
    feature: "customer-metafields",
    outcome: "stopped",
    reason: "not-in-store",
    params: {},
    customerId,
    dedupeKey: `customer-metafields:not-in-store:${customerId}`,
    now,
  });
}

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
