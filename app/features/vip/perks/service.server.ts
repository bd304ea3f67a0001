import { inTransaction, type RootDb } from "~/platform/db.server";

import { findActive } from "../active.server";

import { settle } from "./deliver.server";
import { listEntitlements } from "./repository.server";
import type { PerkAnswer } from "./schema";

/** The staff has seen to a perk themselves. A second time it is not possible any more. */
export function tickOffPerk(
  db: RootDb,
  {
    shopId,
    entitlementId,
    staffId,
    now,
  }: { shopId: string; entitlementId: string; staffId: string | null; now: Date },
): Promise<PerkAnswer> {
  return inTransaction(
    db,
    async (tx) => {
      const [entitlement] = await listEntitlements(tx, { shopId, ids: [entitlementId] });
      const active = await findActive(tx, { shopId });
      const isOpen = entitlement?.perkKind === "own" && entitlement.state === "promised";
      if (!entitlement || !active || !isOpen) return { outcome: "not-possible" };
      const { settings } = active;
      await settle(tx, entitlement, {
        settlement: { state: "delivered", reason: null, staffId },
        scene: { shopId, settings, now },
      });
      return { outcome: "ticked-off" };
    },
    { shopId },
  );
}
