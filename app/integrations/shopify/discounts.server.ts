import type { ChangeOutcome, ShopifyAdmin } from "./admin";
import type { ShopClient } from "./client.server";
import { basicInput, OUR_TAG, shippingInput } from "./discount-input";
import type { DiscountWish } from "./discount-wish";
import {
  CreateCodeDiscountDocument,
  CreateShippingDiscountDocument,
  DeleteCodeDiscountDocument,
  DiscountByCodeDocument,
  UpdateCodeDiscountDocument,
  UpdateShippingDiscountDocument,
} from "./generated/documents";
import { describeUserErrors, type UserError } from "./user-errors";

type Made = ChangeOutcome<{ discountGid: string }>;
type Payload = { codeDiscountNode: { id: string } | null; userErrors: readonly UserError[] } | null;

/** Discounts by code of a shop: making, ending and removing them. */
export function createDiscountAdmin(
  client: ShopClient,
): Pick<ShopifyAdmin, "createDiscount" | "updateDiscountEnd" | "deleteDiscount" | "findOwnerOfCode"> {
  return {
    createDiscount: (wish) => createDiscount(client, wish),
    updateDiscountEnd: (change) => updateEnd(client, change),
    deleteDiscount: (gid) => deleteDiscount(client, gid),
    findOwnerOfCode: async (code) => {
      const outcome = await client.call(DiscountByCodeDocument, { code });
      if (outcome.kind !== "done") return outcome;
      return { kind: "done", result: outcome.result.codeDiscountNodeByCode?.id ?? null };
    },
  };
}

async function createDiscount(client: ShopClient, wish: DiscountWish): Promise<Made> {
  const outcome = await sendDiscount(client, wish);
  if (outcome.kind !== "done") return outcome;
  const payload = outcome.result;
  const discountGid = payload?.codeDiscountNode?.id;
  if (discountGid) return { kind: "done", result: { discountGid } };
  const errors = payload?.userErrors ?? [];
  if (errors.length > 0 && errors.every((error) => error.code === "TAKEN")) return adoptOurs(client, wish);
  return {
    kind: "rejected",
    error: describeUserErrors(errors) ?? "the discount was neither made nor refused",
  };
}

async function sendDiscount(client: ShopClient, wish: DiscountWish): Promise<ChangeOutcome<Payload>> {
  const { value } = wish;
  if (value.kind === "free-shipping") {
    const sent = await client.call(CreateShippingDiscountDocument, { discount: shippingInput(wish) });
    return sent.kind === "done" ? { kind: "done", result: sent.result.discountCodeFreeShippingCreate } : sent;
  }
  const sent = await client.call(CreateCodeDiscountDocument, { discount: basicInput(wish, value) });
  return sent.kind === "done" ? { kind: "done", result: sent.result.discountCodeBasicCreate } : sent;
}

/** A taken code is ours when an earlier try got through without our hearing of it; then it is what we wanted. */
async function adoptOurs(client: ShopClient, { code, title, value }: DiscountWish): Promise<Made> {
  const outcome = await client.call(DiscountByCodeDocument, { code });
  if (outcome.kind !== "done") return outcome;
  const node = outcome.result.codeDiscountNodeByCode;
  const discount = node?.codeDiscount;
  const type = value.kind === "free-shipping" ? "DiscountCodeFreeShipping" : "DiscountCodeBasic";
  const isOurs = discount?.__typename === type && discount.title === title && discount.tags.includes(OUR_TAG);
  return node && isOurs
    ? { kind: "done", result: { discountGid: node.id } }
    : { kind: "rejected", error: `the code ${code} belongs to another discount` };
}

async function updateEnd(
  client: ShopClient,
  { discountGid: id, kind, endsAt }: { discountGid: string; kind: "goods" | "shipping"; endsAt: Date },
): Promise<ChangeOutcome<null>> {
  const discount = { endsAt: endsAt.toISOString() };
  if (kind === "shipping") {
    const sent = await client.call(UpdateShippingDiscountDocument, { id, discount });
    return sent.kind === "done" ? settled(sent.result.discountCodeFreeShippingUpdate?.userErrors) : sent;
  }
  const sent = await client.call(UpdateCodeDiscountDocument, { id, discount });
  return sent.kind === "done" ? settled(sent.result.discountCodeBasicUpdate?.userErrors) : sent;
}

/** A discount that is gone already is what was wanted. */
async function deleteDiscount(client: ShopClient, id: string): Promise<ChangeOutcome<null>> {
  const outcome = await client.call(DeleteCodeDiscountDocument, { id });
  if (outcome.kind !== "done") return outcome;
  const errors = outcome.result.discountCodeDelete?.userErrors;
  const isGone = errors?.every(({ message }) => /does not exist/i.test(message)) ?? false;
  return settled(isGone ? [] : errors);
}

function settled(errors: readonly UserError[] | undefined): ChangeOutcome<null> {
  if (!errors) return { kind: "rejected", error: "the mutation answered without a payload" };
  const error = describeUserErrors(errors);
  return error === null ? { kind: "done", result: null } : { kind: "rejected", error };
}
