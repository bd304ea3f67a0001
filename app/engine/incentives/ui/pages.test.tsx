import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { rememberingQuestions } from "../../../../tests/support/query-plans";
import { renderPage, textOf } from "../../../../tests/support/render-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { presentIncentivesPage } from "../list/presenter.server";
import { presentCodeBuyers } from "../report/presenter.server";
import { CodeFilterSchema, OfferSchema } from "../schema";
import { CodeBuyersPage } from "./CodeBuyersPage";
import { IncentivesPage } from "./IncentivesPage";

const NOW = new Date("2026-03-10T12:00:00Z");
const SHOP = { ianaTimezone: "Europe/Warsaw", currencyCode: "EUR", scopes: "write_discounts" };
const ACTIONS = { isSaving: false, errors: {}, onSave: () => undefined, onRefresh: () => undefined };
const LANGUAGES = ["en", "pl", "ru"] as const;

let open: TestDb;
beforeEach(async () => {
  open = await createTestDb();
  await givenShop(open.db);
});
afterEach(() => open.close());

async function givenCode(over: Record<string, unknown> = {}) {
  const offer = OfferSchema.parse({
    value: { kind: "percentage", percentBp: 1_000 },
    validDays: 7,
    title: "Come back",
  });
  const id = String(over["id"] ?? "k1");
  await open.db.issuedCode.create({
    data: {
      ...{ id, shopId: SHOP_ID, occasionKey: id, code: `BACK-${id}`, codeKey: id, percentBp: 1_000 },
      ...{ offerJson: JSON.stringify(offer), title: offer.title, state: "issued", promisedMinor: 500 },
      ...{ startsAt: NOW, expiresAt: new Date("2026-03-17T12:00:00Z"), createdAt: NOW },
      ...{ budgetKey: "cart-recovery", budgetMonth: "2026-03" },
      ...over,
    },
  });
}

const page = (query: object = {}) =>
  presentIncentivesPage(open.db, {
    shopId: SHOP_ID,
    shop: SHOP,
    filter: CodeFilterSchema.parse(query),
    now: NOW,
  });

describe("the incentives page", () => {
  test.each(LANGUAGES)("says in %s what to do when nothing was given yet", async (locale) => {
    const data = await page();
    const html = await renderPage(
      <IncentivesPage data={data} actions={ACTIONS} onNavigate={() => undefined} />,
      { locale },
    );
    expect(data.missingKinds).toEqual(["gift-card", "store-credit"]);
    expect(textOf(html)).toContain("20");
  });

  test.each(LANGUAGES)("shows in %s every state and kind, costs and limits", async (locale) => {
    const { id: customerId } = await givenCustomer(open.db, { legacyId: 7 });
    const order = await givenOrder(open.db, {
      customerId,
      discountCodes: ["k3"],
      placedAt: "2026-03-02T12:00:00Z",
    });
    await givenCode({ id: "k1", customerId });
    await givenCode({ id: "k2", state: "requested" });
    await givenCode({ id: "k3", state: "redeemed", redeemedOrderId: order.id, costMinor: 750 });
    await givenCode({ id: "k4", state: "expired" });
    await givenCode({ id: "k5", state: "failed", offerJson: "{}" });
    await givenCode({ id: "k6", state: "redeemed", redeemedOrderId: order.id });
    await givenCode({ id: "k7", kind: "gift-card", budgetKey: "flow:1", promisedMinor: 1_500 });
    await givenCode({ id: "k8", state: "pooled" });
    const data = await page();
    expect(data.totalCount).toBe(7);
    const html = await renderPage(
      <IncentivesPage
        data={data}
        actions={{ ...ACTIONS, errors: { grossMargin: "margin-needed" } }}
        onNavigate={() => undefined}
      />,
      { locale },
    );
    const text = textOf(html);
    for (const shown of ["BACK-k1", "BACK-k3", "Ada Lovelace", "7.50|7,50", "flow:1"])
      expect(text, shown).toMatch(new RegExp(shown.replace(/\./g, "\\.")));
  });

  test("narrows to a tab, and counts the cost of used codes once per order", async () => {
    const order = await givenOrder(open.db, {
      discountCodes: ["k3", "k4"],
      placedAt: "2026-03-02T12:00:00Z",
    });
    await givenCode({ id: "k3", state: "redeemed", redeemedOrderId: order.id, costMinor: 750 });
    await givenCode({ id: "k4", state: "redeemed", redeemedOrderId: order.id, costMinor: 250 });
    await givenCode({ id: "k5" });
    const { items, report } = await page({ tab: "used" });
    expect(items.map(({ id }) => id).sort()).toEqual(["k3", "k4"]);
    expect(report.costs).toEqual([
      {
        ...{ month: "2026-03", budgetKey: "cart-recovery", usedCount: 2, costMinor: 1_000, unknownCount: 0 },
        ...{ netMinor: 5_000, marginMinor: null },
      },
    ]);
  });
});

describe("customers who buy only with a code", () => {
  async function givenBuyer(legacyId: number, codes: (string | null)[]) {
    const { id: customerId } = await givenCustomer(open.db, { legacyId });
    for (const code of codes)
      await givenOrder(open.db, {
        customerId,
        discountCodes: code === null ? [] : [code],
        placedAt: "2026-03-02T12:00:00Z",
      });
  }

  test.each(LANGUAGES)("are listed in %s, as many as the figure says", async (locale) => {
    await givenBuyer(1, ["A", "B"]);
    await givenBuyer(2, ["A", null]);
    await givenBuyer(3, ["A"]);
    const { report } = await page();
    expect(report.dependence).toEqual({
      ...{ netMinor: 25_000, withCodeMinor: 20_000, repeatBuyerCount: 2, onlyWithCodeCount: 1 },
    });
    const data = await presentCodeBuyers(open.db, { shopId: SHOP_ID, shop: SHOP, page: 1, now: NOW });
    expect(data.buyers.map(({ id }) => id)).toEqual([`${SHOP_ID}_1`]);
    const html = await renderPage(<CodeBuyersPage data={data} onPage={() => undefined} />, { locale });
    expect(textOf(html)).toContain("Ada Lovelace");
  });

  test("are found without adding up what the shop sold in a year", async () => {
    await givenBuyer(1, ["A", "B"]);
    const { db: watched, questions } = rememberingQuestions(open.db);
    const input = { shopId: SHOP_ID, shop: SHOP, page: 1, now: NOW };
    const { totalCount } = await presentCodeBuyers(watched, input);
    expect(totalCount).toBe(1);
    expect(questions.filter(({ sql }) => sql.includes("placedOn"))).toEqual([]);
    expect(questions).not.toEqual([]);
  });

  test.each(LANGUAGES)("may be nobody, in %s", async (locale) => {
    const data = await presentCodeBuyers(open.db, { shopId: SHOP_ID, shop: SHOP, page: 1, now: NOW });
    const html = await renderPage(<CodeBuyersPage data={data} onPage={() => undefined} />, { locale });
    expect(data.totalCount).toBe(0);
    expect(textOf(html)).toContain("0");
  });
});
