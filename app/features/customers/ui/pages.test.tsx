import { Text } from "@shopify/polaris";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { registerFacts } from "~/engine/facts/registry.server";
import { publishEvents } from "~/pipeline/events/publish.server";
import { inTransaction } from "~/platform/db.server";

import { givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { renderPage, textOf } from "../../../../tests/support/render-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { presentCustomerList } from "../list/presenter.server";
import { presentCustomerProfile } from "../profile/presenter.server";
import { parseProfileQuery } from "../profile/schema";
import { customersRegistration } from "../registration.server";
import { parseCustomerListQuery } from "../schema";
import { CustomersPage } from "./CustomersPage";
import { ProfilePage } from "./ProfilePage";

const NOW = new Date("2026-11-23T10:00:00Z");
const SHOP = { currencyCode: "EUR", ianaTimezone: "Europe/Warsaw", historySinceAt: null };
const NOWHERE = () => undefined;
const MERGE = { isUndoing: false, onUndo: NOWHERE };
const NO_DECISIONS = { list: null, page: 1, pageCount: 1 };

let testDb: TestDb;
beforeAll(async () => {
  registerFacts(customersRegistration.facts ?? []);
  testDb = await createTestDb();
  const { db } = testDb;
  await givenShop(db);
  await givenCustomer(db, {
    legacyId: 1,
    tags: ["vip"],
    countryCode: "PL",
    locale: "pl-PL",
    note: "Likes espresso",
  });
  await givenCustomer(db, { legacyId: 2, deletedAt: NOW });
  const order = await givenOrder(db, {
    legacyId: 50,
    customerId: "s1_1",
    placedAt: "2026-11-10T12:00:00Z",
    totalMinor: 6_000,
    discountCodes: ["TEN"],
  });
  await givenOrder(db, {
    customerId: "s1_1",
    placedAt: "2026-10-10T12:00:00Z",
    isValid: false,
    isTest: true,
  });
  await givenOrder(db, { customerId: "s1_1", placedAt: "2026-09-10T12:00:00Z" });
  await db.orderLine.create({
    data: {
      id: "l1",
      shopId: "s1",
      orderId: order.id,
      gid: "g",
      title: "Beans",
      quantity: 2,
      currentQuantity: 1,
      unitPriceMinor: 3_000,
      discountMinor: 0,
    },
  });
  await db.refund.create({
    data: { id: "r1", shopId: "s1", orderId: order.id, gid: "g", amountMinor: 1_000, refundedAt: NOW },
  });
  const fact = { customerId: "s1_1", subjectId: null, occurredAt: NOW };
  await inTransaction(db, (tx) =>
    publishEvents(
      tx,
      [
        {
          ...fact,
          type: "order.refunded",
          payload: { orderId: order.id, customerId: "s1_1", refundedMinor: 1_000, currencyCode: "EUR" },
          sourceKey: "a",
        },
        {
          ...fact,
          type: "customer.consent-changed",
          payload: { customerId: "s1_1", channel: "email", from: null, to: "INVALID" },
          sourceKey: "b",
        },
      ],
      { shopId: "s1", now: NOW, silent: true },
    ),
  );
});
beforeAll(async () => {
  await testDb.db.customer.update({ where: { id: "s1_1" }, data: { dataSaleOptOut: true } });
  await testDb.db.consentChange.createMany({
    data: CONSENT_WORDS.map(([toState, optInLevel, source, collectedFrom], index) => ({
      ...{ id: `c${index}`, shopId: "s1", customerId: "s1_1", changeKey: `c${index}` },
      channel: index % 2 === 0 ? "sms" : "email",
      ...{ toState, optInLevel, source, collectedFrom, occurredAt: NOW, recordedAt: NOW },
    })),
  });
});
afterAll(() => testDb.close());

/** Every word of the log that the store may use, and one it does not use yet. */
const CONSENT_WORDS = [
  ["SUBSCRIBED", "SINGLE_OPT_IN", "store", "SHOPIFY"],
  ["UNSUBSCRIBED", "CONFIRMED_OPT_IN", "one-click", null],
  ["PENDING", "UNKNOWN", "import", "OTHER"],
  ["NOT_SUBSCRIBED", null, "unsubscribe-link", null],
  ["REDACTED", "SOMETHING_NEW", "store", "SOMETHING_NEW"],
  ["INVALID", null, "store", null],
] as const;

const TIERS = { gold: "Gold" };
const list = (search: string, shopId = "s1") => {
  const query = parseCustomerListQuery(new URLSearchParams(search));
  return presentCustomerList(testDb.db, { shopId, shop: SHOP, query, tierNames: TIERS, now: NOW });
};
const asking = (fact: string, operator: string) =>
  new URLSearchParams({
    condition: JSON.stringify({ kind: "fact", fact, parameters: {}, operator, operand: 5_000 }),
  }).toString();
const profile = async (customerId: string) => {
  const query = parseProfileQuery(new URLSearchParams("timeline=everything"));
  const asked = { shopId: "s1", customerId, shop: SHOP, query, tierNames: TIERS, now: NOW };
  const found = await presentCustomerProfile(testDb.db, asked);
  if (!found) throw new Error(`no profile of ${customerId}`);
  return found;
};

describe.each(["en", "pl", "ru"] as const)("in %s", (locale) => {
  test.each([
    "",
    "q=nobody",
    "segment=buyers",
    "segment=buyers&from=2026-01-01",
    "segment=buyers&to=2026-01-01",
    "segment=repeat-buyers&from=2026-01-01&to=2026-12-31",
    "segment=cohort&cohort=2026-09",
    "segment=cohort-month&cohort=2026-09&offset=2",
    asking("orders.net-spent", "more-than"),
    "segment=cohort-span&since=2025-01&before=2026-11&offset=2&tier=gold&consent=subscribed",
  ])("the list of ?%s renders without a missing text", async (search) => {
    const html = await renderPage(<CustomersPage data={await list(search)} onNavigate={NOWHERE} />, {
      locale,
    });
    expect(textOf(html)).not.toMatch(/\{\{|undefined|NaN|\[object/);
  });

  test("profiles and the empty list render without a missing text", async () => {
    for (const customerId of ["s1_1", "s1_2"]) {
      const page = (
        <ProfilePage
          profile={await profile(customerId)}
          decisions={NO_DECISIONS}
          tierCard={null}
          merge={MERGE}
          onNavigate={NOWHERE}
        />
      );
      const text = textOf(await renderPage(page, { locale }));
      expect(text).not.toMatch(/\{\{|undefined|NaN|\[object|consentLog\./);
    }
    const empty = <CustomersPage data={await list("", "s9")} onNavigate={NOWHERE} />;
    expect(await renderPage(empty, { locale })).toContain("/app/system");
  });
});

test("a list behind a number says who is in it and how many, and the filter can be taken away", async () => {
  const data = await list("segment=buyers&from=2026-11-01");
  const html = await renderPage(<CustomersPage data={data} onNavigate={NOWHERE} />);
  expect(textOf(html)).toContain("1 customer Bought since Nov 1, 2026");
  expect(html).toContain('aria-label="Remove Bought since Nov 1, 2026"');
  expect(html).toContain('href="/app/customers/s1_1"');
});

test("a condition is told in words above the list, and can be taken away", async () => {
  const data = await list(asking("orders.net-spent", "more-than"));
  const html = await renderPage(<CustomersPage data={data} onNavigate={NOWHERE} />);
  expect(textOf(html)).toContain("1 customer Spent after refunds: more than €50.00");
  expect(html).toContain('aria-label="Remove Spent after refunds: more than €50.00"');
  expect(html).toMatch(/aria-expanded="false"[^>]*>.*Conditions/s);
});

test("a profile shows contact, figures, orders, what happened, and the decisions handed to it", async () => {
  const decisions = <Text as="p">No reminder: bought on another device</Text>;
  const html = await renderPage(
    <ProfilePage
      profile={await profile("s1_1")}
      decisions={{ list: decisions, page: 1, pageCount: 2 }}
      tierCard={null}
      merge={MERGE}
      onNavigate={NOWHERE}
    />,
  );
  const text = textOf(html);
  expect(text).toContain("Ada Lovelace");
  expect(text).toContain("Poland");
  expect(text).toContain("Likes espresso");
  expect(text).toContain("Net spend €100.00");
  expect(text).toContain("2 × Beans (1 kept)");
  expect(text).toContain("Refunded on Nov 23, 2026 -€10.00");
  expect(text).toContain("Got €10.00 back for order #50");
  expect(text).toContain("Consent to marketing by e-mail changed");
  expect(text).toContain("No reminder: bought on another device");
  expect(text).toContain("Withdrew consent Nov 23, 2026");
  expect(text).toContain("confirmed opt-in · by the button of a mail program");
  expect(text).toContain("Opted out of having their data sold");
});

test("a deleted customer's page says so before anything else", async () => {
  const page = (
    <ProfilePage
      profile={await profile("s1_2")}
      decisions={NO_DECISIONS}
      tierCard={null}
      merge={MERGE}
      onNavigate={NOWHERE}
    />
  );
  expect(textOf(await renderPage(page))).toContain("The store deleted this customer");
});
