import { parseMinor } from "~/kit/money";

import type { MappingInput } from "../batch/mapping-input";
import type { Said } from "../rules/said";
import { findLegacyId, getLegacyId, parseWith } from "../payload/fields";
import { versionOfDelivery, versionOfNode } from "../payload/version";

import { CustomerNode } from "./node";
import {
  type ConsentPayload,
  CustomerPayload,
  DeletedCustomerPayload,
  EmailConsentPayload,
  type EmbeddedCustomerPayload,
  PurchasingSummaryPayload,
  SmsConsentPayload,
  TagsPayload,
} from "./payload";
import type { Consent, ConsentChannel, CustomerChange, CustomerProfile, Spent } from "./schema";

type Identity = Pick<CustomerChange, "resource" | "id" | "gid" | "triggeredAt">;

function identityOf({ idOf, triggeredAt }: MappingInput, legacyId: string): Identity {
  return { resource: "customer", id: idOf(legacyId), gid: `gid://shopify/Customer/${legacyId}`, triggeredAt };
}

function identityOfGid(input: MappingInput, gid: string): Identity {
  return identityOf(input, gid.slice(gid.lastIndexOf("/") + 1));
}

/**
 * customers/create, update, enable, disable.
 *
 * @throws PayloadProblem
 */
export function mapCustomer(input: MappingInput): CustomerChange[] {
  const body = parseWith(CustomerPayload, input.body);
  const address = body.default_address;
  return [
    {
      ...identityOf(input, getLegacyId("Customer", body)),
      kind: "profile",
      version: versionOfDelivery(body.updated_at, input.triggeredAt),
      profile: {
        email: body.email,
        phone: body.phone,
        firstName: body.first_name,
        lastName: body.last_name,
        state: body.state,
        note: body.note,
        registeredAt: body.created_at ?? undefined,
        countryCode: address?.country_code,
        provinceCode: address?.province_code,
        city: address?.city,
      },
      tags: body.tags ?? undefined,
      emailConsent: consentOf(body.email_marketing_consent),
      smsConsent: consentOf(body.sms_marketing_consent),
      orderCount: body.orders_count ?? undefined,
    },
  ];
}

/** A customer that an order or checkout carries; null when it names nobody. */
export function mapMention(
  input: MappingInput,
  customer: EmbeddedCustomerPayload | null | undefined,
): CustomerChange | null {
  const legacyId = customer ? findLegacyId("Customer", customer) : null;
  if (!customer || !legacyId) return null;
  return {
    ...identityOf(input, legacyId),
    kind: "mention",
    person: {
      email: customer.email,
      phone: customer.phone,
      firstName: customer.first_name,
      lastName: customer.last_name,
    },
  };
}

/**
 * customers/delete.
 *
 * @throws PayloadProblem
 */
export function mapCustomerDeletion(input: MappingInput): CustomerChange[] {
  const { admin_graphql_api_id: gid } = parseWith(DeletedCustomerPayload, input.body);
  return [{ ...identityOfGid(input, gid), kind: "deletion" }];
}

/**
 * customer.tags_added or, with `direction` removed, customer.tags_removed.
 *
 * @throws PayloadProblem
 */
export function mapTags(input: MappingInput, direction: "added" | "removed"): CustomerChange[] {
  const { customerId, tags, occurredAt } = parseWith(TagsPayload, input.body);
  return [
    {
      ...identityOfGid(input, customerId),
      kind: "tags",
      added: direction === "added" ? tags : [],
      removed: direction === "removed" ? tags : [],
      changedAt: occurredAt ?? input.triggeredAt,
    },
  ];
}

/**
 * customers/purchasing_summary.
 *
 * @throws PayloadProblem
 */
export function mapPurchasingSummary(input: MappingInput): CustomerChange[] {
  const body = parseWith(PurchasingSummaryPayload, input.body);
  const { customerId, numberOfOrders, amountSpent, occurredAt } = body;
  return [
    {
      ...identityOfGid(input, customerId),
      kind: "purchases",
      orderCount: numberOfOrders,
      spent: spentOf(amountSpent),
      countedAt: occurredAt ?? input.triggeredAt,
    },
  ];
}

