import { afterAll, beforeAll, expect, test } from "vitest";

import type { VipForm } from "~/features/vip/form/schema";
import { provideDb } from "~/platform/database.server";
import { provideAdminPorts } from "~/shops/authenticator.server";

import { givenCustomer, givenOrder, givenShop } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { createWorld, type World } from "../../tests/support/world";
import { vipRegistration } from "../features/vip/registration.server";
import { action, loader } from "./app.vip";

const FORM: VipForm = {
  isEnabled: true,
  window: "lifetime",
  days: "365",
  bases: ["spend"],
  mix: "all",
  graceDays: "0",
  noticeDays: "0",
  withdrawsPerks: true,
  tiers: [
    {
      ...{ id: "silver", name: "Silver", tag: "Silver", minOrders: "", minSpend: "50,00" },
      ...{ minMargin: "", minPoints: "", minRfm: "", perks: [] },
    },
  ],
};

let testDb: TestDb;
let world: World;
let customerId: string;
beforeAll(async () => {
  testDb = await createTestDb();
  provideDb(testDb.db);
  provideAdminPorts({
    authenticate: () => Promise.resolve({ shopDomain: "demo-shop.myshopify.com", locale: "en" }),
    setUpShop: () => Promise.resolve(),
  });
  world = createWorld(testDb.db, [vipRegistration], "2026-11-23T10:00:00Z");
  await givenShop(testDb.db);
  customerId = (await givenCustomer(testDb.db)).id;
  await givenOrder(testDb.db, { customerId });
});
afterAll(async () => {
  world.close();
  await testDb.close();
});

const request = (fields?: Record<string, string>) =>
  new Request(
    "https://app.example/app/vip",
    fields ? { method: "POST", body: new URLSearchParams(fields) } : {},
  );
const read = () => loader({ request: request(), params: {}, context: {} });
const post = async (fields: Record<string, string>) => {
  const answer = await action({ request: request(fields), params: {}, context: {} });
  return { status: answer.init?.status ?? 200, data: answer.data };
};

test("a preview names who would move and changes nothing; saving moves exactly them", async () => {
  const form = JSON.stringify(FORM);
  expect(await post({ kind: "preview", form })).toMatchObject({
    status: 200,
    data: { outcome: "previewed", preview: { moveCount: 1, moves: [{ customerId, toTierId: "silver" }] } },
  });
  await world.runJobs();
  expect((await read()).page.memberCounts).toEqual({});

  expect(await post({ kind: "save", form })).toEqual({ status: 200, data: { outcome: "saved" } });
  expect((await read()).page.isMoving).toBe(true);
  await world.runJobs();
  const { page, movements } = await read();
  expect(page).toMatchObject({ memberCounts: { silver: 1 }, isMoving: false });
  expect(movements).toMatchObject([{ reason: "tier-reached", customer: { id: customerId } }]);
});

test("what cannot be saved is refused with a code per field", async () => {
  const form = JSON.stringify({ ...FORM, tiers: [{ ...FORM.tiers[0], name: "", minSpend: "much" }] });
  for (const kind of ["preview", "save"]) {
    expect(await post({ kind, form })).toEqual({
      status: 422,
      data: {
        outcome: "invalid",
        errors: { "tiers.0.name": "name-missing", "tiers.0.minNetMinor": "spend-range" },
      },
    });
  }
});

test.each([
  [{}],
  [{ kind: "save" }],
  [{ kind: "save", form: "{" }],
  [{ kind: "drop", form: JSON.stringify(FORM) }],
])("%j is no request of this page", async (fields: Record<string, string>) => {
  expect(await post(fields)).toEqual({
    status: 422,
    data: { outcome: "invalid", errors: { form: "unreadable" } },
  });
});
