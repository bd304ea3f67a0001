import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenShop } from "../../../../tests/support/factories";
import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { appendDecision, type NewDecision } from "../append.server";
import { presentDecisions } from "../presenter.server";
import { type DecisionFilter, DecisionFilterSchema } from "../schema";
import { listReasonsMatching } from "../service.server";
import { registerDecisionNames } from "../named-params.server";
import { registerDecisionSubjects } from "../subjects.server";
import { DecisionList } from "./DecisionList";
import { DecisionsPage } from "./DecisionsPage";

const NOW = new Date("2026-03-01T22:30:00Z");
const LOCALES = ["en", "pl", "ru"] as const;
type Locale = (typeof LOCALES)[number];

/** Tells of one parcel, and knows no other. */
const parcels = {
  kind: "parcel",
  listSubjects: (_db: unknown, { ids }: { ids: readonly string[] }) =>
    Promise.resolve(
      new Map(ids.includes("p1") ? [["p1", { name: "Parcel of tea", url: "/app/parcels/p1" }]] : []),
    ),
};

const teas = {
  param: "template",
  listNames: (_db: unknown, { keys }: { keys: readonly string[] }) =>
    Promise.resolve(new Map(keys.filter((key) => key === "tea-1").map((key) => [key, "Tea for two"]))),
};

let testDb: TestDb;
beforeAll(async () => {
  registerDecisionSubjects([parcels]);
  registerDecisionNames([teas]);
  testDb = await createTestDb();
  await givenShop(testDb.db);
  await givenCustomer(testDb.db, {
    legacyId: 1,
    firstName: "Zofia",
    lastName: "Żółć",
    searchText: "zofia żółć",
  });
  await givenCustomer(testDb.db, {
    legacyId: 2,
    firstName: null,
    lastName: null,
    email: null,
    searchText: "",
  });
  await append("sent", {
    outcome: "sent",
    reason: "sent-with-code",
    params: { code: "BACK-1", amountMinor: 123_450, currencyCode: "EUR" },
    customerId: "s1_1",
  });
  await append("skipped", {
    ...{ outcome: "skipped", reason: "no-email", customerId: "s1_2" },
    ...{ subjectKind: "parcel", subjectId: "p1" },
  });
  await append("postponed", {
    outcome: "postponed",
    reason: "shopper-is-back",
    customerId: "s1_1",
    nextTryAt: new Date("2026-03-02T08:00:00Z"),
  });
  await append("moved", {
    feature: "vip",
    outcome: "moved",
    reason: "tier-reached",
    params: { tier: "Gold", count: 3, amountMinor: 50_000, currencyCode: "EUR" },
    customerId: "s1_1",
  });
  await append("foreign", { shopId: "s2", outcome: "sent", reason: "sent-without-code", customerId: "s2_1" });
});
afterAll(() => testDb.close());

async function append(
  dedupeKey: string,
  over: Pick<NewDecision, "outcome" | "reason"> & Partial<NewDecision>,
) {
  await inTransaction(testDb.db, (tx) =>
    appendDecision(tx, {
      shopId: "s1",
      feature: "cart-recovery",
      customerId: null,
      dedupeKey,
      now: NOW,
      ...over,
    }),
  );
}

async function showLog(asked: Partial<DecisionFilter> = {}, locale: Locale = "en"): Promise<string> {
  const filter = DecisionFilterSchema.parse(asked);
  const matchingReasons = listReasonsMatching(filter.query, locale);
  const decisions = await presentDecisions(testDb.db, { shopId: "s1" }, { filter, matchingReasons });
  return renderPage(await routed(<DecisionsPage filter={filter} decisions={decisions} />), { locale });
}
const read = async (asked: Partial<DecisionFilter> = {}, locale: Locale = "en") =>
  textOf(await showLog(asked, locale));

