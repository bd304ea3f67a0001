import type { TypeResolvers } from "./context";
import { mutationRoot } from "./mutation-root";
import { queryRoot } from "./query-root";
import { abandonedCheckoutTypes } from "./types/abandoned-checkout";
import { addressTypes } from "./types/address";
import { appInstallationTypes } from "./types/app-installation";
import { bulkOperationTypes } from "./types/bulk-operation";
import { customerTypes } from "./types/customer";
import { discountApplicationTypes } from "./types/discount-application";
import { discountTypes } from "./types/discount";
import { metafieldTypes } from "./types/metafield";
import { moneyTypes } from "./types/money";
import { orderLineTypes } from "./types/order-line";
import { orderTypes } from "./types/order";
import { productTypes } from "./types/product";
import { rewardTypes } from "./types/rewards";
import { shopTypes } from "./types/shop";

/** Resolvers by type. What a type's source is, its own file says; here it is forgotten. */
export const ALL_TYPES = {
  ...queryRoot,
  ...mutationRoot,
  ...abandonedCheckoutTypes,
  ...addressTypes,
  ...appInstallationTypes,
  ...bulkOperationTypes,
  ...customerTypes,
  ...discountApplicationTypes,
  ...discountTypes,
  ...metafieldTypes,
  ...moneyTypes,
  ...orderLineTypes,
  ...orderTypes,
  ...productTypes,
  ...rewardTypes,
  ...shopTypes,
} as unknown as Readonly<Record<string, TypeResolvers<unknown> | undefined>>;
