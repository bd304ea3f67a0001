import { z } from "zod/v4";

import { Amount, Currency, Email, Instant, Status, TagList, Text } from "../payload/fields";

/** A customer as the API gives it; what a query did not select is left as stored. */
export const CustomerNode = z.object({
  id: z.string().regex(/\/Customer\/\d+$/, "expected gid://shopify/Customer/…"),
  createdAt: Instant,
  updatedAt: Instant,
  firstName: Text.nullish(),
  lastName: Text.nullish(),
  locale: Text.nullish(),
  state: Status.nullish(),
  note: Text.nullish(),
  tags: z.optional(TagList),
  dataSaleOptOut: z.boolean().optional(),
  /** UnsignedInt64: a string of digits. */
  numberOfOrders: z.coerce.number().int().nonnegative().optional(),
  amountSpent: z.object({ amount: Amount, currencyCode: Currency }).optional(),
  defaultEmailAddress: z
    .object({
      emailAddress: Email.nullish(),
      marketingState: Status.nullish(),
      marketingOptInLevel: Status.nullish(),
      marketingUpdatedAt: Instant.nullish(),
    })
    .nullish(),
  defaultPhoneNumber: z
    .object({
      phoneNumber: Text.nullish(),
      smsMarketingConsent: z
        .object({
          state: Status.nullish(),
          optInLevel: Status.nullish(),
          updatedAt: Instant.nullish(),
          collectedFrom: Status.nullish(),
        })
        .nullish(),
    })
    .nullish(),
  defaultAddress: z
    .object({ countryCodeV2: Text.nullish(), provinceCode: Text.nullish(), city: Text.nullish() })
    .nullish(),
});
export type CustomerNode = z.infer<typeof CustomerNode>;