describe("the decision log", () => {
  test("tells in a sentence what was done to whom, when, and why", async () => {
    const text = await read();
    expect(text).toContain("Reminder sent with the code BACK-1 for a cart of €1,234.50.");
    expect(text).toContain("Reached Gold: 3 orders worth €500.00 in the window.");
    expect(text).toContain("Zofia Żółć");
    expect(text).toContain("Mar 1, 2026, 11:30 PM");
    expect(text).toContain("4 decisions");
    expect(text).toContain("Page 1 of 1");
  });

  test("names the next try, and people without a name", async () => {
    const text = await read();
    expect(text).toContain("Next try: Mar 2, 2026, 9:00 AM");
    expect(text).toContain("Customer without a name");
  });

  test("leads to the customer", async () => {
    expect(await showLog()).toContain('href="/app/customers/s1_1"');
  });

  test("leads to what it is about, by its name, but not from a page about that", async () => {
    expect(await showLog()).toMatch(/href="\/app\/parcels\/p1"[^>]*>Parcel of tea</);
    const subject = { kind: "parcel", id: "p1" };
    const filter = DecisionFilterSchema.parse({});
    const { items } = await presentDecisions(testDb.db, { shopId: "s1", subject }, { filter });
    expect(items.map((item) => item.subject)).toEqual([null]);
  });

  test("names by its name what a sentence has the key of, and what it knows no name of by the key", async () => {
    const said = { feature: "automations", outcome: "sent", reason: "message-sent" } as const;
    for (const template of ["tea-1", "tea-2"])
      await append(template, { ...said, shopId: "s3", params: { template } });
    await append("left", {
      ...{ shopId: "s3", feature: "flows", outcome: "stopped", reason: "exit-event" },
      params: { event: "order.placed" },
    });
    const filter = DecisionFilterSchema.parse({});
    const decisions = await presentDecisions(testDb.db, { shopId: "s3" }, { filter });
    const text = textOf(
      await renderPage(await routed(<DecisionsPage filter={filter} decisions={decisions} />), {
        locale: "en",
      }),
    );
    expect(text).toContain("Message “Tea for two” sent.");
    expect(text).toContain("Message “tea-2” sent.");
    expect(text).toContain("Left the flow: “Placed an order” ends it.");
  });

  test("says nothing of other shops", async () => {
    expect(await read()).not.toContain("Reminder sent for a cart");
  });

  test("speaks Polish and Russian, money and dates too", async () => {
    expect(await read({}, "pl")).toContain(
      "Wysłano przypomnienie z kodem BACK-1, koszyk o wartości 1234,50 €.",
    );
    expect(await read({}, "pl")).toContain("4 decyzje");
    expect(await read({}, "ru")).toContain("4 решения");
  });

  test.each(LOCALES)("has every text in %s", async (locale) => {
    expect(await read({}, locale)).toMatch(/\S/);
  });

  test("is searched by person and by words as the reader sees them", async () => {
    expect(await read({ query: "żółć" }, "pl")).toContain("3 decyzje");
    const found = await read({ query: "brak adresu" }, "pl");
    expect(found).toContain("1 decyzja");
    expect(found).toContain("Nie wysłano: brak adresu e-mail.");
  });

  test("is narrowed by outcome and area", async () => {
    expect(await read({ outcome: "postponed" })).toContain("1 decision ");
    expect(await read({ feature: "vip" })).toContain("Reached Gold");
    expect(await read({ feature: "vip" })).not.toContain("Reminder sent");
  });

  test("says so when nothing matches", async () => {
    expect(await read({ query: "zzz" })).toContain(
      "No decision matches. Try other words or remove a filter.",
    );
  });

  test("of a page that is not there shows the last one", async () => {
    expect(await read({ page: 99 })).toContain("Page 1 of 1");
  });

  test("names its search and filters for screen readers", async () => {
    const html = await showLog();
    for (const label of ["Search by customer or reason", "Outcome", "Area"])
      expect(textOf(html)).toContain(label);
  });
});

test("two parts never tell of the same kind of subject", () => {
  expect(() => registerDecisionSubjects([parcels, parcels])).toThrow('a "parcel"');
});

test("an empty list says when something will appear", async () => {
  expect(textOf(await renderPage(<DecisionList items={[]} />))).toContain("No decisions yet.");
});
