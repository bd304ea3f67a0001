import type { ChangeOutcome, PersonalDiscount, ShopifyAdmin } from "./admin";
import type { ShopClient } from "./client.server";
import {
  AddTagsDocument,
  CreatePersonalDiscountDocument,
  type CreatePersonalDiscountMutationVariables,
  DiscountByCodeDocument,
  RemoveTagsDocument,
} from "./generated/documents";
import { createConsentAdmin } from "./consent.server";
import { describeUserErrors, type UserError } from "./user-errors";

/** Marks discounts of this app, so that we know our own when a code is taken. */
const OUR_TAG = "perennial";

/** The changes of a shop that features may ask for, over its throttled client. */
export function createShopifyAdmin(client: ShopClient): ShopifyAdmin {
  return {
    addTags: async (id, tags) =>
      payloadOf(await client.call(AddTagsDocument, { id, tags }), (data) => data.tagsAdd?.userErrors),
    removeTags: async (id, tags) =>
      payloadOf(await client.call(RemoveTagsDocument, { id, tags }), (data) => data.tagsRemove?.userErrors),
    ...createConsentAdmin(client),
    createPersonalDiscount: (discount) => createPersonalDiscount(client, discount),
  };
}

async function createPersonalDiscount(
  client: ShopClient,
  discount: PersonalDiscount,
): Promise<ChangeOutcome<{ discountGid: string }>> {
  const outcome = await client.call(CreatePersonalDiscountDocument, { discount: discountInput(discount) });
  if (outcome.kind !== "done") return outcome;
  const payload = outcome.result.discountCodeBasicCreate;
  const discountGid = payload?.codeDiscountNode?.id;
  if (discountGid) return { kind: "done", result: { discountGid } };
  const errors = payload?.userErrors ?? [];
  if (errors.length > 0 && errors.every((error) => error.code === "TAKEN"))
    return adoptOurs(client, discount);
  return {
    kind: "rejected",
    error: describeUserErrors(errors) ?? "the discount was neither made nor refused",
  };
}

/** A taken code is ours when an earlier try got through without our hearing of it; then it is what we wanted. */
async function adoptOurs(
  client: ShopClient,
  { code, title }: PersonalDiscount,
): Promise<ChangeOutcome<{ discountGid: string }>> {
  const outcome = await client.call(DiscountByCodeDocument, { code });
  if (outcome.kind !== "done") return outcome;
  const node = outcome.result.codeDiscountNodeByCode;
  const discount = node?.codeDiscount;
  const isOurs =
    discount?.__typename === "DiscountCodeBasic" &&
    discount.title === title &&
    discount.tags.includes(OUR_TAG);
  return node && isOurs
    ? { kind: "done", result: { discountGid: node.id } }
    : { kind: "rejected", error: `the code ${code} belongs to another discount` };
}

function discountInput(discount: PersonalDiscount): CreatePersonalDiscountMutationVariables["discount"] {
  const { code, title, percentBp, customerGid, startsAt, endsAt } = discount;
  return {
    code,
    title,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    context: customerGid === null ? { all: "ALL" } : { customers: { add: [customerGid] } },
    customerGets: { items: { all: true }, value: { percentage: percentBp / 10_000 } },
    usageLimit: 1,
    appliesOncePerCustomer: true,
    combinesWith: { orderDiscounts: false, productDiscounts: true, shippingDiscounts: true },
    tags: [OUR_TAG],
  };
}

/** No payload and no error would be against the schema's practice: treated as a refusal, not as done. */
function payloadOf<Data>(
  outcome: ChangeOutcome<Data>,
  errorsOf: (data: Data) => readonly UserError[] | undefined,
): ChangeOutcome<null> {
  if (outcome.kind !== "done") return outcome;
  const errors = errorsOf(outcome.result);
  if (!errors) return { kind: "rejected", error: "the mutation answered without a payload" };
  const error = describeUserErrors(errors);
  return error === null ? { kind: "done", result: null } : { kind: "rejected", error };
}
