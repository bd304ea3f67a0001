import { cancelBulkOperation, runBulkQuery } from "../bulk/bulk-mutations";
import type { TypeResolvers } from "./context";
import {
  createBasicDiscount,
  createFreeShipping,
  deactivateBasicDiscount,
  deleteCodeDiscount,
  updateEnd,
} from "./mutations/discounts";
import { receiveFlowTrigger } from "./mutations/flow-trigger";
import { updateEmailConsentMutation, updateSmsConsentMutation } from "./mutations/consent";
import { deleteMetafields } from "./mutations/metafields-delete";
import { setMetafields } from "./mutations/metafields-set";
import { addRedeemCodes } from "./mutations/redeem-codes";
import { createGiftCardMutation, creditStoreCredit } from "./mutations/rewards";
import { changeTags } from "./mutations/tags";
import { createWebPixel, deleteWebPixel, updateWebPixel } from "./mutations/web-pixel";

export const mutationRoot = {
  Mutation: {
    bulkOperationCancel: cancelBulkOperation,
    bulkOperationRunQuery: runBulkQuery,
    customerEmailMarketingConsentUpdate: updateEmailConsentMutation,
    customerSmsMarketingConsentUpdate: updateSmsConsentMutation,
    discountCodeBasicCreate: createBasicDiscount,
    discountCodeBasicUpdate: updateEnd("basicCodeDiscount"),
    discountCodeDeactivate: deactivateBasicDiscount,
    discountCodeDelete: deleteCodeDiscount,
    discountCodeFreeShippingCreate: createFreeShipping,
    discountCodeFreeShippingUpdate: updateEnd("freeShippingCodeDiscount"),
    discountRedeemCodeBulkAdd: addRedeemCodes,
    flowTriggerReceive: receiveFlowTrigger,
    giftCardCreate: createGiftCardMutation,
    metafieldsDelete: deleteMetafields,
    metafieldsSet: setMetafields,
    storeCreditAccountCredit: creditStoreCredit,
    tagsAdd: changeTags("add"),
    tagsRemove: changeTags("remove"),
    webPixelCreate: createWebPixel,
    webPixelDelete: deleteWebPixel,
    webPixelUpdate: updateWebPixel,
  } satisfies TypeResolvers<unknown>,
};
