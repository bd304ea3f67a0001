import { afterEach, beforeEach, expect, vi } from "vitest";

import "./tenant-guard";

/** A warning in a test is a bug nobody has looked at yet. */
const spies = { error: vi.spyOn(console, "error"), warn: vi.spyOn(console, "warn") };

beforeEach(() => {
  spies.error.mockClear();
  spies.warn.mockClear();
});

afterEach(() => {
  expect([...spies.error.mock.calls, ...spies.warn.mock.calls]).toEqual([]);
});

process.env.NODE_ENV = "test";
process.env.SHOPIFY_API_KEY ??= "test-client-id";
process.env.SHOPIFY_API_SECRET ??= "test-client-secret";
process.env.SHOPIFY_APP_URL ??= "https://perennial.example";
process.env.ENCRYPTION_KEYS ??= "test:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
process.env.LOOKUP_KEY ??= "Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA=";
process.env.SMTP_URL ??= "smtp://127.0.0.1:1025";
process.env.MAIL_FROM ??= "hello@example.com";
process.env.LOG_LEVEL ??= "silent";
