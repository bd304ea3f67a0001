import { afterEach, describe, expect, test } from "vitest";

import { scriptShop, type ScriptedShop } from "../../../tests/support/scripted-shop";
import { createShopClient } from "./client.server";
import { createConsentAdmin } from "./consent.server";

let shop: ScriptedShop | null = null;
afterEach(() => shop?.close());

function adminAnswering(...data: object[]) {
  shop = scriptShop((_request, index) =>
    data[index] ? { body: { data: data[index] } } : new Error("not expected"),
  );
  const client = createShopClient({
    shopDomain: "demo-shop.myshopify.com",
    getToken: () => Promise.resolve({ kind: "token", accessToken: "shpat_1" }),
  });
  return { admin: createConsentAdmin(client), requests: shop.requests };
}

const CUSTOMER = "gid://shopify/Customer/1";
const AT = new Date("2026-03-01T12:00:00Z");
const ADDRESS = {
  marketingState: "UNSUBSCRIBED",
  marketingOptInLevel: "CONFIRMED_OPT_IN",
  marketingUpdatedAt: "2026-03-01T12:00:00Z",
};
const NUMBER = {
  smsMarketingConsent: { state: "NEVER_SUBSCRIBED", optInLevel: null, updatedAt: null },
};
const RECORD = { state: "UNSUBSCRIBED", level: "CONFIRMED_OPT_IN", updatedAt: AT };

describe("reading", () => {
  test("tells what the store holds by each channel, in one language", async () => {
    const { admin } = adminAnswering({
      customer: { defaultEmailAddress: ADDRESS, defaultPhoneNumber: NUMBER },
    });
    expect(await admin.readConsent(CUSTOMER)).toEqual({
      kind: "done",
      result: { email: RECORD, sms: { state: "NOT_SUBSCRIBED", level: null, updatedAt: null } },
    });
  });

  test("a customer without address and number has no consent, and a customer that is gone is null", async () => {
    const { admin } = adminAnswering(
      { customer: { defaultEmailAddress: null, defaultPhoneNumber: null } },
      { customer: null },
    );
    expect(await admin.readConsent(CUSTOMER)).toEqual({ kind: "done", result: { email: null, sms: null } });
    expect(await admin.readConsent(CUSTOMER)).toEqual({ kind: "done", result: null });
  });
});

describe("writing", () => {
  test.each([
    {
      channel: "email",
      level: "CONFIRMED_OPT_IN",
      name: "UpdateEmailConsent",
      answer: {
        customerEmailMarketingConsentUpdate: { customer: { defaultEmailAddress: ADDRESS }, userErrors: [] },
      },
      input: {
        emailMarketingConsent: {
          marketingState: "UNSUBSCRIBED",
          marketingOptInLevel: "CONFIRMED_OPT_IN",
          consentUpdatedAt: "2026-03-01T12:00:00.000Z",
        },
      },
      result: RECORD,
    },
    {
      channel: "sms",
      level: null,
      name: "UpdateSmsConsent",
      answer: {
        customerSmsMarketingConsentUpdate: {
          customer: {
            defaultPhoneNumber: {
              smsMarketingConsent: { ...NUMBER.smsMarketingConsent, state: "UNSUBSCRIBED" },
            },
          },
          userErrors: [],
        },
      },
      input: {
        smsMarketingConsent: { marketingState: "UNSUBSCRIBED", consentUpdatedAt: "2026-03-01T12:00:00.000Z" },
      },
      result: { state: "UNSUBSCRIBED", level: null, updatedAt: null },
    },
  ] as const)(
    "by $channel sends state, level and the moment of the person's wish, and tells what holds now",
    async ({ channel, level, name, answer, input, result }) => {
      const { admin, requests } = adminAnswering(answer);
      const wish = { channel, state: "UNSUBSCRIBED", level, at: AT } as const;
      expect(await admin.updateConsent(CUSTOMER, wish)).toEqual({ kind: "done", result });
      expect(requests[0]?.body.operationName).toBe(name);
      expect(requests[0]?.body.variables).toEqual({ input: { customerId: CUSTOMER, ...input } });
    },
  );

  test.each(["email", "sms"] as const)("by %s for a customer that is gone is rejected", async (channel) => {
    const userErrors = [{ field: ["input", "customerId"], message: "Customer not found", code: "INVALID" }];
    const { admin } = adminAnswering({
      customerEmailMarketingConsentUpdate: { customer: null, userErrors },
      customerSmsMarketingConsentUpdate: { customer: null, userErrors },
    });
    expect(
      await admin.updateConsent(CUSTOMER, { channel, state: "UNSUBSCRIBED", level: null, at: AT }),
    ).toEqual({ kind: "rejected", error: "input.customerId: Customer not found [INVALID]" });
  });

  test.each(["email", "sms"] as const)(
    "by %s that is answered with nothing counts as refused",
    async (channel) => {
      const { admin } = adminAnswering({
        customerEmailMarketingConsentUpdate: null,
        customerSmsMarketingConsentUpdate: null,
      });
      expect(
        await admin.updateConsent(CUSTOMER, { channel, state: "UNSUBSCRIBED", level: null, at: AT }),
      ).toEqual({ kind: "rejected", error: "the mutation answered without a payload" });
    },
  );
});
