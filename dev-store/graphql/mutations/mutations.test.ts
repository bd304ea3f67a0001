import { describe, expect, it } from "vitest";

import type { StoreEvent } from "../../state/store";
import { ALL_SCOPES, type Answer, type Json, smallShop, type SmallShop } from "../testing/small-shop";

function watched(): SmallShop & { events: StoreEvent[]; customerGid: string } {
  const shop = smallShop();
  const events: StoreEvent[] = [];
  shop.store.onEvent((event) => events.push(event));
  const [customer] = shop.store.customers.values();
  return { ...shop, events, customerGid: `gid://shopify/Customer/${customer?.id}` };
}

const topics = (events: readonly StoreEvent[]) => events.map(({ topic }) => topic);
const payload = ({ data }: Answer, name: string): Json | undefined => data?.[name];

const ADD =
  "mutation($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id ... on Customer { tags } } userErrors { field message } } }";
const REMOVE =
  "mutation($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) { node { id ... on Customer { tags } } userErrors { field message } } }";

describe("tagsAdd and tagsRemove", () => {
  it("splits commas, keeps the first spelling, sorts, and raises the customer's webhooks as one action", () => {
    const { ask, events, customerGid: id } = watched();
    const answer = ask(ADD, { id, tags: ["VIP", "vip", "b, a"] });
    expect(payload(answer, "tagsAdd")).toEqual({ node: { id, tags: ["a", "b", "VIP"] }, userErrors: [] });
    expect(topics(events)).toEqual(["customers/update", "customer.tags_added"]);
    expect(events[1]?.subject).toMatchObject({ customerId: id, tags: ["a", "b", "VIP"] });
    expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(1);
  });

  it("raises nothing when the tag is there already", () => {
    const { ask, events, customerGid: id } = watched();
    ask(ADD, { id, tags: ["VIP"] });
    events.length = 0;
    expect(payload(ask(ADD, { id, tags: ["vip"] }), "tagsAdd")?.["userErrors"]).toEqual([]);
    expect(events).toEqual([]);
  });

  it("removes whatever the case and names what was removed", () => {
    const { ask, events, customerGid: id } = watched();
    ask(ADD, { id, tags: ["VIP", "new"] });
    expect(payload(ask(REMOVE, { id, tags: ["vip", "absent"] }), "tagsRemove")).toEqual({
      node: { id, tags: ["new"] },
      userErrors: [],
    });
    expect(events.at(-1)).toMatchObject({ topic: "customer.tags_removed", subject: { tags: ["VIP"] } });
  });

  it("takes 250 tags and refuses 251", () => {
    const { ask, customerGid: id } = watched();
    const tags = Array.from({ length: 250 }, (_, index) => `tag-${index}`);
    expect(payload(ask(ADD, { id, tags }), "tagsAdd")?.["userErrors"]).toEqual([]);
    expect(payload(ask(ADD, { id, tags: ["one more"] }), "tagsAdd")).toEqual({
      node: null,
      userErrors: [{ field: ["tags"], message: "Tags cannot be more than 250" }],
    });
  });

  it("tags products and orders too", () => {
    const { ask, events, store } = watched();
    const [product] = store.products.values();
    const [order] = store.orders.values();
    ask(ADD, { id: `gid://shopify/Product/${product?.id}`, tags: ["sale"] });
    ask(ADD, { id: `gid://shopify/Order/${order?.id}`, tags: ["gift"] });
    expect([product?.tags, order?.tags]).toEqual([["new", "sale"], ["gift"]]);
    expect(topics(events)).toEqual(["products/update", "orders/updated"]);
  });

  it("needs the write scope of what is tagged", () => {
    const { ask, store } = smallShop(["read_customers"]);
    const [customer] = store.customers.values();
    const { errors, data } = ask(ADD, { id: `gid://shopify/Customer/${customer?.id}`, tags: ["x"] });
    expect(errors?.[0]?.extensions).toMatchObject({
      code: "ACCESS_DENIED",
      requiredAccess: "`write_customers` access scope.",
    });
    expect(data).toEqual({ tagsAdd: null });
  });
});

