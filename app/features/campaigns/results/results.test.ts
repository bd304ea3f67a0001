import { afterEach, beforeEach, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { createCampaignWorld, givenDraft } from "../../../../tests/support/campaign-world";
import { givenCustomer, givenOrder, givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import type { World } from "../../../../tests/support/world";
import { findCampaign } from "../repository.server";
import { presentFigures } from "./presenter.server";

const T0 = new Date("2026-03-02T12:00:00Z");

let testDb: TestDb;
let db: RootDb;
let world: World;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  world = createCampaignWorld(db, T0);
  await givenShop(db);
});
afterEach(async () => {
  world.close();
  await testDb.close();
});

/** A campaign that gave a code to a customer, who opened its link. */
async function givenClick(campaignId: string, customerId: string): Promise<void> {
  await db.campaign.update({ where: { id: campaignId }, data: { state: "done", startedAt: T0 } });
  await db.campaignRecipient.create({
    data: {
      ...{ id: "r1", shopId: SHOP_ID, campaignId, customerId, state: "sent", messageId: "m1" },
      updatedAt: T0,
    },
  });
  await db.message.create({
    data: {
      ...{ id: "m1", shopId: SHOP_ID, customerId, purpose: "campaigns", subjectId: "r1", topic: "offers" },
      ...{ toAddress: "a@b.example", locale: "en", subject: "", htmlBody: "", textBody: "" },
      ...{ messageId: "<m1@b.example>", state: "sent", createdAt: T0 },
    },
  });
  await db.messageClick.create({
    data: {
      ...{ id: "k1", shopId: SHOP_ID, messageId: "m1", position: 1, customerId, kind: "person" },
      clickedAt: T0,
    },
  });
}

test("what came in with a code of a campaign is not what its readers bought in the year after", async () => {
  const offer = { value: { kind: "percentage", percentBp: 1_000 }, validDays: 14, title: "x" };
  const campaignId = await givenDraft(db, { now: T0, content: { offer } });
  const customer = await givenCustomer(db, { legacyId: 7 });
  await givenClick(campaignId, customer.id);
  const withCode = await givenOrder(db, { customerId: customer.id, placedAt: "2026-05-03T12:00:00Z" });
  await givenOrder(db, { customerId: customer.id, placedAt: "2026-03-03T12:00:00Z" });
  await givenOrder(db, { customerId: customer.id, placedAt: "2026-12-03T12:00:00Z" });
  await db.issuedCode.create({
    data: {
      ...{ id: "i1", shopId: SHOP_ID, customerId: customer.id, occasionKey: "c:1", code: "GIFT-1" },
      ...{ codeKey: "gift-1", percentBp: 1_000, state: "redeemed", redeemedOrderId: withCode.id },
      ...{ budgetKey: `campaign:${campaignId}`, startsAt: T0, expiresAt: T0, createdAt: T0 },
    },
  });
  const campaign = await findCampaign(db, { shopId: SHOP_ID, campaignId });
  if (!campaign) throw new Error("no campaign");
  const { revenue } = await presentFigures(db, campaign, new Date("2027-01-01T12:00:00Z"));
  expect(revenue).toEqual({ orderCount: 1, netMinor: Number(withCode.netMinor) });
});
