/** What shopify.app.toml and the repository say of the app. */
import { readFileSync } from "node:fs";

import { parse } from "smol-toml";
import { describe, expect, test } from "vitest";
import { z } from "zod";

import { API_VERSION } from "~/integrations/shopify/credentials";

import { appSources, findIn, versionedFiles } from "./sources";

const app = z
  .object({
    application_url: z.string(),
    access_scopes: z.object({ scopes: z.string(), optional_scopes: z.array(z.string()) }),
    auth: z.object({ redirect_urls: z.array(z.string()) }),
    webhooks: z.object({
      api_version: z.string(),
      subscriptions: z.array(
        z.object({ uri: z.string(), compliance_topics: z.array(z.string()).default([]) }).passthrough(),
      ),
    }),
  })
  .passthrough()
  .parse(parse(readFileSync("shopify.app.toml", "utf8")));

const scopes = [...app.access_scopes.scopes.split(","), ...app.access_scopes.optional_scopes];
const sources = appSources();

test("MISSING_COMPLIANCE_WEBHOOKS: the three privacy topics are subscribed to", () => {
  const topics = app.webhooks.subscriptions.flatMap((subscription) => subscription.compliance_topics);
  expect(topics.sort()).toEqual(["customers/data_request", "customers/redact", "shop/redact"]);
});

/** A version is released on the first of its month and served for twelve months; Shopify's check adds 30 days. */
function lastDayOf(version: string): Date {
  const [year = 0, month = 0] = version.split("-").map(Number);
  return new Date(Date.UTC(year + 1, month - 1, 1 + 30));
}

test("EOL_API_VERSION: the API version of calls and webhooks is one, and is served for another quarter", () => {
  expect(app.webhooks.api_version).toBe(API_VERSION);
  expect(lastDayOf("2026-10")).toEqual(new Date("2027-10-31T00:00:00Z"));
  const inAQuarter = Date.now() + 90 * 24 * 60 * 60 * 1_000;
  expect(lastDayOf(API_VERSION).getTime()).toBeGreaterThan(inAQuarter);
});

test("EXPIRING_OFFLINE_TOKEN: offline tokens expire, and their refresh tokens are kept", () => {
  const [flag] = findIn(sources, /expiringOfflineAccessTokens:\s*\w+/);
  expect(flag).toContain("expiringOfflineAccessTokens: true");
  const schema = readFileSync("prisma/schema.prisma", "utf8");
  expect(schema).toMatch(/model Session \{[^}]*refreshToken +String\?[^}]*refreshTokenExpires +DateTime\?/);
});

describe("DEPRECATED_SCRIPT_TAG_SCOPE, SCRIPT_TAG_URL_INJECTION", () => {
  test("no scope for script tags is asked for, and none is made", () => {
    expect(scopes.filter((scope) => scope.includes("script_tags"))).toEqual([]);
    expect(findIn(sources, /scriptTag\w*/i)).toEqual([]);
  });
});

test("INSECURE_WEBHOOK_URL: webhooks and redirects come by https, to the app itself", () => {
  for (const { uri } of app.webhooks.subscriptions) expect(uri).toMatch(/^\/webhooks/);
  for (const url of [app.application_url, ...app.auth.redirect_urls]) expect(url).toMatch(/^https:\/\//);
});

test("SCOPE_OVER_REQUEST: nothing that touches themes, payments, staff or files is asked for", () => {
  const modest =
    /^(read|write)_(customers|orders|all_orders|products|discounts|returns|customer_merge|marketing_events|gift_cards|store_credit_accounts|store_credit_account_transactions|pixels|customer_events|app_proxy)$/;
  expect(scopes.filter((scope) => !modest.test(scope))).toEqual([]);
  // That every one of them is used is shown by tests/contracts/scopes.test.ts.
  expect(readFileSync("tests/contracts/scopes.test.ts", "utf8")).toContain("declared");
});

describe("APP_PROXY_LIQUID_INJECTION, APP_PROXY_UNVERIFIED_SIGNATURE", () => {
  const routes = sources.filter(({ path }) => path.startsWith("app/routes/proxy"));

  test("nothing is answered that the theme would run", () => {
    expect(app).toHaveProperty("app_proxy");
    expect(findIn(sources, /application\/liquid|\bliquid\(/)).toEqual([]);
    for (const { path, text } of routes)
      expect([path, /\banswer\(|\bresponseOf\(/.test(text)]).toEqual([path, true]);
  });

  test("every route of the proxy asks our guard, and with it the library, before anything else", () => {
    for (const { path, text } of routes) {
      const handlers = text.split(/(?=^export (?:async )?function (?:loader|action)\b)/m).slice(1);
      for (const handler of handlers) {
        const first = handler.split("\n").find((line) => line.includes("await"));
        expect([path, first]).toEqual([
          path,
          expect.stringMatching(/await require(Caller|Actor)\(request\)/),
        ]);
      }
    }
    const guard = sources.find(({ path }) => path === "app/engine/storefront/service.server.ts")?.text ?? "";
    expect(guard).toMatch(/isSigned\(getSecret\(\), query\)[\s\S]*await isSignedByLibrary\(query\)/);
    expect(
      findIn(routes, /logged_in_customer_id|customerId:\s*(?!caller|actor)\w*(?:query|params|form)/i),
    ).toEqual([]);
  });
});

describe("THEME_EXTENSION_XSS, TEXT_SETTING_HTML_SMUGGLING", () => {
  const liquid = versionedFiles()
    .filter((path) => path.endsWith(".liquid"))
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));

  test("what merchants typed is escaped wherever it is written", () => {
    expect(liquid.length).toBeGreaterThan(5);
    const typed =
      /\{\{-?\s*(?:heading|block\.settings\.(?:label|heading|proxy_path)|proxy_path|reward\.title|rule\.title|title|vip\.\w+)\b(?![^}]*\|\s*(?:escape|escape_once|t)\b)[^}]*\}\}/;
    expect(findIn(liquid, typed)).toEqual([]);
    const settings = liquid.flatMap(({ text }) =>
      [...text.matchAll(/"type":\s*"(\w+)"/g)].map(([, type]) => type),
    );
    expect(settings).toEqual(expect.arrayContaining(["color"]));
    expect(
      settings.filter((type) => ["html", "liquid", "richtext", "inline_richtext"].includes(type ?? "")),
    ).toEqual([]);
  });

  test("its script writes texts, never markup", () => {
    const scripts = versionedFiles()
      .filter((path) => /^extensions\/[^/]+\/assets\/.*\.js$/.test(path))
      .map((path) => ({ path, text: readFileSync(path, "utf8") }));
    expect(scripts.length).toBeGreaterThan(0);
    expect(
      findIn(scripts, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/),
    ).toEqual([]);
  });
});

