import type { ProfileQuery } from "../profile/schema";

/** Address of a customer's page; what is as usual is left out. */
export function profileUrl(
  customerId: string,
  { timeline, timelinePage, ordersPage, decisionsPage, consentPage }: ProfileQuery,
): string {
  const params = new URLSearchParams({
    ...(timeline === "highlights" ? {} : { timeline }),
    ...(timelinePage > 1 ? { "timeline-page": String(timelinePage) } : {}),
    ...(ordersPage > 1 ? { "orders-page": String(ordersPage) } : {}),
    ...(decisionsPage > 1 ? { "decisions-page": String(decisionsPage) } : {}),
    ...(consentPage > 1 ? { "consent-page": String(consentPage) } : {}),
  }).toString();
  return `/app/customers/${customerId}${params ? `?${params}` : ""}`;
}
