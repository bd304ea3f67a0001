import { describe, expect, it } from "vitest";

import { connectionWeight } from "./cost";
import { failNext, throttleNext } from "./faults";
import { handleGraphql } from "./handle-graphql";
import { addProduct, ALL_SCOPES, emptyShop, pick, smallShop, TOKEN } from "./testing/small-shop";

const INVALID = "[API] Invalid API key or access token (unrecognized login or wrong password)";
const SHOP = "{ shop { name } }";

describe("access tokens", () => {
  it.each([
    ["missing", null],
    ["unknown", "shpat_other"],
  ])("answers 401 when the token is %s", (_name, accessToken) => {
    const { store, options } = emptyShop();
    const response = handleGraphql(
      store,
      { body: { query: SHOP }, accessToken, version: "2026-10" },
      options,
    );
    expect(response).toMatchObject({ status: 401, body: { errors: INVALID } });
  });

  it("answers 401 from the very moment of expiry by the wall clock", () => {
    const { post, wall } = emptyShop();
    wall.ms += 3_600_000 - 1;
    expect(post(SHOP).status).toBe(200);
    wall.ms += 1;
    expect(post(SHOP).status).toBe(401);
  });

  it("answers 401 after the app was uninstalled", () => {
    const { post, store } = emptyShop();
    if (store.installation) store.installation.uninstalledAt = new Date();
    expect(post(SHOP).status).toBe(401);
  });
});