test("METAFIELD_OFFLINE_TOKEN: metafields are written in one place, of what features present, and no feature presents a secret", () => {
  const writers = sources.filter(({ text }) => /\.setMetafields\(/.test(text)).map(({ path }) => path);
  expect(writers.sort()).toEqual([
    "app/engine/customer-metafields/customers/intents.server.ts",
    "app/engine/customer-metafields/shop/intents.server.ts",
  ]);
  const presenters = sources.filter(
    ({ path }) => /metafields\.server\.ts$/.test(path) && path.includes("features"),
  );
  expect(presenters.length).toBeGreaterThan(0);
  expect(findIn(presenters, /token|secret|apiKey|session/i)).toEqual([]);
});

test("VULNERABLE_DEPENDENCIES: packages are kept up to date by Renovate, advisories at once", () => {
  const renovate = JSON.parse(readFileSync("renovate.json", "utf8")) as {
    extends: string[];
    vulnerabilityAlerts: object;
  };
  expect(renovate.extends).toContain("config:recommended");
  expect(renovate.vulnerabilityAlerts).toMatchObject({ enabled: true });
});

test("DEPENDENCY_REACHABILITY: the packages that face the network are of lines that still get fixes", () => {
  const installed = (name: string) => {
    const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")) as {
      version: string;
    };
    return version.split(".").map(Number);
  };
  // 4.x redirects anywhere out of the admin's frame and takes signed queries without a time.
  expect(installed("@shopify/shopify-app-remix")[0]).toBeGreaterThanOrEqual(6);
  expect(installed("@shopify/shopify-api")[0]).toBeGreaterThanOrEqual(15);
  const [express = 0, minor = 0] = installed("express");
  expect(express * 100 + minor).toBeGreaterThanOrEqual(420);
  expect(installed("nodemailer")[0]).toBeGreaterThanOrEqual(7);
});

/** Shapes of secrets that mean something; those of tests say so. */
const SECRETS = [
  /\bshp(at|rt|ss|ca|ua|pa)_[0-9a-f]{32}\b/,
  /-----BEGIN (RSA |EC |OPENSSH )?PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bghp_[A-Za-z0-9]{36}\b/,
  /\bxox[abp]-[0-9]{10,}/,
  /^(SHOPIFY_API_SECRET|ENCRYPTION_KEYS|LOOKUP_KEY)=[^\s#]+/m,
];
/** A secret that cannot be one. */
const MADE_UP = /shp\w\w_(0123456789abcdef)+|shp\w\w_(.)\2{31}/;

test("COMMITTED_SECRET: no secret and no .env is under version control", () => {
  const files = versionedFiles();
  expect(files.filter((path) => /(^|\/)\.env(\.(?!example$)\w+)?$/.test(path))).toEqual([]);
  const texts = files.filter((path) =>
    /\.(tsx?|m?js|json|toml|ya?ml|md|graphql|sh|example)$|Dockerfile$/.test(path),
  );
  const found = texts
    .filter((path) => path !== "tests/security/app-config.test.ts" && !path.includes("fixtures/"))
    .filter((path) => {
      const text = readFileSync(path, "utf8").replace(new RegExp(MADE_UP, "g"), "");
      return SECRETS.some((secret) => secret.test(text));
    });
  expect(texts.length).toBeGreaterThan(300);
  expect(found).toEqual([]);
});
