import { createHmac } from "node:crypto";

import { deriveKey } from "~/platform/crypto.server";
import { enqueueIntent } from "~/pipeline/outbox/enqueue.server";
import type { Tx } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";
import { contactHash } from "~/platform/sealed.server";
import { getSecret } from "~/platform/secrets.server";

import { codeFromDigest, codeKeyOf } from "../rules";
import { isCodeKind } from "../rules/offer";
import type { Offer } from "../schema";
import { createSharedCode, removeSharedCode } from "./intents.server";
import {
  claimSharedCode,
  findSharedCode,
  insertSharedCode,
  isLetteringTaken,
  listIssuedCodeIds,
  listOrphanedCodeIds,
  listRemovedCodes,
  type SharedCodeRow,
} from "./repository.server";

export type SharedCodeRequest = {
  shopId: string;
  /** Who shares it; orders with it name them. */
  customerId: string;
  /** What it is for, and by which terms: who asks for other terms gets another code. */
  purpose: string;
  offer: Offer;
  now: Date;
};

/**
 * Asks for the code that a person shares: it works once for each customer, has no end, and is bound to nobody.
 *
 * Idempotent by (shopId, customerId, purpose): a repeat returns the one there is. One that was taken out of the store, or
 * that the store would not have, is asked for again with the same letters.
 *
 * @throws RangeError for offers of money: those cannot be shared.
 */
export async function requestSharedCode(tx: Tx, request: SharedCodeRequest): Promise<SharedCodeRow> {
  const { shopId, customerId, purpose, offer, now } = request;
  if (!isCodeKind(offer.value.kind))
    throw new RangeError(`a shared code for "${purpose}" offers "${offer.value.kind}", expected a discount`);
  const known = await findSharedCode(tx, { shopId, customerId, purpose });
  if (known) return askAgain(tx, known, now);
  const row = await insertSharedCode(tx, {
    ...(await chooseLetters(tx, request)),
    ...{ id: newId(), shopId, customerId, purpose, occasionKey: occasionOf(request) },
    title: offer.title,
    offerJson: JSON.stringify(offer),
    now,
  });
  await ask(tx, row, { attempt: "first", now });
  return row;
}

async function askAgain(tx: Tx, known: SharedCodeRow, now: Date): Promise<SharedCodeRow> {
  const { shopId, id: codeId } = known;
  const to = { state: "requested" } as const;
  const isAsked = await claimSharedCode(tx, { shopId, codeId, from: ["removed", "failed"], to, now });
  if (!isAsked) return known;
  const row = { ...known, ...to };
  // Whoever changed its state asks, and nobody else.
  await ask(tx, row, { attempt: newId(), now });
  return row;
}

async function ask(
  tx: Tx,
  { shopId, id: codeId, customerId }: SharedCodeRow,
  { attempt, now }: { attempt: string; now: Date },
): Promise<void> {
  await enqueueIntent(tx, createSharedCode, {
    ...{ shopId, customerId, payload: { codeId }, now },
    dedupeKey: `create-shared-code:${codeId}:${attempt}`,
  });
}

type Some = { shopId: string; limit: number; now: Date };

/** Has codes taken out of the store whose purpose begins with `prefix`. @returns how many; safe to repeat. */
export async function withdrawSharedCodes(
  tx: Tx,
  { prefix, ...some }: Some & { prefix: string },
): Promise<number> {
  return withdraw(tx, some, await listIssuedCodeIds(tx, { ...some, prefix }));
}

/** Has codes taken out of the store whose sharers were deleted or erased. @returns how many; safe to repeat. */
export async function withdrawOrphanedCodes(tx: Tx, some: Some): Promise<number> {
  return withdraw(tx, some, await listOrphanedCodeIds(tx, some));
}

/** Asks for the codes of a purpose again that were taken out of the store. @returns how many; safe to repeat. */
export async function restoreSharedCodes(
  tx: Tx,
  { purpose, ...some }: Some & { purpose: string },
): Promise<number> {
  const codes = await listRemovedCodes(tx, { ...some, purpose });
  for (const code of codes) await askAgain(tx, code, some.now);
  return codes.length;
}

async function withdraw(tx: Tx, { shopId, now }: Some, codeIds: readonly string[]): Promise<number> {
  for (const codeId of codeIds) {
    const to = { state: "removing" } as const;
    if (!(await claimSharedCode(tx, { shopId, codeId, from: ["issued"], to, now }))) continue;
    await enqueueIntent(tx, removeSharedCode, {
      ...{ shopId, customerId: null, payload: { codeId }, now },
      dedupeKey: `remove-shared-code:${codeId}:${newId()}`,
    });
  }
  return codeIds.length;
}

/** A keyed hash: the row outlives the person, and must not name them. */
function occasionOf({ purpose, customerId }: SharedCodeRequest): string {
  return `${purpose}:${contactHash(`shared-code:${purpose}:${customerId}`)}`;
}

/** Follows from the occasion alone, so that a repeat after a crash asks for the same. */
async function chooseLetters(tx: Tx, request: SharedCodeRequest): Promise<{ code: string; codeKey: string }> {
  const { shopId, offer } = request;
  const key = deriveKey(getSecret(), "shared-code");
  for (let candidate = 0; ; candidate += 1) {
    const digest = createHmac("sha256", key)
      .update(`${shopId}\n${occasionOf(request)}\n${candidate}`)
      .digest();
    const code = codeFromDigest(offer.prefix, digest);
    const codeKey = codeKeyOf(code);
    if (!(await isLetteringTaken(tx, { shopId, codeKey }))) return { code, codeKey };
  }
}