function spentOf(told: { amount: string; currencyCode: string } | null | undefined): Spent | undefined {
  if (!told) return undefined;
  return { amountMinor: parseMinor(told.amount, told.currencyCode), currencyCode: told.currencyCode };
}

/**
 * customers_email_marketing_consent/update.
 *
 * @throws PayloadProblem
 */
export function mapEmailConsent(input: MappingInput): CustomerChange[] {
  const body = parseWith(EmailConsentPayload, input.body);
  return [
    consentChange(identityOf(input, body.customer_id), "email", [
      body.email_marketing_consent,
      body.email_address,
    ]),
  ];
}

/**
 * customers_marketing_consent/update.
 *
 * @throws PayloadProblem
 */
export function mapSmsConsent(input: MappingInput): CustomerChange[] {
  const body = parseWith(SmsConsentPayload, input.body);
  return [consentChange(identityOf(input, body.id), "sms", [body.sms_marketing_consent, body.phone])];
}

function consentChange(
  identity: Identity,
  channel: ConsentChannel,
  [consent, address]: [ConsentPayload, string | null | undefined],
): CustomerChange {
  const nothing = { state: null, level: null, changedAt: null, collectedFrom: null };
  return {
    ...identity,
    kind: "consent",
    channel,
    consent: consentOf(consent) ?? nothing,
    address: address ?? null,
  };
}

function consentOf(consent: ConsentPayload): Consent | undefined {
  if (!consent) return undefined;
  return {
    state: consent.state ?? null,
    level: consent.opt_in_level ?? null,
    changedAt: consent.consent_updated_at ?? null,
    collectedFrom: consent.consent_collected_from ?? null,
  };
}

/**
 * A customer read through the API.
 *
 * @throws PayloadProblem
 */
export function mapCustomerNode(input: MappingInput): CustomerChange[] {
  const node = parseWith(CustomerNode, input.body);
  return [
    {
      ...identityOfGid(input, node.id),
      kind: "profile",
      version: versionOfNode(node.updatedAt, input.triggeredAt),
      profile: profileOfNode(node),
      tags: node.tags,
      emailConsent: emailConsentOfNode(node),
      smsConsent: smsConsentOfNode(node),
      orderCount: node.numberOfOrders,
      spent: spentOf(node.amountSpent),
    },
  ];
}

function profileOfNode(node: CustomerNode): Said<CustomerProfile> {
  const { defaultEmailAddress: email, defaultPhoneNumber: phone, defaultAddress: address } = node;
  return {
    email: email === null ? null : email?.emailAddress,
    phone: phone === null ? null : phone?.phoneNumber,
    firstName: node.firstName,
    lastName: node.lastName,
    locale: node.locale,
    countryCode: address === null ? null : address?.countryCodeV2,
    provinceCode: address === null ? null : address?.provinceCode,
    city: address === null ? null : address?.city,
    state: node.state,
    note: node.note,
    dataSaleOptOut: node.dataSaleOptOut,
    registeredAt: node.createdAt,
  };
}

function emailConsentOfNode({ defaultEmailAddress: email }: CustomerNode): Consent | undefined {
  if (email === undefined) return undefined;
  return {
    state: email?.marketingState ?? null,
    level: email?.marketingOptInLevel ?? null,
    changedAt: email?.marketingUpdatedAt ?? null,
    collectedFrom: null,
  };
}

function smsConsentOfNode({ defaultPhoneNumber: phone }: CustomerNode): Consent | undefined {
  if (phone === undefined) return undefined;
  const consent = phone?.smsMarketingConsent;
  return {
    state: stateOfChannel(consent?.state ?? null),
    level: consent?.optInLevel ?? null,
    changedAt: consent?.updatedAt ?? null,
    collectedFrom: consent?.collectedFrom ?? null,
  };
}

/** The phone's consents of 2026-10 say NEVER_SUBSCRIBED where webhooks and the mail address say NOT_SUBSCRIBED. */
function stateOfChannel(state: string | null): string | null {
  return state === "NEVER_SUBSCRIBED" ? "NOT_SUBSCRIBED" : state;
}
