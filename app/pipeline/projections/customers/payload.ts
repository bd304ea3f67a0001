import { z } from "zod/v4";

import {
  Amount,
  Currency,
  Email,
  Identified,
  Instant,
  Status,
  TagList,
  Text,
  WireId,
} from "../payload/fields";
import { recordOf } from "../payload/reader";

const ConsentPayload = z
  .object({
    state: Status.nullish(),
    opt_in_level: Status.nullish(),
    consent_updated_at: Instant.nullish(),
    /** Of SMS only. */
    consent_collected_from: Status.nullish(),
  })
  .nullish();

const AddressPayload = z
  .object({ country_code: Text.nullish(), province_code: Text.nullish(), city: Text.nullish() })
  .nullish();

const PERSON = {
  ...Identified,
  email: Email.nullish(),
  phone: Text.nullish(),
  first_name: Text.nullish(),
  last_name: Text.nullish(),
};

/** A customer inside an order or checkout. */
export const EmbeddedCustomerPayload = recordOf(PERSON);
export type EmbeddedCustomerPayload = z.infer<typeof EmbeddedCustomerPayload>;

/** customers/create, update, enable, disable. Tags, consent and counts only come from API versions before 2025-01. */
export const CustomerPayload = z.object({
  ...PERSON,
  created_at: Instant.nullish(),
  updated_at: Instant.nullish(),
  state: Status.nullish(),
  note: Text.nullish(),
  default_address: AddressPayload,
  tags: TagList.nullish(),
  email_marketing_consent: ConsentPayload,
  sms_marketing_consent: ConsentPayload,
  orders_count: z.number().int().nullish(),
});

/** customers/delete */
export const DeletedCustomerPayload = z.object({
  id: WireId.nullish(),
  admin_graphql_api_id: z
    .string()
    .regex(/^gid:\/\/shopify\/Customer\/\d+$/, "expected gid://shopify/Customer/…"),
});

const CustomerGid = z.string().regex(/\/Customer\/\d+$/, "expected gid://shopify/Customer/…");

/** customer.tags_added and customer.tags_removed */
export const TagsPayload = z.object({
  customerId: CustomerGid,
  tags: TagList,
  occurredAt: Instant.nullish(),
});

/** customers/purchasing_summary */
export const PurchasingSummaryPayload = z.object({
  customerId: CustomerGid,
  numberOfOrders: z.number().int().nonnegative(),
  amountSpent: z.object({ amount: Amount, currencyCode: Currency }).nullish(),
  occurredAt: Instant.nullish(),
});

/** customers_email_marketing_consent/update */
export const EmailConsentPayload = z.object({
  customer_id: WireId,
  email_address: Email.nullish(),
  email_marketing_consent: ConsentPayload,
});

/** customers_marketing_consent/update: by SMS. */
export const SmsConsentPayload = z.object({
  id: WireId,
  phone: Text.nullish(),
  sms_marketing_consent: ConsentPayload,
});

export type ConsentPayload = z.infer<typeof ConsentPayload>;
