import type { Line } from "~/integrations/shopify/bulk/lines";
import { toDbInstant } from "~/platform/sql.server";

import type { Change } from "../../batch/change";
import type { MappingInput, ProjectedShop } from "../../batch/mapping-input";
import { mapCustomerNode } from "../../customers/mapping";
import { applyCustomerChange, unknownCustomer } from "../../customers/rules";
import type { CustomerChange } from "../../customers/schema";
import { changeOfOrderNode, mapLineNode, mapOrderNode } from "../../orders/node-mapping";
import { applyOrderChange, unknownOrder } from "../../orders/rules";
import type { OrderChange } from "../../orders/schema";
import { assembleNode } from "../assemble";
import type { HistoryResource } from "./batch";
import { Irregular } from "./fields";
import { parseLine } from "./line";
import { keyOfGid, keyOfNumber } from "./numbers";
import { readOrderNode } from "./order-node";
import { addCustomerRows } from "./rows/of-customer.server";
import { addOrderRows, lineCells } from "./rows/of-order.server";
import type { CellsOf } from "./rows/columns";
import type { RowSink } from "./rows/sink";
import type { Money } from "./scan/cursor";
import { dayReader } from "./scan/instant";
import { idsOf } from "./scan/cells";
import { scanLine } from "./scan/scan-line";
import { scanOrder, type Span } from "./scan/scan-order";
import { SealedAddresses } from "./sealed-addresses.server";
import { SealOnce } from "./seal-once.server";

/** A line of a file that is a parent, with its children. */
export type Family = { parent: Line; children: Line[] };

type Reading = { shop: ProjectedShop; now: Date };

/** What a parent was understood to be. */
export type Understood = {
  id: string;
  /** Version of an order, ISO 8601. */
  version: string;
  /** In which its lines' amounts are expected; null leaves them to the schema. */
  money: Money | null;
  mention: Mention | null;
};

/** A customer whom an order names; who was named before is not made a change of. */
export type Mention = { key: number | string; isAddressed: boolean; change: () => CustomerChange };

/** How records of a resource become rows, without looking at what is stored. */
export type Preparation = {
  /**
   * Adds the rows of a parent.
   *
   * @throws PayloadProblem; nothing was added then.
   */
  addParent: (sink: RowSink, parent: Line) => Understood;
  /**
   * Adds the row of a child.
   *
   * @throws PayloadProblem; nothing was added then.
   */
  addChild: (sink: RowSink, child: Line, parent: Pick<Understood, "id" | "money">) => void;
  /**
   * What a family tells.
   *
   * @throws PayloadProblem
   */
  changeOf: (family: Family) => Change;
};

export function preparationOf(resource: HistoryResource, reading: Reading): Preparation {
  return resource === "orders" ? orderPreparation(reading) : customerPreparation(reading);
}

type WholeOrder = Extract<OrderChange, { kind: "order" }>;

function orderPreparation({ shop, now }: Reading): Preparation {
  const input = inputOf({ shop, now });
  const shopId = shop.id;
  const readSeconds = now.toISOString().slice(0, "2026-03-01T12:34:56".length);
  const ids = idsOf(shopId);
  const scan = {
    ids,
    readSeconds,
    dayOf: dayReader(shop.ianaTimezone),
    seals: new SealedAddresses(),
  };

  function changeOf({ parent, children }: Family): WholeOrder {
    const body = parseLine(parent);
    const lines = children.map(parseLine);
    const node = readOrderNode(body, lines);
    if (node) return changeOfOrderNode(input, node);
    const [change] = mapOrderNode({ ...input, body: assembleNode("orders", body, lines) });
    return change as WholeOrder;
  }

  function addScanned(sink: RowSink, parent: Line): Understood {
    const { number, version, customer, email, money } = scanOrder(parent, scan, sink);
    const mention = customer && scannedMention({ shopId, now, customer, email });
    return { id: ids.prefix + number, version, money, mention };
  }

  function addMapped(sink: RowSink, parent: Line): Understood {
    const change = changeOf({ parent, children: [] });
    const state = unknownOrder(change, shop.currencyCode);
    applyOrderChange(state, change);
    addOrderRows(sink, state, { shopId });
    const { id, version, customer } = change;
    return { id, version: toDbInstant(version), money: null, mention: customer && mentionOf(customer) };
  }

  function rowOfLine(line: Line, orderId: string): CellsOf<"OrderLine"> {
    const { __parentId: _parent, ...body } = parseLine(line);
    return lineCells(mapLineNode({ ...input, body }), { shopId, orderId });
  }

  return {
    changeOf,
    addParent: (sink, parent) =>
      regularlyOr(
        () => addScanned(sink, parent),
        () => {
          sink.packerOf("Order").dropRow();
          return addMapped(sink, parent);
        },
      ),
    addChild: (sink, line, { id: orderId, money }) => {
      const packer = sink.packerOf("OrderLine");
      if (!money) return sink.add("OrderLine", rowOfLine(line, orderId));
      regularlyOr(
        () => scanLine(line, { ids, orderId, money, packer }),
        () => {
          packer.dropRow();
          sink.add("OrderLine", rowOfLine(line, orderId));
        },
      );
    },
  };
}

/** Of what is not as it nearly always is, the other way knows more. */
function regularlyOr<T>(regularly: () => T, otherwise: () => T): T {
  try {
    return regularly();
  } catch (error) {
    if (!(error instanceof Irregular)) throw error;
    return otherwise();
  }
}

function mentionOf(change: CustomerChange): Mention {
  const isAddressed = change.kind === "mention" && Boolean(change.person.email);
  return { key: keyOfGid(change.gid), isAddressed, change: () => change };
}

type Named = { shopId: string; now: Date; customer: Span; email: Span | null };

function scannedMention({ shopId, now, customer, email }: Named): Mention {
  const change = (): CustomerChange => {
    const number = textOf(customer);
    const gid = `gid://shopify/Customer/${number}`;
    const person = { email: email && textOf(email) };
    return {
      resource: "customer",
      id: `${shopId}_${number}`,
      gid,
      triggeredAt: now,
      kind: "mention",
      person,
    };
  };
  const key = keyOfNumber(customer.bytes, customer.from) ?? change().gid;
  return { key, isAddressed: email !== null, change };
}

function textOf({ bytes, from, to }: Span): string {
  return bytes.toString("utf8", from, to);
}

function customerPreparation({ shop, now }: Reading): Preparation {
  const input = inputOf({ shop, now });
  const of = { shopId: shop.id, now, seals: new SealOnce(), words: new Map() };
  const changeOf = ({ parent, children }: Family): CustomerChange => {
    const body = assembleNode("customers", parseLine(parent), children.map(parseLine));
    const [change] = mapCustomerNode({ ...input, body });
    return change as CustomerChange;
  };
  return {
    changeOf,
    addParent: (sink, parent) => {
      const change = changeOf({ parent, children: [] });
      const state = unknownCustomer(change, now);
      applyCustomerChange(state, change);
      addCustomerRows(sink, state, of);
      return { id: change.id, version: "", money: null, mention: null };
    },
    addChild: (_sink, { endOffset }) => {
      throw new Error(`customers have no children, but there is one before byte ${endOffset}`);
    },
  };
}

function inputOf({ shop, now }: Reading): Omit<MappingInput, "body"> {
  const prefix = `${shop.id}_`;
  return { shop, triggeredAt: now, idOf: (legacyId) => prefix + legacyId };
}
