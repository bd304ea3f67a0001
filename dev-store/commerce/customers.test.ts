import { describe, expect, it } from "vitest";

import { completeCheckout } from "./checkouts";
import {
  addTags,
  createCustomer,
  deleteCustomer,
  MAX_TAGS,
  removeTags,
  updateCustomer,
  updateEmailConsent,
  updateSmsConsent,
} from "./customers";
import { checkoutOver, openShop, OPENING, putOnSale } from "./shop-for-tests";

describe("tags", () => {
  it("are sorted, keep their first spelling, and are told only when they changed", () => {
    const { store, events, newTopics } = openShop();
    const customer = createCustomer(store, { email: "ada@test.example", tags: ["VIP"] });
    newTopics();
    expect(addTags(store, customer, ["vip", " friend ", "", "Friend"])).toEqual(["friend"]);
    expect(customer.tags).toEqual(["friend", "VIP"]);
    expect(newTopics()).toEqual(["customers/update", "customer.tags_added"]);
    expect(events.at(-1)?.subject).toEqual({
      customerId: `gid://shopify/Customer/${customer.id}`,
      tags: ["friend"],
      occurredAt: "2026-11-02T08:00:00.000Z",
    });
    expect(addTags(store, customer, ["Vip"])).toEqual([]);
    expect(newTopics()).toEqual([]);
  });

  it("are taken off whatever their case", () => {
    const { store, newTopics } = openShop();
    const customer = createCustomer(store, { tags: ["VIP", "friend"] });
    newTopics();
    expect(removeTags(store, customer, ["vip", "stranger"])).toEqual(["VIP"]);
    expect(newTopics()).toEqual(["customers/update", "customer.tags_removed"]);
    expect(removeTags(store, customer, ["vip"])).toEqual([]);
    expect(newTopics()).toEqual([]);
  });

  it(`stop at ${MAX_TAGS}`, () => {
    const { store } = openShop();
    const customer = createCustomer(store, { tags: Array.from({ length: MAX_TAGS }, (_, n) => `tag ${n}`) });
    expect(addTags(store, customer, ["TAG 1"])).toEqual([]);
    expect(() => addTags(store, customer, ["one more"])).toThrow("A customer can have 250 tags");
  });
});

describe("customers", () => {
  it("have their e-mail and phone for themselves", () => {
    const { store } = openShop();
    createCustomer(store, { email: "ada@test.example", phone: "+48600000001" });
    expect(() => createCustomer(store, { email: "ADA@test.example" })).toThrow(
      "e-mail of the new customer is taken",
    );
    expect(() => createCustomer(store, { phone: "+48600000001" })).toThrow(
      "phone of the new customer is taken",
    );
  });

  it("change with a newer version, and never back in time", () => {
    const { store, newTopics } = openShop();
    const customer = createCustomer(store, { email: "ada@test.example" });
    const later = new Date(OPENING.getTime() + 1);
    store.clock.jumpTo(later);
    updateCustomer(store, customer, { firstName: "Ada" });
    expect(customer).toMatchObject({ firstName: "Ada", updatedAt: later });
    expect(newTopics()).toEqual(["customers/create", "customers/update"]);
  });

  it("tell a change of consent in the shop's own time", () => {
    const { store, events } = openShop();
    const customer = createCustomer(store, { email: "ada@test.example" });
    updateEmailConsent(store, customer, {
      state: "UNSUBSCRIBED",
      optInLevel: "SINGLE_OPT_IN",
      updatedAt: OPENING,
    });
    expect(events.find(({ topic }) => topic === "customers_email_marketing_consent/update")?.subject).toEqual(
      {
        customer_id: customer.id,
        email_address: "ada@test.example",
        email_marketing_consent: {
          state: "unsubscribed",
          opt_in_level: "single_opt_in",
          consent_updated_at: "2026-11-02T09:00:00+01:00",
        },
      },
    );
  });

  it("tell a change of consent by SMS with where it was collected", () => {
    const { store, events } = openShop();
    const customer = createCustomer(store, { phone: "+48600100200" });
    const consent = { state: "SUBSCRIBED", optInLevel: "CONFIRMED_OPT_IN", updatedAt: OPENING } as const;
    updateSmsConsent(store, customer, { ...consent, collectedFrom: "SHOPIFY" });
    updateSmsConsent(store, customer, { ...consent, state: "UNSUBSCRIBED" });
    const told = events.filter(({ topic }) => topic === "customers_marketing_consent/update");
    const shared = { opt_in_level: "confirmed_opt_in", consent_updated_at: "2026-11-02T09:00:00+01:00" };
    expect(told.map(({ subject }) => subject)).toEqual([
      {
        id: customer.id,
        phone: "+48600100200",
        sms_marketing_consent: { ...shared, state: "subscribed", consent_collected_from: "shopify" },
      },
      {
        id: customer.id,
        phone: "+48600100200",
        sms_marketing_consent: { ...shared, state: "unsubscribed", consent_collected_from: "other" },
      },
    ]);
  });

  it("can be deleted only while they have no order", () => {
    const { store, events } = openShop();
    const checkout = checkoutOver(store, [[putOnSale(store, 900), 1]]);
    const customer = store.customers.get(checkout.customerId ?? 0);
    const stranger = createCustomer(store, {});
    completeCheckout(store, checkout);
    expect(() => customer && deleteCustomer(store, customer)).toThrow("has orders and can't be deleted");
    deleteCustomer(store, stranger);
    expect(store.customers.has(stranger.id)).toBe(false);
    expect(events.at(-1)).toMatchObject({
      topic: "customers/delete",
      subject: {
        id: stranger.id,
        tax_exemptions: [],
        admin_graphql_api_id: `gid://shopify/Customer/${stranger.id}`,
      },
    });
  });
});
