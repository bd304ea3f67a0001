import type { DomainEvent } from "~/pipeline/events/catalogue";
import type { Tx } from "~/platform/db.server";

import { noteBefore, type Workspace } from "../batch/fold";
import { orderEvent } from "../orders/rules/events";
import { loadOrders } from "../orders/repository.server";
import {
  linkCheckouts,
  listCustomersByContact,
  listGuestCheckouts,
  listGuestOrderIds,
  reattributeEvents,
  reattributeEventsOfOrder,
} from "./repository.server";
import { contactOfGuest, contactsOf, ownersOf } from "./rules";

/*
 * An order or checkout that names no customer belongs to whoever of the shop's customers has its address now. That is
 * settled anew whenever such an order or checkout changes, and whenever a customer gains or loses an address. So it only
 * depends on what is known, not on the order in which it came.
 */

/** An order or checkout that went to another customer, or to nobody. */
export type Linked = { subjectId: string; from: string | null; to: string | null };

/**
 * Gives guests' orders and checkouts to the customers who have their addresses now: those of the batch, and those that
 * customers of the batch gained or lost. Orders change in the workspace, to be stored with it.
 *
 * @returns what went to somebody else, and the orders among it that are not the batch's own, with events about them.
 */
export async function linkGuests(
  tx: Tx,
  workspace: Workspace,
): Promise<{ linked: Linked[]; loadedIds: ReadonlySet<string>; events: DomainEvent[] }> {
  const changed = changedContacts(workspace);
  const loadedIds = await loadGuestOrders(tx, workspace, changed);
  const checkouts = await otherCheckouts(tx, workspace, changed);
  const guests = guestsOf(workspace);
  const contacts = [...guests.map(({ contact }) => contact), ...checkouts.map(({ contact }) => contact)];
  if (contacts.length === 0) return { linked: [], loadedIds, events: [] };
  const owners = await findOwners(tx, workspace, contacts);
  const linked: Linked[] = [];
  for (const { contact, state } of guests) {
    const { id: subjectId, customerId: from } = state.row;
    const to = owners.get(contact) ?? null;
    if (from === to) continue;
    linked.push({ subjectId, from, to });
    state.assign(to);
  }
  linked.push(...(await moveOtherCheckouts(tx, workspace, { checkouts, owners })));
  const events = linked
    .filter(({ subjectId }) => loadedIds.has(subjectId))
    .flatMap(({ subjectId }) => workspace.orders.get(subjectId)?.row ?? [])
    .map((row) => orderEvent("order.changed", row, workspace.now));
  return { linked, loadedIds, events };
}

