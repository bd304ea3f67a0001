import type { PrivacyHook } from "~/platform/privacy/hook";
import { hookOfTables } from "~/platform/privacy/table-hook.server";

import { deleteJobsOfDomain, deleteWaitingJobs, listWaitingPayloads } from "./privacy/repository.server";

const tables = hookOfTables({
  name: "jobs",
  personal: [{ table: "Job", namedIn: ["payloadJson", "lastError", "dedupeKey"], onRedact: "delete" }],
  retention: [
    { period: "jobs", table: "Job", column: "updatedAt", only: `"state" = 'dead'`, action: "delete" },
  ],
});

/**
 * Work about an erased person is not done any more. A job under way loses its row, and so whatever it wrote is rolled
 * back. On PostgreSQL what is due waits in the queue's own tables: from there it goes too.
 */
export const jobsPrivacy: PrivacyHook = {
  ...tables,
  exportOf: async (db, asked) => {
    const waiting = await listWaitingPayloads(db, asked);
    const rows = waiting.map(({ payloadJson }) => ({ payloadJson }));
    const stored = await tables.exportOf(db, asked);
    return rows.length > 0 ? [...stored, { table: "Job", rows }] : stored;
  },
  redact: async (tx, { cursor, ...asked }) => {
    if (cursor === null) {
      const waiting = await listWaitingPayloads(tx, asked);
      await deleteWaitingJobs(tx, { ids: waiting.map(({ id }) => id) });
    }
    return tables.redact(tx, { ...asked, cursor });
  },
  eraseShop: async (tx, shop) => {
    const waiting = await listWaitingPayloads(tx, { shopId: shop.shopId, person: null });
    await deleteWaitingJobs(tx, { ids: waiting.map(({ id }) => id) });
    const ofDomain = await deleteJobsOfDomain(tx, shop);
    return waiting.length + ofDomain + (await tables.eraseShop(tx, shop));
  },
};
