import { setImmediate as nextTurn } from "node:timers/promises";

import type { Tx } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";

import { applyChanges } from "./batch/apply.server";
import type { AnyChange, ChangeOutcome, RefetchWish } from "./batch/change";
import type { ProjectedShop } from "./batch/mapping-input";
import { excerpt, PayloadProblem, type ProjectionOutcome } from "./outcome";
import { isDeletionOf, recogniseBody, shopNamedBy } from "./payload/family";
import { RoundedId } from "./payload/fields";
import { parseBody, parseQuickly } from "./payload/json";
import { requestRefetch } from "./refetch/request.server";
import { type Topic, TOPICS } from "./topics";
import { listOpenOrderIds } from "./transactions/repository.server";

export type { ProjectionOutcome } from "./outcome";

/** A stored delivery, as the inbox hands it on. */
export type Delivery = { deliveryId: string; topic: string; body: string; triggeredAt: Date };

/** Handles deliveries of a topic that is no projection: app/*, compliance, bulk operations. */
export type TopicHandler = (
  tx: Tx,
  context: { shop: ProjectedShop; delivery: Delivery; body: Record<string, unknown>; now: Date },
) => Promise<ProjectionOutcome>;

const topicHandlers = new Map<string, TopicHandler>();

/**
 * Makes a topic known; called once by the composition.
 *
 * The handler gets bodies that are objects and do not name another shop. It runs in the projecting transaction, after
 * the projections of its batch; it must not call the network.
 *
 * @throws Error when the projections own the topic.
 */
export function registerTopic(topic: string, handler: TopicHandler): void {
  if (topic in TOPICS) throw new Error(`topic ${topic} belongs to the projections`);
  topicHandlers.set(topic, handler);
}

type Prepared =
  | { kind: "changes"; changes: AnyChange[]; refetches: RefetchWish[] }
  | { kind: "handler"; handler: TopicHandler; body: Record<string, unknown> }
  | { kind: "settled"; outcome: ProjectionOutcome };

const UNKNOWN_TOPIC: Prepared = { kind: "settled", outcome: { kind: "ignored", reason: "unknown-topic" } };

/** What deliveries say, worked out for a shop as it was then. */
export type Understanding = { shop: ProjectedShop; byDeliveryId: ReadonlyMap<string, Prepared> };

/** A few milliseconds' worth. */
const IN_ONE_TURN = 25;

/**
 * Works out what deliveries say before the transaction that projects them: that takes as long as storing it does, and
 * nobody has to wait meanwhile. The process does other things in between: what the database answers to whoever stores
 * would else lie there while the database has nothing to do.
 */
export async function understandDeliveries(
  shop: ProjectedShop,
  deliveries: readonly Delivery[],
): Promise<Understanding> {
  const byDeliveryId = new Map<string, Prepared>();
  for (const [index, delivery] of deliveries.entries()) {
    if (index > 0 && index % IN_ONE_TURN === 0) await nextTurn();
    byDeliveryId.set(delivery.deliveryId, prepare(shop, delivery));
  }
  return { shop, byDeliveryId };
}

function isAbout(
  { shop }: Understanding,
  { id, domain, currencyCode, ianaTimezone }: ProjectedShop,
): boolean {
  const isSame = shop.id === id && shop.domain === domain;
  return isSame && shop.currencyCode === currencyCode && shop.ianaTimezone === ianaTimezone;
}

type Projecting = {
  shop: ProjectedShop;
  deliveries: readonly Delivery[];
  now: Date;
  /** Of these deliveries and others; what is missing of it, or is out of date, is worked out here. */
  understanding?: Understanding | null;
};

/**
 * Projects deliveries, in their order, in one pass: a bad one ends dead or refused by itself and harms no other.
 *
 * Safe to repeat: rows are guarded by their versions, events by their keys. The transaction must be one of
 * `inTransaction`.
 *
 * @returns one outcome per delivery, in the same order.
 */
export async function projectDeliveries(
  tx: Tx,
  { shop, deliveries, now, understanding }: Projecting,
): Promise<ProjectionOutcome[]> {
  const known = understanding && isAbout(understanding, shop) ? understanding.byDeliveryId : null;
  const prepared = deliveries.map((delivery) => known?.get(delivery.deliveryId) ?? prepare(shop, delivery));
  const changes = prepared.flatMap((entry) => (entry.kind === "changes" ? entry.changes : []));
  const effects = await applyChanges(tx, { shop, changes, now });
  await askAgain(tx, { shopId: shop.id, prepared, now });
  const outcomes: ProjectionOutcome[] = [];
  let next = 0;
  for (const [index, entry] of prepared.entries()) {
    const delivery = deliveries[index];
    if (entry.kind === "changes") {
      outcomes.push(outcomeOf(effects.slice(next, next + entry.changes.length)));
      next += entry.changes.length;
    } else if (entry.kind === "handler" && delivery) {
      outcomes.push(await entry.handler(tx, { shop, delivery, body: entry.body, now }));
    } else if (entry.kind === "settled") {
      outcomes.push(entry.outcome);
    }
  }
  return outcomes;
}

