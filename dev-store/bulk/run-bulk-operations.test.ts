import { describe, expect, it } from "vitest";

import { emptyShop, extendToken, type SmallShop, smallShop } from "../graphql/testing/small-shop";
import type { StoreEvent } from "../state/store";
import { recordOrder } from "../commerce/order-placing";
import { serveBulkFile } from "./bulk-file";
import { runDueBulkOperations } from "./run-bulk-operations";

const RUN = `mutation($query: String!, $grouped: Boolean! = false) { bulkOperationRunQuery(query: $query, groupObjects: $grouped) {
  bulkOperation { id status } userErrors { message code } } }`;
const STATUS =
  "query($id: ID!) { bulkOperation(id: $id) { status errorCode objectCount rootObjectCount fileSize url completedAt type } }";
const ORDERS =
  "{ orders { edges { node { id name customer { id } lineItems { edges { node { id quantity } } } } } } }";

function start({ ask }: SmallShop, query: string, grouped = false): string {
  return String(ask(RUN, { query, grouped }).data?.["bulkOperationRunQuery"]?.["bulkOperation"]?.["id"]);
}

function tick(shop: SmallShop, ms = 250): void {
  shop.wall.ms += ms;
  runDueBulkOperations(shop.store, shop.options);
}

function finishAll(shop: SmallShop): void {
  for (let ticks = 0; ticks < 50; ticks += 1) tick(shop);
  extendToken(shop);
}

const status = ({ ask }: SmallShop, id: string) => ask(STATUS, { id }).data?.["bulkOperation"];

type Line = { id: string; __parentId?: string };

function linesOf(shop: SmallShop, id: string): Line[] {
  const url = String(status(shop, id)?.["url"]);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:4500\/bulk-files\/\d+\.jsonl$/);
  const { body, headers } = serveBulkFile(shop.store, url.slice(url.lastIndexOf("/") + 1));
  expect(headers["Content-Type"]).toBe("application/jsonl");
  return body.trimEnd().split("\n").map((line) => JSON.parse(line) as Line); // prettier-ignore
}

/** `count` orders of two lines each. */
function manyOrders(count: number): SmallShop {
  const shop = smallShop();
  const [product] = shop.store.products.values();
  const line = { productId: product?.id ?? 0, variantId: product?.variants[0]?.id ?? 0, quantity: 1 };
  const lines = [
    { ...line, key: "a" },
    { ...line, key: "b" },
  ];
  shop.store.quietly(() => {
    for (let index = 1; index < count; index += 1) recordOrder(shop.store, { lines });
  });
  return shop;
}

