import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { openDb, type RootDb } from "~/platform/db.server";

import { type ScriptedShop, scriptShop, type ShopReply } from "../../../../tests/support/scripted-shop";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { getOfflineToken } from "./offline-token.server";
import { listShopsToKeepAlive } from "./repository.server";

const SHOP = "demo-shop.myshopify.com";
const HOUR = 60 * 60_000;
const credentials = { apiKey: "client", apiSecret: "secret" };

let test1: TestDb;
let db: RootDb;
let otherProcess: RootDb;
let shop: ScriptedShop | null = null;

beforeAll(async () => {
  test1 = await createTestDb();
  db = test1.db;
  otherProcess = await openDb(test1.url);
});
afterAll(async () => {
  await otherProcess.$disconnect();
  await test1.close();
});
beforeEach(async () => {
  await db.session.deleteMany();
  await db.tokenRefreshLock.deleteMany();
});
afterEach(() => shop?.close());

async function givenSession(
  over: { leftMs?: number | null; refreshToken?: string | null; refreshLeftMs?: number } = {},
) {
  const { leftMs = HOUR, refreshToken = "shprt_1", refreshLeftMs = 2_000 * HOUR } = over;
  await db.session.create({
    data: {
      id: `offline_${SHOP}`,
      shop: SHOP,
      state: "",
      accessToken: "shpat_1",
      scope: "read_customers",
      expires: leftMs === null ? null : new Date(Date.now() + leftMs),
      refreshToken,
      refreshTokenExpires: refreshToken ? new Date(Date.now() + refreshLeftMs) : null,
    },
  });
}

const PAIR = {
  access_token: "shpat_2",
  refresh_token: "shprt_2",
  refresh_token_expires_in: 7_776_000,
  scope: "read_orders",
};

function answering(...replies: ShopReply[]): ScriptedShop {
  shop = scriptShop((_request, index) => replies[index] ?? new Error("no more requests were expected"));
  return shop;
}

const storedSession = () => db.session.findUniqueOrThrow({ where: { id: `offline_${SHOP}` } });

