import { pino } from "pino";

/** Structured log. Fields, not sentences; never personal data, tokens or bodies. */
export const logger = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: null,
  redact: {
    paths: [
      "email",
      "phone",
      "*.email",
      "*.phone",
      "accessToken",
      "*.accessToken",
      "refreshToken",
      "*.refreshToken",
      "body",
    ],
    censor: "[redacted]",
  },
});
