import { updateEmailConsent, updateSmsConsent } from "../../commerce/customers";
import type { Consent, ConsentState, Customer, OptInLevel } from "../../state/model";
import { apiError } from "../api-error";
import type { Resolver } from "../context";
import { idOf } from "../gid";
import { userError } from "../user-error";

type Wish = {
  marketingState: ConsentState;
  marketingOptInLevel?: OptInLevel | null;
  consentUpdatedAt?: string | null;
};

type Channel = {
  /** The field of the input that holds the wish. */
  field: string;
  addressOf: (customer: Customer) => string | null;
  consentOf: (customer: Customer) => Consent;
  update: typeof updateEmailConsent;
  withoutAddress: string;
};

const SETTABLE: readonly ConsentState[] = ["SUBSCRIBED", "UNSUBSCRIBED", "PENDING"];

/** `customerEmailMarketingConsentUpdate`: only subscribed, unsubscribed and pending can be set. */
export const updateEmailConsentMutation = consentMutation({
  field: "emailMarketingConsent",
  addressOf: ({ email }) => email,
  consentOf: ({ emailConsent }) => emailConsent,
  update: updateEmailConsent,
  withoutAddress: "An email address is required to set the email marketing consent state.",
});

/** `customerSmsMarketingConsentUpdate`: as by e-mail, for customers with a phone number. */
export const updateSmsConsentMutation = consentMutation({
  field: "smsMarketingConsent",
  addressOf: ({ phone }) => phone,
  consentOf: ({ smsConsent }) => smsConsent,
  update: updateSmsConsent,
  withoutAddress: "A phone number is required to set the SMS consent state.",
});

function consentMutation(channel: Channel): Resolver<unknown> {
  return (_source, { args, context: { store } }) => {
    const input = args["input"] as Record<string, unknown> & { customerId: string };
    const wish = input[channel.field] as Wish;
    if (wish.marketingState === "REDACTED")
      throw apiError("INVALID", "Cannot specify REDACTED as a marketing state input");
    const id = idOf("Customer", input.customerId);
    const customer = id === null ? undefined : store.customers.get(id);
    if (!customer) return refused(["input", "customerId"], "Customer not found", "INVALID");
    const now = store.clock.now();
    const refusal = refusalOf(channel, { customer, wish, now });
    if (refusal) return refusal;
    const before = channel.consentOf(customer);
    const updatedAt = wish.consentUpdatedAt ? new Date(wish.consentUpdatedAt) : now;
    // "The customer's consent state reflects the consent record with the most recent consent_updated_at date."
    if (before.updatedAt && updatedAt < before.updatedAt) return { customer, userErrors: [] };
    const optInLevel = wish.marketingOptInLevel ?? before.optInLevel;
    channel.update(store, customer, { state: wish.marketingState, optInLevel, updatedAt });
    return { customer, userErrors: [] };
  };
}

function refusalOf(
  { field: name, addressOf, withoutAddress }: Channel,
  { customer, wish, now }: { customer: Customer; wish: Wish; now: Date },
) {
  const field = ["input", name];
  if (!SETTABLE.includes(wish.marketingState))
    return refused([...field, "marketingState"], "Marketing state is not included in the list", "INCLUSION");
  if (addressOf(customer) === null) return refused(field, withoutAddress, "INVALID");
  if (wish.consentUpdatedAt && new Date(wish.consentUpdatedAt) > now)
    return refused([...field, "consentUpdatedAt"], "Consent updated at must not be in the future", "INVALID");
  return null;
}

function refused(field: string[], message: string, code: string) {
  return { customer: null, userErrors: [userError(field, message, code)] };
}
