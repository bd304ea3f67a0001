import type { Customer } from "../state/model";
import type { Store } from "../state/store";
import { inAction, tell, touch } from "./action";
import { customerGid, MAX_TAGS } from "./customers";
import { announceSpending } from "./purchasing-summary";

/**
 * Makes two customers one: the other's orders and checkouts are the kept one's, tags come together, names, notes and
 * addresses that the kept one lacks are taken over; the other is gone.
 *
 * Raises customers/merge, first as under way and then as completed, and customers/update and customers/purchasing_summary
 * of the kept one. Throws for a customer with themselves and above 250 tags, as Shopify refuses.
 */
export function mergeCustomers(store: Store, { kept, other }: { kept: Customer; other: Customer }): void {
  if (kept.id === other.id) throw new RangeError(`Customer ${kept.id} can't be merged with themselves`);
  const tags = tagsOfBoth(kept, other);
  if (tags.length > MAX_TAGS) {
    throw new RangeError(`A customer can have ${MAX_TAGS} tags; this merge would make ${tags.length}`);
  }
  inAction(store, ({ at, token }) => {
    const jobGid = `gid://shopify/Job/${token(32)}`;
    tell(store, "customers/merge", mergeBody({ kept, other, jobGid, status: "in_progress" }));
    for (const record of [...store.orders.values(), ...store.checkouts.values()])
      if (record.customerId === other.id) record.customerId = kept.id;
    Object.assign(kept, {
      tags,
      email: kept.email ?? other.email,
      phone: kept.phone ?? other.phone,
      firstName: kept.firstName ?? other.firstName,
      lastName: kept.lastName ?? other.lastName,
      note: [kept.note, other.note].filter(Boolean).join("\n") || null,
      addresses: [...kept.addresses, ...other.addresses],
    });
    touch(kept, at);
    store.customers.delete(other.id);
    tell(store, "customers/merge", mergeBody({ kept, other, jobGid, status: "completed" }));
    tell(store, "customers/update", kept);
    announceSpending(store, kept.id);
  });
}

type Merge = { kept: Customer; other: Customer; jobGid: string; status: "in_progress" | "completed" };

function mergeBody({ kept, other, jobGid, status }: Merge): Record<string, unknown> {
  return {
    admin_graphql_api_customer_kept_id: customerGid(kept),
    admin_graphql_api_customer_deleted_id: customerGid(other),
    admin_graphql_api_job_id: jobGid,
    status,
    errors: [],
  };
}

/** The kept one's spelling first. */
function tagsOfBoth(kept: Customer, other: Customer): string[] {
  const bySpelling = new Map([...other.tags, ...kept.tags].map((tag) => [tag.toLowerCase(), tag]));
  return [...bySpelling].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, tag]) => tag);
}
