import { describe, expect, test } from "vitest";

import { classifyFailure, type SmtpFailure } from "./outcome";

const failure = (over: Partial<SmtpFailure>): SmtpFailure => ({
  code: null,
  responseCode: null,
  message: "it broke",
  bodyStarted: false,
  ...over,
});

describe("classifyFailure", () => {
  test.each([
    { name: "399, which is no refusal, before the body", over: { responseCode: 399 }, kind: "deferred" },
    { name: "a reply of 400", over: { responseCode: 400 }, kind: "deferred" },
    { name: "a reply of 499 to the body", over: { responseCode: 499, bodyStarted: true }, kind: "deferred" },
    { name: "a reply of 500", over: { responseCode: 500 }, kind: "refused" },
    { name: "a reply of 554 to the body", over: { responseCode: 554, bodyStarted: true }, kind: "refused" },
    { name: "a line that broke before the body", over: { code: "ECONNECTION" }, kind: "deferred" },
    {
      name: "a line that broke after the body began",
      over: { code: "ECONNECTION", bodyStarted: true },
      kind: "uncertain",
    },
    {
      name: "a timeout after the body began",
      over: { code: "ETIMEDOUT", bodyStarted: true },
      kind: "uncertain",
    },
    {
      name: "a wrong password, which no reader is to blame for",
      over: { code: "EAUTH", responseCode: 535 },
      kind: "deferred",
    },
    { name: "an address the library cannot use", over: { code: "EENVELOPE" }, kind: "refused" },
  ])("$name is $kind", ({ over, kind }) => {
    expect(classifyFailure(failure(over))).toEqual({ kind, error: "it broke" });
  });
});
