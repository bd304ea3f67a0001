import { findWishes } from "~/engine/messaging/preferences/wishes.server";
import { findCustomerFacts } from "~/pipeline/projections/customers/queries.server";
import type { Db, Tx } from "~/platform/db.server";

import { findKeptCustomerId } from "../repository/people.server";
import { findVisitor, saveOwner, type VisitorRef } from "../repository/visitors.server";
import { endVisit } from "../visits/end-visit.server";

type Proof = VisitorRef & { customerId: string; linkedBy: "order" | "mail"; now: Date };

/**
 * Says that a browser is a customer's. The last proof counts: a browser that was another's is theirs from now on.
 *
 * Nothing happens to people who are gone or do not want to be followed. Safe to repeat.
 */
export async function linkVisitor(tx: Tx, { customerId: named, ...proof }: Proof): Promise<void> {
  const { shopId, visitorKey, now } = proof;
  const customerId = await findKeptCustomerId(tx, { shopId, customerId: named });
  if (customerId === null || !(await mayFollow(tx, { shopId, customerId, now }))) return;
  const visitor = await findVisitor(tx, { shopId, visitorKey });
  if (visitor?.customerId === customerId) return;
  // What another person looked at in it is told as theirs.
  if (visitor) await endVisit(tx, visitor, { shopId, now });
  await saveOwner(tx, { ...proof, customerId });
}

/** Whether a customer is there, and never said that they do not want to be followed. */
export async function mayFollow(
  db: Db,
  { shopId, customerId, now }: { shopId: string; customerId: string; now: Date },
): Promise<boolean> {
  const customer = await findCustomerFacts(db, { shopId, customerId });
  if (!customer || customer.dataSaleOptOut) return false;
  const { isTrackingOff } = await findWishes(db, { shopId, customerId, address: customer.email, now });
  return !isTrackingOff;
}
