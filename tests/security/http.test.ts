/** What the web process answers to requests it should not trust: with the real sign-in library and the real database. */
import { createHmac } from "node:crypto";

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { isShopDomain } from "~/kit/shop-domain";
import { signToken } from "~/platform/crypto.server";
import type { RootDb } from "~/platform/db.server";
import { withShop } from "~/platform/tenant-guard.server";
import type * as shopifyServer from "~/shopify.server";
import type { requireShop as requireShopServer } from "~/shops/require-shop.server";

import { givenCustomer, givenShop, SHOP_ID } from "../support/factories";
import { createTestDb, type TestDb } from "../support/test-db";
import { SECRET, startWebhookServer } from "../support/webhook-server";

let testDb: TestDb;
let db: RootDb;
let shopify: typeof shopifyServer;
let requireShop: typeof requireShopServer;

beforeAll(async () => {
  testDb = await createTestDb();
  process.env.DATABASE_URL = testDb.url;
  vi.stubGlobal("fetch", () => Promise.reject(new Error("nothing outside is called in this test")));
  await import("~/composition.server");
  shopify = await import("~/shopify.server");
  ({ requireShop } = await import("~/shops/require-shop.server"));
  db = (await import("~/platform/database.server")).getDb();
  await givenShop(db);
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await db.$disconnect();
  await testDb.close();
});

const APP = "https://perennial.example";
const NOW_S = () => Math.floor(Date.now() / 1_000);

