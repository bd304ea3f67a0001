import { cancelBulkOperation, runBulkQuery } from "../bulk/bulk-mutations";
import type { TypeResolvers } from "./context";
import { createBasicDiscount, deactivateBasicDiscount } from "./mutations/discounts";
import { updateConsent } from "./mutations/email-consent";
import { setMetafields } from "./mutations/metafields-set";
import { changeTags } from "./mutations/tags";

export const mutationRoot = {
  Mutation: {
    bulkOperationCancel: cancelBulkOperation,
    bulkOperationRunQuery: runBulkQuery,
    customerEmailMarketingConsentUpdate: updateConsent,
    discountCodeBasicCreate: createBasicDiscount,
    discountCodeDeactivate: deactivateBasicDiscount,
    metafieldsSet: setMetafields,
    tagsAdd: changeTags("add"),
    tagsRemove: changeTags("remove"),
  } satisfies TypeResolvers<unknown>,
};
