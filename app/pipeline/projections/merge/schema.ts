import { z } from "zod/v4";

const CustomerGid = z.string().regex(/^gid:\/\/shopify\/Customer\/\d+$/, "expected gid://shopify/Customer/…");

/** customers/merge (FACTS 1.2). */
export const MergePayload = z.object({
  admin_graphql_api_customer_kept_id: CustomerGid,
  admin_graphql_api_customer_deleted_id: CustomerGid,
  status: z.string().transform((status) => status.trim().toLowerCase()),
});

export type MergePayload = z.infer<typeof MergePayload>;

/** One merge, as it is stored. */
export type MergeRecord = {
  id: string;
  fromCustomerId: string;
  /** As the store said. */
  toCustomerId: string;
  fromDeletedAt: Date | null;
  toRegisteredAt: Date | null;
  mergedAt: Date;
  undoneAt: Date | null;
};
