import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { statementsOf } from "../../../tests/support/query-plans";
import { createTestDb, isOnSqlite, type TestDb } from "../../../tests/support/test-db";

import { appendDecision, type NewDecision } from "./append.server";
import { presentDecisions } from "./presenter.server";
import { DecisionFilterSchema } from "./schema";
import { listReasonsMatching } from "./service.server";

const NOW = new Date("2026-03-01T12:00:00Z");
let open: TestDb;
let adaId: string;

beforeAll(async () => {
  open = await createTestDb();
  await givenShop(open.db);
  const ada = await givenCustomer(open.db, { legacyId: 7, firstName: "Ada", email: "ada@example.com" });
  adaId = ada.id;
  await append({
    outcome: "issued",
    reason: "code-issued",
    params: { code: "BACK-7KQ4MX3P" },
    customerId: adaId,
  });
  await append({ outcome: "skipped", reason: "unsubscribed" });
  await append({ outcome: "tagged", reason: "tagged-changed", feature: "vip", params: { tag: "VIP Gold" } });
  await append({ outcome: "skipped", reason: "unsubscribed", shopId: "other" });
});
afterAll(() => open.close());

let count = 0;
function append(over: Pick<NewDecision, "outcome" | "reason"> & Partial<NewDecision>): Promise<void> {
  const dedupeKey = `d${(count += 1)}`;
  const decision = {
    shopId: SHOP_ID,
    feature: "cart-recovery",
    customerId: null,
    dedupeKey,
    now: NOW,
    ...over,
  };
  return inTransaction(open.db, (tx) => appendDecision(tx, decision));
}

async function find(query: string, scope: { customerId?: string } = {}) {
  const filter = DecisionFilterSchema.parse({ query });
  const matchingReasons = listReasonsMatching(query, "en");
  const page = await presentDecisions(open.db, { shopId: SHOP_ID, ...scope }, { filter, matchingReasons });
  return page.items.map((item) => item.reason).sort();
}

describe("the decision log is found", () => {
  test("whole, but of this shop only", async () => {
    expect(await find("")).toEqual(["code-issued", "tagged-changed", "unsubscribed"]);
  });

  test.each([
    ["by the customer's name", "ada", ["code-issued"]],
    ["by the customer's mail", "ADA@example", ["code-issued"]],
    ["by a code that a sentence names, in any case", "back-7kq4", ["code-issued"]],
    ["by a tag that a sentence names", "vip gold", ["tagged-changed"]],
    ["by nothing when nothing fits", "zzz", []],
  ])("%s", async (_title, query, reasons) => {
    expect(await find(query)).toEqual(reasons);
  });

  test("by words of the sentence as the reader sees it", async () => {
    expect(await find("unsubscribed")).toContain("unsubscribed");
  });

  test("of one customer", async () => {
    expect(await find("", { customerId: adaId })).toEqual(["code-issued"]);
  });

  test("once, although a decision was taken down twice", async () => {
    await append({ outcome: "sent", reason: "sent-with-code", dedupeKey: "same" });
    await append({ outcome: "sent", reason: "sent-with-code", dedupeKey: "same" });
    expect((await find("")).filter((reason) => reason === "sent-with-code")).toHaveLength(1);
  });
});

describe("the whole log", () => {
  const shopId = "many";
  const whole = async (page: number) =>
    (await presentDecisions(open.db, { shopId }, { filter: DecisionFilterSchema.parse({ page }) })).items;

  test("is told page by page as if it were sorted as one, whichever features decided at the same time", async () => {
    await givenShop(open.db, { id: shopId, domain: "many.myshopify.com" });
    const features = ["vip", "flows", "loyalty"];
    for (let number = 0; number < 60; number += 1) {
      const now = new Date(NOW.getTime() + Math.floor(number / 4) * 1_000);
      const feature = features[number % 3] ?? "";
      await append({ outcome: "sent", reason: `r${number}`, shopId, feature, now });
    }
    const sorted = await open.db.decision.findMany({
      where: { shopId },
      orderBy: [{ decidedAt: "desc" }, { id: "desc" }],
    });
    const told = [...(await whole(1)), ...(await whole(2)), ...(await whole(3))];
    expect(told.map(({ id }) => id)).toEqual(sorted.map(({ id }) => id));
  });

  test.runIf(isOnSqlite())("is not sorted for a page of it", async () => {
    const statements = await statementsOf(() => whole(1));
    const lists = statements.filter((sql) => sql.includes("`Decision`") && sql.includes("ORDER BY"));
    expect(lists).not.toEqual([]);
    for (const sql of lists) expect(sql).toMatch(/`feature` = |`id` IN/);
  });
});
