import { createPublicKey } from "node:crypto";
import { existsSync } from "node:fs";

import { z } from "zod";

import { parsePeriods, type Periods, PERIODS } from "./privacy/periods";

export const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

const text = (expected: string) => z.string({ required_error: expected });
const url = (expected: string) => text(expected).url(expected);
const whole = (expected: string) => z.coerce.number({ invalid_type_error: expected }).int(expected);
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) =>
  z.enum(values, { errorMap: () => ({ message: `must be one of ${values.join(", ")}` }) });

const LEASE_EXPECTED = "must be a number of seconds, 5 to 3600";
const DATABASE_EXPECTED =
  "must be a SQLite file such as file:./perennial.db or an address such as postgresql://user:password@host:5432/perennial";
const KEY_EXPECTED = "must be 32 random bytes in base64 (`openssl rand -base64 32`)";
const TOKEN_EXPECTED = "must be at least 16 letters and digits (`openssl rand -hex 32`)";
const WORKER_PORT_EXPECTED = "must be a port, 0 to 65535, or not set";
const RATE_EXPECTED = "must be a number of mails a second, 1 to 10000, or not set";
const SMS_EXPECTED = "must look like twilio://sid:token@api.twilio.com/?from=+48123456789";
const HOOK_SECRET_EXPECTED = "must be at least 16 printable letters without spaces (`openssl rand -hex 32`)";
const LOGIN_EXPECTED = "must be user:password, the password at least 16 letters (`openssl rand -hex 32`)";
const TOPICS_EXPECTED =
  "must be topics of SNS, comma separated, such as arn:aws:sns:eu-central-1:123456789012:bounces";
const KEYS_EXPECTED = `must be name:key pairs, comma separated, such as k1:…; a key ${KEY_EXPECTED}`;

/** Every message says what the value must be. */
const EnvSchema = z.object({
  NODE_ENV: oneOf(["development", "production", "test"]).default("production"),
  SHOPIFY_API_KEY: text("must be the client id of the app (`shopify app env show`)"),
  SHOPIFY_API_SECRET: text("must be the client secret of the app (`shopify app env show`)"),
  SHOPIFY_APP_URL: url("must be the public address of the app, such as https://perennial.example.com"),
  /** Only for `shopify app dev`, which sets it; in production Shopify manages the scopes of shopify.app.toml. */
  SCOPES: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^(file:.+|postgres(ql)?:\/\/.+)/, DATABASE_EXPECTED)
    .default("file:./perennial.db"),
  /** Seal personal texts and tokens: the first seals, the others still open what they sealed. */
  ENCRYPTION_KEYS: text(KEYS_EXPECTED).transform(parseKeys),
  /** Keys the hashes by which people are looked up; it must stay the same. */
  LOOKUP_KEY: text(KEY_EXPECTED).transform(parseKey),
  SMTP_URL: text("must look like smtp://user:password@host:587").regex(
    /^smtps?:\/\/.+/,
    "must look like smtp://user:password@host:587",
  ),
  /** Mails a second at most, where the provider asks for it; unset: as fast as it takes them. */
  SMTP_RATE: whole(RATE_EXPECTED).min(1, RATE_EXPECTED).max(10_000, RATE_EXPECTED).optional(),
  /** Text messages by Twilio's API, which others speak, too; unset: none are sent. */
  SMS_URL: z
    .string()
    .regex(/^twilio:\/\/[^:@/]+:[^:@/]+@[^/?]+\/?\?(.*&)?from=.{3,}$/, SMS_EXPECTED)
    .optional(),
  MAIL_FROM: text("must be a mail address such as hello@example.com").email(
    "must be a mail address such as hello@example.com",
  ),
  PORT: port(),
  HOST: z.string().default("127.0.0.1"),
  /** How many proxies stand in front: so many addresses at the end of X-Forwarded-For are to be believed. */
  TRUST_PROXY: proxies(),
  WEBHOOK_MAX_BYTES: whole("must be a number of bytes, at least 1024")
    .min(1_024, "must be a number of bytes, at least 1024")
    .default(5_000_000),
  /** Largest file of a history import. */
  HISTORY_IMPORT_MAX_BYTES: whole("must be a number of bytes, at least 1048576")
    .min(1_048_576, "must be a number of bytes, at least 1048576")
    .default(2_000_000_000),
  /** How long things are kept, where it differs from platform/privacy/periods.ts: `inbox=14,messages=90`. */
  RETENTION_DAYS: z.string().default("").transform(parseRetention),
  WORKER_CONCURRENCY: concurrency(),
  /** How long a worker may be silent before others take over what it held. */
  JOB_LEASE_SECONDS: whole(LEASE_EXPECTED).min(5, LEASE_EXPECTED).max(3_600, LEASE_EXPECTED).default(60),
  LOG_LEVEL: oneOf(LOG_LEVELS).default("info"),
  /** Who may read /metrics, as a bearer token; unset: nobody. */
  METRICS_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, TOKEN_EXPECTED)
    .optional(),
  /** What mail providers sign their reports of bounces and complaints with; unset: none are taken. */
  SES_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, HOOK_SECRET_EXPECTED)
    .optional(),
  /** Topics of SNS that may report. */
  SES_TOPIC_ARNS: z.string().default("").transform(parseTopics),
  SENDGRID_WEBHOOK_KEY: z
    .string()
    .refine(isPublicKey, "must be the verification key of SendGrid's signed event webhook (base64)")
    .optional(),
  POSTMARK_WEBHOOK_SECRET: z
    .string()
    .regex(/^[\x21-\x39\x3b-\x7e]+:[\x21-\x7e]{16,}$/, LOGIN_EXPECTED)
    .optional(),
  MAILGUN_SIGNING_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{16,}$/, "must be the HTTP webhook signing key of the Mailgun account")
    .optional(),
  /** Where the worker answers /healthz, /readyz and /metrics; unset: nowhere. */
  WORKER_PORT: whole(WORKER_PORT_EXPECTED)
    .min(0, WORKER_PORT_EXPECTED)
    .max(65_535, WORKER_PORT_EXPECTED)
    .optional(),
  /** Address of a stand-in for Shopify. Unset in production: the one seam of ADR 0003. */
  DEV_STORE_URL: url("must be the address of a dev-store, such as http://127.0.0.1:4000").optional(),
});

