import { pino } from "pino";

import { LOG_LEVELS } from "./env.server";

/** Structured log. Fields, not sentences; never personal data, tokens or bodies. */
export const logger = pino({
  // A wrong level is told with everything else that is wrong; it must not stop the boot before that.
  level: LOG_LEVELS.find((level) => level === process.env.LOG_LEVEL) ?? "info",
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
