import type { PrivacyHook } from "~/platform/privacy/hook";
import { hookOfTables } from "~/platform/privacy/table-hook.server";

import { deleteShop } from "./repository.server";

/** Tokens and staff of a shop, by its domain. */
export const sessionsPrivacy = hookOfTables({
  name: "sessions",
  personal: [],
  impersonal: ["Session", "TokenRefreshLock"],
  shopKey: "shop",
});

/** Who looked at whose data stays without the whom. Hashes of erased people keep late deliveries from naming them again. */
export const accessPrivacy = hookOfTables({
  name: "access",
  personal: [
    { table: "AccessLogEntry", by: { customerId: "customerIds" }, onRedact: { rekey: "customerId" } },
  ],
  impersonal: ["ErasedKey"],
  retention: [{ period: "access-log", table: "AccessLogEntry", column: "accessedAt", action: "delete" }],
});

const settings = hookOfTables({ name: "shop", personal: [], impersonal: ["ShopSetting"] });

/** The shop itself goes last: who finds it no more has nothing left to do for it. */
export const shopPrivacy: PrivacyHook = {
  ...settings,
  tables: [...settings.tables, "Shop"],
  eraseShop: async (tx, shop) => (await settings.eraseShop(tx, shop)) + (await deleteShop(tx, shop)),
};
