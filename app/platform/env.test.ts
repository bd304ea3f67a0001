import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { ENV_NAMES, EnvError, parseEnv } from "./env.server";
import { PERIODS } from "./privacy/periods";

const NEEDED = {
  SHOPIFY_API_KEY: "client-id",
  SHOPIFY_API_SECRET: "shpss_very-secret",
  SHOPIFY_APP_URL: "https://perennial.example.com",
  ENCRYPTION_KEYS: `k1:${Buffer.alloc(32, 1).toString("base64")}`,
  LOOKUP_KEY: Buffer.alloc(32, 2).toString("base64"),
  SMTP_URL: "smtp://127.0.0.1:1025",
  MAIL_FROM: "hello@example.com",
};

function linesOf(source: Record<string, string | undefined>): readonly string[] {
  try {
    parseEnv(source);
  } catch (error) {
    if (error instanceof EnvError) return error.lines;
  }
  return [];
}

describe("a usable configuration", () => {
  test("needs only what has no sensible default", () => {
    expect(parseEnv(NEEDED)).toEqual({
      ...NEEDED,
      ENCRYPTION_KEYS: [{ id: "k1", key: Buffer.alloc(32, 1) }],
      LOOKUP_KEY: Buffer.alloc(32, 2),
      NODE_ENV: "production",
      DATABASE_URL: "file:./perennial.db",
      PORT: 3000,
      HOST: "127.0.0.1",
      TRUST_PROXY: 1,
      WEBHOOK_MAX_BYTES: 5_000_000,
      HISTORY_IMPORT_MAX_BYTES: 2_000_000_000,
      WORKER_CONCURRENCY: 8,
      RETENTION_DAYS: PERIODS,
      JOB_LEASE_SECONDS: 60,
      SES_TOPIC_ARNS: [],
      LOG_LEVEL: "info",
    });
  });

  test("takes an empty variable, or one of spaces, for an unset one", () => {
    expect(parseEnv({ ...NEEDED, PORT: "", HOST: "  ", DEV_STORE_URL: "" })).toMatchObject({
      PORT: 3000,
      HOST: "127.0.0.1",
    });
    expect(parseEnv({ ...NEEDED, DEV_STORE_URL: "" })).not.toHaveProperty("DEV_STORE_URL");
  });

  test("does not mind spaces and line ends around values", () => {
    const env = parseEnv({ ...NEEDED, SHOPIFY_API_SECRET: "shpss_very-secret\r", PORT: " 80 " });
    expect(env.SHOPIFY_API_SECRET).toBe("shpss_very-secret");
    expect(env.PORT).toBe(80);
  });

  test("ignores variables of others", () => {
    expect(parseEnv({ ...NEEDED, PATH: "/bin" })).not.toHaveProperty("PATH");
  });
});

describe("a configuration that is not usable", () => {
  test("is answered with every wrong variable and what to do about it", () => {
    const lines = linesOf({
      SHOPIFY_API_KEY: "client-id",
      SHOPIFY_APP_URL: "perennial",
      DATABASE_URL: "mysql://localhost",
      ENCRYPTION_KEYS: "k1:tooshort",
      LOOKUP_KEY: "short",
      SMTP_URL: "mail.example.com",
      MAIL_FROM: "nobody",
      PORT: "65536",
      WEBHOOK_MAX_BYTES: "many",
      WORKER_CONCURRENCY: "0",
      LOG_LEVEL: "loud",
      NODE_ENV: "staging",
      DEV_STORE_URL: "here",
    });
    expect(lines).toEqual([
      'NODE_ENV must be one of development, production, test; it is "staging"',
      "SHOPIFY_API_SECRET must be the client secret of the app (`shopify app env show`); it is not set",
      "SHOPIFY_APP_URL must be the public address of the app, such as https://perennial.example.com; what it is set to is not",
      "DATABASE_URL must be a SQLite file such as file:./perennial.db or an address such as postgresql://user:password@host:5432/perennial; what it is set to is not",
      "ENCRYPTION_KEYS must be name:key pairs, comma separated, such as k1:…; a key must be 32 random bytes in base64 (`openssl rand -base64 32`); what it is set to is not",
      "LOOKUP_KEY must be 32 random bytes in base64 (`openssl rand -base64 32`); what it is set to is not",
      "SMTP_URL must look like smtp://user:password@host:587; what it is set to is not",
      'MAIL_FROM must be a mail address such as hello@example.com; it is "nobody"',
      'PORT must be a port, 0 to 65535; it is "65536"',
      'WEBHOOK_MAX_BYTES must be a number of bytes, at least 1024; it is "many"',
      'WORKER_CONCURRENCY must be a number of jobs, 1 to 64; it is "0"',
      'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent; it is "loud"',
      "DEV_STORE_URL must be the address of a dev-store, such as http://127.0.0.1:4000; what it is set to is not",
    ]);
  });

  test("never quotes what may hold a secret", () => {
    const secret = "s3cret-v4lue";
    for (const name of ENV_NAMES.filter((name) => /SECRET|KEY|URL|TOKEN/.test(name))) {
      const message = linesOf({ ...NEEDED, [name]: `no://user:${secret}@\u0000`, PORT: "x" }).join("\n");
      expect(message).toContain("PORT");
      expect(message).not.toContain(secret);
    }
  });

  test("says where to look things up", () => {
    expect(() => parseEnv({})).toThrow(/not usable:\n {2}- SHOPIFY_API_KEY[^]*See \.env\.example\.$/);
  });
});

