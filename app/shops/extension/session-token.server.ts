/*
 * Session tokens of extensions, checked by hand: the library takes tokens of any audience here, and never looks at whom
 * a token speaks for (docs/security.md).
 */
import { createHmac } from "node:crypto";

import { equalInConstantTime } from "~/platform/crypto.server";

import type { Refusal } from "./rules";

export type ReadToken = { kind: "signed"; claims: unknown } | { kind: "refused"; reason: Refusal };

/** The longest that Shopify sends is well below. */
const MAX_LENGTH = 4_096;

/** What a token claims, once it is sure that Shopify signed it: HS256 with the app's secret, and nothing else. */
export function readSessionToken(token: string, secret: string): ReadToken {
  const [header, payload, signature, ...rest] = token.split(".");
  if (!header || !payload || signature === undefined || rest.length > 0 || token.length > MAX_LENGTH)
    return { kind: "refused", reason: "malformed" };
  const { alg } = (parseJson(header) ?? {}) as { alg?: unknown };
  if (alg !== "HS256") return { kind: "refused", reason: "algorithm" };
  const expected = createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url");
  if (!equalInConstantTime(signature, expected)) return { kind: "refused", reason: "signature" };
  return { kind: "signed", claims: parseJson(payload) };
}

/** The token of `Authorization: Bearer …`; null when there is none. */
export function bearerOf(request: Request): string | null {
  return /^Bearer (\S+)$/.exec(request.headers.get("Authorization") ?? "")?.[1] ?? null;
}

function parseJson(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return null;
  }
}
