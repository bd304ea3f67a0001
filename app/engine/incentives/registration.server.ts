import type { FeatureRegistration } from "~/engine/registration";

import { updateCodeEnd } from "./end.server";
import { redeemByHistory, redeemByOrder } from "./handlers.server";
import { createDiscountCode } from "./intents.server";
import { readDiscountsDaily, sweepCodes, tidyShopCodes } from "./jobs.server";
import { addPoolCodes, checkPoolCodes, createPool } from "./pool/intents.server";
import { incentivesPrivacy } from "./privacy.server";
import { createGiftCard, creditCustomer } from "./rewards.server";
import { createSharedCode, removeSharedCode } from "./shared/intents.server";
import { deleteDiscounts } from "./sweep/intents.server";
import { readDiscounts } from "./terms/intents.server";

export const incentivesRegistration: FeatureRegistration = {
  name: "incentives",
  jobs: [tidyShopCodes],
  schedules: [sweepCodes, readDiscountsDaily],
  subscribers: [redeemByOrder, redeemByHistory],
  intents: [
    createDiscountCode,
    createGiftCard,
    creditCustomer,
    updateCodeEnd,
    createPool,
    addPoolCodes,
    checkPoolCodes,
    deleteDiscounts,
    readDiscounts,
    createSharedCode,
    removeSharedCode,
  ],
  movedTables: [
    { model: "IssuedCode", key: ["id"] },
    { model: "SharedCode", key: ["id"] },
  ],
  privacyHooks: [incentivesPrivacy],
};
