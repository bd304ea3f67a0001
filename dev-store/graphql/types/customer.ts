import type { Consent, Customer, Order } from "../../state/model";
import { listField } from "../connection/list-field";
import type { TypeResolvers } from "../context";
import { gid } from "../gid";
import { orderListing, visibleOrders } from "../listings/orders";
import { countedOrders, ordersOfCustomer, spentMinor } from "../order-index";
import { ownedAddress } from "./address";
import { metafieldFields } from "./metafield";
import { creditAccounts } from "./rewards";

type EmailAddress = { email: string; consent: Consent };
type PhoneNumber = { phone: string; consent: Consent };

function displayName(customer: Customer): string {
  const name = [customer.firstName, customer.lastName].filter(Boolean).join(" ");
  return name || customer.email || customer.phone || "";
}

function emailState(consent: Consent): string {
  // The address type has no REDACTED: after redaction there is no address left.
  return consent.state === "REDACTED" ? "INVALID" : consent.state;
}

/** The phone's consents of 2026-10 say NEVER_SUBSCRIBED where the older fields say NOT_SUBSCRIBED. */
function channelState({ state }: Consent): string {
  return state === "NOT_SUBSCRIBED" || state === "INVALID" ? "NEVER_SUBSCRIBED" : state;
}

function smsState({ state }: Consent): string {
  return state === "INVALID" ? "NOT_SUBSCRIBED" : state;
}

function collectedFrom({ updatedAt, collectedFrom: source = "OTHER" }: Consent): string | null {
  return updatedAt ? source : null;
}

export const customerTypes = {
  Customer: {
    id: (customer) => gid("Customer", customer.id),
    legacyResourceId: (customer) => String(customer.id),
    displayName,
    defaultEmailAddress: ({ email, emailConsent }): EmailAddress | null =>
      email === null ? null : { email, consent: emailConsent },
    defaultPhoneNumber: ({ phone, smsConsent }): PhoneNumber | null =>
      phone === null ? null : { phone, consent: smsConsent },
    emailMarketingConsent: ({ email, emailConsent }) => (email === null ? null : emailConsent),
    smsMarketingConsent: ({ phone, smsConsent }) => (phone === null ? null : smsConsent),
    validEmailAddress: ({ email }) => email !== null && isEmail(email),
    defaultAddress: (customer) => ownedAddress(customer.addresses[0], customer.id),
    addresses: (customer) =>
      customer.addresses.map((address, index) => ownedAddress(address, customer.id, index)),
    addressesV2: (customer, { args, context, info }) =>
      listField(
        {
          rows: customer.addresses.flatMap(
            (address, index) => ownedAddress(address, customer.id, index) ?? [],
          ),
          id: ({ position }) => position,
        },
        { args, context, info },
      ),
    amountSpent: (customer, { context: { store } }) => ({
      amountMinor: spentMinor(store, customer.id),
      currencyCode: store.shop.currencyCode,
    }),
    numberOfOrders: (customer, { context: { store } }) => String(countedOrders(store, customer.id).length),
    lastOrder: (customer, { context }) =>
      visibleOrders(context, ordersOfCustomer(context.store, customer.id)).reduce<Order | null>(
        (last, order) => (last === null || order.processedAt >= last.processedAt ? order : last),
        null,
      ),
    orders: (customer, { args, context, info }) =>
      listField(orderListing(context, ordersOfCustomer(context.store, customer.id)), { args, context, info }),
    canDelete: (customer, { context: { store } }) => ordersOfCustomer(store, customer.id).length === 0,
    lifetimeDuration: (customer, { context: { store } }) => lifetime(customer.createdAt, store.clock.now()),
    mergeable: () => ({ isMergeable: true, errorFields: [], reason: null, mergeInProgress: null }),
    statistics: () => ({ predictedSpendTier: null, rfmGroup: null }),
    productSubscriberStatus: () => "NEVER_SUBSCRIBED",
    storeCreditAccounts: (customer, { context: { store } }) => creditAccounts(store, customer),
    taxExemptions: () => [],
    companyContactProfiles: () => [],
    ...metafieldFields<Customer>("Customer", ({ id }) => id),
  } satisfies TypeResolvers<Customer>,

  CustomerEmailAddress: {
    emailAddress: ({ email }) => email,
    marketingState: ({ consent }) => emailState(consent),
    marketingOptInLevel: ({ consent }) => consent.optInLevel,
    marketingUpdatedAt: ({ consent }) => consent.updatedAt,
    openTrackingLevel: () => "UNKNOWN",
    validFormat: ({ email }) => isEmail(email),
  } satisfies TypeResolvers<EmailAddress>,

  CustomerEmailMarketingConsentState: {
    marketingState: (consent) => consent.state,
    marketingOptInLevel: (consent) => consent.optInLevel,
    consentUpdatedAt: (consent) => consent.updatedAt,
  } satisfies TypeResolvers<Consent>,

  CustomerPhoneNumber: {
    phoneNumber: ({ phone }) => phone,
    smsMarketingConsent: ({ consent }) => consent,
    whatsAppMarketingConsent: () => ({ state: "NEVER_SUBSCRIBED" }),
    marketingState: ({ consent }) => smsState(consent),
    marketingOptInLevel: ({ consent }) => consent.optInLevel,
    marketingUpdatedAt: ({ consent }) => consent.updatedAt,
    marketingCollectedFrom: ({ consent }) => collectedFrom(consent),
  } satisfies TypeResolvers<PhoneNumber>,

  CustomerSmsMarketingConsent: {
    state: channelState,
    optInLevel: (consent) => consent.optInLevel,
    updatedAt: (consent) => consent.updatedAt,
    collectedFrom,
  } satisfies TypeResolvers<Consent>,

  CustomerSmsMarketingConsentState: {
    marketingState: smsState,
    marketingOptInLevel: (consent) => consent.optInLevel,
    consentUpdatedAt: (consent) => consent.updatedAt,
    consentCollectedFrom: collectedFrom,
  } satisfies TypeResolvers<Consent>,
};

function isEmail(email: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email);
}

function lifetime(since: Date, now: Date): string {
  const days = Math.floor((now.getTime() - since.getTime()) / 86_400_000);
  if (days < 1) return "less than a day";
  if (days < 60) return `${days} day${days === 1 ? "" : "s"}`;
  return days < 730 ? `${Math.floor(days / 30)} months` : `about ${Math.floor(days / 365)} years`;
}
