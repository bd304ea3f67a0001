/** The image and compose.yaml, against what the app needs. There is no Docker where the tests run. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";

import { parseEnv } from "~/platform/env.server";

const ServiceSchema = z.object({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: z.record(z.string()).default({}),
  env_file: z.string().optional(),
  build: z.union([z.string(), z.object({ context: z.string(), target: z.string() })]).optional(),
  depends_on: z.record(z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  deploy: z.object({ replicas: z.number() }).optional(),
  profiles: z.array(z.string()).optional(),
  volumes: z.array(z.string()).default([]),
  configs: z.array(z.object({ source: z.string(), target: z.string() })).default([]),
});
const compose = z
  .object({
    services: z.record(ServiceSchema),
    configs: z.record(z.object({ content: z.string() })),
    volumes: z.record(z.null()),
  })
  .parse(parse(readFileSync("compose.yaml", "utf8"), { merge: true }));
const { services } = compose;
type Service = z.infer<typeof ServiceSchema>;

const dockerfile = readFileSync("Dockerfile", "utf8");
const { scripts } = z
  .object({ scripts: z.record(z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

/** What an operator fills in. */
const FILLED_IN: Readonly<Record<string, string>> = {
  SHOPIFY_API_KEY: "client-id",
  SHOPIFY_API_SECRET: "shpss_secret",
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
  LOOKUP_KEY: Buffer.alloc(32, 2).toString("base64"),
  POSTGRES_PASSWORD: "0123456789abcdef",
};
const example = Object.fromEntries(
  [...readFileSync(".env.example", "utf8").matchAll(/^([A-Z_]+)=(.*)$/gm)].map(([, name, value]) => [
    name,
    value,
  ]),
) as Record<string, string>;
const dotEnv = { ...example, ...FILLED_IN };

/** A value as Compose would have it. @throws when it names what nothing sets. */
function interpolate(value: string): string {
  return value.replace(/\$\{(\w+)(?::\?[^}]*)?\}/g, (_whole, name: string) => {
    const set = dotEnv[name];
    if (!set) throw new Error(`nothing sets ${name}`);
    return set;
  });
}

function environmentOf({ env_file, environment }: Service): Record<string, string> {
  const own = Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, interpolate(value)]),
  );
  return { ...(env_file === ".env" ? dotEnv : {}), ...own };
}

const ours = Object.entries(services).filter(([, { image }]) => image.startsWith("perennial"));
const portAsked = ({ healthcheck }: Service) =>
  /127\.0\.0\.1:(\d+)\/readyz/.exec(healthcheck?.test[3] ?? "")?.[1];

