import { z } from "zod";

import { publishEvents } from "~/pipeline/events/publish.server";
import { attemptOf } from "~/pipeline/outbox/attempt";
import { defineIntent, type IntentContext } from "~/pipeline/outbox/definition";
import { findShop } from "~/shops/repository.server";

import { claimFailed, claimIssued, findCode, findCustomerGid, type IssuedCodeRow } from "./repository.server";

const PayloadSchema = z.object({ codeId: z.string(), title: z.string() });

/**
 * Makes a personal code at Shopify.
 *
 * The code is the natural key: a repeat finds it taken by ourselves and counts as done.
 */
export const createDiscountCode = defineIntent({
  kind: "shopify.create-discount-code",
  schema: PayloadSchema,
  needsScope: "write_discounts",
  maxAttempts: 12,
  onCrash: "repeat",

  async prepare({ codeId, title }, { tx, shopId, now }) {
    const code = await findCode(tx, { shopId, codeId });
    if (!code) return { kind: "cancel", reason: "erased" };
    if (code.state !== "requested" && code.state !== "failed")
      return { kind: "cancel", reason: "already-settled" };
    const shop = await findShop(tx, { shopId });
    if (!shop || shop.uninstalledAt) return { kind: "cancel", reason: "shop-uninstalled" };
    if (now >= code.expiresAt) return { kind: "cancel", reason: "code-expired" };
    // A code that anybody could use is not personal: without its owner there is nothing to make.
    const customerGid =
      code.customerId && (await findCustomerGid(tx, { shopId, customerId: code.customerId }));
    if (!customerGid) return { kind: "cancel", reason: "erased" };
    return { kind: "go", command: discountOf(code, { title, customerGid }) };
  },

  async perform(command, ports, { shopId, now }) {
    const shopify = await ports.shopify(shopId);
    return attemptOf(await shopify.createPersonalDiscount(command), now);
  },

  async settle({ codeId }, outcome, context) {
    switch (outcome.kind) {
      case "done":
        return settleIssued(codeId, outcome.result.discountGid, context);
      case "cancelled":
        return outcome.reason === "already-settled"
          ? undefined
          : settleFailed(codeId, outcome.reason, context);
      case "dead":
      case "uncertain":
        return settleFailed(codeId, outcome.error, context);
    }
  },
});

function discountOf(code: IssuedCodeRow, { title, customerGid }: { title: string; customerGid: string }) {
  const { percentBp, startsAt, expiresAt } = code;
  return {
    code: code.code,
    title: `${title} ${code.code}`,
    percentBp,
    customerGid,
    startsAt,
    endsAt: expiresAt,
  };
}

async function settleIssued(
  codeId: string,
  discountGid: string,
  { tx, shopId, now }: IntentContext,
): Promise<void> {
  if (!(await claimIssued(tx, { shopId, codeId, discountGid }))) return;
  const code = await findCode(tx, { shopId, codeId });
  if (!code) return;
  const { customerId, occasionKey } = code;
  await publishEvents(
    tx,
    [
      {
        type: "code.issued",
        sourceKey: `code.issued:${codeId}`,
        payload: { codeId, customerId, occasionKey },
        customerId,
        subjectId: codeId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
}

async function settleFailed(
  codeId: string,
  error: string,
  { tx, shopId, now }: IntentContext,
): Promise<void> {
  if (!(await claimFailed(tx, { shopId, codeId }))) return;
  const code = await findCode(tx, { shopId, codeId });
  if (!code) return;
  const { customerId, occasionKey } = code;
  await publishEvents(
    tx,
    [
      {
        type: "code.failed",
        sourceKey: `code.failed:${codeId}`,
        payload: { codeId, customerId, occasionKey, error },
        customerId,
        subjectId: codeId,
        occurredAt: now,
      },
    ],
    { shopId, now },
  );
}
