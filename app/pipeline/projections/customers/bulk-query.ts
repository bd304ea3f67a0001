/** Customers for `bulkOperationRunQuery`; one connection, no children. Every row is a `CustomerNode`. */
export const CUSTOMERS_BULK_QUERY = `{
  customers {
    edges {
      node {
        id
        createdAt
        updatedAt
        firstName
        lastName
        locale
        state
        note
        tags
        dataSaleOptOut
        numberOfOrders
        amountSpent { amount currencyCode }
        defaultEmailAddress { emailAddress marketingState marketingOptInLevel marketingUpdatedAt }
        defaultPhoneNumber { phoneNumber smsMarketingConsent { state optInLevel updatedAt collectedFrom } }
        defaultAddress { countryCodeV2 provinceCode city }
      }
    }
  }
}`;
