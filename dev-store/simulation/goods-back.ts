import { approveReturn, closeReturn, declineReturn, requestReturn, returnsOf } from "../commerce/returns";
import type { Order } from "../state/model";
import type { Store } from "../state/store";
import { hoursAfter, type Moment } from "./scene";

type Planner = { store: Store; plan: (at: Date, name: string, work: (moment: Moment) => void) => void };

const REASONS = ["size_too_small", "unwanted", "not_as_described", "defective", "other"] as const;
/** Before the money goes back. */
const ASKED_HOURS_BEFORE = 20;

/** Plans the return that goes before a refund: asked for, accepted, and closed with `closeReturns`. */
export function planReturn(scene: Planner, order: Order, plan: { key: string; refundAt: Date }): void {
  const askedAt = hoursAfter(plan.refundAt, -ASKED_HOURS_BEFORE);
  scene.plan(askedAt, `${plan.key}/return`, ({ random }) => {
    const goods = ask(scene.store, order, random.pick(REASONS));
    if (!goods) return;
    scene.plan(hoursAfter(askedAt, 3), `${plan.key}/return/approve`, () => {
      if (goods.status === "REQUESTED") approveReturn(scene.store, goods);
    });
  });
}

/** Plans a return that the shop does not accept: it comes too late. */
export function planLateReturn(scene: Planner, order: Order, plan: { key: string; askedAt: Date }): void {
  scene.plan(plan.askedAt, `${plan.key}/late-return`, () => {
    const goods = ask(scene.store, order, "unwanted");
    if (!goods) return;
    scene.plan(hoursAfter(plan.askedAt, 5), `${plan.key}/late-return/decline`, () => {
      if (goods.status === "REQUESTED") declineReturn(scene.store, goods, "return_period_ended");
    });
  });
}

/** What is on its way back has arrived. */
export function closeReturns(store: Store, order: Order): void {
  for (const goods of returnsOf(store, order)) if (goods.status === "OPEN") closeReturn(store, goods);
}

/** One piece of the first line that is still with the buyer; null when nothing can come back. */
function ask(store: Store, order: Order, reason: string) {
  const line = order.lines.find(({ currentQuantity }) => currentQuantity > 0);
  const isUnderway = returnsOf(store, order).some(
    ({ status }) => status === "REQUESTED" || status === "OPEN",
  );
  if (!line || isUnderway || order.cancelledAt || order.fulfillmentStatus !== "FULFILLED") return null;
  return requestReturn(store, order, { lineQuantities: new Map([[line.id, 1]]), reason });
}
