/** docs/security.md names every check of Shopify's with the test that shows it. */
import { existsSync, readFileSync } from "node:fs";

import { expect, test } from "vitest";

const CHECKS = [
  ...["MISSING_COMPLIANCE_WEBHOOKS", "EOL_API_VERSION", "EXPIRING_OFFLINE_TOKEN", "UNAUTHENTICATED_ENDPOINT"],
  ...["REQUEST_CONTROLLED_ADMIN_CONTEXT", "DEPRECATED_SCRIPT_TAG_SCOPE", "INSECURE_WEBHOOK_URL"],
  ...["COMMITTED_SECRET", "CREDENTIAL_LOG_LEAKAGE", "CREDENTIAL_BROWSER_LEAKAGE", "VULNERABLE_DEPENDENCIES"],
  ...["LIQUID_UNSAFE_RENDER", "UNSAFE_INNERHTML", "APP_PROXY_LIQUID_INJECTION", "STATIC_FRAME_ANCESTORS"],
  ...["MISSING_TENANT_ISOLATION", "REQUEST_DERIVED_SHOP_SCOPE", "UNSCOPED_SHOP_CONFIG_WRITE"],
  ...["MISSING_AUTHORIZATION_CHECK", "OVERBROAD_DATA_ACCESS", "METAFIELD_OFFLINE_TOKEN"],
  ...["APP_PROXY_UNVERIFIED_SIGNATURE", "MISSING_EMBEDDED_CSP", "OPEN_REDIRECT", "CSRF_MISSING_PROTECTION"],
  ...["SESSION_LIFECYCLE_AND_REPLAY", "SCOPE_OVER_REQUEST", "WEAK_SHOP_VALIDATION", "SSRF_REQUEST_FORGERY"],
  ...["SQL_INJECTION", "CROSS_SITE_SCRIPTING", "THEME_EXTENSION_XSS", "TEXT_SETTING_HTML_SMUGGLING"],
  ...["ACTIVE_UPLOADS_AND_PRIVILEGED_PREVIEWS", "DEPENDENCY_REACHABILITY", "SCRIPT_TAG_URL_INJECTION"],
];

const rows = new Map(
  [...readFileSync("docs/security.md", "utf8").matchAll(/^\| ([A-Z_]+) +\| (.+?) +\|$/gm)].map(
    ([, check = "", shown = ""]) => [check, shown],
  ),
);

test("all 36 checks are in the table, and nothing else", () => {
  expect(CHECKS).toHaveLength(36);
  expect([...rows.keys()].sort()).toEqual([...CHECKS].sort());
});

test.each(CHECKS)("%s is shown by tests that exist; one in tests/security names it", (check) => {
  const shown = rows.get(check) ?? "";
  const files = shown.match(/(?:tests|app)\/[\w./-]+\.test\.tsx?/g) ?? [];
  expect(files.length).toBeGreaterThan(0);
  expect(files.filter((file) => !existsSync(file))).toEqual([]);
  const texts = files
    .filter((file) => file.startsWith("tests/security/"))
    .map((file) => readFileSync(file, "utf8"));
  const isNamed = texts.length === 0 || texts.some((text) => text.includes(check));
  expect([check, isNamed]).toEqual([check, true]);
});
