import { z } from "zod";

import { defineJob } from "~/pipeline/jobs/definition";
import { enqueueJob } from "~/pipeline/jobs/enqueue.server";
import { hashAddress } from "~/platform/crypto.server";
import { getSecret } from "~/platform/secrets.server";

import { listReachable, listUnsubscribed } from "./repository.server";
import { settleConsent } from "./settle.server";

/** Hashes of so many addresses take a few milliseconds. */
const CHUNK = 500;

/** Looks for customers who unsubscribed with us before we knew them, chunk after chunk. Safe to repeat. */
export const compareConsent = defineJob({
  name: "messaging.compare-consent",
  schema: z.object({ shopId: z.string(), cause: z.string(), afterId: z.string().nullable() }),
  maxAttempts: 8,
  priority: 120,
  async run({ shopId, cause, afterId }, { tx, now }) {
    const customers = await listReachable(tx, { shopId, afterId, limit: CHUNK });
    const last = customers.at(-1);
    if (!last) return;
    const hashed = customers.map(({ id, addresses }) => ({
      id,
      hashes: addresses.map((address) => hashAddress(getSecret(), address)),
    }));
    const addressHashes = hashed.flatMap(({ hashes }) => hashes);
    const unsubscribed = await listUnsubscribed(tx, { shopId, addressHashes });
    for (const { id: customerId, hashes } of hashed)
      if (hashes.some((hash) => unsubscribed.has(hash))) await settleConsent(tx, { shopId, customerId, now });
    await enqueueJob(tx, compareConsent, {
      payload: { shopId, cause, afterId: last.id },
      shopId,
      now,
      dedupeKey: `${cause}:${last.id}`,
    });
  },
});
