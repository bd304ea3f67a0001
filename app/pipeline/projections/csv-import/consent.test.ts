import { afterEach, beforeEach, expect, test } from "vitest";

import { projectNodes } from "~/pipeline/projections/nodes.server";
import { inTransaction } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { sendImportFile } from "../../../../tests/support/import-files";
import { customersExport } from "../../../../tests/support/shopify-csv";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { createWorld, type World } from "../../../../tests/support/world";
import { csvImportRegistration } from "./registration.server";

const FIRST = new Date("2026-03-01T12:00:00Z");
const SECOND = new Date("2026-03-09T12:00:00Z");
const THIRD = new Date("2026-03-10T12:00:00Z");

let testDb: TestDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  world = createWorld(testDb.db, [csvImportRegistration], FIRST);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

async function upload(acceptsEmail: "yes" | "no", now: Date): Promise<void> {
  const file = customersExport([
    { id: "7", firstName: "Ada", lastName: "Lovelace", email: "ada@example.com", acceptsEmail },
  ]);
  world.at(now);
  await sendImportFile(testDb.db, { shopId: SHOP_ID, file, now });
  await world.runJobs();
}

const consent = () =>
  testDb.db.customer.findUniqueOrThrow({
    where: { id: "s1_7" },
    select: { emailConsentState: true, emailConsentAt: true },
  });
const log = async () => {
  const rows = await testDb.db.consentChange.findMany({
    where: { channel: "email" },
    orderBy: { id: "asc" },
  });
  return rows.map(({ fromState, toState, source, occurredAt }) => [fromState, toState, source, occurredAt]);
};

test("an agreement of a file has no date, so that it is never newer than a refusal; the log has that of the import", async () => {
  await upload("yes", FIRST);
  expect(await consent()).toEqual({ emailConsentState: "SUBSCRIBED", emailConsentAt: null });
  expect(await log()).toEqual([[null, "SUBSCRIBED", "import", FIRST]]);
});

test("the same agreement in a later file is no other agreement", async () => {
  await upload("yes", FIRST);
  await upload("yes", SECOND);
  expect(await consent()).toEqual({ emailConsentState: "SUBSCRIBED", emailConsentAt: null });
  expect(await log()).toHaveLength(1);
});

test("what a later file takes back is taken back when it came", async () => {
  await upload("yes", FIRST);
  await upload("no", SECOND);
  expect(await log()).toEqual([
    [null, "SUBSCRIBED", "import", FIRST],
    ["SUBSCRIBED", "NOT_SUBSCRIBED", "store", SECOND],
  ]);
});

test("the date of the agreement is learnt from the store", async () => {
  await upload("yes", FIRST);
  const agreedAt = new Date("2024-02-03T04:05:06Z");
  const node = {
    id: "gid://shopify/Customer/7",
    createdAt: "2024-01-01T00:00:00Z",
    updatedAt: "2025-01-01T00:00:00Z",
    numberOfOrders: "0",
    tags: [],
    defaultEmailAddress: {
      emailAddress: "ada@example.com",
      marketingState: "SUBSCRIBED",
      marketingOptInLevel: "SINGLE_OPT_IN",
      marketingUpdatedAt: agreedAt.toISOString(),
    },
  };
  const shop = await testDb.db.shop.findUniqueOrThrow({ where: { id: SHOP_ID } });
  await inTransaction(testDb.db, (tx) =>
    projectNodes(tx, { shop, resource: "customers", nodes: [node], now: THIRD, silent: true }),
  );
  expect(await consent()).toEqual({ emailConsentState: "SUBSCRIBED", emailConsentAt: agreedAt });
  expect(await log()).toEqual([
    [null, "SUBSCRIBED", "import", FIRST],
    ["SUBSCRIBED", "SUBSCRIBED", "store", agreedAt],
  ]);
});