describe("getOfflineToken", () => {
  test("gives a fresh token without asking anybody", async () => {
    await givenSession();
    const { requests } = answering();
    expect(await getOfflineToken({ db, credentials }, { shopDomain: SHOP })).toEqual({
      kind: "token",
      accessToken: "shpat_1",
    });
    expect(requests).toHaveLength(0);
  });

  test("renews an old token and stores the rotated refresh token", async () => {
    await givenSession({ leftMs: 60_000 });
    const { requests } = answering({ body: { ...PAIR, expires_in: 3_600 } });
    expect(await getOfflineToken({ db, credentials }, { shopDomain: SHOP })).toEqual({
      kind: "token",
      accessToken: "shpat_2",
    });
    expect(requests[0]?.url).toBe(`https://${SHOP}/admin/oauth/access_token`);
    expect(requests[0]?.body).toEqual({
      client_id: "client",
      client_secret: "secret",
      grant_type: "refresh_token",
      refresh_token: "shprt_1",
    });
    expect(await storedSession()).toMatchObject({
      accessToken: "shpat_2",
      refreshToken: "shprt_2",
      scope: "read_orders",
    });
  });

  test("an answer without expires_in is taken to live an hour", async () => {
    await givenSession({ leftMs: 0 });
    answering({ body: PAIR });
    await getOfflineToken({ db, credentials }, { shopDomain: SHOP });
    const leftMs = Number((await storedSession()).expires) - Date.now();
    expect(leftMs).toBeGreaterThan(0.9 * HOUR);
    expect(leftMs).toBeLessThanOrEqual(HOUR);
  });

  test("twenty callers in two processes renew once and get the same token", async () => {
    await givenSession({ leftMs: 0 });
    const { requests } = answering({ body: { ...PAIR, expires_in: 3_600 } });
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        getOfflineToken({ db: index % 2 ? db : otherProcess, credentials }, { shopDomain: SHOP }),
      ),
    );
    expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome)))).toEqual(
      new Set([JSON.stringify({ kind: "token", accessToken: "shpat_2" })]),
    );
    expect(requests).toHaveLength(1);
  });

  test("takes over the lease of a process that died", async () => {
    await givenSession({ leftMs: 0 });
    await db.tokenRefreshLock.create({
      data: { shop: SHOP, holder: "dead", leasedUntil: new Date(Date.now() - 1) },
    });
    answering({ body: { ...PAIR, expires_in: 3_600 } });
    expect(await getOfflineToken({ db, credentials }, { shopDomain: SHOP })).toMatchObject({
      accessToken: "shpat_2",
    });
    expect(await db.tokenRefreshLock.count()).toBe(0);
  });

  test("keeps the session that a merchant's visit stored while we were renewing", async () => {
    await givenSession({ leftMs: 0 });
    shop = scriptShop(async () => {
      await db.session.updateMany({
        data: {
          accessToken: "shpat_visit",
          refreshToken: "shprt_visit",
          expires: new Date(Date.now() + HOUR),
        },
      });
      return { body: { ...PAIR, expires_in: 3_600 } };
    });
    expect(await getOfflineToken({ db, credentials }, { shopDomain: SHOP })).toMatchObject({
      accessToken: "shpat_visit",
    });
    expect(await storedSession()).toMatchObject({ refreshToken: "shprt_visit" });
  });

  test("a spent refresh token means the shop is gone", async () => {
    await givenSession({ leftMs: 0 });
    answering({ status: 400, body: { error: "invalid_grant" } });
    expect(await getOfflineToken({ db, credentials }, { shopDomain: SHOP })).toMatchObject({
      kind: "shop-gone",
    });
  });

  test("a wrong client secret is our mistake and loses nobody", async () => {
    await givenSession({ leftMs: 0 });
    answering({ status: 401, body: { error: "invalid_client" } });
    expect(await getOfflineToken({ db, credentials }, { shopDomain: SHOP })).toMatchObject({
      kind: "unavailable",
    });
  });

  test.each([{ reply: { status: 503, body: {} } }, { reply: new Error("socket hang up") }])(
    "while Shopify is down the old token is used until it expires",
    async ({ reply }) => {
      await givenSession({ leftMs: 60_000 });
      answering(reply);
      expect(await getOfflineToken({ db, credentials }, { shopDomain: SHOP })).toMatchObject({
        accessToken: "shpat_1",
      });
    },
  );

  test("never gives a refused token again", async () => {
    await givenSession();
    answering({ body: { ...PAIR, expires_in: 3_600 } });
    const request = { shopDomain: SHOP, refusedToken: "shpat_1" };
    expect(await getOfflineToken({ db, credentials }, request)).toEqual({
      kind: "token",
      accessToken: "shpat_2",
    });
  });

  test("a shop that never installed the app is gone", async () => {
    expect(await getOfflineToken({ db, credentials }, { shopDomain: SHOP })).toMatchObject({
      kind: "shop-gone",
    });
  });

  test("a forced renewal renews a fresh token", async () => {
    await givenSession();
    answering({ body: { ...PAIR, expires_in: 3_600 } });
    const request = { shopDomain: SHOP, force: true };
    expect(await getOfflineToken({ db, credentials }, request)).toEqual({
      kind: "token",
      accessToken: "shpat_2",
    });
  });
});

test("shops whose refresh token is older than thirty days are to be kept alive, dead ones are not", async () => {
  const now = new Date();
  const before = new Date(now.getTime() + 1_440 * HOUR);
  await givenSession({ refreshLeftMs: 1_439 * HOUR });
  expect(await listShopsToKeepAlive(db, { now, before })).toEqual([SHOP]);
  await db.session.updateMany({ data: { refreshTokenExpires: new Date(before.getTime() + 1) } });
  expect(await listShopsToKeepAlive(db, { now, before })).toEqual([]);
  await db.session.updateMany({ data: { refreshTokenExpires: now } });
  expect(await listShopsToKeepAlive(db, { now, before })).toEqual([]);
});
