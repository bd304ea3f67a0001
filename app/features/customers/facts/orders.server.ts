import type { FactDefinition, FactParameter } from "~/engine/facts/fact";

import {
  averageValues,
  daysSinceLastOrder,
  firstOrders,
  lastOrders,
  netSpent,
  orderCounts,
  refundedCounts,
  usedCodeShares,
} from "./repository/orders.server";
import { boughtProduct, boughtProducts, nextExpected, ownGapDays } from "./repository/purchases.server";
import { EVER_OR_DAYS } from "./window";

const PRODUCT: FactParameter = { name: "product", kind: "product", default: "" };

type OrderFact = Omit<FactDefinition, "textNamespace" | "isHistorical">;

/** Of valid orders, but for `orders.refunded-count`. */
const FACTS: readonly OrderFact[] = [
  {
    key: "orders.count",
    type: "number",
    parameters: [EVER_OR_DAYS],
    whenAbsent: 0,
    rows: orderCounts,
  },
  {
    key: "orders.net-spent",
    type: "money",
    parameters: [EVER_OR_DAYS],
    whenAbsent: 0,
    rows: netSpent,
  },
  {
    key: "orders.average-value",
    type: "money",
    parameters: [EVER_OR_DAYS],
    whenAbsent: null,
    rows: averageValues,
  },
  { key: "orders.last-at", type: "instant", whenAbsent: null, rows: lastOrders },
  { key: "orders.first-at", type: "instant", whenAbsent: null, rows: firstOrders },
  { key: "orders.days-since-last", type: "number", whenAbsent: null, rows: daysSinceLastOrder },
  { key: "orders.own-gap-days", type: "number", whenAbsent: null, rows: ownGapDays },
  { key: "orders.next-expected-at", type: "instant", whenAbsent: null, rows: nextExpected },
  {
    key: "orders.bought-product",
    type: "number",
    parameters: [PRODUCT, EVER_OR_DAYS],
    whenAbsent: 0,
    rows: boughtProduct,
  },
  {
    key: "orders.products",
    type: "set",
    names: "product",
    parameters: [EVER_OR_DAYS],
    whenAbsent: [],
    rows: boughtProducts,
  },
  { key: "orders.used-code-share", type: "number", whenAbsent: null, rows: usedCodeShares },
];

export const orderFacts: readonly FactDefinition[] = [
  ...FACTS.map((fact) => ({
    ...fact,
    textNamespace: "customers",
    isHistorical: true,
    judgesOrdersAsToday: true as const,
  })),
  {
    key: "orders.refunded-count",
    textNamespace: "customers",
    type: "number",
    isHistorical: true,
    whenAbsent: 0,
    rows: refundedCounts,
  },
];
