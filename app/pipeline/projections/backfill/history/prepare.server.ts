import type { Line } from "~/integrations/shopify/bulk/lines";

import type { Change } from "../../batch/change";
import type { MappingInput, ProjectedShop } from "../../batch/mapping-input";
import { mapCustomerNode } from "../../customers/mapping";
import { applyCustomerChange, unknownCustomer } from "../../customers/rules";
import type { CustomerChange } from "../../customers/schema";
import { changeOfOrderNode, mapOrderNode } from "../../orders/node-mapping";
import { applyOrderChange, unknownOrder } from "../../orders/rules";
import type { OrderChange } from "../../orders/schema";
import { assembleNode } from "../assemble";
import type { HistoryResource } from "./batch";
import { Irregular } from "./fields";
import { parseLine } from "./line";
import { readOrderNode } from "./order-node";
import { addCustomerRows } from "./rows/of-customer.server";
import { addOrderRows } from "./rows/of-order";
import type { RowSink } from "./rows/sink";
import { dayReader } from "./scan/instant";
import { scanLine } from "./scan/scan-line";
import { scanOrder } from "./scan/scan-order";
import { SealOnce } from "./seal-once.server";

/** A line of a file that is a parent, with its children. */
export type Family = { parent: Line; children: Line[] };

type Reading = { shop: ProjectedShop; now: Date };

/** What a family was understood to be. */
export type Understood = {
  id: string;
  /** ISO 8601 version of an order. */
  version: string;
  mention: CustomerChange | null;
};

/** How records of a resource become rows, without looking at what is stored. */
export type Preparation = {
  /**
   * Adds the rows of a family.
   *
   * @throws PayloadProblem; nothing was added then.
   */
  addRows: (sink: RowSink, family: Family) => Understood;
  /** @throws PayloadProblem */
  changeOf: (family: Family) => Change;
};

export function preparationOf(resource: HistoryResource, reading: Reading): Preparation {
  return resource === "orders" ? orderPreparation(reading) : customerPreparation(reading);
}

type WholeOrder = Extract<OrderChange, { kind: "order" }>;

function orderPreparation({ shop, now }: Reading): Preparation {
  const input = inputOf({ shop, now });
  const seals = new SealOnce();
  const shopId = shop.id;
  const seal = (text: string) => seals.of(text);
  const readSeconds = now.toISOString().slice(0, "2026-03-01T12:34:56".length);
  const scan = { shopId, readSeconds, dayOf: dayReader(shop.ianaTimezone), seal };

  function changeOf({ parent, children }: Family): WholeOrder {
    const body = parseLine(parent);
    const lines = children.map(parseLine);
    const node = readOrderNode(body, lines);
    if (node) return changeOfOrderNode(input, node);
    const [change] = mapOrderNode({ ...input, body: assembleNode("orders", body, lines) });
    return change as WholeOrder;
  }

  /** Reads first and adds then, so that nothing is left of what turns out to be irregular. */
  function addScanned(sink: RowSink, { parent, children }: Family): Understood {
    const { order, discounts, refunds, customer, email, money } = scanOrder(parent.text, scan);
    const orderId = order.id ?? "";
    const lines = children.map(({ text }) => scanLine(text, { shopId, orderId, money }));
    sink.add("Order", order);
    for (const line of lines) sink.add("OrderLine", line);
    for (const discount of discounts) sink.add("OrderDiscount", discount);
    for (const refund of refunds) sink.add("Refund", refund);
    const mention = customer === null ? null : mentionOf({ shopId, now, customer, email });
    return { id: orderId, version: order.versionAt ?? "", mention };
  }

  function addMapped(sink: RowSink, family: Family): Understood {
    const change = changeOf(family);
    const state = unknownOrder(change, shop.currencyCode);
    applyOrderChange(state, change);
    addOrderRows(sink, state, { shopId, seal });
    return { id: change.id, version: change.version.toISOString(), mention: change.customer };
  }

  return {
    changeOf,
    addRows: (sink, family) => {
      try {
        return addScanned(sink, family);
      } catch (error) {
        if (!(error instanceof Irregular)) throw error;
        return addMapped(sink, family);
      }
    },
  };
}

type Named = { shopId: string; now: Date; customer: string; email: string | null };

function mentionOf({ shopId, now, customer, email }: Named): CustomerChange {
  const gid = `gid://shopify/Customer/${customer}`;
  const id = `${shopId}_${customer}`;
  return { resource: "customer", id, gid, triggeredAt: now, kind: "mention", person: { email } };
}

function customerPreparation({ shop, now }: Reading): Preparation {
  const input = inputOf({ shop, now });
  const of = { shopId: shop.id, now, seals: new SealOnce(), words: new Map<string, string>() };
  const changeOf = ({ parent, children }: Family): CustomerChange => {
    const body = assembleNode("customers", parseLine(parent), children.map(parseLine));
    const [change] = mapCustomerNode({ ...input, body });
    return change as CustomerChange;
  };
  return {
    changeOf,
    addRows: (sink, family) => {
      const change = changeOf(family);
      const state = unknownCustomer(change, now);
      applyCustomerChange(state, change);
      addCustomerRows(sink, state, of);
      return { id: change.id, version: "", mention: null };
    },
  };
}

function inputOf({ shop, now }: Reading): Omit<MappingInput, "body"> {
  const prefix = `${shop.id}_`;
  return { shop, triggeredAt: now, idOf: (legacyId) => prefix + legacyId };
}
