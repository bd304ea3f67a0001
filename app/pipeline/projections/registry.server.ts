import { type Tx } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";

import { applyChanges } from "./batch/apply.server";
import { type Change, type ChangeOutcome } from "./batch/change";
import { type ProjectedShop } from "./batch/mapping-input";
import { excerpt, PayloadProblem, type ProjectionOutcome } from "./outcome";
import { isFullRecord, recogniseBody, shopNamedBy } from "./payload/family";
import { parseBody } from "./payload/json";
import { type Topic, TOPICS } from "./topics";

export { type Problem, type ProjectionOutcome } from "./outcome";

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
  | { kind: "changes"; changes: Change[] }
  | { kind: "handler"; handler: TopicHandler; body: Record<string, unknown> }
  | { kind: "settled"; outcome: ProjectionOutcome };

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
  { shop, deliveries, now }: { shop: ProjectedShop; deliveries: readonly Delivery[]; now: Date },
): Promise<ProjectionOutcome[]> {
  const prepared = deliveries.map((delivery) => prepare(shop, delivery));
  const changes = prepared.flatMap((entry) => (entry.kind === "changes" ? entry.changes : []));
  const effects = await applyChanges(tx, { shop, changes, now });
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

function outcomeOf(effects: readonly ChangeOutcome[]): ProjectionOutcome {
  const [main = "applied"] = effects;
  return main === "applied" ? { kind: "projected" } : { kind: "ignored", reason: main };
}

/** All that needs no database. Never throws: whatever a body is, it settles only itself. */
function prepare(shop: ProjectedShop, delivery: Delivery): Prepared {
  const topic = Object.hasOwn(TOPICS, delivery.topic) ? TOPICS[delivery.topic] : undefined;
  const handler = topicHandlers.get(delivery.topic);
  if (!topic && !handler) return { kind: "settled", outcome: { kind: "ignored", reason: "unknown-topic" } };
  try {
    const body = objectOf(parseBody(delivery.body));
    const refusal = refuse(shop, { topic, body });
    if (refusal) {
      const { deliveryId } = delivery;
      logger.warn(
        { shopId: shop.id, deliveryId, topic: delivery.topic, reason: refusal.message },
        "delivery refused",
      );
      return { kind: "settled", outcome: { kind: "refused", problem: refusal.problem } };
    }
    if (handler) return { kind: "handler", handler, body };
    const { triggeredAt } = delivery;
    const idOf = (legacyId: string) => `${shop.id}_${legacyId}`;
    return { kind: "changes", changes: topic?.map({ body, shop, triggeredAt, idOf }) ?? [] };
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

function objectOf(body: unknown): Record<string, unknown> {
  if (typeof body === "object" && body !== null && !Array.isArray(body))
    return body as Record<string, unknown>;
  throw new PayloadProblem("$", body, "expected a JSON object");
}

/** Headers are not signed, bodies are: whoever replays a body under another topic or shop is told no. */
function refuse(
  shop: ProjectedShop,
  { topic, body }: { topic: Topic | undefined; body: Record<string, unknown> },
): PayloadProblem | null {
  const named = shopNamedBy(body);
  if (named !== null && named !== shop.domain) {
    return new PayloadProblem("shop_domain", named, `the body is about another shop than ${shop.domain}`);
  }
  if (!topic) return null;
  const family = recogniseBody(body);
  if (family !== null && family !== topic.family) {
    return new PayloadProblem(
      "$",
      Object.keys(body),
      `the topic is for a ${topic.family}, the body is a ${family}`,
    );
  }
  if (topic.isDeletion && isFullRecord(body)) {
    return new PayloadProblem(
      "$",
      Object.keys(body),
      `the topic is for a deleted ${topic.family}, the body is a whole one`,
    );
  }
  return null;
}
