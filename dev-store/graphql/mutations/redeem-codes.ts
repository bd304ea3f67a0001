import { beginCreation } from "../../commerce/code-creations";
import type { Resolver } from "../context";
import { userError } from "../user-error";
import { findDiscount } from "./discounts";

const MOST_CODES = 250;

/** `discountRedeemCodeBulkAdd`: takes at most 250 codes over; what becomes of them is told later, by the bulk creation. */
export const addRedeemCodes: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const codes = (args["codes"] as { code: string }[]).map(({ code }) => code);
  const discount = findDiscount(store, args["discountId"]);
  if (!discount) return refused(["discountId"], "Code discount does not exist.", "INVALID");
  if (codes.length === 0) return refused(["codes"], "Codes can't be blank", "BLANK");
  if (codes.length > MOST_CODES) {
    return refused(["codes"], `The maximum number of codes is ${MOST_CODES}`, "EXCEEDED_MAX");
  }
  return { bulkCreation: beginCreation(store, discount, codes), userErrors: [] };
};

function refused(field: string[], message: string, code: string) {
  return { bulkCreation: null, userErrors: [userError(field, message, code)] };
}
