import type { ProfileQuery } from "../profile/schema";

/** Address of a customer's page; what is as usual is left out. */
export function profileUrl(
  customerId: string,
  { timeline, timelinePage, ordersPage, decisionsPage }: ProfileQuery,
): string {
  const params = new URLSearchParams({
    ...(timeline === "highlights" ? {} : { timeline }),
    ...(timelinePage > 1 ? { "timeline-page": String(timelinePage) } : {}),
    ...(ordersPage > 1 ? { "orders-page": String(ordersPage) } : {}),
    ...(decisionsPage > 1 ? { "decisions-page": String(decisionsPage) } : {}),
  }).toString();
  return `/app/customers/${customerId}${params ? `?${params}` : ""}`;
}