describe("compose.yaml", () => {
  test("runs the app as web, worker and migration, and has tools at hand", () => {
    expect(ours.map(([name]) => name).sort()).toEqual(["migrate", "tools", "web", "worker"]);
    expect([services.web?.deploy?.replicas, services.worker?.deploy?.replicas]).toEqual([2, 2]);
    expect(services.tools?.profiles).toEqual(["tools"]);
  });

  test.each(ours)(
    "gives %s a configuration that the app takes, with PostgreSQL behind it",
    (_name, service) => {
      const env = parseEnv(environmentOf(service));
      expect(env.DATABASE_URL).toBe("postgresql://perennial:0123456789abcdef@postgres:5432/perennial");
      expect(env.HOST).toBe("0.0.0.0");
      // One proxy stands in front.
      expect(env.TRUST_PROXY).toBe(1);
    },
  );

  test.each(ours)("starts %s with a command of package.json", (_name, { command = [] }) => {
    expect(command.slice(0, 2)).toEqual(["npm", "run"]);
    expect(scripts[command[2] ?? ""]).toBeDefined();
  });

  test("migrates once, before web and workers start", () => {
    expect(scripts[services.migrate?.command?.[2] ?? ""]).toBe("prisma migrate deploy");
    expect(scripts[services.web?.command?.[2] ?? ""]).not.toContain("migrate");
    for (const name of ["web", "worker"]) {
      expect(services[name]?.depends_on.migrate?.condition).toBe("service_completed_successfully");
    }
    expect(services.migrate?.depends_on.postgres?.condition).toBe("service_healthy");
  });

  test("asks each process for its readiness where it listens", () => {
    const { web, worker } = services;
    if (!web || !worker) throw new Error("web and worker are missing");
    expect(portAsked(web)).toBe(String(parseEnv(environmentOf(web)).PORT));
    expect(portAsked(worker)).toBe(String(parseEnv(environmentOf(worker)).WORKER_PORT));
  });

  test("uses one name and password for the database on both sides", () => {
    const {
      POSTGRES_USER: user,
      POSTGRES_PASSWORD: password,
      POSTGRES_DB: name,
    } = environmentOf(services.postgres as Service);
    const url = new URL(parseEnv(environmentOf(services.web as Service)).DATABASE_URL);
    expect([url.username, url.password, url.pathname]).toEqual([user, password, `/${name}`]);
  });

  test("has room for the connections of all processes, and a few more", () => {
    const perProcess = Number(
      /^const CONNECTIONS = (\d+);$/m.exec(readFileSync("app/platform/db.server.ts", "utf8"))?.[1],
    );
    const processes = (services.web?.deploy?.replicas ?? 0) + (services.worker?.deploy?.replicas ?? 0);
    const allowed = Number(/max_connections=(\d+)/.exec(services.postgres?.command?.join(" ") ?? "")?.[1]);
    expect(allowed).toBeGreaterThanOrEqual((processes + 1) * perProcess + 10);
  });

  test("keeps the metrics from the public, and sends everything else to the web processes", () => {
    const [config] = services.proxy?.configs ?? [];
    const caddyfile = interpolate(compose.configs[config?.source ?? ""]?.content ?? "");
    expect(caddyfile).toContain(`${dotEnv.SHOPIFY_APP_URL} {`);
    expect(caddyfile).toContain("respond /metrics 404");
    expect(caddyfile).toContain(`dynamic a web ${parseEnv(environmentOf(services.web as Service)).PORT} {`);
  });

  test("declares the volumes it uses", () => {
    const used = Object.values(services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(":")[0]),
    );
    expect(used.sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  test("builds only stages that the Dockerfile has", () => {
    const stages = [...dockerfile.matchAll(/^FROM \S+ AS (\w+)$/gm)].map(([, stage]) => stage);
    for (const [, { build }] of ours) {
      if (typeof build === "object") expect(stages).toContain(build.target);
    }
  });
});

describe("the image", () => {
  const [, final = ""] = dockerfile.split(/^FROM node:24-slim$/m);
  const copied = [...final.matchAll(/^COPY --from=pruned (.+) \S+$/gm)].flatMap(([, paths = ""]) =>
    paths.split(" ").map((path) => path.replace("/app/", "")),
  );
  const isIn = (path: string) => copied.some((entry) => path === entry || path.startsWith(`${entry}/`));

  test("has what its commands read: both databases' migrations, and the configuration with all it imports", () => {
    const imported = [...readFileSync("prisma.config.ts", "utf8").matchAll(/from "(\.[^"]+)"/g)].map(
      ([, path = ""]) => join(dirname("prisma.config.ts"), `${path}.ts`),
    );
    expect(imported).toContain("prisma/postgres-schema.ts");
    const needed = [
      ...imported,
      "prisma.config.ts",
      "package.json",
      "prisma/schema.prisma",
      "prisma/sqlite/migrations",
      "prisma/postgresql/migrations",
    ];
    for (const path of needed) {
      expect(existsSync(path), path).toBe(true);
      expect(isIn(path), path).toBe(true);
    }
    expect(["build/server/server.js", "build/server/worker.js", "node_modules/prisma"].every(isIn)).toBe(
      true,
    );
  });

  test("generates the clients of both databases before it builds", () => {
    expect(dockerfile).toContain("RUN npm run generate && npm run build");
    expect(scripts.generate).toContain("tsx prisma/generate.ts");
  });

  test("starts the web process after the migrations, and not as root", () => {
    expect(final).toMatch(/^CMD \["npm", "start"\]$/m);
    expect(scripts.start).toBe(`${scripts.migrate} && ${scripts.web}`);
    expect(final).toMatch(/^USER node$/m);
  });

  test("takes no secrets and no databases of the machine it is built on", () => {
    const ignored = readFileSync(".dockerignore", "utf8").split("\n");
    expect(ignored).toEqual(expect.arrayContaining([".env", "*.db", "*.db-*", ".git", "node_modules"]));
  });
});
