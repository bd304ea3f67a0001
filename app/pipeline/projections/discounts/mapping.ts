import type { MappingInput } from "../batch/mapping-input";
import { parseWith } from "../payload/fields";
import { versionOfDelivery } from "../payload/version";

import { DeletedDiscountPayload, DiscountPayload, RedeemCodePayload } from "./payload";
import type { DiscountChange } from "./schema";

type Identity = Pick<DiscountChange, "resource" | "id" | "gid" | "triggeredAt">;

function identityOf({ idOf, triggeredAt }: MappingInput, gid: string): Identity {
  return { resource: "discount", id: idOf(legacyIdOf(gid)), gid, triggeredAt };
}

function legacyIdOf(gid: string): string {
  return gid.slice(gid.lastIndexOf("/") + 1);
}

/**
 * discounts/create and discounts/update.
 *
 * @throws PayloadProblem
 */
export function mapDiscount(input: MappingInput): DiscountChange[] {
  const body = parseWith(DiscountPayload, input.body);
  return [
    {
      ...identityOf(input, body.admin_graphql_api_id),
      kind: "discount",
      version: versionOfDelivery(body.updated_at, input.triggeredAt),
      fields: { title: body.title ?? "", status: body.status ?? null, createdAt: body.created_at ?? null },
    },
  ];
}

/**
 * discounts/redeemcode_added or, with `isPresent` false, discounts/redeemcode_removed.
 *
 * @throws PayloadProblem
 */
export function mapRedeemCode(input: MappingInput, isPresent: boolean): DiscountChange[] {
  const body = parseWith(RedeemCodePayload, input.body);
  const { id: gid, code } = body.redeem_code;
  return [
    {
      ...identityOf(input, body.admin_graphql_api_id),
      kind: "code",
      code: { id: input.idOf(legacyIdOf(gid)), gid, code, codeKey: code.trim().toLowerCase() },
      isPresent,
      changedAt: body.updated_at ?? input.triggeredAt,
    },
  ];
}

/**
 * discounts/delete.
 *
 * @throws PayloadProblem
 */
export function mapDiscountDeletion(input: MappingInput): DiscountChange[] {
  const body = parseWith(DeletedDiscountPayload, input.body);
  const deletedAt = body.deleted_at ?? input.triggeredAt;
  return [{ ...identityOf(input, body.admin_graphql_api_id), kind: "deletion", deletedAt }];
}
