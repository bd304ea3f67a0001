import { afterAll, beforeAll, expect, test } from "vitest";

import { provideDb } from "~/platform/database.server";
import { provideAdminPorts } from "~/shops/authenticator.server";
import { requireShop } from "~/shops/require-shop.server";

import { givenShop } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { action, loader } from "./app.settings";

let testDb: TestDb;
beforeAll(async () => {
  testDb = await createTestDb();
  provideDb(testDb.db);
  provideAdminPorts({
    authenticate: () => Promise.resolve({ shopDomain: "demo-shop.myshopify.com", locale: "pl-PL" }),
    setUpShop: () => Promise.resolve(),
  });
  await givenShop(testDb.db);
});
afterAll(() => testDb.close());

const URL = "https://app.example/app/settings";
const FORM = { senderName: "", senderAddress: "hello@bean.example", replyTo: "", language: "ru" };
const post = async (fields: Record<string, string>) => {
  const request = new Request(URL, { method: "POST", body: new URLSearchParams(fields) });
  const answer = await action({ request, params: {}, context: {} });
  return { status: answer.init?.status ?? 200, data: answer.data };
};
const read = () => loader({ request: new Request(URL), params: {}, context: {} });

test("what cannot be saved is refused with a code per field, and nothing of it is kept", async () => {
  expect(await post({ ...FORM, senderAddress: "hello" })).toEqual({
    status: 422,
    data: { outcome: "invalid", errors: { senderAddress: ["invalid-email"] } },
  });
  expect((await read()).settings).toMatchObject({ senderAddress: null, language: "auto" });
});

test("the language follows the merchant's admin until one is chosen, and then is the chosen one on every page", async () => {
  expect((await requireShop(new Request(URL))).locale).toBe("pl");
  expect(await post(FORM)).toEqual({ status: 200, data: { outcome: "saved" } });
  expect((await requireShop(new Request(URL))).locale).toBe("ru");
  expect((await read()).settings).toMatchObject({ senderName: null, senderAddress: "hello@bean.example" });
});
