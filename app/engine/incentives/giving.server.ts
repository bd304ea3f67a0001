import type { IntentContext } from "~/pipeline/outbox/definition";
import type { Tx } from "~/platform/db.server";
import { findShop } from "~/shops/repository.server";

import { announceFailed, announceIssued } from "./announce.server";
import { changeCode } from "./change.server";
import { moveEnd } from "./end.server";
import { findCode, findCustomerGid, type IssuedCodeRow } from "./repository.server";
import { isCodeKind } from "./rules/offer";
import { type Offer, OfferSchema } from "./schema";

/*
 * What every way of giving has in common: the last look before the store is asked, and what becomes of its answer.
 */

export type Gift = { code: IssuedCodeRow; offer: Offer; customerGid: string; currencyCode: string };

/** Whether an incentive may still be given, in the last moment before the store is asked for it. */
export async function prepareGift(
  codeId: string,
  { tx, shopId, now }: IntentContext,
): Promise<{ kind: "go"; gift: Gift } | { kind: "cancel"; reason: string }> {
  const code = await findCode(tx, { shopId, codeId });
  if (!code) return { kind: "cancel", reason: "erased" };
  if (code.state !== "requested" && code.state !== "failed")
    return { kind: "cancel", reason: "already-settled" };
  const shop = await findShop(tx, { shopId });
  if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
  if (now >= code.expiresAt) return { kind: "cancel", reason: "code-expired" };
  // What anybody could use is not personal: without its owner there is nothing to make.
  const customerGid = code.customerId && (await findCustomerGid(tx, { shopId, customerId: code.customerId }));
  if (!customerGid) return { kind: "cancel", reason: "erased" };
  const offer = OfferSchema.parse(JSON.parse(code.offerJson));
  return { kind: "go", gift: { code, offer, customerGid, currencyCode: shop.currencyCode } };
}

type Outcome =
  | { kind: "done"; result: { gid: string; endsAt: Date } }
  | { kind: "cancelled"; reason: string }
  | { kind: "dead"; error: string }
  | { kind: "uncertain"; error: string };

/** Records what became of it, and tells. */
export async function settleGift(codeId: string, outcome: Outcome, context: IntentContext): Promise<void> {
  const { tx, shopId, now } = context;
  const code = await findCode(tx, { shopId, codeId });
  if (!code) return;
  switch (outcome.kind) {
    case "done":
      return settleIssued(tx, { code, ...outcome.result, now });
    case "cancelled":
      if (outcome.reason !== "already-settled") await settleFailed(tx, code, { error: outcome.reason, now });
      return;
    case "dead":
    case "uncertain":
      return settleFailed(tx, code, { error: outcome.error, now });
  }
}

async function settleIssued(
  tx: Tx,
  { code, gid, endsAt, now }: { code: IssuedCodeRow; gid: string; endsAt: Date; now: Date },
): Promise<void> {
  if (code.state !== "requested" && code.state !== "failed") return;
  const change = { state: "issued", discountGid: gid } as const;
  if (!(await changeCode(tx, code, change))) return;
  // Its message was sent while it was being made.
  if (isCodeKind(code.kind) && endsAt.getTime() !== code.expiresAt.getTime())
    await moveEnd(tx, { ...code, ...change }, now);
  await announceIssued(tx, code, now);
}

async function settleFailed(
  tx: Tx,
  code: IssuedCodeRow,
  { error, now }: { error: string; now: Date },
): Promise<void> {
  if (code.state !== "requested") return;
  if (!(await changeCode(tx, code, { state: "failed" }))) return;
  await announceFailed(tx, code, { error, now });
}
