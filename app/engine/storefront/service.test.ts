import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { createProxyCheck } from "~/integrations/shopify/proxy-check.server";
import { provideDb } from "~/platform/database.server";
import { logger } from "~/platform/logger.server";
import { getSecret } from "~/platform/secrets.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { provideLibraryCheck } from "./port.server";
import { answer, requireActor, requireCaller } from "./service.server";
import { signatureOf } from "./signature.server";

let testDb: TestDb;
let refusals: unknown[];
beforeEach(async () => {
  testDb = await createTestDb();
  provideDb(testDb.db);
  await givenShop(testDb.db);
  await givenCustomer(testDb.db, { legacyId: 7001 });
  provideLibraryCheck(
    await createProxyCheck({ apiKey: "k", apiSecret: getSecret(), appUrl: "https://app.example" }),
  );
  refusals = [];
  vi.spyOn(logger, "warn").mockImplementation((fields: unknown) => void refusals.push(fields));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await testDb.close();
});

let calls = 0;

/** A call as Shopify hands it on. */
function signed(over: Record<string, string> = {}, { method = "GET", secret = getSecret() } = {}): Request {
  calls += 1;
  const query = new URLSearchParams({
    ...{ shop: "demo-shop.myshopify.com", logged_in_customer_id: "7001", path_prefix: "/apps/perennial" },
    ...{ timestamp: String(Math.floor(Date.now() / 1_000)), key: `key-of-call-${10_000 + calls}` },
    ...over,
  });
  query.set("signature", signatureOf(secret, query));
  return new Request(`https://perennial.example.com/proxy/member?${query.toString()}`, { method });
}
async function outcomeOf(asked: Promise<unknown>): Promise<unknown> {
  const thrown = await asked.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Response)) throw new Error("it was let in", { cause: thrown });
  return [thrown.status, ((await thrown.json()) as { reason: string }).reason];
}
const pageToken = async () => (await requireCaller(signed())).signedIn?.pageToken ?? "";

describe("a caller from a page of the store", () => {
  test("is the customer who is signed in there, in the language of the page", async () => {
    const caller = await requireCaller(signed({ locale: "pl-PL" }));
    expect(caller).toMatchObject({ shopId: SHOP_ID, signedIn: { customerId: "s1_7001" }, locale: "pl" });
    expect(await requireCaller(signed({ logged_in_customer_id: "" }))).toMatchObject({ signedIn: null });
    expect(await requireCaller(signed({ logged_in_customer_id: "9" }))).toMatchObject({
      signedIn: { customerId: null },
    });
  });

  test("of a shop without the app is refused", async () => {
    expect(await outcomeOf(requireCaller(signed({ shop: "other.myshopify.com" })))).toEqual([
      404,
      "unknown-shop",
    ]);
    await testDb.db.shop.update({ where: { id: SHOP_ID }, data: { uninstalledAt: new Date() } });
    expect(await outcomeOf(requireCaller(signed()))).toEqual([404, "unknown-shop"]);
  });
});

test("calls of nobody in particular use up nothing of those who are signed in", async () => {
  await requireCaller(signed({ logged_in_customer_id: "" }));
  const counted = async () =>
    (await testDb.db.rateLimit.findMany({ orderBy: { key: "asc" } })).map(({ key }) => key.split(":")[0]);
  expect(await counted()).toEqual(["proxy-guests", "proxy-signature"]);
});

describe("a call that is forged, old or played again", () => {
  test("is refused and logged", async () => {
    const forged = signed({}, { secret: "somebody else's" });
    expect(await outcomeOf(requireCaller(forged))).toEqual([403, "forged"]);
    const changed = new URL(signed().url);
    changed.searchParams.set("logged_in_customer_id", "7002");
    expect(await outcomeOf(requireCaller(new Request(changed)))).toEqual([403, "forged"]);
    const old = signed({ timestamp: String(Math.floor(Date.now() / 1_000) - 200) });
    expect(await outcomeOf(requireCaller(old))).toEqual([401, "stale"]);
    const good = signed();
    await requireCaller(good);
    expect(await outcomeOf(requireCaller(new Request(good.url)))).toEqual([409, "replayed"]);
    expect(refusals).toEqual([
      { reason: "forged", status: 403 },
      { reason: "forged", status: 403 },
      { reason: "stale", status: 401 },
      { reason: "replayed", status: 409 },
    ]);
  });

  test("is refused when the library says so, whatever we think of it", async () => {
    provideLibraryCheck(() => Promise.resolve(false));
    expect(await outcomeOf(requireCaller(signed()))).toEqual([403, "forged"]);
  });

  test("too often by one person is asked to wait", async () => {
    for (let index = 0; index < 60; index++) await requireCaller(signed());
    const refused = await requireCaller(signed()).catch((error: unknown) => error);
    expect((refused as Response).status).toBe(429);
    await requireCaller(signed({ logged_in_customer_id: "" }));
  });
});

describe("whoever acts", () => {
  const act = (over: Record<string, string>, method = "POST") => requireActor(signed(over, { method }));

  test("needs the word of a page they opened, and to post", async () => {
    const token = await pageToken();
    expect(await act({ token })).toMatchObject({ customerId: "s1_7001", shopId: SHOP_ID });
    expect(await outcomeOf(act({ token }, "GET"))).toEqual([405, "not-a-post"]);
    expect(await outcomeOf(act({}))).toEqual([403, "no-page-token"]);
    expect(await outcomeOf(act({ token: `${token}x` }))).toEqual([403, "no-page-token"]);
  });

  test("cannot use the word of somebody else, of another shop, or of an hour ago", async () => {
    const token = await pageToken();
    await givenCustomer(testDb.db, { legacyId: 7002 });
    await givenShop(testDb.db, { id: "s2", domain: "other.myshopify.com" });
    await givenCustomer(testDb.db, { shopId: "s2", legacyId: 7001 });
    expect(await outcomeOf(act({ token, logged_in_customer_id: "7002" }))).toEqual([403, "no-page-token"]);
    expect(await outcomeOf(act({ token, shop: "other.myshopify.com" }))).toEqual([403, "no-page-token"]);
    vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 60 * 60_000 });
    expect(await outcomeOf(act({ token }))).toEqual([403, "no-page-token"]);
  });

  test("must be signed in, and known to us", async () => {
    const token = await pageToken();
    expect(await outcomeOf(act({ token, logged_in_customer_id: "" }))).toEqual([401, "signed-out"]);
    const stranger = await requireCaller(signed({ logged_in_customer_id: "9" }));
    const own = { token: stranger.signedIn?.pageToken ?? "", logged_in_customer_id: "9" };
    expect(await outcomeOf(act(own))).toEqual([409, "unknown-customer"]);
  });
});

test("an answer is JSON that nobody keeps", async () => {
  const { headers } = answer({ outcome: "done" });
  expect(headers.get("Content-Type")).toContain("application/json");
  expect(headers.get("Cache-Control")).toBe("no-store");
});
