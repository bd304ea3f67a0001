import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { inTransaction } from "~/platform/db.server";
import { mergeCustomers } from "~/pipeline/projections/merge/merge.server";

import { givenCheckout, givenCustomer, givenOrder, givenShop } from "../../../../tests/support/factories";
import { renderPage, textOf } from "../../../../tests/support/render-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { presentCustomerProfile } from "../profile/presenter.server";
import { parseProfileQuery } from "../profile/schema";
import { MergesCard } from "../ui/MergesCard";
import { ProfilePage } from "../ui/ProfilePage";
import { presentMerges } from "./presenter.server";
import { undoCustomerMerge } from "./service.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const MERGED_AT = new Date("2026-03-03T10:00:00Z");
const KEPT = { shopId: "s1", customerId: "s1_2" };
const SHOP = { currencyCode: "EUR", ianaTimezone: "Europe/Warsaw", historySinceAt: null };
const MERGE = { isUndoing: false, onUndo: () => undefined };

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  const { db } = testDb;
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1, firstName: "Jane", lastName: "Roe", email: "jane@example.com" });
  await givenCustomer(db, { legacyId: 2 });
  await givenOrder(db, { legacyId: 10, customerId: "s1_1" });
  await givenCheckout(db, { legacyId: 11, customerId: "s1_1" });
  await mergeOf(1, 2);
});
afterEach(() => testDb.close());

const mergeOf = (from: number, to: number) =>
  inTransaction(testDb.db, (tx) =>
    mergeCustomers(tx, {
      shopId: "s1",
      fromGid: `gid://shopify/Customer/${from}`,
      toGid: `gid://shopify/Customer/${to}`,
      mergedAt: MERGED_AT,
      now: NOW,
    }),
  );

const profile = async (customerId: string) => {
  const found = await presentCustomerProfile(testDb.db, {
    shopId: "s1",
    customerId,
    shop: SHOP,
    query: parseProfileQuery(new URLSearchParams()),
    tierNames: {},
    now: NOW,
  });
  if (!found) throw new Error(`no profile of ${customerId}`);
  return found;
};

const page = async (customerId: string, locale: "en" | "pl" | "ru" = "en") =>
  textOf(
    await renderPage(
      <ProfilePage
        profile={await profile(customerId)}
        decisions={{ list: null, page: 1, pageCount: 1 }}
        tierCard={null}
        merge={MERGE}
        onNavigate={() => undefined}
      />,
      { locale },
    ),
  );

describe("the profile of a kept customer", () => {
  test("tells who was merged into them, when, and what an undo would give back", async () => {
    const [merged, ...others] = await presentMerges(testDb.db, KEPT);
    expect(others).toEqual([]);
    expect(merged).toMatchObject({
      customerId: "s1_1",
      name: "Jane Roe",
      email: "jane@example.com",
      mergedAt: MERGED_AT.toISOString(),
      canUndo: true,
      moved: [
        { kind: "orders", count: 1 },
        { kind: "checkouts", count: 1 },
      ],
    });
    expect(await page("s1_2")).toContain("Jane Roe (jane@example.com) was merged into this customer on");
  });

  test.each(["en", "pl", "ru"] as const)("has every text in %s", async (locale) => {
    for (const customerId of ["s1_1", "s1_2"])
      expect(await page(customerId, locale)).not.toMatch(/\{\{|undefined|NaN|merge\.|merged\./);
  });

  test("of somebody merged on says which merge is to be undone first", async () => {
    await givenCustomer(testDb.db, { legacyId: 3 });
    await mergeOf(2, 3);
    expect(await page("s1_3")).toContain("This merge can be undone once the later one is undone.");
  });

  test("who had nobody merged into them shows nothing of it", async () => {
    expect(textOf(await renderPage(<MergesCard merges={[]} actions={MERGE} />)).trim()).toBe("");
  });
});

test("the profile of a merged customer leads to the kept one", async () => {
  expect(await profile("s1_1")).toMatchObject({ standing: "merged", mergedIntoId: "s1_2" });
  expect(await page("s1_1")).toContain("The store merged this customer into another");
});

describe("an undo", () => {
  const undo = async (shopId = "s1") => {
    const [merged] = await presentMerges(testDb.db, KEPT);
    return undoCustomerMerge(testDb.db, { shopId, mergeId: merged?.mergeId ?? "none", now: NOW });
  };

  test("gives the order back; asked for twice it says so", async () => {
    expect(await undo()).toEqual({ outcome: "undone" });
    expect((await profile("s1_1")).orders.totalCount).toBe(1);
    expect(await profile("s1_1")).toMatchObject({ standing: "known" });
    expect((await profile("s1_2")).merges).toEqual([]);
    expect(await undo()).toEqual({ outcome: "not-found" });
  });

  test("of another shop's merge is not found", async () => {
    expect(await undo("s2")).toEqual({ outcome: "not-found" });
    expect((await profile("s1_2")).orders.totalCount).toBe(1);
  });
});