function parseRetention(value: string, context: z.RefinementCtx): Periods {
  try {
    return parsePeriods(value);
  } catch (error) {
    const message = error instanceof Error ? error.message : "is not usable";
    context.addIssue({ code: "custom", message: `must be <name>=<days>, comma separated: ${message}` });
    return PERIODS;
  }
}

function parseKey(value: string, context: z.RefinementCtx): Buffer {
  const key = Buffer.from(value, "base64");
  if (key.length !== 32) context.addIssue({ code: "custom", message: KEY_EXPECTED });
  return key;
}

function parseKeys(value: string, context: z.RefinementCtx): { id: string; key: Buffer }[] {
  return value.split(",").map((pair) => {
    const [, id = "", encoded = ""] = /^\s*([A-Za-z0-9_-]{1,32}):(\S+)\s*$/.exec(pair) ?? [];
    const key = Buffer.from(encoded, "base64");
    if (key.length !== 32) context.addIssue({ code: "custom", message: KEYS_EXPECTED });
    return { id, key };
  });
}

function parseTopics(value: string, context: z.RefinementCtx): string[] {
  const topics = value
    .split(",")
    .map((topic) => topic.trim())
    .filter(Boolean);
  const isArn = (topic: string) => /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/.test(topic);
  if (!topics.every(isArn)) context.addIssue({ code: "custom", message: TOPICS_EXPECTED });
  return topics;
}

function isPublicKey(value: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(value, "base64"), format: "der", type: "spki" });
    return key.asymmetricKeyType === "ec";
  } catch {
    return false;
  }
}

function port() {
  const expected = "must be a port, 0 to 65535";
  return whole(expected).min(0, expected).max(65_535, expected).default(3000);
}

function proxies() {
  const expected = "must be the number of proxies in front of the web process, 0 to 10";
  return whole(expected).min(0, expected).max(10, expected).default(1);
}

function concurrency() {
  const expected = "must be a number of jobs, 1 to 64";
  return whole(expected).min(1, expected).max(64, expected).default(8);
}

export type Env = z.infer<typeof EnvSchema>;

/** What is wrong with the environment, one line per variable, with what to do. */
export class EnvError extends Error {
  constructor(readonly lines: readonly string[]) {
    super(
      `The configuration is not usable:\n${lines.map((line) => `  - ${line}`).join("\n")}\nSee .env.example.`,
    );
    this.name = "EnvError";
  }
}

/**
 * Reads the configuration out of environment variables. Spaces around a value do not count; nothing but spaces is unset.
 *
 * @throws EnvError naming every wrong variable. Secrets are never quoted.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(
    Object.entries(source).flatMap(([name, value]) => (value?.trim() ? [[name, value.trim()]] : [])),
  );
  const parsed = EnvSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return `${name} ${message}; ${describeValue(name, given[name])}`;
  });
  throw new EnvError([...new Set(lines)]);
}

/** Names of all variables, for the test that .env.example tells of each. */
export const ENV_NAMES: readonly string[] = Object.keys(EnvSchema.shape);

function describeValue(name: string, value: string | undefined): string {
  if (value === undefined) return "it is not set";
  // Addresses may hold a password.
  return /SECRET|KEY|URL|TOKEN/.test(name) ? "what it is set to is not" : `it is "${value}"`;
}

let parsed: Env | null = null;

/** The process's configuration, parsed once. @throws EnvError */
export function getEnv(): Env {
  parsed ??= readEnv();
  return parsed;
}

/** Variables that are set win over those of the file `.env` in the working directory. */
function readEnv(): Env {
  if (existsSync(".env")) process.loadEnvFile(".env");
  return parseEnv(process.env);
}
