import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { setClock } from "~/platform/clock.server";
import { provideDb } from "~/platform/database.server";
import { logger } from "~/platform/logger.server";

import { buyerToken, staffToken } from "../../../tests/support/extension-token";
import { givenShop } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { answer, answerExtension, answerOnlyPosts } from "./answer";
import { requireBuyer, requireCustomer, requireStaff } from "./require-extension.server";

const NOW = new Date("2026-03-01T12:00:00Z");
let testDb: TestDb;
let restoreClock: () => void;
beforeEach(async () => {
  testDb = await createTestDb();
  provideDb(testDb.db);
  // The app's own time may be simulated: Shopify's tokens go by the machine's.
  restoreClock = setClock({ now: () => NOW });
  await givenShop(testDb.db);
});
afterEach(async () => {
  vi.restoreAllMocks();
  restoreClock();
  await testDb.close();
});

let visitors = 0;
const asked = (token: string | null, { clientIp = `198.51.100.${(visitors += 1)}`, query = "" } = {}) => ({
  request: new Request(`https://perennial.example/api/member${query}`, {
    headers: token === null ? {} : { Authorization: `Bearer ${token}` },
  }),
  context: { clientIp },
});

/** What a refused request was told, and with which status. */
async function refusalOf(work: Promise<unknown>): Promise<[number, string]> {
  const thrown: unknown = await work.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof Response)) throw new Error(`not refused: ${String(thrown)}`);
  return [thrown.status, ((await thrown.json()) as { error: string }).error];
}

describe("an extension of the account", () => {
  test("speaks for the customer of the store its token names, in the language it is shown in", async () => {
    const context = await requireCustomer(asked(buyerToken(77), { query: "?locale=pl-PL" }));
    expect(context).toMatchObject({
      ...{ shopId: "s1", shop: { domain: "demo-shop.myshopify.com" }, locale: "pl", now: NOW },
      customerGid: "gid://shopify/Customer/77",
    });
  });

  test("of nobody who is signed in speaks for nobody", async () => {
    expect(await requireBuyer(asked(buyerToken(null)))).toMatchObject({ customerGid: null, locale: "en" });
    expect(await refusalOf(requireCustomer(asked(buyerToken(null))))).toEqual([401, "signed-out"]);
  });

  test.each([
    ["none", null, "no-token"],
    ["one of the admin", () => staffToken(), "wrong-kind"],
    ["one of another app", () => buyerToken(77, { claims: { aud: "other" } }), "audience"],
    ["one of somebody else's making", () => buyerToken(77, { secret: "other" }), "signature"],
    ["one without a signature", () => buyerToken(77).replace(/[^.]*$/, ""), "signature"],
    ["one that says it needs none", () => buyerToken(77, { header: { alg: "none" } }), "algorithm"],
    ["one signed in another way", () => buyerToken(77, { header: { alg: "HS512" } }), "algorithm"],
    ["half of one", () => "a.b", "malformed"],
    ["one with something behind it", () => `${buyerToken(77)}.x`, "malformed"],
    ["one that is over", () => buyerToken(77, { claims: { exp: 1_000 } }), "expired"],
    ["one of a store without the app", () => buyerToken(77, { claims: { dest: "x.myshopify.com" } }), "shop"],
  ])("is turned away with %s, and that is logged without the token", async (_which, made, reason) => {
    const warned = vi.spyOn(logger, "warn");
    const token = made === null ? null : made();
    expect(await refusalOf(requireBuyer(asked(token)))).toEqual([401, reason]);
    expect(warned).toHaveBeenCalledExactlyOnceWith({ path: "/api/member", reason }, expect.any(String));
  });

  test("is turned away once the store removed the app", async () => {
    await testDb.db.shop.update({ where: { id: "s1" }, data: { uninstalledAt: NOW } });
    expect(await refusalOf(requireBuyer(asked(buyerToken(77))))).toEqual([401, "shop"]);
  });

  test("is asked to wait when one customer asks too often, and nobody else is", async () => {
    for (let count = 0; count < 120; count += 1) await requireBuyer(asked(buyerToken(77)));
    expect(await refusalOf(requireBuyer(asked(buyerToken(77))))).toEqual([429, "too-often"]);
    expect(await requireBuyer(asked(buyerToken(78)))).toMatchObject({ shopId: "s1" });
  });
});

describe("an extension of the admin or the point of sale", () => {
  test("speaks for a member of the staff", async () => {
    expect(await requireStaff(asked(staffToken()))).toMatchObject({ shopId: "s1", staffId: "42" });
  });

  test("is turned away with a customer's token", async () => {
    expect(await refusalOf(requireStaff(asked(buyerToken(77))))).toEqual([401, "wrong-kind"]);
  });
});

describe("an answer", () => {
  const request = (method: string) => new Request("https://perennial.example/api/member", { method });

  test("can be read from Shopify's origins and is kept by no cache, a refusal too", async () => {
    const given = await answerExtension(request("GET"), () => Promise.resolve(answer({ points: 1 })));
    const refused = await answerExtension(request("GET"), () =>
      Promise.reject(answer({ error: "signature" }, { status: 401 })),
    );
    for (const { headers } of [given, refused]) {
      expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
      expect(headers.get("Access-Control-Allow-Headers")).toBe("Authorization, Content-Type");
      expect(headers.get("Cache-Control")).toBe("private, no-store");
    }
    expect([given.status, refused.status]).toEqual([200, 401]);
  });

  test("to a question beforehand is yes, without asking anybody; a GET where there are only POSTs is 405", async () => {
    const work = vi.fn();
    expect((await answerExtension(request("OPTIONS"), work)).status).toBe(204);
    expect(work).not.toHaveBeenCalled();
    expect((await answerOnlyPosts(request("GET"))).status).toBe(405);
  });

  test("of a broken server is an error, not an answer", async () => {
    const broken = () => Promise.reject(new Error("broken"));
    await expect(answerExtension(request("GET"), broken)).rejects.toThrow("broken");
  });
});
