/** What the app's code may not do, wherever it does it. */
import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { appSources, findIn, pathsWith } from "./sources";

const sources = appSources();
const routes = sources.filter(({ path }) => path.startsWith("app/routes/"));

/** Addresses anybody may open, and what protects them instead of the session token. */
const PUBLIC: Readonly<Record<string, string>> = {
  "app/routes/$.tsx": "says of every address that leads nowhere that it does",
  "app/routes/_index.tsx": "shows a page without data, or leads to /app",
  "app/routes/a.$token.tsx": "needs a signed link, and only keeps its reader's answer",
  "app/routes/auth.$.tsx": "is the Shopify library's own sign-in",
  "app/routes/c.$token.tsx": "needs a signed link, and leads where the mail was made to lead",
  "app/routes/f.$token.tsx": "needs a signed link, and only makes its owner's own code",
  "app/routes/flow.actions.$handle.tsx": "needs Shopify's signature over the body",
  "app/routes/flow.lifecycle.tsx": "needs Shopify's signature over the body",
  "app/routes/hooks.mail.$provider.tsx": "needs the provider's signature, and only of what is set up",
  "app/routes/hooks.sms.tsx": "needs the provider's signature",
  "app/routes/i.$token.tsx": "needs a signed link, and only takes its reader's own answer",
  "app/routes/o.$token.tsx": "is a picture; it needs a signed link to count anything",
  "app/routes/p.$token.tsx": "needs a signed link, and only changes what its reader is sent",
  "app/routes/pixel.tsx":
    "takes ids from browsers that agreed to it, and believes nothing that names a person",
  "app/routes/proxy.cancel.tsx":
    "needs Shopify's signature and the word of a page; acts for who is signed in there",
  "app/routes/proxy.member.tsx":
    "needs Shopify's signature; shows who is signed in in the store their own points",
  "app/routes/proxy.redeem.tsx":
    "needs Shopify's signature and the word of a page; acts for who is signed in there",
  "app/routes/r.$token.tsx": "needs a signed link, and leads to the checkout it was made for",
  "app/routes/u.$token.tsx": "needs a signed link, and only unsubscribes its reader",
};
/** What the web process answers besides routes. */
const ENDPOINTS = ["/healthz", "/readyz", "/livez", "/metrics", "/assets", "*"];

