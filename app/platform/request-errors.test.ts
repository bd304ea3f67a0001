import { expect, test } from "vitest";

import { logRequestError } from "./request-errors.server";

function logged(
  error: unknown,
  url = "https://app.example/app/vip?id_token=s3cr3t",
  signal = new AbortController().signal,
) {
  const lines: { level: string; fields: unknown; message: unknown }[] = [];
  const to = (level: string) => (fields: unknown, message: unknown) =>
    void lines.push({ level, fields, message });
  const log = { error: to("error"), info: to("info") } as unknown as Parameters<typeof logRequestError>[2];
  logRequestError(error, { request: { method: "GET", url, signal } }, log);
  return lines;
}

test("an error is logged with where it happened, without the query and without people", () => {
  const [line, ...more] = logged(new RangeError("no tier for ada@example.com"));
  expect(more).toEqual([]);
  expect(line).toMatchObject({
    level: "error",
    fields: { method: "GET", path: "/app/vip", error: "RangeError: no tier for [redacted]" },
    message: "request failed",
  });
  expect((line?.fields as { stack: string }).stack).toMatch(/^ +at .*request-errors\.test\.ts/);
  expect(JSON.stringify(line)).not.toContain("s3cr3t");
});

test.each([400, 404, 405, 499])("a %i is told of, and wakes nobody", (status) => {
  const [line] = logged({ status, error: new Error("No route matches") }, "https://app.example/nothing");
  expect(line).toEqual({
    level: "info",
    fields: { method: "GET", path: "/nothing", status },
    message: "request refused",
  });
});

test.each([500, 503])("a %i is an error, with what caused it", (status) => {
  expect(logged({ status, error: new Error("boom") })).toMatchObject([
    { level: "error", fields: { error: "Error: boom" } },
  ]);
});

test("the token of a public link is not logged", () => {
  const [line] = logged(new Error("boom"), "https://app.example/u/eyJzIjoiczEifQ.c2lnbmF0dXJl");
  expect(line?.fields).toMatchObject({ path: "/u/…" });
});

test("what is no Error is logged too, and who hung up is not", () => {
  expect(logged(null)).toMatchObject([{ level: "error", fields: { error: "null" } }]);
  expect(logged(new Error("boom"), undefined, AbortSignal.abort())).toEqual([]);
});
