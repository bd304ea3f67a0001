import type { BulkLine } from "~/integrations/shopify/bulk/schema";
import type { Tx } from "~/platform/db.server";

import type { MappingInput, ProjectedShop } from "../../batch/mapping-input";
import { nameKeyOf } from "../../batch/fold";
import { appendConsentChanges } from "../../customers/consent-log.server";
import { mapCustomerNode } from "../../customers/mapping";
import { saveCustomers } from "../../customers/repository.server";
import { applyCustomerChange, unknownCustomer } from "../../customers/rules";
import type { CustomerChange } from "../../customers/schema";
import { changeOfOrderNode, mapOrderNode } from "../../orders/node-mapping";
import {
  UPSERT_DISCOUNTS,
  UPSERT_LINES,
  UPSERT_ORDERS,
  UPSERT_REFUNDS,
} from "../../orders/repository.server";
import { applyOrderChange, unknownOrder } from "../../orders/rules";
import type { OrderChange } from "../../orders/schema";
import { assembleNode } from "../assemble";
import type { HistoryResource, Statement } from "./batch";
import { readOrderNode } from "./order-node";
import { noteStatements, rowsInPlaceToJson } from "./repository.server";

/** A line of a file that is a parent, with its children. */
export type Family = { parent: BulkLine; children: BulkLine[] };

type Reading = { shop: ProjectedShop; now: Date };

/** How records of a resource become rows, without looking at what is stored. */
export type Preparation<Change> = {
  /** @throws PayloadProblem */
  changeOf: (family: Family) => Change;
  /** Ids of rows that must not be there for `statementsOf` to be right. */
  idsOf: (changes: readonly Change[]) => string[];
  statementsOf: (changes: readonly Change[]) => Promise<Statement[]>;
  mentionsOf: (changes: readonly Change[]) => CustomerChange[];
};

export function preparationOf(
  resource: HistoryResource,
  reading: Reading,
): Preparation<OrderChange> | Preparation<CustomerChange> {
  return resource === "orders" ? orderPreparation(reading) : customerPreparation(reading);
}

type WholeOrder = Extract<OrderChange, { kind: "order" }>;

/** Customers whose mention has been handed on; forgotten now and then, as memory is not endless. */
const MOST_MENTIONED = 200_000;

function orderPreparation({ shop, now }: Reading): Preparation<OrderChange> {
  const input = inputOf({ shop, now });
  const mentioned = new Set<string>();
  return {
    changeOf: ({ parent, children }) => {
      const node = readOrderNode(parent, children);
      if (node) return changeOfOrderNode(input, node);
      const [change] = mapOrderNode({ ...input, body: assembleNode("orders", parent, children) });
      if (!change) throw new Error("expected one change of an order");
      return change;
    },
    idsOf: (changes) => changes.flatMap((change) => [change.id, nameKeyOf(shop, change) ?? change.id]),
    statementsOf: (changes) => Promise.resolve(orderStatements(shop, changes)),
    mentionsOf: (changes) => {
      if (mentioned.size > MOST_MENTIONED) mentioned.clear();
      return changes.flatMap((change) => {
        const mention = (change as WholeOrder).customer;
        if (!mention || mention.kind !== "mention") return [];
        // With an address a mention says more than without.
        const key = mention.person.email ? `${mention.id} @` : mention.id;
        if (mentioned.has(key)) return [];
        mentioned.add(key);
        return [mention];
      });
    },
  };
}

/** The writes of `saveOrders` for orders of which nothing is stored. */
function orderStatements(shop: ProjectedShop, changes: readonly OrderChange[]): Statement[] {
  const orders: Record<string, unknown>[] = [];
  const lines: Record<string, unknown>[] = [];
  const discounts: Record<string, unknown>[] = [];
  const refunds: Record<string, unknown>[] = [];
  const shopId = shop.id;
  for (const change of changes) {
    const state = unknownOrder(change, shop.currencyCode);
    applyOrderChange(state, change);
    const orderId = change.id;
    orders.push(Object.assign(state.row, { shopId }));
    for (const line of state.lines ?? []) lines.push(Object.assign(line, { shopId, orderId }));
    for (const discount of state.discounts ?? [])
      discounts.push(Object.assign(discount, { shopId, orderId }));
    for (const refund of state.newRefunds) refunds.push({ ...refund, shopId, orderId });
  }
  return [
    { sql: UPSERT_ORDERS, model: "Order", rows: orders } as const,
    { sql: UPSERT_LINES, model: "OrderLine", rows: lines } as const,
    { sql: UPSERT_DISCOUNTS, model: "OrderDiscount", rows: discounts } as const,
    { sql: UPSERT_REFUNDS, model: "Refund", rows: refunds } as const,
  ]
    .filter(({ rows }) => rows.length > 0)
    .map(({ sql, model, rows }) => ({ sql, values: [rowsInPlaceToJson(model, rows)] }));
}

function customerPreparation({ shop, now }: Reading): Preparation<CustomerChange> {
  const input = inputOf({ shop, now });
  const shopId = shop.id;
  return {
    changeOf: ({ parent, children }) => {
      const [change] = mapCustomerNode({ ...input, body: assembleNode("customers", parent, children) });
      if (!change) throw new Error("expected one change of a customer");
      return change;
    },
    idsOf: (changes) => changes.map(({ id }) => id),
    statementsOf: (changes) =>
      noteStatements(async (tx: Tx) => {
        const states = changes.map((change) => {
          const state = unknownCustomer(change, now);
          applyCustomerChange(state, change);
          return state;
        });
        await saveCustomers(tx, { shopId, states, now });
        await appendConsentChanges(tx, { shopId, states, now });
      }),
    mentionsOf: () => [],
  };
}

function inputOf({ shop, now }: Reading): Omit<MappingInput, "body"> {
  const prefix = `${shop.id}_`;
  return { shop, triggeredAt: now, idOf: (legacyId) => prefix + legacyId };
}