/** A session token as App Bridge would send it, unless something is put in its place. */
function sessionToken(
  over: Record<string, unknown> = {},
  secret = process.env.SHOPIFY_API_SECRET ?? "",
): string {
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const payload = {
    iss: "https://demo-shop.myshopify.com/admin",
    dest: "https://demo-shop.myshopify.com",
    aud: process.env.SHOPIFY_API_KEY,
    sub: "1",
    exp: NOW_S() + 60,
    nbf: NOW_S() - 1,
    iat: NOW_S() - 1,
    jti: "j",
    sid: "s",
    ...over,
  };
  const body = `${encode({ alg: "HS256", typ: "JWT" })}.${encode(payload)}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

async function givenSession(): Promise<void> {
  const shop = "demo-shop.myshopify.com";
  await db.session.upsert({
    where: { id: `offline_${shop}`, shop },
    create: {
      id: `offline_${shop}`,
      shop,
      state: "",
      isOnline: false,
      scope: process.env.SCOPES ?? "read_customers",
      accessToken: "shpat_0123456789abcdef0123456789abcdef",
      expires: new Date(Date.now() + 3_600_000),
      refreshToken: "shprt_x",
      refreshTokenExpires: new Date(Date.now() + 86_400_000),
    },
    update: { shop },
  });
}

/** What a request of the admin gets: the shop it is let in for, or the status it is turned away with. */
async function signIn(headers: Record<string, string>, address = "/app/settings", method = "POST") {
  const request = new Request(APP + address, { method, headers });
  try {
    return await withShop(null, async () => (await requireShop(request)).shopId);
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status;
    throw thrown;
  }
}
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

describe("CSRF_MISSING_PROTECTION, UNAUTHENTICATED_ENDPOINT: an action of the admin", () => {
  test("is done for whoever holds a fresh session token of the shop", async () => {
    await givenSession();
    expect(await signIn(bearer(sessionToken()))).toBe(SHOP_ID);
  });

  test.each([
    ["a cookie, as another site could have it sent", { Cookie: "session=offline_demo-shop.myshopify.com" }],
    ["a signature of somebody else", bearer(sessionToken({}, "other-secret"))],
    ["a token of another app", bearer(sessionToken({ aud: "other-app" }))],
    ["a token that is over", bearer(sessionToken({ exp: NOW_S() - 60, nbf: NOW_S() - 120 }))],
    ["a token without a signature", bearer(sessionToken().replace(/[^.]*$/, ""))],
    ["no token", {}],
  ])("is not done with %s", async (_with, headers) => {
    await givenSession();
    expect(await signIn(headers)).toEqual(expect.any(Number));
    expect(await signIn(headers)).not.toBe(200);
  });
});

test("REQUEST_DERIVED_SHOP_SCOPE: a token of one shop does not open another that stands in the address", async () => {
  await givenSession();
  await givenShop(db, { id: "s2", domain: "other-shop.myshopify.com" });
  expect(await signIn(bearer(sessionToken()), "/app?shop=other-shop.myshopify.com", "GET")).not.toBe("s2");
});

describe("WEAK_SHOP_VALIDATION", () => {
  test.each(["demo-shop.myshopify.com", "A1-b.myshopify.com"])("%s is a store", (domain) => {
    expect(isShopDomain(domain)).toBe(true);
  });

  test.each([
    "evil.example",
    "demo-shop.myshopify.com.evil.example",
    "evil.example/demo-shop.myshopify.com",
    "demo-shop.myshopify.com; script-src *",
    "demo-shop.myshopify.com\nX: y",
    "-x.myshopify.com",
    ".myshopify.com",
    "a.b.myshopify.com",
    "demo-shop.myshopify.com:8080",
    "",
  ])("%j is none, and nothing is done for it", async (domain) => {
    expect(isShopDomain(domain)).toBe(false);
    const address = `/app?shop=${encodeURIComponent(domain)}`;
    expect(await signIn({}, address, "GET")).toBe(400);
    expect(await signIn({}, `/auth/session-token?shop=${encodeURIComponent(domain)}`, "GET")).toBe(400);
  });
});

describe("STATIC_FRAME_ANCESTORS, MISSING_EMBEDDED_CSP: a document", () => {
  const policyFor = (address: string) => {
    const headers = new Headers();
    shopify.addDocumentResponseHeaders(new Request(APP + address), { headers, nonce: "n0nce" });
    return headers;
  };
  const ancestors = (address: string) =>
    /frame-ancestors[^;]*/.exec(policyFor(address).get("Content-Security-Policy") ?? "")?.[0] ?? "";

  test("can be framed by the admin of its own shop and no other", () => {
    expect(ancestors("/app?shop=demo-shop.myshopify.com")).toMatch(
      /^frame-ancestors https:\/\/demo-shop\.myshopify\.com https:\/\/admin\.shopify\.com/,
    );
    expect(ancestors("/app?shop=other-shop.myshopify.com")).not.toContain("demo-shop");
  });

  test.each(["/", "/app", "/nowhere", "/app?shop=evil.example", "/app?shop=%2A"])(
    "of no shop can be framed by nobody: %s",
    (address) => {
      expect(ancestors(address)).toBe("frame-ancestors 'none'");
    },
  );

  test("runs only scripts of ours and of Shopify, and is kept in no cache", () => {
    const headers = policyFor("/app?shop=demo-shop.myshopify.com");
    expect(headers.get("Content-Security-Policy")).toContain(
      "script-src 'self' 'nonce-n0nce' https://cdn.shopify.com;",
    );
    expect(headers.get("Cache-Control")).toBe("private, no-store");
  });
});

type Route = { loader?: Handler; action?: Handler };
type Handler = (args: {
  request: Request;
  params: Record<string, string>;
  context: object;
}) => Promise<Response>;

const ROUTES = {
  c: () => import("~/routes/c.$token"),
  p: () => import("~/routes/p.$token"),
  r: () => import("~/routes/r.$token"),
  u: () => import("~/routes/u.$token"),
} as const;

type Opening = { token: string; method?: string; clientIp?: string; form?: string };

const open = async (
  file: keyof typeof ROUTES,
  { token, method = "GET", clientIp = "203.0.113.1", form }: Opening,
): Promise<Response> => {
  const route = (await ROUTES[file]()) as unknown as Route;
  const handler = method === "POST" ? route.action : route.loader;
  const request = new Request(`${APP}/${file}/${token}`, {
    method,
    headers: { "Accept-Language": "pl" },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  return (handler as Handler)({ request, params: { token }, context: { clientIp } });
};
const tokenFor = (purpose: string, payload: Record<string, string>) =>
  signToken(process.env.SHOPIFY_API_SECRET ?? "", purpose, payload);

async function givenMail(id: string): Promise<string> {
  const { id: customerId, email } = await givenCustomer(db);
  await db.message.create({
    data: {
      id,
      shopId: SHOP_ID,
      customerId,
      purpose: "cart-recovery",
      topic: "cart",
      toAddress: email ?? "",
      locale: "en",
      subject: "s",
      htmlBody: "h",
      textBody: "t",
      messageId: `<${id}@example.com>`,
      state: "sent",
      createdAt: new Date(),
    },
  });
  return tokenFor("unsubscribe", { s: SHOP_ID, m: id });
}

describe("CSRF_MISSING_PROTECTION, SESSION_LIFECYCLE_AND_REPLAY: a public address", () => {
  test.each([
    ["is not ours", "a.b"],
    ["was signed for another purpose", () => tokenFor("recovery-link", { s: SHOP_ID, m: "m1" })],
    ["was signed by somebody else", () => signToken("other-secret", "unsubscribe", { s: SHOP_ID, m: "m1" })],
    [
      "names a mail of another shop",
      async () => {
        await givenMail("m-of-s1");
        return tokenFor("unsubscribe", { s: "s2", m: "m-of-s1" });
      },
    ],
  ])("does nothing for a link that %s", async (_which, made) => {
    const token = typeof made === "string" ? made : await made();
    const before = await db.suppression.count();
    expect((await open("u", { token, method: "POST" })).status).toBe(404);
    expect((await open("u", { token })).status).toBe(404);
    expect(await db.suppression.count()).toBe(before);
  });

  test("played again changes nothing more, and shows nobody's address", async () => {
    const token = await givenMail("m-again");
    for (let time = 1; time <= 3; time += 1) {
      const response = await open("u", { token, method: "POST" });
      expect(response.status).toBe(200);
      expect(await response.text()).not.toContain("@example.com");
    }
    expect(await db.decision.count({ where: { shopId: SHOP_ID, subjectId: "m-again" } })).toBe(1);
  });

  test("opened by a scanner (GET) unsubscribes nobody", async () => {
    const before = await db.suppression.count();
    expect((await open("u", { token: await givenMail("m-scan") })).status).toBe(200);
    expect(await db.suppression.count()).toBe(before);
  });
});

describe("CSRF_MISSING_PROTECTION: the page of preferences", () => {
  const asForm = { method: "POST", form: "kind=unsubscribe" } as const;

  test("does nothing for a link of another purpose, of somebody else, or of another shop's mail", async () => {
    await givenMail("m-preferences");
    const tokens = [
      tokenFor("unsubscribe", { s: SHOP_ID, m: "m-preferences" }),
      signToken("other-secret", "preferences", { s: SHOP_ID, m: "m-preferences" }),
      tokenFor("preferences", { s: "s2", m: "m-preferences" }),
    ];
    const before = await db.suppression.count();
    for (const token of tokens) {
      expect((await open("p", { token })).status).toBe(404);
      expect((await open("p", { token, ...asForm })).status).toBe(404);
    }
    expect(await db.suppression.count()).toBe(before);
  });

  test("opened by a scanner, or posted to without its own form, changes nothing", async () => {
    await givenMail("m-scanned");
    const token = tokenFor("preferences", { s: SHOP_ID, m: "m-scanned" });
    const before = [await db.suppression.count(), await db.messagePreference.count()];
    expect((await open("p", { token })).status).toBe(200);
    for (const form of ["List-Unsubscribe=One-Click", ""])
      expect((await open("p", { token, method: "POST", form })).status).toBe(422);
    expect([await db.suppression.count(), await db.messagePreference.count()]).toEqual(before);
  });
});

test("UNAUTHENTICATED_ENDPOINT: a report of a mail provider that is not set up is not taken", async () => {
  const { action } = (await import("~/routes/hooks.mail.$provider")) as unknown as Route;
  for (const provider of ["ses", "sendgrid", "postmark", "mailgun"]) {
    const request = new Request(`${APP}/hooks/mail/${provider}`, { method: "POST", body: "{}" });
    const answer = await (action as Handler)({ request, params: { provider }, context: {} });
    expect([provider, answer.status]).toEqual([provider, 401]);
  }
});

describe("RESOURCE_EXHAUSTION: a body without an end, sent in chunks", () => {
  const PART = new Uint8Array(16 * 1_024).fill(97);
  /** SendGrid reports by the thousand: its limit is the largest, 2 MB. */
  const MOST_READ = 2_000_000 + 2 * PART.length;
  const open = Object.entries(import.meta.glob<Route>("../../app/routes/*.tsx")).filter(
    ([path]) => !/\/(app|api)\./.test(path),
  );

  test("is the body of some public address", () => expect(open.length).toBeGreaterThan(15));

  test.each(open)("is not read beyond a limit by %s", async (path, load) => {
    const { action } = await load();
    if (!action) return;
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += PART.length;
        // A failure without this end would never end.
        if (sent > 2 * MOST_READ) controller.close();
        else controller.enqueue(PART);
      },
    });
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const request = new Request(`${APP}${addressOf(path)}`, {
      method: "POST",
      headers,
      body,
      duplex: "half",
    } as RequestInit);
    const params = {
      token: await givenMail(`m-endless-${path}`),
      provider: "sendgrid",
      handle: "award-points",
    };
    const context = { clientIp: "203.0.113.77" };
    await action({ request, params, context }).catch((thrown: unknown) => {
      if (!(thrown instanceof Response)) throw thrown;
    });
    expect(sent).toBeLessThan(MOST_READ);
  });
});

const addressOf = (path: string) =>
  path
    .replace(/^.*routes\//, "/")
    .replace(/\.tsx$/, "")
    .replaceAll(".", "/");

describe("OPEN_REDIRECT: a link of a reminder, and a counted one of any mail", () => {
  test.each(["a.b", "//evil.example", "https%3A%2F%2Fevil.example"])("%s leads nowhere", async (token) => {
    for (const file of ["r", "c"] as const) {
      const response = await open(file, { token });
      expect([response.status, response.headers.get("Location")]).toEqual([404, null]);
    }
  });

  test("that names a mail whose links nobody stored leads nowhere, whatever else it says", async () => {
    await givenMail("m-linkless");
    const token = signToken(process.env.SHOPIFY_API_SECRET ?? "", "click", {
      ...{ s: SHOP_ID, m: "m-linkless", p: 1, url: "https://evil.example" },
    });
    expect((await open("c", { token })).headers.get("Location")).toBeNull();
  });
});

describe("rate limits: whoever comes too often", () => {
  test("gets a page in their language that says when to come again", async () => {
    const token = tokenFor("recovery-link", { s: SHOP_ID, r: "often" });
    let response = await open("r", { token, clientIp: "203.0.113.2" });
    for (let visit = 2; visit <= 61; visit += 1)
      response = await open("r", { token, clientIp: "203.0.113.2" });
    expect(response.status).toBe(429);
    expect(Number(response.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(await response.text()).toContain("Chwileczkę");
    expect(response.headers.get("Content-Security-Policy")).toContain("default-src 'none'");
  });

  test("from one address with ever new links is stopped as well, and others are not", async () => {
    let last = 0;
    for (let visit = 1; visit <= 601; visit += 1) {
      last = (await open("r", { token: `${visit}.x`, clientIp: "203.0.113.3" })).status;
    }
    expect(last).toBe(429);
    expect((await open("r", { token: "1.x", clientIp: "203.0.113.4" })).status).toBe(404);
  });

  test("loses no click on the unsubscribe button of a mail provider with one address for all", async () => {
    const token = await givenMail("m-provider");
    expect((await open("u", { token, clientIp: "203.0.113.3" })).status).toBe(429);
    expect((await open("u", { token, method: "POST", clientIp: "203.0.113.3" })).status).toBe(200);
  });
});

test("rate limits: parts of files that come too fast are told to wait, in words no program takes for an answer", async () => {
  await givenSession();
  const { action } = (await import("~/routes/app.history.uploads")) as unknown as Route;
  const send = async () => {
    const headers = bearer(sessionToken());
    const request = new Request(`${APP}/app/history/uploads`, { method: "POST", headers, body: "{}" });
    return withShop(null, () => (action as Handler)({ request, params: {}, context: {} }));
  };
  expect((await send()).status).toBe(422);
  let response = await send();
  for (let part = 3; part <= 800 && response.status !== 429; part += 1) response = await send();
  expect(response.status).toBe(429);
  expect(Number(response.headers.get("Retry-After"))).toBeLessThanOrEqual(10);
  await expect(response.json()).rejects.toThrow();
});

describe("the webhook door", () => {
  const untouched = new Proxy({} as RootDb, {
    get: (_target, name) => {
      throw new Error(`the database was asked: ${String(name)}`);
    },
  });

  test("asks the database for nobody who cannot sign, and keeps nothing of theirs", async () => {
    const server = await startWebhookServer(untouched, {
      inbox: { receive: () => Promise.reject(new Error("kept")) },
    });
    const forged = createHmac("sha256", "other-secret").update("{}").digest("base64");
    for (const headers of [{ "X-Shopify-Hmac-Sha256": forged }, { "X-Shopify-Hmac-Sha256": null }]) {
      expect((await server.deliver("{}", { headers })).status).toBe(401);
    }
    expect((await server.deliver("x".repeat(100_001))).status).toBe(413);
    expect((await server.deliver("{}", { method: "GET" })).status).toBe(405);
    await server.close();
    expect(SECRET).not.toBe("other-secret");
  });
});