/** Has those records read again of which deliveries told too little. */
async function askAgain(
  tx: Tx,
  { shopId, prepared, now }: { shopId: string; prepared: readonly Prepared[]; now: Date },
): Promise<void> {
  const told = prepared.flatMap((entry) => (entry.kind === "changes" ? entry.refetches : []));
  const ids = told.flatMap(({ whileOpen }) => whileOpen ?? []);
  const open = new Set(await listOpenOrderIds(tx, { shopId, ids }));
  const wishes = told.filter(({ whileOpen }) => !whileOpen || open.has(whileOpen));
  for (const resource of ["customers", "orders", "products"] as const) {
    const gids = new Set(wishes.filter(({ of }) => of === resource).map(({ gid }) => gid));
    if (gids.size > 0) await requestRefetch(tx, { shopId, resource, gids: [...gids], now });
  }
}

function outcomeOf(effects: readonly ChangeOutcome[]): ProjectionOutcome {
  const [main = "applied"] = effects;
  return main === "applied" ? { kind: "projected" } : { kind: "ignored", reason: main };
}

/** All that needs no database. Never throws: whatever a body is, it settles only itself. */
function prepare(shop: ProjectedShop, delivery: Delivery): Prepared {
  const topic = Object.hasOwn(TOPICS, delivery.topic) ? TOPICS[delivery.topic] : undefined;
  const handler = topicHandlers.get(delivery.topic);
  if (!topic && !handler) return UNKNOWN_TOPIC;
  const understand = (parse: typeof parseBody): Prepared => {
    const body = objectOf(parse(delivery.body));
    const namedShop = shopNamedBy(body);
    if (namedShop !== null && namedShop !== shop.domain)
      return refuse(shop, delivery, otherShop(shop, namedShop));
    if (handler) return { kind: "handler", handler, body };
    return topic ? prepareProjection(shop, { delivery, topic, body }) : UNKNOWN_TOPIC;
  };
  try {
    return understandWith(understand, { isExact: handler !== undefined });
  } catch (error) {
    const problem =
      error instanceof PayloadProblem
        ? error.problem
        : {
            path: "$",
            value: excerpt(delivery.body),
            message: error instanceof Error ? error.message : "not understood",
          };
    return { kind: "settled", outcome: { kind: "dead", problem } };
  }
}

/** Ids past 2^53 are rare and looking for them takes long: only when one turns up is a body parsed with care. */
function understandWith(
  understand: (parse: typeof parseBody) => Prepared,
  { isExact }: { isExact: boolean },
): Prepared {
  if (isExact) return understand(parseBody);
  try {
    return understand(parseQuickly);
  } catch (error) {
    if (error instanceof RoundedId) return understand(parseBody);
    throw error;
  }
}

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === "object" && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new PayloadProblem("$", body, "expected a JSON object");
}

/**
 * Headers are not signed, bodies are: whoever replays a body under another topic is told no.
 *
 * @throws PayloadProblem
 */
function prepareProjection(
  shop: ProjectedShop,
  { delivery, topic, body }: { delivery: Delivery; topic: Topic; body: Record<string, unknown> },
): Prepared {
  const { family, isDeletion } = topic;
  const recognised = recogniseBody(body);
  const isMisfit = isDeletion ? !isDeletionOf(family, body) : recognised !== null && recognised !== family;
  if (isMisfit) return refuse(shop, delivery, misfit(topic, { recognised, body }));
  const idOf = (legacyId: string) => `${shop.id}_${legacyId}`;
  const mapped = topic.map({ body, shop, triggeredAt: delivery.triggeredAt, idOf });
  if (!isDeletion && recognised === null) return refuse(shop, delivery, misfit(topic, { recognised, body }));
  return {
    kind: "changes",
    changes: mapped.filter((change) => change.resource !== "refetch"),
    refetches: mapped.filter((change) => change.resource === "refetch"),
  };
}

function misfit(
  { family, isDeletion }: Topic,
  { recognised, body }: { recognised: string | null; body: Record<string, unknown> },
): PayloadProblem {
  const expected = isDeletion ? `notice of a deleted ${family}` : family;
  const got = recognised ?? "something that nothing in it tells";
  return new PayloadProblem("$", Object.keys(body), `the topic is for a ${expected}, the body is a ${got}`);
}

function otherShop(shop: ProjectedShop, namedShop: string): PayloadProblem {
  return new PayloadProblem("shop_domain", namedShop, `the body is about another shop than ${shop.domain}`);
}

function refuse(shop: ProjectedShop, delivery: Delivery, { problem }: PayloadProblem): Prepared {
  const { deliveryId, topic } = delivery;
  logger.warn(
    { shopId: shop.id, deliveryId, topic, path: problem.path, reason: problem.message },
    "delivery refused",
  );
  return { kind: "settled", outcome: { kind: "refused", problem } };
}