describe("customerEmailMarketingConsentUpdate", () => {
  const MUTATION = `mutation($input: CustomerEmailMarketingConsentUpdateInput!) {
    customerEmailMarketingConsentUpdate(input: $input) {
      customer { defaultEmailAddress { marketingState marketingOptInLevel marketingUpdatedAt } } userErrors { field message code } } }`;
  const input = (customerId: string, marketingState: string, more = {}) => ({
    input: { customerId, emailMarketingConsent: { marketingState, ...more } },
  });

  it("writes the consent and raises its webhook", () => {
    const { ask, events, customerGid } = watched();
    const answer = ask(
      MUTATION,
      input(customerGid, "UNSUBSCRIBED", {
        marketingOptInLevel: "SINGLE_OPT_IN",
        consentUpdatedAt: "2026-11-23T09:00:00Z",
      }),
    );
    expect(payload(answer, "customerEmailMarketingConsentUpdate")).toEqual({
      customer: {
        defaultEmailAddress: {
          marketingState: "UNSUBSCRIBED",
          marketingOptInLevel: "SINGLE_OPT_IN",
          marketingUpdatedAt: "2026-11-23T09:00:00Z",
        },
      },
      userErrors: [],
    });
    expect(topics(events)).toContain("customers_email_marketing_consent/update");
  });

  it("refuses REDACTED as an error of the field and other states as userErrors", () => {
    const { ask, customerGid } = watched();
    expect(ask(MUTATION, input(customerGid, "REDACTED")).errors?.[0]).toMatchObject({
      message: "Cannot specify REDACTED as a marketing state input",
      extensions: { code: "INVALID" },
    });
    for (const state of ["INVALID", "NOT_SUBSCRIBED"]) {
      const answer = payload(ask(MUTATION, input(customerGid, state)), "customerEmailMarketingConsentUpdate");
      expect(answer?.["userErrors"]?.[0]?.["code"], state).toBe("INCLUSION");
    }
  });

  it("refuses an instant that is still to come", () => {
    const { ask, customerGid } = watched();
    const answer = ask(
      MUTATION,
      input(customerGid, "SUBSCRIBED", { consentUpdatedAt: "2030-01-01T00:00:00Z" }),
    );
    expect(payload(answer, "customerEmailMarketingConsentUpdate")?.["userErrors"]?.[0]?.["field"]).toEqual([
      "input",
      "emailMarketingConsent",
      "consentUpdatedAt",
    ]);
  });
});