describe("a bulk query", () => {
  it("is created, then running, then completed, each for a moment of wall time", () => {
    const shop = smallShop();
    const id = start(shop, ORDERS);
    const seen: unknown[] = [status(shop, id)?.["status"]];
    for (let ticks = 0; ticks < 6; ticks += 1) {
      tick(shop, 110);
      seen.push(status(shop, id)?.["status"]);
    }
    expect([...new Set(seen)]).toEqual(["CREATED", "RUNNING", "COMPLETED"]);
  });

  it("writes every row on a line of its own, children with the id of their parent", () => {
    const shop = smallShop();
    const id = start(shop, ORDERS);
    finishAll(shop);
    const [order] = shop.store.orders.values();
    const gid = `gid://shopify/Order/${order?.id}`;
    expect(linesOf(shop, id)).toEqual(
      expect.arrayContaining([
        { id: gid, name: "#1001", customer: { id: `gid://shopify/Customer/${order?.customerId}` } },
        { id: `gid://shopify/LineItem/${order?.lines[0]?.id}`, quantity: 2, __parentId: gid },
      ]),
    );
    expect(status(shop, id)).toMatchObject({
      objectCount: "2",
      rootObjectCount: "1",
      type: "QUERY",
      errorCode: null,
    });
  });

  it("reads all of many rows exactly once, in slices, and does not keep children beside their parents", () => {
    const shop = manyOrders(1_200);
    const id = start(shop, ORDERS);
    finishAll(shop);
    const lines = linesOf(shop, id);
    const roots = lines.filter((line) => !line.__parentId);
    expect(new Set(roots.map((line) => line.id)).size).toBe(1_200);
    expect(lines).toHaveLength(1_200 + 1 + 2 * 1_199);
    const beside = lines.filter((line, index) => line.__parentId && lines[index - 1]?.id === line.__parentId);
    expect(beside.length).toBeLessThan(lines.length / 100);
    const places = new Map(lines.map((line, index) => [line.id, index]));
    const early = lines.filter(
      (line, index) => line.__parentId && (places.get(line.__parentId) ?? 0) > index,
    );
    expect(early.length).toBeGreaterThan(0);
  });

  it("keeps children behind their parent when grouped", () => {
    const shop = manyOrders(20);
    const id = start(shop, ORDERS, true);
    finishAll(shop);
    let parent = "";
    for (const line of linesOf(shop, id)) {
      if (line.__parentId) expect(line.__parentId).toBe(parent);
      else parent = line.id;
    }
  });

  it("honours search and needs no window", () => {
    const shop = manyOrders(5);
    const id = start(shop, '{ orders(query: "name:1003") { edges { node { id name } } } }');
    finishAll(shop);
    expect(linesOf(shop, id)).toMatchObject([{ name: "#1003" }]);
  });

  it("has no file when no row matches", () => {
    const shop = emptyShop();
    const id = start(shop, ORDERS);
    finishAll(shop);
    expect(status(shop, id)).toMatchObject({
      status: "COMPLETED",
      url: null,
      objectCount: "0",
      fileSize: null,
    });
  });

  it("keeps its file for seven days of the shop's time", () => {
    const shop = smallShop();
    const id = start(shop, ORDERS);
    finishAll(shop);
    const number = id.slice(id.lastIndexOf("/") + 1);
    const completedMs = shop.store.bulkOperations.get(Number(number))?.completedAt?.getTime() ?? 0;
    shop.store.clock.jumpTo(new Date(completedMs + 7 * 86_400_000 - 1));
    expect(serveBulkFile(shop.store, number).status).toBe(200);
    shop.store.clock.jumpTo(new Date(completedMs + 7 * 86_400_000));
    expect(serveBulkFile(shop.store, number).status).toBe(404);
    expect(status(shop, id)?.["url"]).toBeNull();
  });

  it("fails with ACCESS_DENIED when a scope is missing", () => {
    const shop = smallShop(["read_customers"]);
    const id = start(shop, ORDERS);
    finishAll(shop);
    expect(status(shop, id)).toMatchObject({ status: "FAILED", errorCode: "ACCESS_DENIED", url: null });
  });

  it("tells its end by webhook in lower case and without an address", () => {
    const shop = smallShop();
    const events: StoreEvent[] = [];
    shop.store.onEvent((event) => events.push(event));
    const id = start(shop, ORDERS);
    finishAll(shop);
    expect(events.map(({ topic, subject }) => ({ topic, subject }))).toEqual([
      {
        topic: "bulk_operations/finish",
        subject: {
          admin_graphql_api_id: id,
          completed_at: status(shop, id)?.["completedAt"],
          created_at: expect.stringMatching(/^2026-11-23T\d\d:\d\d:\d\dZ$/) as string,
          error_code: null,
          status: "completed",
          type: "query",
        },
      },
    ]);
  });

  it("can be cancelled while it runs, but not when it is over", () => {
    const shop = smallShop();
    const id = start(shop, ORDERS);
    const CANCEL =
      "mutation($id: ID!) { bulkOperationCancel(id: $id) { bulkOperation { status } userErrors { field message } } }";
    const cancel = (gid: string) => shop.ask(CANCEL, { id: gid }).data?.["bulkOperationCancel"];
    expect(cancel(id)).toEqual({ bulkOperation: { status: "CANCELING" }, userErrors: [] });
    tick(shop);
    expect(status(shop, id)?.["status"]).toBe("CANCELED");
    expect(cancel(id)?.["userErrors"]).toEqual([
      { field: null, message: "A bulk operation cannot be canceled when it is canceled" },
    ]);
    expect(cancel("gid://shopify/BulkOperation/1")?.["userErrors"]).toEqual([
      { field: ["id"], message: "Bulk operation does not exist" },
    ]);
  });

  it("frees its slot when it is over", () => {
    const shop = emptyShop();
    for (let index = 0; index < 5; index += 1) start(shop, ORDERS);
    const sixth = () => shop.ask(RUN, { query: ORDERS, grouped: false }).data?.["bulkOperationRunQuery"];
    expect(sixth()?.["userErrors"]?.[0]?.["code"]).toBe("OPERATION_IN_PROGRESS");
    finishAll(shop);
    expect(sixth()?.["userErrors"]).toEqual([]);
  });
});
