import type { GiftCard } from "../../state/reward-model";
import type { Listing } from "../connection/list-field";
import type { GraphqlContext } from "../context";

/** All gift cards, as `giftCards` searches and sorts them; a text finds their codes. */
export function giftCardListing({ store }: GraphqlContext): Listing<GiftCard> {
  return {
    rows: store.giftCards.values(),
    id: ({ id }) => id,
    filters: {
      text: ({ code, note }) => [code, note],
      fields: {
        created_at: { kind: "time", read: ({ createdAt }) => [createdAt] },
        customer_id: {
          kind: "word",
          read: ({ customerId }) => (customerId === null ? [] : [String(customerId)]),
        },
        id: { kind: "number", read: ({ id }) => [id] },
      },
      unanswerable: [
        "balance_status",
        "expires_on",
        "initial_value",
        "recipient_id",
        "source",
        "status",
        "updated_at",
      ],
    },
    sortKeys: {
      CREATED_AT: ({ createdAt }) => createdAt,
      INITIAL_VALUE: ({ initialValue }) => initialValue.amountMinor,
      UPDATED_AT: ({ updatedAt }) => updatedAt,
    },
  };
}
