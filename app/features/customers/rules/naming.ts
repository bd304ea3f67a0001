import type { ConsentFilter } from "./list-query";

/** How a customer is called: the name, else the mail; null when neither is known. */
export function displayName({
  firstName,
  lastName,
  email,
}: {
  firstName: string | null;
  lastName: string | null;
  email: string | null;
}): string | null {
  return [firstName, lastName].filter(Boolean).join(" ").trim() || email || null;
}

/** Shopify's consent state in the three words a list needs. */
export function consentOf(state: string | null): ConsentFilter {
  if (state === null) return "unknown";
  return state.toUpperCase() === "SUBSCRIBED" ? "subscribed" : "not-subscribed";
}
