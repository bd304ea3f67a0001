import { updateEmailConsent } from "../../commerce/customers";
import type { ConsentState, OptInLevel } from "../../state/model";
import { apiError } from "../api-error";
import type { Resolver } from "../context";
import { idOf } from "../gid";
import { userError } from "../user-error";

type ConsentInput = {
  customerId: string;
  emailMarketingConsent: {
    marketingState: ConsentState;
    marketingOptInLevel?: OptInLevel | null;
    consentUpdatedAt?: string | null;
  };
};

const SETTABLE: readonly ConsentState[] = ["SUBSCRIBED", "UNSUBSCRIBED", "PENDING"];

/** `customerEmailMarketingConsentUpdate`: only subscribed, unsubscribed and pending can be set. */
export const updateConsent: Resolver<unknown> = (_source, { args, context: { store } }) => {
  const { customerId, emailMarketingConsent: wish } = args["input"] as ConsentInput;
  const { marketingState: state } = wish;
  if (state === "REDACTED") throw apiError("INVALID", "Cannot specify REDACTED as a marketing state input");
  const id = idOf("Customer", customerId);
  const customer = id === null ? undefined : store.customers.get(id);
  if (!customer) return refused(["input", "customerId"], "Customer not found", "INVALID");
  const field = ["input", "emailMarketingConsent"];
  if (!SETTABLE.includes(state)) {
    return refused([...field, "marketingState"], "Marketing state is not included in the list", "INCLUSION");
  }
  if (customer.email === null) {
    return refused(
      field,
      "An email address is required to set the email marketing consent state.",
      "INVALID",
    );
  }
  const now = store.clock.now();
  const updatedAt = wish.consentUpdatedAt ? new Date(wish.consentUpdatedAt) : now;
  if (updatedAt > now) {
    return refused([...field, "consentUpdatedAt"], "Consent updated at must not be in the future", "INVALID");
  }
  const optInLevel = wish.marketingOptInLevel ?? customer.emailConsent.optInLevel;
  updateEmailConsent(store, customer, { state, optInLevel, updatedAt });
  return { customer, userErrors: [] };
};

function refused(field: string[], message: string, code: string) {
  return { customer: null, userErrors: [userError(field, message, code)] };
}
