/** Secrets and tokens stay on the server: not in what pages are given, not in what browsers load, not in logs. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";

import { provideFlowPorts } from "~/engine/flows/ports.server";
import { defineJob } from "~/pipeline/jobs/definition";
import { executeJob } from "~/pipeline/jobs/execute.server";
import { buildRegistry } from "~/pipeline/jobs/registry.server";
import { provideDb } from "~/platform/database.server";
import { createLogger } from "~/platform/logger.server";
import { withShop } from "~/platform/tenant-guard.server";
import { provideAdminPorts } from "~/shops/authenticator.server";
import { flowPortsOf } from "../support/flow-world";
import { createTestDb, type TestDb } from "../support/test-db";
import { appSources, pathsWith } from "./sources";
import { ASKING, domainOf, fillShop, MARK, textOf } from "./two-shops";

let testDb: TestDb;
beforeAll(async () => {
  testDb = await createTestDb();
});
afterAll(() => testDb.close());

type RouteModule = {
  loader?: (args: { request: Request; params: Record<string, string>; context: object }) => unknown;
};
const modules = import.meta.glob<RouteModule>("../../app/routes/app*.tsx");

describe("CREDENTIAL_BROWSER_LEAKAGE", () => {
  test("no page is given a token, a secret or a key", async () => {
    provideDb(testDb.db);
    provideFlowPorts(flowPortsOf());
    provideAdminPorts({
      authenticate: () => Promise.resolve({ shopDomain: domainOf(ASKING), locale: "en" }),
      setUpShop: () => Promise.resolve(),
    });
    await fillShop(testDb.db, ASKING, {
      without: [
        "ShopSetting",
        "DomainEvent",
        "Job",
        "ReconcileDrift",
        "ReconcileResult",
        "PrivacyRequest",
        "PrivacyExport",
      ],
    });
    const session = await testDb.db.session.findFirstOrThrow({ where: { shop: domainOf(ASKING) } });
    expect(session.accessToken).toContain(MARK);
    const secrets = [session.accessToken, session.refreshToken, ...environmentSecrets()].filter(
      Boolean,
    ) as string[];
    expect(secrets.length).toBeGreaterThan(4);
    let read = 0;
    for (const [path, load] of Object.entries(modules)) {
      const { loader } = await load();
      if (!loader || path.includes("$")) continue;
      const request = new Request("https://perennial.example/app");
      const told = textOf(await withShop(null, async () => loader({ request, params: {}, context: {} })));
      for (const secret of secrets) expect([path, told.includes(secret)]).toEqual([path, false]);
      read += 1;
    }
    expect(read).toBeGreaterThan(10);
  });

  test("what is for the server alone is imported by no component", () => {
    const components = appSources().filter(({ path }) => /\/ui\//.test(path));
    expect(components.length).toBeGreaterThan(30);
    expect(pathsWith(components, /import (?!type)[^;]*[.]server"/)).toEqual([]);
    expect(pathsWith(components, /process\.env/)).toEqual([]);
  });

  test.runIf(existsSync("build/client/assets"))("the built files for browsers hold none", () => {
    const assets = readdirSync("build/client/assets").filter((file) => file.endsWith(".js"));
    const names =
      /SHOPIFY_API_SECRET|ENCRYPTION_KEYS|LOOKUP_KEY|SMTP_URL|DATABASE_URL|shp(at|ss|rt)_[0-9a-f]{16}/;
    expect(assets.length).toBeGreaterThan(10);
    expect(
      assets.filter((file) => names.test(readFileSync(join("build/client/assets", file), "utf8"))),
    ).toEqual([]);
  });
});

function environmentSecrets(): string[] {
  return ["SHOPIFY_API_SECRET", "ENCRYPTION_KEYS", "LOOKUP_KEY", "SMTP_URL"].map(
    (name) => process.env[name] ?? "",
  );
}

describe("CREDENTIAL_LOG_LEAKAGE", () => {
  test("the sign-in library writes into our log, which takes tokens out", () => {
    const config = readFileSync("app/shopify.server.ts", "utf8");
    expect(config).toMatch(/logger: \{[^}]*log: /);
    let line = "";
    const logger = createLogger({ write: (text) => (line += text) });
    logger.level = "warn";
    logger.warn(
      "[shopify-api/WARNING] request failed | {shop: a, Authorization: Bearer abc.def.ghi, token: shpat_00}",
    );
    expect(line).not.toMatch(/abc\.def|shpat_00/);
  });

  test("nothing is written past the log", () => {
    const sources = appSources().filter(({ path }) => /[.]server[.]tsx?$|server[.]ts$/.test(path));
    expect(pathsWith(sources, /console\.(log|info|warn|error|debug)\(/)).toEqual([]);
  });

  test("what a job failed of is kept without addresses and tokens", async () => {
    const job = defineJob({
      name: "test.fail",
      schema: z.object({}),
      maxAttempts: 1,
      run: () => Promise.reject(new Error("550 <ada@example.com> with shpat_0123456789 refused")),
    });
    const at = new Date("2026-11-24T10:00:00Z");
    const times = { runAt: at, createdAt: at, updatedAt: at, leasedUntil: at };
    const leased = { id: "j", name: job.name, shopId: null, payloadJson: "{}", attempt: 1, maxAttempts: 1 };
    await testDb.db.job.create({ data: { ...leased, ...times, state: "leased", leaseToken: "t" } });
    await executeJob(testDb.db, buildRegistry([job], []), {
      leased: { ...leased, leaseToken: "t" },
      now: () => at,
    });
    const { state, lastError } = await testDb.db.job.findUniqueOrThrow({ where: { id: "j" } });
    expect([state, lastError]).toEqual(["dead", "Error: 550 <[redacted]> with [redacted] refused"]);
  });
});