describe("answers", () => {
  it("tells the version that was used, whatever was asked for, and an id of the request", () => {
    const { store, options } = emptyShop();
    const request = { body: { query: SHOP }, accessToken: TOKEN, version: "2024-01" };
    const first = handleGraphql(store, request, options);
    expect(first.headers).toMatchObject({
      "X-Shopify-API-Version": "2026-10",
      "Content-Type": "application/json; charset=utf-8",
    });
    expect(first.headers["X-Request-Id"]).not.toBe(
      handleGraphql(store, request, options).headers["X-Request-Id"],
    );
  });

  it.each([[null], ["text"], [{}], [{ query: "" }]])("refuses the body %j with 400", (body) => {
    const { store, options } = emptyShop();
    expect(handleGraphql(store, { body, accessToken: TOKEN, version: "2026-10" }, options).status).toBe(400);
  });

  it("puts null and an error where a window is too wide, with the cost", () => {
    const { errors, data, extensions } = emptyShop().ask("{ orders(first: 251) { nodes { id } } }");
    expect(errors?.[0]).toMatchObject({ path: ["orders"], extensions: { code: "BAD_REQUEST" } });
    expect(data).toBeNull();
    expect(extensions?.cost).toBeDefined();
  });

  it("names a root field it does not have", () => {
    const { errors } = emptyShop().ask("{ paymentTermsTemplates { id } }");
    expect(errors?.[0]).toMatchObject({
      message: "Field 'paymentTermsTemplates' is not in the dev-store yet",
      extensions: { code: "NOT_IN_DEV_STORE" },
    });
  });

  it("gives null for an id that nobody has", () => {
    const { data, errors } = emptyShop().ask(
      '{ customer(id: "gid://shopify/Customer/1") { id } node(id: "gid://shopify/Order/1") { id } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({ customer: null, node: null });
  });
});

describe("scopes", () => {
  it("denies a type that needs more than was granted and answers the rest", () => {
    const { data, errors } = smallShop(["read_orders"]).ask(
      "{ orders(first: 1) { nodes { name customer { id } } } }",
    );
    expect(data?.["orders"]?.["nodes"]).toEqual([{ name: "#1001", customer: null }]);
    expect(errors?.[0]).toMatchObject({
      message: "Access denied for customer field. Required access: `read_customers` access scope.",
      path: ["orders", "nodes", 0, "customer"],
      extensions: { code: "ACCESS_DENIED", requiredAccess: "`read_customers` access scope." },
    });
  });

  it("takes a write scope for the read as well", () => {
    expect(
      smallShop(["write_customers"]).ask("{ customers(first: 1) { nodes { id } } }").errors,
    ).toBeUndefined();
  });

  it("shows only the orders of the last 60 days without read_all_orders", () => {
    const scopes = ALL_SCOPES.filter((scope) => scope !== "read_all_orders");
    const shop = smallShop(scopes);
    const [order] = shop.store.orders.values();
    const query = `{ orders(first: 5) { nodes { id } } ordersCount { count } order(id: "gid://shopify/Order/${order?.id}") { id }
      customers(first: 1) { nodes { numberOfOrders orders(first: 5) { nodes { id } } lastOrder { id } } } }`;
    const visible = () => {
      const answer = shop.ask(query);
      const length = (path: string) => (pick(answer, path) as unknown[]).length;
      const customer = "customers.nodes.0";
      return {
        listed: length("orders.nodes"),
        counted: pick(answer, "ordersCount.count"),
        found: pick(answer, "order") !== null,
        ofCustomer: length(`${customer}.orders.nodes`),
        last: pick(answer, `${customer}.lastOrder`) !== null,
        numberOfOrders: pick(answer, `${customer}.numberOfOrders`),
      };
    };
    const day = 86_400_000;
    const createdMs = order?.createdAt.getTime() ?? 0;
    shop.store.clock.jumpTo(new Date(createdMs + 60 * day));
    expect(visible()).toEqual({
      listed: 1,
      counted: 1,
      found: true,
      ofCustomer: 1,
      last: true,
      numberOfOrders: "1",
    });
    shop.store.clock.jumpTo(new Date(createdMs + 60 * day + 1));
    expect(visible()).toEqual({
      listed: 0,
      counted: 0,
      found: false,
      ofCustomer: 0,
      last: false,
      numberOfOrders: "1",
    });
  });
});

describe("costs", () => {
  it("weighs connections below their size", () => {
    expect([0, 1, 3, 5, 10, 50, 250].map(connectionWeight)).toEqual([0, 1, 2, 3, 4, 7, 11]);
  });

  it.each([
    ["{ orders(first: 250) { nodes { id } } }", 13],
    ["{ orders(first: 250) { nodes { id lineItems(first: 250) { nodes { id } } } } }", 156],
    [
      "{ products(first: 250) { nodes { featuredMedia { id } variants(first: 250) { nodes { id } } } } }",
      167,
    ],
    ["{ customersCount { count } }", 10],
    ["{ products(first: 0) { nodes { id } } }", 2],
  ])("asks for %s the measured price of %i", (query, cost) => {
    expect(emptyShop().ask(query).extensions?.cost["requestedQueryCost"]).toBe(cost);
  });

  it("refuses a document above 1000 points without telling the bucket", () => {
    const inner =
      "lineItems(first: 250) { nodes { id product { id variants(first: 250) { nodes { id } } } } }";
    const answer = emptyShop().ask(`{ orders(first: 250) { nodes { ${inner} } } }`);
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "MAX_COST_EXCEEDED", maxCost: 1000 });
    expect(answer).not.toHaveProperty("extensions");
    expect(answer).not.toHaveProperty("data");
  });

  it.each([
    ["Basic", 2000, 100],
    ["Advanced", 4000, 200],
    ["Plus", 20_000, 1000],
  ] as const)(
    "gives the plan %s a bucket of %i that refills by %i each second",
    (plan, maximumAvailable, restoreRate) => {
      const shop = emptyShop();
      shop.store.shop.plan = plan;
      const { cost } = shop.ask(SHOP).extensions ?? {};
      expect(cost?.["throttleStatus"]).toEqual({
        maximumAvailable,
        currentlyAvailable: maximumAvailable - 1,
        restoreRate,
      });
    },
  );

  it("throttles when the requested cost is not there and admits again when it has run in", () => {
    const { ask, wall } = emptyShop();
    const heavy = "{ orders(first: 250) { nodes { id lineItems(first: 250) { nodes { id } } } } }";
    const spend = `{ ${Array.from({ length: 99 }, (_, index) => `c${index}: customersCount { count }`).join(" ")} }`;
    ask(spend);
    ask(spend);
    expect(ask(heavy)).toEqual({
      errors: [
        {
          message: "Throttled",
          extensions: { code: "THROTTLED", documentation: "https://shopify.dev/api/usage/rate-limits" },
        },
      ],
      extensions: {
        cost: {
          requestedQueryCost: 156,
          actualQueryCost: null,
          throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 20, restoreRate: 100 },
        },
      },
    });
    wall.ms += 1359;
    expect(ask(heavy).data).toBeUndefined();
    wall.ms += 1;
    expect(ask(heavy).data).toBeDefined();
  });
});

describe("ordered faults", () => {
  it("throttles exactly the next requests", () => {
    const { ask, store } = emptyShop();
    throttleNext(store, 2);
    expect([1, 2, 3].map(() => ask(SHOP).errors?.[0]?.extensions?.["code"])).toEqual([
      "THROTTLED",
      "THROTTLED",
      undefined,
    ]);
  });

  it("fails exactly the next requests with the given status", () => {
    const { post, store } = emptyShop();
    failNext(store, 1, 502);
    expect([post(SHOP).status, post(SHOP).status]).toEqual([502, 200]);
  });
});

describe("a big shop", () => {
  it("lists 250 of 10,000 products sorted and filtered", () => {
    const { ask, store } = emptyShop();
    store.quietly(() => {
      for (let index = 0; index < 10_000; index += 1)
        addProduct(store, { title: `P${index}`, priceMinor: index, stock: 1 });
    });
    const query = `{ products(first: 250, sortKey: UPDATED_AT, reverse: true, query: "updated_at:>='2026-11-20T00:00:00Z' status:active") {
      nodes { id title status variants(first: 5) { nodes { id price } } } pageInfo { hasNextPage endCursor } } }`;
    expect(ask(query).data?.["products"]?.["nodes"]).toHaveLength(250);
  });
});
