import { createHmac } from "node:crypto";

import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import { deriveKey } from "~/platform/crypto.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { getSecret } from "~/platform/secrets.server";

import { createDiscountCode } from "./intents.server";
import { findCodeByOccasion, insertCode, isCodeTaken, type IssuedCodeRow } from "./repository.server";
import { codeFromDigest, codeKeyOf, expiryOf } from "./rules";

export type CodeRequest = {
  shopId: string;
  /** Whom the code is bound to. */
  customerId: string;
  /** What it is given for, e.g. `cart-recovery:<checkoutId>`: one code per occasion. */
  occasionKey: string;
  /** Letters before the dash, e.g. `BACK`. */
  prefix: string;
  /** How the discount is called in the Shopify admin; the code follows it. */
  title: string;
  percentBp: number;
  validDays: number;
  now: Date;
};

/**
 * Asks Shopify for a personal code; `code.issued` or `code.failed` follows.
 *
 * Idempotent by (shopId, occasionKey): a repeat returns the code there is, with its old percentage and end.
 */
export async function requestCode(tx: Tx, request: CodeRequest): Promise<IssuedCodeRow> {
  const { shopId, customerId, occasionKey, title, percentBp, validDays, now } = request;
  const existing = await findCodeByOccasion(tx, { shopId, occasionKey });
  if (existing) return existing;
  const code = await chooseCode(tx, request);
  const row = await insertCode(tx, {
    id: newId(),
    shopId,
    customerId,
    occasionKey,
    code,
    codeKey: codeKeyOf(code),
    percentBp,
    startsAt: now,
    expiresAt: expiryOf(now, validDays),
    createdAt: now,
  });
  await enqueueIntent(tx, createDiscountCode, {
    shopId,
    dedupeKey: `create-discount-code:${code}`,
    payload: { codeId: row.id, title },
    customerId,
    now,
  });
  return row;
}

/** Follows from the occasion alone; the next candidate is needed once in 10^11 divided by the codes a shop has. */
async function chooseCode(tx: Tx, { shopId, occasionKey, prefix }: CodeRequest): Promise<string> {
  const key = deriveKey(getSecret(), "discount-code");
  for (let candidate = 0; ; candidate += 1) {
    const digest = createHmac("sha256", key).update(`${shopId}\n${occasionKey}\n${candidate}`).digest();
    const code = codeFromDigest(prefix, digest);
    if (!(await isCodeTaken(tx, { shopId, codeKey: codeKeyOf(code) }))) return code;
  }
}
