import { inTransaction, type RootDb, type Tx } from "~/platform/db.server";

import { giveEvents, type Linked } from "./link.server";
import {
  type Guest,
  linkCheckouts,
  linkOrders,
  listCustomersByContact,
  pageOfGuestCheckouts,
  pageOfGuestOrders,
} from "./repository.server";
import { contactOfGuest, ownersOf } from "./rules";

const PAGE = 500;

const KINDS = [
  { page: pageOfGuestOrders, give: linkOrders },
  { page: pageOfGuestCheckouts, give: linkCheckouts },
] as const;

/**
 * Gives all guests' orders and checkouts of a shop to whoever has their address: for what was loaded past the batches.
 * Page by page, each in a transaction of its own. Safe to repeat. The caller counts aggregates anew.
 *
 * @returns how many went to somebody else.
 */
export async function linkGuestsOfShop(db: RootDb, { shopId }: { shopId: string }): Promise<number> {
  let count = 0;
  for (const kind of KINDS) {
    let afterId = "";
    for (;;) {
      const guests = await kind.page(db, { shopId, afterId, limit: PAGE });
      const last = guests.at(-1);
      if (!last) break;
      afterId = last.id;
      count += await inTransaction(db, (tx) => linkPage(tx, { shopId, guests, give: kind.give }), { shopId });
    }
  }
  return count;
}

type LinkedPage = { shopId: string; guests: readonly Guest[]; give: (typeof KINDS)[number]["give"] };

async function linkPage(tx: Tx, { shopId, guests, give }: LinkedPage): Promise<number> {
  const contacts = guests.flatMap((guest) => contactOfGuest(guest) ?? []);
  const owners = ownersOf(await listCustomersByContact(tx, { shopId, contacts }));
  const linked = guests.flatMap((guest): Linked[] => {
    const to = owners.get(contactOfGuest(guest) ?? "") ?? null;
    return to === guest.customerId ? [] : [{ subjectId: guest.id, from: guest.customerId, to }];
  });
  for (const customerId of new Set(linked.map(({ to }) => to))) {
    const ids = linked.filter(({ to }) => to === customerId).map(({ subjectId }) => subjectId);
    await give(tx, { shopId, ids, customerId });
  }
  await giveEvents(tx, { shopId, linked });
  return linked.length;
}