/** What happened to them is the new customer's, too. Call it when the events of the batch are stored. */
export async function giveEvents(
  tx: Tx,
  { shopId, linked }: { shopId: string; linked: readonly Linked[] },
): Promise<void> {
  const groups = new Map<string, Linked[]>();
  for (const one of linked) {
    const key = JSON.stringify([one.from, one.to]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  for (const [first, ...rest] of groups.values()) {
    if (!first) continue;
    const ids = [first, ...rest].map(({ subjectId }) => subjectId);
    await reattributeEvents(tx, { shopId, ids, customerId: first.to, from: first.from });
  }
}

/** The same of orders that the store itself gave to another customer, or to one at last. */
export async function giveEventsOfNamed(
  tx: Tx,
  { shop, orders, ownedBefore }: Pick<Workspace, "shop" | "orders" | "ownedBefore">,
): Promise<void> {
  for (const [orderId, from] of ownedBefore) {
    const row = orders.get(orderId)?.row;
    if (!row || row.customerId === from) continue;
    const { customerId, placedAt } = row;
    await reattributeEventsOfOrder(tx, { shopId: shop.id, orderId, placedAt, from, customerId });
  }
}

/** Addresses that customers of the batch gained or lost. */
function changedContacts({ customers, contactsBefore }: Workspace): string[] {
  const changed = new Set<string>();
  for (const [id, { row }] of customers) {
    const before = contactsBefore.get(id) ?? [];
    const after = contactsOf(row);
    for (const contact of before) if (!after.includes(contact)) changed.add(contact);
    for (const contact of after) if (!before.includes(contact)) changed.add(contact);
  }
  return [...changed];
}

/** @returns the ids of orders that were not in the batch. */
async function loadGuestOrders(
  tx: Tx,
  { shop, orders }: Workspace,
  contacts: string[],
): Promise<Set<string>> {
  if (contacts.length === 0) return new Set();
  const known = await listGuestOrderIds(tx, { shopId: shop.id, contacts });
  const ids = known.filter((id) => !orders.has(id));
  for (const [id, state] of await loadOrders(tx, { shopId: shop.id, ids })) orders.set(id, state);
  return new Set(ids);
}

type Owned = { id: string; customerId: string | null };
type Guest = { contact: string; state: { row: Owned; assign: (customerId: string | null) => void } };

function guestsOf(workspace: Workspace): Guest[] {
  const { orders, checkouts } = workspace;
  const guests: Guest[] = [];
  for (const state of orders.values()) {
    const { row } = state;
    const contact = isGuests(row) ? contactOfGuest({ email: row.email }) : null;
    if (contact === null) continue;
    const assign = (customerId: string | null): void => {
      noteBefore(workspace, row);
      state.row = { ...row, customerId, isLinkedByAddress: customerId !== null };
      state.isChanged = true;
    };
    guests.push({ contact, state: { row, assign } });
  }
  for (const state of checkouts.all) {
    const { row } = state;
    const contact = isGuests(row) ? contactOfGuest(row) : null;
    if (contact === null) continue;
    const assign = (customerId: string | null): void => {
      state.row = { ...row, customerId, isLinkedByAddress: customerId !== null };
      state.isChanged = true;
    };
    guests.push({ contact, state: { row, assign } });
  }
  return guests;
}

function isGuests({ customerId, isLinkedByAddress }: Owned & { isLinkedByAddress: boolean }): boolean {
  return customerId === null || isLinkedByAddress;
}

async function findOwners(
  tx: Tx,
  { shop, customers }: Workspace,
  contacts: readonly string[],
): Promise<Map<string, string>> {
  const stored = await listCustomersByContact(tx, { shopId: shop.id, contacts });
  const others = stored.filter(({ id }) => !customers.has(id));
  return ownersOf([...others, ...[...customers.values()].map(({ row }) => row)]);
}

type OtherCheckout = Owned & { contact: string };

async function otherCheckouts(
  tx: Tx,
  { shop, checkouts }: Workspace,
  contacts: string[],
): Promise<OtherCheckout[]> {
  if (contacts.length === 0) return [];
  const inBatch = new Set([...checkouts.all].map(({ row }) => row.id));
  const rows = await listGuestCheckouts(tx, { shopId: shop.id, contacts });
  return rows.flatMap((row) => {
    const contact = contactOfGuest(row);
    return contact === null || inBatch.has(row.id)
      ? []
      : [{ id: row.id, customerId: row.customerId, contact }];
  });
}

async function moveOtherCheckouts(
  tx: Tx,
  { shop }: Workspace,
  { checkouts, owners }: { checkouts: readonly OtherCheckout[]; owners: ReadonlyMap<string, string> },
): Promise<Linked[]> {
  const linked = checkouts
    .map(({ id, customerId, contact }) => ({
      subjectId: id,
      from: customerId,
      to: owners.get(contact) ?? null,
    }))
    .filter(({ from, to }) => from !== to);
  for (const customerId of new Set(linked.map(({ to }) => to))) {
    const ids = linked.filter(({ to }) => to === customerId).map(({ subjectId }) => subjectId);
    await linkCheckouts(tx, { shopId: shop.id, ids, customerId });
  }
  return linked;
}
