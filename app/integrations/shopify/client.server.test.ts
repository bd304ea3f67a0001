import { afterEach, describe, expect, test } from "vitest";

import { addedBy } from "../../../tests/support/metrics";
import { costOf, scriptShop, type ScriptedShop, type ShopReply } from "../../../tests/support/scripted-shop";
import { createShopClient } from "./client.server";
import { AddTagsDocument, ShopDetailsDocument } from "./generated/documents";
import type { TokenOutcome } from "./tokens/offline-token.server";

const SHOP = "demo-shop.myshopify.com";
const DONE = { data: { tagsAdd: { userErrors: [] } } };
const VARIABLES = { id: "gid://shopify/Customer/1", tags: ["VIP"] };

let shop: ScriptedShop | null = null;
afterEach(() => shop?.close());

function setUp(replies: ShopReply[], tokens: TokenOutcome[] = []) {
  shop = scriptShop((_request, index) => replies[index] ?? new Error("no more requests were expected"));
  const pauses: number[] = [];
  let wallMs = 1_000_000;
  const refused: (string | null)[] = [];
  const client = createShopClient({
    shopDomain: SHOP,
    getToken: (refusedToken) => {
      refused.push(refusedToken);
      return Promise.resolve(tokens.shift() ?? { kind: "token", accessToken: "shpat_1" });
    },
    pause: (ms) => {
      pauses.push(ms);
      wallMs += ms;
      return Promise.resolve();
    },
    wallMs: () => wallMs,
  });
  return { client, pauses, refused, requests: shop.requests };
}

const THROTTLED = { errors: [{ message: "Throttled", extensions: { code: "THROTTLED" } }] };

describe("a shop's client", () => {
  test("sends the document to the shop's 2026-10 endpoint with its token", async () => {
    const { client, requests } = setUp([{ body: DONE }]);
    expect(await client.call(AddTagsDocument, VARIABLES)).toEqual({ kind: "done", result: DONE.data });
    expect(requests[0]?.url).toBe(`https://${SHOP}/admin/api/2026-10/graphql.json`);
    expect(requests[0]?.headers.get("X-Shopify-Access-Token")).toBe("shpat_1");
    expect(requests[0]?.body).toMatchObject({ variables: VARIABLES, operationName: "AddTags" });
  });

  test("waits out THROTTLED for as long as the missing points take, then sends again", async () => {
    const { client, pauses } = setUp([
      { body: { ...THROTTLED, extensions: costOf(500, 100) } },
      { body: DONE },
    ]);
    expect(await client.call(AddTagsDocument, VARIABLES, { priority: "interactive" })).toMatchObject({
      kind: "done",
    });
    expect(pauses).toEqual([4_000]);
  });

  test("is measured: answers by what they meant, points as Shopify counted them, and waits", async () => {
    const { client } = setUp([
      { body: { ...THROTTLED, extensions: costOf(500, 100) } },
      { body: { ...DONE, extensions: costOf(10, 990) } },
    ]);
    const added = await addedBy("perennial_shopify_", () =>
      client.call(AddTagsDocument, VARIABLES, { priority: "interactive" }),
    );
    expect(added).toEqual({
      'perennial_shopify_answered_total{outcome="throttled"}': 1,
      'perennial_shopify_answered_total{outcome="data"}': 1,
      perennial_shopify_spent_points_total: 10,
      perennial_shopify_waited_seconds_total: 4,
    });
  });

  test("gives a wait beyond its patience back to the queue", async () => {
    const { client, requests } = setUp([
      { body: { ...THROTTLED, extensions: costOf(900, 0, { restoreRate: 50 }) } },
    ]);
    expect(await client.call(AddTagsDocument, VARIABLES)).toEqual({
      kind: "unavailable",
      error: "throttled",
      retryAfterMs: 18_000,
    });
    expect(requests).toHaveLength(1);
  });

  test("never repeats a query that is too dear", async () => {
    const errors = [{ message: "Query cost is 1293", extensions: { code: "MAX_COST_EXCEEDED", cost: 1293 } }];
    const { client, requests } = setUp([{ body: { errors } }]);
    expect(await client.call(AddTagsDocument, VARIABLES)).toEqual({
      kind: "rejected",
      error: "Query cost is 1293",
    });
    expect(requests).toHaveLength(1);
  });

  test("background work waits while half of the bucket is gone, interactive work does not", async () => {
    const low = { body: { ...DONE, extensions: costOf(10, 900) } };
    const { client, pauses } = setUp([low, low, { body: DONE }]);
    await client.call(AddTagsDocument, VARIABLES);
    await client.call(AddTagsDocument, VARIABLES, { priority: "interactive" });
    expect(pauses).toEqual([]);
    await client.call(AddTagsDocument, VARIABLES);
    expect(pauses).toEqual([1_010]);
  });

  test("repeats a broken line and 5xx, three times in all", async () => {
    const { client, pauses, requests } = setUp([
      new Error("socket hang up"),
      { status: 502, body: "x" },
      { body: DONE },
    ]);
    expect(await client.call(AddTagsDocument, VARIABLES)).toMatchObject({ kind: "done" });
    expect(pauses).toEqual([250, 1_000]);
    expect(requests).toHaveLength(3);
  });

  test("gives up after the third break, naming no variables", async () => {
    const { client } = setUp([{ status: 503 }, { status: 503 }, { status: 503 }]);
    const outcome = await client.call(AddTagsDocument, VARIABLES);
    expect(outcome).toMatchObject({ kind: "unavailable", error: "the Admin API answered 503" });
    expect(JSON.stringify(outcome)).not.toContain("Customer");
  });

  test("while the shop is down background work is sent away at once, people are not, and the first answer ends it", async () => {
    const { client, requests } = setUp([
      { status: 503 },
      { status: 503 },
      { status: 503 },
      { body: DONE },
      { body: DONE },
    ]);
    await client.call(AddTagsDocument, VARIABLES);
    expect(await client.call(AddTagsDocument, VARIABLES)).toEqual({
      kind: "unavailable",
      error: "the shop does not answer",
      retryAfterMs: 5_000,
    });
    expect(requests).toHaveLength(3);
    expect(await client.call(AddTagsDocument, VARIABLES, { priority: "interactive" })).toMatchObject({
      kind: "done",
    });
    expect(await client.call(AddTagsDocument, VARIABLES)).toMatchObject({ kind: "done" });
  });

  test("a 401 is tried once more with another token", async () => {
    const { client, refused, requests } = setUp(
      [{ status: 401, body: { errors: "[API] Invalid API key or access token" } }, { body: DONE }],
      [
        { kind: "token", accessToken: "shpat_old" },
        { kind: "token", accessToken: "shpat_new" },
      ],
    );
    expect(await client.call(AddTagsDocument, VARIABLES)).toMatchObject({ kind: "done" });
    expect(refused).toEqual([null, "shpat_old"]);
    expect(requests[1]?.headers.get("X-Shopify-Access-Token")).toBe("shpat_new");
  });

  test("a second 401 means the shop is gone", async () => {
    const { client } = setUp([
      { status: 401, body: {} },
      { status: 401, body: {} },
    ]);
    expect(await client.call(AddTagsDocument, VARIABLES)).toMatchObject({ kind: "shop-gone" });
  });

  test("without a token nothing is sent", async () => {
    const { client, requests } = setUp([], [{ kind: "shop-gone", error: "no session" }]);
    expect(await client.call(ShopDetailsDocument, {})).toEqual({ kind: "shop-gone", error: "no session" });
    expect(requests).toHaveLength(0);
  });
});
