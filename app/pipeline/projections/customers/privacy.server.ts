import { hookOfTables } from "~/platform/privacy/table-hook.server";

import { identifyByCustomers } from "./privacy/repository.server";

/** An erased customer leaves no row; orders and figures of theirs are for nobody in particular. */
export const customersPrivacy = hookOfTables({
  name: "customers",
  personal: [
    { table: "CustomerTag", by: { customerId: "customerIds" }, onRedact: "delete" },
    { table: "CustomerTagChange", by: { customerId: "customerIds" }, onRedact: "delete" },
    { table: "ConsentChange", by: { customerId: "customerIds" }, onRedact: "delete" },
    { table: "RefetchRequest", namedIn: ["gid"], onRedact: "delete" },
    {
      table: "CustomerMergeMove",
      through: {
        column: "mergeId",
        of: "CustomerMerge",
        by: { fromCustomerId: "customerIds", toCustomerId: "customerIds" },
      },
      namedIn: ["removedJson"],
      onRedact: "delete",
    },
    {
      table: "CustomerMerge",
      by: { fromCustomerId: "customerIds", toCustomerId: "customerIds" },
      onRedact: "delete",
    },
    { table: "Customer", by: { id: "customerIds", mergedIntoId: "customerIds" }, onRedact: "delete" },
  ],
  identify: identifyByCustomers,
});
