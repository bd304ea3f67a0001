import { hookOfTables } from "~/platform/privacy/table-hook.server";

export const backfillPrivacy = hookOfTables({ name: "backfill", personal: [], impersonal: ["Backfill"] });
