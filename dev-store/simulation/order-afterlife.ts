import { cancelOrder, fulfillOrder, orderTotals, payOrder, refundOrder } from "../commerce/orders";
import { combine } from "../commerce/money";
import type { Order } from "../state/model";
import { closeReturns, planLateReturn, planReturn } from "./goods-back";
import type { Random } from "./random";
import { daysAfter, hoursAfter, type Moment, type Scene } from "./scene";

type Planner = Pick<Scene, "store" | "plan">;

const SHARES = {
  cancelled: 0.02,
  refunded: 0.06,
  wholeRefund: 0.2,
  paidPartly: 0.08,
  paidNever: 0.12,
  lateReturn: 0.01,
};
const REASONS = ["CUSTOMER", "CUSTOMER", "INVENTORY", "FRAUD", "STAFF", "OTHER"] as const;
const NOTES = ["Arrived damaged", "Wrong grind", "Customer changed their mind", "Lost in the post", null];

/** `key` gives the luck; what would fall before `notBefore` is past and does not happen any more. */
export type Afterlife = { key: string; notBefore?: Date };

/** Plans what becomes of an order after it is placed: sent, cancelled, sent back in part or whole, paid by bank transfer. */
export function planAfterlife(stage: Scene, order: Order, { key, notBefore }: Afterlife): void {
  const scene: Planner = {
    store: stage.store,
    plan: (at: Date, name: string, work: (moment: Moment) => void) => {
      if (!notBefore || at > notBefore) stage.plan(at, name, work);
    },
  };
  const random = stage.luck(key, "afterlife");
  if (order.financialStatus === "PENDING") planBankTransfer(scene, order, { key, random });
  if (random.chance(SHARES.cancelled)) {
    scene.plan(hoursAfter(order.createdAt, random.between(0.4, 30)), `${key}/cancel`, (moment) => {
      if (!order.cancelledAt) cancelOrder(scene.store, order, moment.random.pick(REASONS));
    });
    return;
  }
  scene.plan(hoursAfter(order.createdAt, random.between(5, 60)), `${key}/fulfil`, () => {
    if (!order.cancelledAt && order.fulfillmentStatus !== "FULFILLED") fulfillOrder(scene.store, order);
  });
  if (random.chance(SHARES.refunded)) {
    const refundAt = daysAfter(order.createdAt, 1 + random.gamma(2, 2.5));
    planReturn(scene, order, { key, refundAt });
    scene.plan(refundAt, `${key}/refund`, (moment) => {
      sendBack(scene, order, moment.random);
      closeReturns(scene.store, order);
    });
  } else if (stage.luck(key, "late return").chance(SHARES.lateReturn)) {
    planLateReturn(scene, order, { key, askedAt: daysAfter(order.createdAt, 5) });
  }
}

function sendBack(scene: Planner, order: Order, random: Random): void {
  if (order.cancelledAt || orderTotals(order).netPayment.shop.amountMinor <= 0) return;
  const note = random.pick(NOTES);
  const remark = note === null ? {} : { note };
  const whole = random.chance(SHARES.wholeRefund);
  const line = random.pick(order.lines);
  const lastPiece = order.lines.length === 1 && line.currentQuantity === 1;
  if (whole || lastPiece || line.currentQuantity === 0) {
    refundOrder(scene.store, order, { ...remark, restock: true });
    return;
  }
  const pieces = random.int(1, line.currentQuantity);
  const free = line.unitPrice.shop.amountMinor === 0;
  if (!free) refundOrder(scene.store, order, { ...remark, lineQuantities: new Map([[line.id, pieces]]) });
}

function planBankTransfer(scene: Planner, order: Order, luck: { key: string; random: Random }): void {
  const { key, random } = luck;
  if (random.chance(SHARES.paidNever)) {
    scene.plan(daysAfter(order.createdAt, 7), `${key}/void`, () => {
      if (order.financialStatus === "PENDING" && !order.cancelledAt) cancelOrder(scene.store, order, "OTHER");
    });
    return;
  }
  const partly = random.chance(SHARES.paidPartly);
  scene.plan(daysAfter(order.createdAt, random.between(0.6, 4)), `${key}/pay`, () => {
    const { outstanding } = orderTotals(order);
    if (order.cancelledAt || outstanding.shop.amountMinor < 2) return;
    const half = combine([outstanding], (minor = 0) => Math.ceil(minor / 2));
    payOrder(scene.store, order, partly ? { amount: half } : {});
  });
}
