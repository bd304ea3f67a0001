import { afterAll, beforeAll, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { presentGuide } from "./presenter.server";
import { HomeActionSchema } from "./schema";
import { setGuideDismissed } from "./service.server";

const NOW = new Date("2026-11-23T10:00:00Z");
const FACTS = {
  sync: { percent: 100, isComplete: true, hasFailed: false },
  hasSenderAddress: false,
  isVipOn: true,
  isRecoveryOn: false,
};

let testDb: TestDb;
let db: RootDb;
beforeAll(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenShop(db, { id: "s2", domain: "other.myshopify.com" });
});
afterAll(() => testDb.close());

const guide = (shopId = SHOP_ID) => presentGuide(db, { shopId, facts: FACTS });
const givenMail = (id: string, state: string, shopId = SHOP_ID) =>
  db.message.create({
    data: {
      id,
      shopId,
      purpose: "cart-recovery",
      topic: "marketing",
      toAddress: "ada@example.com",
      locale: "en",
      subject: "s",
      htmlBody: "h",
      textBody: "t",
      messageId: `<${id}@example.com>`,
      state,
      createdAt: NOW,
    },
  });

test("the first mail counts once it was really sent, and only this shop's", async () => {
  await givenMail("queued", "queued");
  await givenMail("theirs", "sent", "s2");
  expect((await guide()).doneCount).toBe(2);
  await givenMail("sent", "sent");
  expect((await guide()).doneCount).toBe(3);
});

test("the guide stays hidden until it is brought back, in this shop only; hiding it twice is the same as once", async () => {
  expect((await guide()).isDismissed).toBe(false);
  await setGuideDismissed(db, { shopId: SHOP_ID, isGuideDismissed: true, now: NOW });
  await setGuideDismissed(db, { shopId: SHOP_ID, isGuideDismissed: true, now: NOW });
  expect((await guide()).isDismissed).toBe(true);
  expect((await guide("s2")).isDismissed).toBe(false);
  await setGuideDismissed(db, { shopId: SHOP_ID, isGuideDismissed: false, now: NOW });
  expect((await guide()).isDismissed).toBe(false);
});

test("nothing but hiding and showing can be asked", () => {
  expect(HomeActionSchema.safeParse({ kind: "dismiss-guide" }).success).toBe(true);
  expect(HomeActionSchema.safeParse({ kind: "drop-tables" }).success).toBe(false);
  expect(HomeActionSchema.safeParse({}).success).toBe(false);
});
