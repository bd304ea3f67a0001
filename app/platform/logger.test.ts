import { expect, test } from "vitest";

import { createLogger, nameProcess, withLogFields } from "./logger.server";

const SECRETS = [
  "ada@example.com",
  "shpat_0123456789abcdef",
  "shpss_hush",
  "+48600700800",
  "s3cr3t",
  "eyJhbGciOiJI",
];

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  let lines = "";
  const logger = createLogger({ write: (line) => (lines += line) });
  logger.level = "trace";
  write(logger);
  return lines;
}

test("secrets and personal values do not get into the log, by whichever way they come", () => {
  const lines = logged((logger) => {
    logger.info(
      { session: { accessToken: "s3cr3t", deep: { list: [{ refreshToken: "s3cr3t" }] } } },
      "fields",
    );
    logger.warn({ error: String(new Error("550 <ada@example.com> rejected")) }, "error as text");
    logger.error(
      new Error("token shpat_0123456789abcdef", { cause: new Error("+48600700800") }),
      "error itself",
    );
    logger.error({ err: new Error("ada@example.com") }, "error as a field");
    logger.info("signed with shpss_hush for %s", "ada@example.com");
    logger.info(
      { url: "https://app.example/app?id_token=eyJhbGciOiJI.eyJzdWIi.c2ln&hmac=s3cr3t" },
      "address",
    );
    logger.debug({ email: "ada@example.com", headers: { Authorization: "Bearer s3cr3t" } }, "headers");
  });
  expect(lines.trim().split("\n")).toHaveLength(7);
  for (const secret of SECRETS) expect(lines).not.toContain(secret);
});

test("what helps to mend is logged as it is", () => {
  const [line = ""] = logged((logger) =>
    logger.warn(
      { job: "outbox.deliver", attempt: 3, at: new Date(0), error: "451 greylisted" },
      "job failed",
    ),
  ).split("\n");
  expect(JSON.parse(line)).toMatchObject({
    level: 40,
    job: "outbox.deliver",
    attempt: 3,
    at: "1970-01-01T00:00:00.000Z",
    error: "451 greylisted",
    msg: "job failed",
  });
});

test("each line tells its level and time, the process, and the work on whose way it was written", async () => {
  nameProcess("worker");
  let lines = "";
  const logger = createLogger({ write: (line) => (lines += line) });
  logger.level = "info";
  logger.info("before");
  await withLogFields({ job: "vip.sweep", shopId: "s1" }, async () => {
    await Promise.resolve();
    withLogFields({ jobId: "j1" }, () => logger.error({ shopId: "s2", email: "ada@example.com" }, "inside"));
  });
  logger.info("after");
  const told = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(told).toMatchObject([
    { level: 30, process: "worker", msg: "before" },
    { level: 50, process: "worker", job: "vip.sweep", jobId: "j1", shopId: "s2", email: "[redacted]" },
    { process: "worker", msg: "after" },
  ]);
  expect(told.every(({ time }) => typeof time === "number")).toBe(true);
  expect(told[2]).not.toHaveProperty("job");
});
