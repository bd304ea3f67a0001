import { z } from "zod";

const url = z.string().url();

const EnvSchema = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  SHOPIFY_API_KEY: z.string().min(1),
  SHOPIFY_API_SECRET: z.string().min(1),
  SHOPIFY_APP_URL: url,
  SCOPES: z.string().optional(),
  DATABASE_URL: z
    .string()
    .regex(/^file:.+/, "must be a SQLite file such as file:./perennial.db")
    .default("file:./perennial.db"),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/.+/, "must look like smtp://user:password@host:587")
    .default("smtp://127.0.0.1:1025"),
  MAIL_FROM: z.string().email().default("hello@example.com"),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default("127.0.0.1"),
  WEBHOOK_MAX_BYTES: z.coerce.number().int().min(1_024).default(5_000_000),
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(64).default(8),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  /** Address of a stand-in for Shopify. Unset in production: the one seam of ADR 0003. */
  DEV_STORE_URL: url.optional(),
});

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
 * Reads the configuration out of environment variables.
 *
 * @throws EnvError naming every wrong variable. Secrets are never quoted.
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = EnvSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new EnvError(
    parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      const value = given[name];
      const got =
        value === undefined
          ? "it is not set"
          : /SECRET|URL$/.test(name)
            ? "its value is not usable"
            : `got "${value}"`;
      return `${name}: ${issue.message} (${got})`;
    }),
  );
}

let parsed: Env | null = null;

/** The process's configuration, parsed once. @throws EnvError */
export function getEnv(): Env {
  parsed ??= parseEnv(process.env);
  return parsed;
}
