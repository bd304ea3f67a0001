import type { Tx } from "~/platform/db.server";

/** A delivery that is no projection, as the projections hand it on. */
export type TopicDelivery = {
  shop: { id: string };
  delivery: { deliveryId: string; triggeredAt: Date };
  body: Record<string, unknown>;
  now: Date;
};

/** What became of it. */
export type Handled =
  | { kind: "projected" }
  | { kind: "ignored"; reason: string }
  | { kind: "refused" | "dead"; problem: { path: string; value: string; message: string } };

/** Handlers by topic. They run in the projecting transaction and must not call the network. */
export type TopicHandlers = Readonly<Record<string, (tx: Tx, delivery: TopicDelivery) => Promise<Handled>>>;
