import { cancelBulkOperation, runBulkQuery } from "../bulk/bulk-mutations";
import type { TypeResolvers } from "./context";
import { createBasicDiscount, deactivateBasicDiscount } from "./mutations/discounts";
import { updateEmailConsentMutation, updateSmsConsentMutation } from "./mutations/consent";
import { setMetafields } from "./mutations/metafields-set";
import { changeTags } from "./mutations/tags";

export const mutationRoot = {
  Mutation: {
    bulkOperationCancel: cancelBulkOperation,
    bulkOperationRunQuery: runBulkQuery,
    customerEmailMarketingConsentUpdate: updateEmailConsentMutation,
    customerSmsMarketingConsentUpdate: updateSmsConsentMutation,
    discountCodeBasicCreate: createBasicDiscount,
    discountCodeDeactivate: deactivateBasicDiscount,
    metafieldsSet: setMetafields,
    tagsAdd: changeTags("add"),
    tagsRemove: changeTags("remove"),
  } satisfies TypeResolvers<unknown>,
};
