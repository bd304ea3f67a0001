import { afterEach, describe, expect, test } from "vitest";

import { scriptShop, type ScriptedShop } from "../../../tests/support/scripted-shop";
import { createShopifyAdmin } from "./admin.server";
import { createShopClient } from "./client.server";
import type { DiscountWish } from "./discount-wish";

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
  return { admin: createShopifyAdmin(client), requests: shop.requests };
}

const CUSTOMER = "gid://shopify/Customer/1";
const DISCOUNT = {
  code: "COME-BACK-7F3K",
  title: "Cart recovery 7F3K",
  value: { kind: "percentage", percentBp: 1_250 },
  minimum: null,
  items: { kind: "all" },
  combinesWith: { order: false, product: true, shipping: true },
  oncePerCustomer: true,
  usageLimit: 1,
  customerGid: CUSTOMER,
  startsAt: new Date("2026-03-01T12:00:00Z"),
  endsAt: new Date("2026-03-08T12:00:00Z"),
} as const satisfies DiscountWish;
const TAKEN = {
  discountCodeBasicCreate: {
    codeDiscountNode: null,
    userErrors: [{ field: ["code"], message: "Code must be unique.", code: "TAKEN" }],
  },
};

function discountByCode(discount: object) {
  return { codeDiscountNodeByCode: { id: "gid://shopify/DiscountCodeNode/9", codeDiscount: discount } };
}

describe("tags", () => {
  test("are added and removed", async () => {
    const { admin, requests } = adminAnswering(
      { tagsAdd: { userErrors: [] } },
      { tagsRemove: { userErrors: [] } },
    );
    expect(await admin.addTags(CUSTOMER, ["VIP"])).toEqual({ kind: "done", result: null });
    expect(await admin.removeTags(CUSTOMER, ["VIP"])).toEqual({ kind: "done", result: null });
    expect(requests.map((request) => request.body.operationName)).toEqual(["AddTags", "RemoveTags"]);
  });

  test("of a customer that is gone are rejected in Shopify's words", async () => {
    const { admin } = adminAnswering({
      tagsAdd: { userErrors: [{ field: ["id"], message: "Customer does not exist" }] },
    });
    expect(await admin.addTags(CUSTOMER, ["VIP"])).toEqual({
      kind: "rejected",
      error: "id: Customer does not exist",
    });
  });
});

describe("a personal discount", () => {
  test("is bound to one customer and one use", async () => {
    const { admin, requests } = adminAnswering({
      discountCodeBasicCreate: {
        codeDiscountNode: { id: "gid://shopify/DiscountCodeNode/1" },
        userErrors: [],
      },
    });
    expect(await admin.createDiscount(DISCOUNT)).toEqual({
      kind: "done",
      result: { discountGid: "gid://shopify/DiscountCodeNode/1" },
    });
    expect(requests[0]?.body.variables).toMatchObject({
      discount: {
        context: { customers: { add: [CUSTOMER] } },
        customerGets: { items: { all: true }, value: { percentage: 0.125 } },
        usageLimit: 1,
        appliesOncePerCustomer: true,
        endsAt: "2026-03-08T12:00:00.000Z",
        tags: ["perennial"],
      },
    });
  });

  test("without a customer is for everybody", async () => {
    const { admin, requests } = adminAnswering({
      discountCodeBasicCreate: {
        codeDiscountNode: { id: "gid://shopify/DiscountCodeNode/1" },
        userErrors: [],
      },
    });
    await admin.createDiscount({ ...DISCOUNT, customerGid: null });
    expect(requests[0]?.body.variables).toMatchObject({ discount: { context: { all: "ALL" } } });
  });

  test("that an earlier try made counts as done", async () => {
    const ours = { __typename: "DiscountCodeBasic", title: DISCOUNT.title, tags: ["perennial"] };
    const { admin } = adminAnswering(TAKEN, discountByCode(ours));
    expect(await admin.createDiscount(DISCOUNT)).toEqual({
      kind: "done",
      result: { discountGid: "gid://shopify/DiscountCodeNode/9" },
    });
  });

  test.each([
    { name: "the merchant", discount: { __typename: "DiscountCodeBasic", title: DISCOUNT.title, tags: [] } },
    {
      name: "another occasion",
      discount: { __typename: "DiscountCodeBasic", title: "Other", tags: ["perennial"] },
    },
    { name: "another app", discount: { __typename: "DiscountCodeApp" } },
  ])("whose code belongs to $name is rejected", async ({ discount }) => {
    const { admin } = adminAnswering(TAKEN, discountByCode(discount));
    expect(await admin.createDiscount(DISCOUNT)).toEqual({
      kind: "rejected",
      error: "the code COME-BACK-7F3K belongs to another discount",
    });
  });

  test("that Shopify finds wrong is rejected", async () => {
    const userErrors = [
      { field: ["endsAt"], message: "Ends at needs to be after starts_at", code: "INVALID" },
    ];
    const { admin } = adminAnswering({ discountCodeBasicCreate: { codeDiscountNode: null, userErrors } });
    expect(await admin.createDiscount(DISCOUNT)).toMatchObject({ kind: "rejected" });
  });
});