describe("consent records", () => {
  const EMAIL = `mutation($input: CustomerEmailMarketingConsentUpdateInput!) { customerEmailMarketingConsentUpdate(input: $input) {
      customer { defaultEmailAddress { marketingState marketingUpdatedAt } } userErrors { field message code } } }`;
  const SMS = `mutation($input: CustomerSmsMarketingConsentUpdateInput!) { customerSmsMarketingConsentUpdate(input: $input) {
      customer { defaultPhoneNumber { smsMarketingConsent { state optInLevel updatedAt collectedFrom } } } userErrors { field message code } } }`;

  it("of an earlier date than the one that holds change nothing and raise nothing", () => {
    const { ask, store, events, customerGid: customerId } = watched();
    const [customer] = store.customers.values();
    if (customer) customer.emailConsent = { ...customer.emailConsent, updatedAt: null };
    const set = (marketingState: string, consentUpdatedAt: string) =>
      payload(
        ask(EMAIL, { input: { customerId, emailMarketingConsent: { marketingState, consentUpdatedAt } } }),
        "customerEmailMarketingConsentUpdate",
      );
    set("SUBSCRIBED", "2026-11-22T05:00:00Z");
    events.length = 0;
    expect(set("UNSUBSCRIBED", "2026-11-22T04:59:59Z")).toEqual({
      customer: {
        defaultEmailAddress: { marketingState: "SUBSCRIBED", marketingUpdatedAt: "2026-11-22T05:00:00Z" },
      },
      userErrors: [],
    });
    expect(events).toEqual([]);
    set("UNSUBSCRIBED", "2026-11-22T05:00:00Z");
    expect(topics(events)).toEqual(["customers_email_marketing_consent/update", "customers/update"]);
  });

  it("by SMS need a phone number and raise a webhook of their own", () => {
    const { ask, store, events, customerGid: customerId } = watched();
    const [customer] = store.customers.values();
    const smsMarketingConsent = {
      marketingState: "UNSUBSCRIBED",
      marketingOptInLevel: "CONFIRMED_OPT_IN",
      consentUpdatedAt: "2026-11-22T05:00:00Z",
    };
    const set = () =>
      payload(ask(SMS, { input: { customerId, smsMarketingConsent } }), "customerSmsMarketingConsentUpdate");
    if (customer) customer.phone = null;
    expect(set()?.["userErrors"]).toEqual([
      {
        field: ["input", "smsMarketingConsent"],
        message: "A phone number is required to set the SMS consent state.",
        code: "INVALID",
      },
    ]);
    if (customer) customer.phone = "+48600100200";
    expect(set()).toEqual({
      customer: {
        defaultPhoneNumber: {
          smsMarketingConsent: {
            state: "UNSUBSCRIBED",
            optInLevel: "CONFIRMED_OPT_IN",
            updatedAt: "2026-11-22T05:00:00Z",
            collectedFrom: "OTHER",
          },
        },
      },
      userErrors: [],
    });
    expect(topics(events)).toEqual(["customers_marketing_consent/update", "customers/update"]);
  });
});

describe("discounts", () => {
  const CREATE = `mutation($input: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $input) {
    codeDiscountNode { id codeDiscount { __typename ... on DiscountCodeBasic { title status usageLimit endsAt codes(first: 1) { nodes { code } }
      customerGets { value { __typename ... on DiscountPercentage { percentage } } } context { __typename ... on DiscountCustomers { customers { id } } }
      minimumRequirement { __typename ... on DiscountMinimumSubtotal { greaterThanOrEqualToSubtotal { amount } } } } } }
    userErrors { field code message } } }`;
  const basic = (more = {}) => ({
    title: "Recovery", code: "PRN-1", startsAt: "2026-11-22T05:00:00Z", context: { all: "ALL" },
    customerGets: { items: { all: true }, value: { percentage: 0.1 } }, ...more,
  }); // prettier-ignore

  it("makes a personal code with a minimum and an end", () => {
    const { ask, events, customerGid } = watched();
    const input = basic({
      context: { customers: { add: [customerGid] } },
      endsAt: "2026-11-29T05:00:00Z",
      usageLimit: 1,
      minimumRequirement: { subtotal: { greaterThanOrEqualToSubtotal: "20.00" } },
    });
    const created = payload(ask(CREATE, { input }), "discountCodeBasicCreate");
    expect(created?.["codeDiscountNode"]?.["codeDiscount"]).toEqual({
      __typename: "DiscountCodeBasic",
      title: "Recovery",
      status: "ACTIVE",
      usageLimit: 1,
      endsAt: "2026-11-29T05:00:00Z",
      codes: { nodes: [{ code: "PRN-1" }] },
      customerGets: { value: { __typename: "DiscountPercentage", percentage: 0.1 } },
      context: { __typename: "DiscountCustomers", customers: [{ id: customerGid }] },
      minimumRequirement: {
        __typename: "DiscountMinimumSubtotal",
        greaterThanOrEqualToSubtotal: { amount: "20.0" },
      },
    });
    expect(topics(events)).toEqual(["discounts/create", "discounts/redeemcode_added"]);
  });

  it.each([
    [{ code: "welcome10" }, { field: ["basicCodeDiscount", "code"], code: "TAKEN", message: "Code must be unique. Please try a different code." }],
    [{ endsAt: "2026-11-22T05:00:00Z" }, { field: ["basicCodeDiscount", "endsAt"], code: "INVALID", message: "Ends at needs to be after starts_at" }],
    [{ customerSelection: { all: true } }, { field: ["basicCodeDiscount", "context"], code: "INVALID", message: "Only one of context or customerSelection can be provided." }],
    [{ context: { customers: { add: ["gid://shopify/Customer/1"] } } }, { field: ["basicCodeDiscount", "context", "customers", "add"], code: "INVALID", message: "Invalid id(s): gid://shopify/Customer/1" }],
  ])("refuses %j", (more, error) => {
    const { ask, store } = watched();
    expect(payload(ask(CREATE, { input: basic(more) }), "discountCodeBasicCreate")).toEqual({ codeDiscountNode: null, userErrors: [error] });
    expect(store.discounts.size).toBe(1);
  }); // prettier-ignore

  it("says what it cannot keep instead of dropping it", () => {
    const { errors } = watched().ask(CREATE, {
      input: basic({ customerGets: { items: { collections: { add: [] } }, value: { percentage: 0.1 } } }),
    });
    expect(errors?.[0]?.extensions?.["code"]).toBe("NOT_IN_DEV_STORE");
  });

  it("ends a code by deactivation, and a second time changes nothing", () => {
    const { ask, events, store } = watched();
    const [discount] = store.discounts.values();
    const DEACTIVATE = `mutation { discountCodeDeactivate(id: "gid://shopify/DiscountCodeNode/${discount?.id}") {
      codeDiscountNode { codeDiscount { ... on DiscountCodeBasic { status } } } userErrors { message } } }`;
    for (const _ of [1, 2]) {
      expect(payload(ask(DEACTIVATE), "discountCodeDeactivate")).toEqual({
        codeDiscountNode: { codeDiscount: { status: "EXPIRED" } },
        userErrors: [],
      });
    }
    expect(topics(events)).toEqual(["discounts/update"]);
  });
});

