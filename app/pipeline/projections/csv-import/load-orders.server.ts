import { addDays } from "~/kit/zone";
import type { Tx } from "~/platform/db.server";

import { applyChanges } from "../batch/apply.server";
import type { ProjectedShop } from "../batch/mapping-input";
import { listCustomersByContact } from "../guests/repository.server";
import { ownersOf } from "../guests/rules";
import { orderNumberOf } from "../known-history/order-number";
import type { RowGroup } from "./batches";
import { CellProblem } from "./cells";
import type { Columns, Header, OrderColumn } from "./columns";
import { type ImportedOrder, mapImportedOrder } from "./order-mapping";
import { findKnownOrders, findNamesWithId, type KnownOrder } from "./repository/known.server";
import type { OrderRange } from "./repository/imports.server";
import type { RowProblem } from "./schema";

/** What became of a batch. */
export type Loaded = {
  takenCount: number;
  knownCount: number;
  anonymousCount: number;
  problems: RowProblem[];
  range: OrderRange;
};

export type LoadContext = { shop: ProjectedShop; header: Header; now: Date; readAt: Date };

export const NO_RANGE: OrderRange = {
  firstPlacedAt: null,
  firstNumber: null,
  lastPlacedAt: null,
  lastNumber: null,
};

/**
 * Brings orders of a file into our tables, with their aggregates; nobody reacts to them.
 *
 * What Shopify itself told of an order stays. Safe to repeat: a row that only a file told is written anew, as a later
 * file may know more of it.
 */
export async function loadOrders(
  tx: Tx,
  groups: readonly RowGroup[],
  { shop, header, now }: LoadContext,
): Promise<Loaded> {
  const { orders, problems } = mapAll(groups, { shop, header });
  const { fresh, knownCount, doubtful } = await sortOut(tx, { shop, orders });
  const contacts = orders.flatMap(({ contact }) => contact ?? []);
  const owners = ownersOf(await listCustomersByContact(tx, { shopId: shop.id, contacts }));
  const ownerOf = ({ contact }: ImportedOrder) => (contact === null ? null : (owners.get(contact) ?? null));
  const changes = fresh.map(({ order, isOwned }) => {
    // Whoever it was given to keeps it: people change their addresses, files do not.
    const customerId = isOwned ? undefined : ownerOf(order);
    return { ...order.change, fields: { ...order.change.fields, customerId } };
  });
  await applyChanges(tx, { shop, changes, now, silent: true });
  const taken = fresh.filter(({ isNew }) => isNew);
  return {
    takenCount: taken.length,
    knownCount: knownCount + fresh.length - taken.length,
    anonymousCount: taken.filter(({ order }) => ownerOf(order) === null).length,
    problems: [...problems, ...doubtful],
    range: rangeOf(orders),
  };
}

function mapAll(
  groups: readonly RowGroup[],
  { shop, header }: { shop: ProjectedShop; header: Header },
): { orders: ImportedOrder[]; problems: RowProblem[] } {
  const columns = header.columns as Columns<OrderColumn>;
  const problems: RowProblem[] = [];
  const orders = groups.flatMap((group) => {
    try {
      return [mapImportedOrder(group, { columns, shop })];
    } catch (error) {
      problems.push(problemOf(error, group[0].line));
      return [];
    }
  });
  return { orders, problems };
}

/** @throws what is no problem of a cell. */
export function problemOf(error: unknown, line: number): RowProblem {
  if (!(error instanceof CellProblem)) throw error;
  const { reason, column, value, params } = error;
  return { line: error.line ?? line, column, value, reason, params };
}

/** `isOwned`: an earlier file brought it, and it is somebody's. */
type Fresh = { order: ImportedOrder; isNew: boolean; isOwned: boolean };

/** Orders that may be written; known ones are counted, and those whose name stands for two orders are left out. */
async function sortOut(
  tx: Tx,
  { shop, orders }: { shop: ProjectedShop; orders: readonly ImportedOrder[] },
): Promise<{ fresh: Fresh[]; knownCount: number; doubtful: RowProblem[] }> {
  const known = await findKnownOrders(tx, { shopId: shop.id, ids: orders.map(({ change }) => change.id) });
  const named = await findNamed(tx, { shop, orders });
  const fresh: Fresh[] = [];
  const doubtful: RowProblem[] = [];
  let knownCount = 0;
  for (const order of orders) {
    const { id } = order.change;
    const before = known.get(id);
    if (before?.standing === "told-by-shopify" || (order.isKeyedByName && named.has(order.name)))
      knownCount += 1;
    else if (order.isKeyedByName && isOtherOrder(order, before)) doubtful.push(sameName(order));
    else {
      const isOwned = before !== undefined && before.customerId !== null;
      fresh.push({ order, isNew: before === undefined, isOwned });
      known.set(id, before ?? { standing: "imported", placedAt: order.placedAt, customerId: null });
    }
  }
  return { fresh, knownCount, doubtful };
}

function isOtherOrder({ placedAt }: ImportedOrder, before: KnownOrder | undefined): boolean {
  return before !== undefined && before.placedAt.getTime() !== placedAt.getTime();
}

function sameName({ line, name }: ImportedOrder): RowProblem {
  return { line, column: "Name", value: name, reason: "same-name", params: {} };
}

async function findNamed(
  tx: Tx,
  { shop, orders }: { shop: ProjectedShop; orders: readonly ImportedOrder[] },
): Promise<Set<string>> {
  const byName = orders.filter(({ isKeyedByName }) => isKeyedByName);
  const days = byName.flatMap(({ change }) => change.fields.placedOn ?? []).sort();
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return new Set();
  return findNamesWithId(tx, {
    shopId: shop.id,
    names: byName.map(({ name }) => name),
    fromOn: addDays(first, -1),
    toOn: addDays(last, 1),
  });
}

function rangeOf(orders: readonly ImportedOrder[]): OrderRange {
  return orders.reduce<OrderRange>((range, { name, placedAt }) => {
    const number = orderNumberOf(name);
    return widen(range, {
      firstPlacedAt: placedAt,
      firstNumber: number,
      lastPlacedAt: placedAt,
      lastNumber: number,
    });
  }, NO_RANGE);
}

/** The range over both. */
export function widen(a: OrderRange, b: OrderRange): OrderRange {
  const isEarlier =
    b.firstPlacedAt !== null && (a.firstPlacedAt === null || b.firstPlacedAt < a.firstPlacedAt);
  const isLater = b.lastPlacedAt !== null && (a.lastPlacedAt === null || b.lastPlacedAt > a.lastPlacedAt);
  const { firstPlacedAt, firstNumber } = isEarlier ? b : a;
  const { lastPlacedAt, lastNumber } = isLater ? b : a;
  return { firstPlacedAt, firstNumber, lastPlacedAt, lastNumber };
}
