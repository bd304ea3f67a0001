import { expect, test, vi } from "vitest";
import { z } from "zod";

import { defineIntent } from "./definition";

const intent = (kind: string) =>
  defineIntent({
    kind,
    schema: z.object({}),
    maxAttempts: 1,
    onCrash: "repeat",
    prepare: () => Promise.resolve({ kind: "go", command: null }),
    perform: () => Promise.resolve({ kind: "done", result: null }),
    settle: () => Promise.resolve(),
  });
const ports = {
  email: { send: () => Promise.resolve({ kind: "accepted" as const, response: "" }), close: () => undefined },
  sms: { send: () => Promise.reject(new Error("no provider")) },
  webhook: { post: () => Promise.reject(new Error("no webhook")) },
  shopify: () => Promise.reject(new Error("no shop")),
};

test("nothing can be delivered before the composition has wired the outside world", async () => {
  vi.resetModules();
  const { getPorts } = await import("./registry.server");
  expect(() => getPorts()).toThrow("composition.server.ts must be loaded first");
});

test("an intent is found by its kind, and two of one kind are a mistake", async () => {
  const { findDefinition, getPorts, registerOutbox } = await import("./registry.server");
  const known = intent("email.send-it");
  registerOutbox([known], ports);
  expect(findDefinition("email.send-it")).toBe(known);
  expect(findDefinition("email.send-that")).toBeNull();
  expect(getPorts()).toBe(ports);
  expect(() => registerOutbox([known, intent("email.send-it")], ports)).toThrow(
    'two intents are of kind "email.send-it"',
  );
});
