import { dayIn } from "~/kit/zone";
import type { Db } from "~/platform/db.server";
import { deriveId } from "~/platform/ids.server";

import { listLotsOfOrders } from "../ledger/repository.server";
import type { OrderPointsView } from "../schema";
import { findProgramme } from "../settings/active.server";
import { findAskedOrder } from "./repository.server";
import { decideOrderPoints } from "./rules";

/**
 * What an order brought, for the page that thanks for it: may be asked before the order's own webhook came.
 *
 * @param asked.orderNumber Shopify's number of the order, without anything around it.
 * @param asked.customerId Who asks; null: nobody who is signed in.
 */
export async function presentOrderPoints(
  db: Db,
  asked: { shopId: string; orderNumber: string; customerId: string | null; now: Date },
): Promise<OrderPointsView> {
  const { shopId, orderNumber, customerId, now } = asked;
  const programme = await findProgramme(db, { shopId, now });
  if (!programme?.isActive || !/^\d{1,20}$/.test(orderNumber)) return { state: "nothing" };
  const orderId = deriveId(shopId, orderNumber);
  const order = await findAskedOrder(db, { shopId, orderId });
  const lots = order ? await listLotsOfOrders(db, { shopId, orderIds: [orderId] }) : [];
  const decided = decideOrderPoints({ order, customerId, lots, now });
  if (decided.state !== "pending") return decided;
  const { points, availableAt } = decided;
  const zone = programme.shop.ianaTimezone;
  return { state: "pending", points, availableOn: availableAt && dayIn(zone, availableAt) };
}
