import { newId } from "~/platform/ids.server";

import { insertAccess } from "./access-log/repository.server";
import type { ShopContext } from "./require-shop.server";

/** Pages that show people's data. */
export const ACCESS_PAGES = [
  "home",
  "customers",
  "customer",
  "customer-extension",
  "decisions",
  "recoveries",
  "recovery",
  "orders",
  "recovered-orders",
  "winback-people",
  "tiers",
  "perks",
  "tier-movements",
  "loyalty-members",
  "loyalty-member",
  "loyalty-review",
  "incentives",
  "code-buyers",
  "import-report",
  "privacy-file",
  "problems",
  "messages",
  "message",
  "template-preview",
  "flow-runs",
  "flow-run",
  "flow-simulation",
  "campaign-audience",
  "campaign-people",
  "referrals",
  "survey-answers",
  "tasks",
] as const;

export type AccessPage = (typeof ACCESS_PAGES)[number];

/**
 * Writes down that a member of the staff was shown people's data: who, which page, whose. Called by every route that
 * shows some, before it shows them; never with a name, an address or what was searched for.
 */
export function recordAccess(
  { db, shopId, staffId, now }: Pick<ShopContext, "db" | "shopId" | "staffId" | "now">,
  page: AccessPage,
  customerId: string | null = null,
): Promise<void> {
  return insertAccess(db, { id: newId(), shopId, staffId, page, customerId, accessedAt: now });
}