describe("metafieldsSet", () => {
  const SET = `mutation($metafields: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $metafields) {
    metafields { namespace key value compareDigest owner { ... on Customer { id } } } userErrors { field message code elementIndex } } }`;
  const READ = `query($id: ID!) { customer(id: $id) { metafield(namespace: "$app", key: "points_balance") { value jsonValue compareDigest } } }`;
  const points = (ownerId: string, value: string, more = {}) => ({
    metafields: [{ ownerId, key: "points_balance", type: "number_integer", value, ...more }],
  });

  it("puts a value without a namespace into the app's own and lets the app read it as $app", () => {
    const { ask, customerGid: id } = watched();
    const [written] = payload(ask(SET, points(id, "250")), "metafieldsSet")?.["metafields"] ?? [];
    expect(String(written?.["namespace"])).toMatch(/^app--\d+$/);
    expect(written?.["owner"]).toEqual({ id });
    const read = payload(ask(READ, { id }), "customer")?.["metafield"];
    expect(read).toMatchObject({ value: "250", jsonValue: 250, compareDigest: written?.["compareDigest"] });
  });

  it("guards by the digest: null = must not exist, a stale one is refused and nothing is written", () => {
    const { ask, customerGid: id } = watched();
    const stale = { field: ["metafields", "0"], code: "STALE_OBJECT" };
    const first = payload(ask(SET, points(id, "1", { compareDigest: null })), "metafieldsSet");
    expect(first?.["userErrors"]).toEqual([]);
    expect(
      payload(ask(SET, points(id, "2", { compareDigest: null })), "metafieldsSet")?.["userErrors"]?.[0],
    ).toMatchObject(stale);
    const compareDigest = first?.["metafields"]?.[0]?.["compareDigest"];
    expect(payload(ask(SET, points(id, "3", { compareDigest })), "metafieldsSet")?.["userErrors"]).toEqual(
      [],
    );
    expect(
      payload(ask(SET, points(id, "4", { compareDigest })), "metafieldsSet")?.["userErrors"]?.[0],
    ).toMatchObject(stale);
    expect(payload(ask(READ, { id }), "customer")?.["metafield"]?.["value"]).toBe("3");
  });

  it("writes all or none", () => {
    const { ask, customerGid: id, store } = watched();
    const metafields = [...points(id, "1").metafields, ...points(id, "many", { key: "other" }).metafields];
    expect(payload(ask(SET, { metafields }), "metafieldsSet")).toEqual({
      metafields: [],
      userErrors: [
        {
          field: ["metafields", "1", "value"],
          message: "Value must be an integer.",
          code: "INVALID_VALUE",
          elementIndex: null,
        },
      ],
    });
    expect([...store.customers.values()].flatMap(({ metafields: kept }) => kept)).toEqual([]);
  });

  it.each([
    [{ namespace: "ab" }, "Namespace is too short (minimum is 3 characters)", "TOO_SHORT"],
    [{ namespace: "a".repeat(256) }, "Namespace is too long (maximum is 255 characters)", "TOO_LONG"],
    [{ key: "k" }, "Key is too short (minimum is 2 characters)", "TOO_SHORT"],
    [{ key: "k".repeat(65) }, "Key is too long (maximum is 64 characters)", "TOO_LONG"],
    [{ namespace: "protected" }, "Namespace protected is a reserved namespace", null],
    [
      { namespace: "app--999999999999" },
      "Access to this namespace and key on Metafields for this resource type is not allowed.",
      "APP_NOT_AUTHORIZED",
    ],
    [{ ownerId: "gid://shopify/Customer/1" }, "Owner does not exist.", "INVALID"],
    [{ type: "boolean", value: "yes" }, "Value must be true or false.", "INVALID_VALUE"],
    [{ type: "date", value: "20.11.2026" }, "Value must be in YYYY-MM-DD format.", "INVALID_VALUE"],
  ])("refuses %j", (more, message, code) => {
    const { ask, customerGid } = watched();
    const answer = payload(ask(SET, points(customerGid, "1", more)), "metafieldsSet");
    expect(answer?.["userErrors"]?.[0]).toMatchObject({ message, code });
  });

  it("takes 25 at a time", () => {
    const { ask, customerGid } = watched();
    const many = (count: number) => ({
      metafields: Array.from(
        { length: count },
        (_, index) => points(customerGid, "1", { key: `key_${index}` }).metafields[0],
      ),
    });
    expect(payload(ask(SET, many(25)), "metafieldsSet")?.["userErrors"]).toEqual([]);
    expect(payload(ask(SET, many(26)), "metafieldsSet")?.["userErrors"]?.[0]?.["code"]).toBe(
      "LESS_THAN_OR_EQUAL_TO",
    );
  });

  it("keeps data of the app itself, and touches a customer so that the webhook comes", () => {
    const { ask, events, customerGid } = watched();
    ask(SET, points("gid://shopify/AppInstallation/900001", "1", { namespace: "perennial" }));
    expect(events).toEqual([]);
    const read = ask(
      `{ currentAppInstallation { metafield(namespace: "perennial", key: "points_balance") { value ownerType } } }`,
    );
    expect(payload(read, "currentAppInstallation")?.["metafield"]).toEqual({
      value: "1",
      ownerType: "API_PERMISSION",
    });
    ask(SET, points(customerGid, "1"));
    expect(topics(events)).toEqual(["customers/update"]);
  });
});

it("hands the mutations' scopes to the schema's own list", () => {
  const scopes = ALL_SCOPES.filter((scope) => scope !== "write_discounts");
  const { errors } = smallShop(scopes).ask(
    `mutation { discountCodeDeactivate(id: "gid://shopify/DiscountCodeNode/1") { userErrors { message } } }`,
  );
  expect(errors?.[0]?.message).toBe(
    "Access denied for discountCodeDeactivate field. Required access: Apps must have `write_discounts` access scope.",
  );
});