describe("UNAUTHENTICATED_ENDPOINT, MISSING_AUTHORIZATION_CHECK", () => {
  test("every route asks who the request speaks for before anything else, or is public for a reason", () => {
    expect(routes.length).toBeGreaterThan(15);
    for (const { path, text } of routes) {
      const handlers = text.split(/(?=^export (?:async )?function (?:loader|action)\b)/m).slice(1);
      if (PUBLIC[path]) continue;
      for (const handler of handlers) {
        // It shows nothing, to whomever.
        if (handler.includes("return answerOnlyPosts(request);")) continue;
        const first = handler.split("\n").find((line) => line.includes("await") || line.includes("getDb"));
        expect(first, `${path} does not begin with requireShop`).toMatch(
          /await require(Shop\(request\)|(Buyer|Customer|Staff)\(\{ request, context \}\))/,
        );
      }
    }
  });

  test("no public route was added or removed without a word", () => {
    const open = routes.filter(
      ({ text }) =>
        /export (async )?function (loader|action)\b/.test(text) &&
        !/require(Shop|Buyer|Customer|Staff)\(/.test(text),
    );
    expect(open.map(({ path }) => path).sort()).toEqual(Object.keys(PUBLIC).sort());
  });

  test("the web process answers nothing else", () => {
    const server = readFileSync("app/server.ts", "utf8");
    const endpoints = [...server.matchAll(/app\.(?:get|use|all|post)\("([^"]+)"/g)].map(
      ([, path = ""]) => path,
    );
    expect(endpoints.filter((path) => !ENDPOINTS.includes(path))).toEqual([]);
    expect(server).toContain('app.disable("x-powered-by")');
    expect(server).toContain('app.set("trust proxy", env.TRUST_PROXY)');
  });
});

test("RESOURCE_EXHAUSTION: only a signed-in merchant's request is read without a limit to its size", () => {
  // Integrations ask others; nobody asks them.
  const asked = sources.filter(({ path }) => !/^app\/(routes\/app\.|integrations\/)/.test(path));
  const reading = /\b(request|req)\.(text|json|formData|arrayBuffer|blob|bytes|body)\b/;
  expect(pathsWith(asked, reading)).toEqual(["app/platform/request-body.server.ts"]);
});

describe("REQUEST_CONTROLLED_ADMIN_CONTEXT, REQUEST_DERIVED_SHOP_SCOPE", () => {
  test("no route and no feature opens a shop's Admin API by a name that came with a request", () => {
    expect(pathsWith(sources, /\bunauthenticated\b/)).toEqual([]);
    const callers = pathsWith(sources, /gateway\.admin\(/);
    expect(callers).toEqual(["app/composition.server.ts"]);
    const composition = sources.find(({ path }) => path === "app/composition.server.ts")?.text;
    expect(composition).toContain("gateway.admin((await getShop(db, { shopId })).domain)");
  });

  test("routes take the shop from the guards alone", () => {
    expect(findIn(routes, /(get\("shop(Id)?"\)|params\.shop\w*|findShopByDomain)/)).toEqual([]);
    expect(findIn(routes, /shopId:\s*(?!shop)\w+/)).toEqual([]);
  });
});

test("UNSCOPED_SHOP_CONFIG_WRITE: settings are written by (shop, key), in one place", () => {
  expect(pathsWith(sources, /shopSetting\.(upsert|update|create|delete)/)).toEqual([
    "app/shops/repository.server.ts",
  ]);
  const repository = sources.find(({ path }) => path === "app/shops/repository.server.ts")?.text;
  expect(repository).toMatch(/shopSetting\.upsert\(\{\s*where: \{ shopId_key: \{ shopId, key \} \}/);
});

describe("MISSING_TENANT_ISOLATION", () => {
  test("every statement passes the guard: on Prisma's connections of both databases, and past Prisma", () => {
    const guarded = pathsWith(sources, /guardQueries\(/).filter((path) => !path.includes("sql/guard"));
    expect(guarded).toEqual([
      "app/platform/postgres/adapter.server.ts",
      "app/platform/sqlite/adapter.server.ts",
    ]);
    const db = sources.find(({ path }) => path === "app/platform/db.server.ts")?.text ?? "";
    expect(db).toMatch(/function withDirectStatements[\s\S]{0,120}guardStatements\(/);
    expect(pathsWith(sources, /new PrismaClient\(|\.PrismaClient\(/)).toEqual(["app/platform/db.server.ts"]);
  });

  test("only what says so in its name, and the queue, looks over all shops", () => {
    const places = sources.filter(
      ({ path, text }) => /acrossShops\(/.test(text) && path !== "app/platform/tenant-guard.server.ts",
    );
    const odd = places.filter(
      ({ path, text }) =>
        !/^app\/pipeline\/jobs\//.test(path) &&
        !/OfAllShops|listShopIds|listShopsToKeepAlive|listInstalledShopIds/.test(text) &&
        !ACROSS[path],
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  test("tests may not switch the guard off for the app", () => {
    expect(pathsWith(sources, /onUnscopedStatement/)).toEqual(["app/platform/tenant-guard.server.ts"]);
  });
});

/** Further places that look over all shops, and why. */
const ACROSS: Readonly<Record<string, string>> = {
  "app/platform/privacy/scan.server.ts": "looks whether anything of a person is left, anywhere",
  "app/engine/messaging/feedback/repository.server.ts":
    "a mail provider names no shop: the Message-ID tells whose mail it was",
  "app/shopify.server.ts": "the library's session store looks whether its table is there",
};

describe("SQL_INJECTION", () => {
  /** Where SQL is put together out of names of tables and columns, which come from the models and from nowhere else. */
  const FROM_MODELS = [
    "app/platform/privacy/",
    "app/platform/sql",
    "app/pipeline/projections/merge/repository/",
    "app/pipeline/projections/backfill/history/",
    "app/pipeline/projections/aggregates/queries.server.ts",
    "app/features/retention/drill/repository.server.ts",
  ];
  /** Operators, names made by counting, figures, and a column that its caller in the same folder writes out. */
  const RAW_CONSTANTS = [
    "app/engine/facts/repository/condition.server.ts: Prisma.raw(`f${joined.size}`)",
    'app/engine/facts/repository/condition.server.ts: Prisma.raw(test.kind === "known" ? "NOT NULL" : "NULL")',
    "app/engine/facts/repository/predicate.server.ts: Prisma.raw(above)",
    "app/engine/facts/repository/predicate.server.ts: Prisma.raw(below)",
    "app/features/anniversaries/repository.server.ts: Prisma.raw(String(prefix.length))",
    "app/features/customers/facts/repository/orders.server.ts: Prisma.raw(String(DAY_MS))",
    "app/features/customers/facts/repository/orders.server.ts: Prisma.raw(column)",
    "app/features/customers/facts/repository/purchases.server.ts: Prisma.raw(String(2 * TENTH_OF_A_DAY_MS))",
    "app/features/customers/facts/repository/purchases.server.ts: Prisma.raw(String(LONGEST_GAP_MS))",
    "app/features/customers/facts/repository/purchases.server.ts: Prisma.raw(String(TENTH_OF_A_DAY_MS))",
    "app/features/customers/facts/repository/purchases.server.ts: Prisma.raw(String(TENTH_OF_A_DAY_MS))",
    "app/features/loyalty/ledger/repository.server.ts: Prisma.raw(COLUMNS.map((column)",
    "app/features/vip/facts/repository.server.ts: Prisma.raw(String(DAY_MS))",
    'app/features/winback/rate/repository.server.ts: Prisma.raw(among === "holdout" ? "1" : "0")',
    "app/features/winback/repository.server.ts: Prisma.raw(String(Math.trunc(value)))",
  ];
  const isFromModels = (path: string) => FROM_MODELS.some((place) => path.startsWith(place));

  test("SQL that is no template takes a constant made when the file is loaded", () => {
    const calls = sources.flatMap(({ path, text }) =>
      [...text.matchAll(/\$(?:query|execute)RawUnsafe(?:<[^(]*>)?\(\s*([^,)]+)/g)].map(([, sql = ""]) => ({
        path,
        sql,
      })),
    );
    expect(calls.length).toBeGreaterThan(10);
    const odd = calls.filter(({ path, sql }) => !/^[A-Z][A-Z_]+$/.test(sql.trim()) && !isFromModels(path));
    expect(odd.filter(({ path }) => path !== "app/platform/db.server.ts")).toEqual([]);
  });

  test("raw fragments are made nowhere else, but for constants of the file itself", () => {
    const made = findIn(sources, /Prisma\.raw\([^\n]*?\)(?=[;,}]| [>=<])|new Prisma\.Sql\(/).filter(
      (found) => !isFromModels(found),
    );
    expect(made.sort()).toEqual(RAW_CONSTANTS);
  });

  test("routes and pages run no SQL at all", () => {
    expect(pathsWith(routes, /\$(query|execute)Raw/)).toEqual([]);
  });
});

describe("UNSAFE_INNERHTML, CROSS_SITE_SCRIPTING", () => {
  test("no page writes HTML into itself", () => {
    expect(
      findIn(
        sources,
        /dangerouslySetInnerHTML|\.innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function\(/,
      ),
    ).toEqual([]);
  });

  test("a link never leads to a script", () => {
    expect(findIn(sources, /["'`]javascript:/i)).toEqual([]);
  });
});

test("LIQUID_UNSAFE_RENDER: mails and public pages escape every value", () => {
  const templates = sources.filter(({ text }) => /new Liquid\(/.test(text));
  expect(templates.map(({ path }) => path).sort()).toEqual([
    "app/engine/messaging/public-page.server.ts",
    // Merchants' templates: no tag that reads files, no filter that keeps a value from being escaped.
    "app/engine/messaging/templates/liquid.server.ts",
  ]);
  for (const { path, text } of templates) {
    expect([path, text.includes('outputEscape: "escape"')]).toEqual([path, true]);
  }
  // As a filter; the program knows the tag of the same name.
  expect(findIn(sources, /\{\{[^}\n]*\|\s*raw\b/)).toEqual([]);
});

describe("ACTIVE_UPLOADS_AND_PRIVILEGED_PREVIEWS", () => {
  test("a mail is previewed in a frame without scripts, forms, or our origin", () => {
    const frames = sources.filter(({ text }) => /<iframe/.test(text));
    expect(frames.map(({ path }) => path).sort()).toEqual([
      "app/engine/messaging/templates/ui/MailPicture.tsx",
      "app/ui/MailFrame.tsx",
    ]);
    for (const { text } of frames) {
      expect(text.match(/<iframe/g)?.length).toBe(text.match(/sandbox=""/g)?.length);
    }
  });

  test("what is handed out as a file is never shown as a page", () => {
    const files = routes.filter(({ text }) => /Content-Disposition/i.test(text));
    for (const { path, text } of files) {
      expect([path, /attachment/.test(text)]).toEqual([path, true]);
      expect([path, /text\/html/.test(text)]).toEqual([path, false]);
    }
    expect(findIn(sources, /express\.static\((?!"build\/client)/)).toEqual([]);
  });
});

describe("OPEN_REDIRECT", () => {
  test("the server sends nobody to an address that came with the request", () => {
    expect(findIn(sources, /(?<!\w)redirect\((?!")[^)]*/)).toEqual([
      "app/routes/_index.tsx: redirect(`/app?${searchParams.toString(",
    ]);
    // Both lead to what is stored under a signed id.
    expect(pathsWith(sources, /\bLocation:/)).toEqual(["app/routes/c.$token.tsx", "app/routes/r.$token.tsx"]);
  });
});

test("SSRF_REQUEST_FORGERY: the server calls out where Shopify's addresses are known, to the providers of its environment, and past a guard", () => {
  const onServer = sources.filter(({ path }) => /[.]server[.]tsx?$/.test(path));
  const callers = pathsWith(
    onServer,
    /(?<![\w.])fetch\(|https?\.(get|request)\(|import \{[^}]*\b(?:request|connect)\b[^}]*\} from "node:(?:https?|net|tls)"/,
  );
  expect(callers.sort()).toEqual([
    "app/integrations/email/smtp/connect.server.ts",
    "app/integrations/shopify/dev-store-seam.server.ts",
    "app/integrations/shopify/shop-fetch.server.ts",
    "app/integrations/sms/twilio.server.ts",
    // Addresses of merchants: only public ones are called (webhook.test.ts).
    "app/integrations/webhook/https.server.ts",
  ]);
});

test("secrets are read in the few places that need them", () => {
  expect(pathsWith(sources, /\bSHOPIFY_API_SECRET\b|apiSecret\b/).sort()).toEqual([
    "app/composition.server.ts",
    "app/door.server.ts",
    "app/integrations/shopify/credentials.ts",
    "app/integrations/shopify/proxy-check.server.ts",
    "app/integrations/shopify/tokens/refresh-grant.server.ts",
    "app/platform/env.server.ts",
    "app/platform/secrets.server.ts",
    "app/shopify.server.ts",
  ]);
  expect(pathsWith(sources, /process\.env/).filter((path) => !path.includes("platform/"))).toEqual(
    expect.not.arrayContaining([expect.stringMatching(/routes|features|engine|ui/) as string]),
  );
});