test.each([
  ["PORT", "0", true],
  ["PORT", "-1", false],
  ["PORT", "80.5", false],
  ["WEBHOOK_MAX_BYTES", "1023", false],
  ["WEBHOOK_MAX_BYTES", "1024", true],
  ["WORKER_PORT", "9090", true],
  ["WORKER_PORT", "65536", false],
  ["METRICS_TOKEN", "0123456789abcde", false],
  ["METRICS_TOKEN", "0123456789abcdef", true],
  ["METRICS_TOKEN", "0123456789abcdef with spaces", false],
  ["SES_WEBHOOK_SECRET", "0123456789abcde", false],
  ["SES_WEBHOOK_SECRET", "0123456789abcdef", true],
  [
    "SES_TOPIC_ARNS",
    "arn:aws:sns:eu-central-1:123456789012:bounces, arn:aws-cn:sns:cn-north-1:123456789012:b",
    true,
  ],
  ["SES_TOPIC_ARNS", "arn:aws:sqs:eu-central-1:123456789012:bounces", false],
  ["SENDGRID_WEBHOOK_KEY", "bm8ga2V5", false],
  [
    "SENDGRID_WEBHOOK_KEY",
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
    true,
  ],
  ["POSTMARK_WEBHOOK_SECRET", "user:0123456789abcde", false],
  ["POSTMARK_WEBHOOK_SECRET", "user:0123456789abcdef", true],
  ["POSTMARK_WEBHOOK_SECRET", "0123456789abcdef0123", false],
  ["MAILGUN_SIGNING_KEY", "short", false],
  ["MAILGUN_SIGNING_KEY", "key-0123456789abcdef", true],
  ["WORKER_CONCURRENCY", "64", true],
  ["WORKER_CONCURRENCY", "65", false],
  ["SMTP_URL", "smtps://user:pw@host:465", true],
  ["DATABASE_URL", "file:", false],
])("%s=%s is usable: %s", (name, value, isUsable) => {
  expect(linesOf({ ...NEEDED, [name]: value }).length === 0).toBe(isUsable);
});

test(".env.example tells of exactly the variables there are", () => {
  const named = [...readFileSync(".env.example", "utf8").matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(
    (match) => match[1],
  );
  expect(named.sort()).toEqual([...ENV_NAMES].sort());
});

test("what .env.example sets is usable once the secrets are filled in", () => {
  const set = [...readFileSync(".env.example", "utf8").matchAll(/^([A-Z_]+)=(.*)$/gm)];
  const example = Object.fromEntries(set.map((match) => [match[1], match[2]]));
  expect(linesOf(example).map((line) => line.split(" ")[0])).toEqual([
    "SHOPIFY_API_KEY",
    "SHOPIFY_API_SECRET",
    "ENCRYPTION_KEYS",
    "LOOKUP_KEY",
  ]);
  expect(linesOf({ ...example, ...NEEDED })).toEqual([]);
});
