import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from "node:crypto";

import { LRUCache } from "lru-cache";

/** Base64 HMAC-SHA256 of the bytes. */
export function hmacBase64(secret: string, bytes: Buffer | string): string {
  return createHmac("sha256", secret).update(bytes).digest("base64");
}

/** Compares two strings in a time that does not tell where they differ. */
export function equalInConstantTime(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/** A key for one purpose, derived from the app's secret, so that a leak of one does not open the others. */
export function deriveKey(secret: string, purpose: string): KeyObject {
  const name = `${purpose}\n${secret}`;
  const known = derived.get(name);
  if (known) return known;
  const key = createSecretKey(Buffer.from(hkdfSync("sha256", secret, "perennial", purpose, 32)));
  derived.set(name, key);
  return key;
}

/** Purposes are few, and a mail needs keys of several; a key out of bytes costs six times what is signed with it. */
const derived = new Map<string, KeyObject>();

/** Keyed hash of a mail address (trimmed, lower case): tells whether we know it without keeping it. Hex. */
export function hashAddress(secret: string, address: string): string {
  const plain = address.trim().toLowerCase();
  const name = `${plain}\n${secret}`;
  const known = addressHashes.get(name);
  if (known !== undefined) return known;
  const made = createHmac("sha256", deriveKey(secret, "address-hash")).update(plain).digest("hex");
  addressHashes.set(name, made);
  return made;
}

/** A mail on its way asks for its reader's several times. */
const addressHashes = new LRUCache<string, string>({ max: 2_000 });

/**
 * Packs `payload` into a URL-safe token that only we can make: `<base64url json>.<base64url hmac>`.
 *
 * Not encrypted: put ids in, never personal data.
 */
export function signToken(secret: string, purpose: string, payload: Record<string, string | number>): string {
  const body = Buffer.from(JSON.stringify(payload)).toString("base64url");
  return `${body}.${signatureOf(secret, purpose, body)}`;
}

/** The payload of a token made by `signToken` for the same purpose; null when it was altered or is of another purpose. */
export function readToken(secret: string, purpose: string, token: string): Record<string, unknown> | null {
  const [body, signature, ...rest] = token.split(".");
  if (!body || !signature || rest.length > 0) return null;
  if (!equalInConstantTime(signature, signatureOf(secret, purpose, body))) return null;
  return parseObject(Buffer.from(body, "base64url").toString("utf8"));
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(json);
    const isObject = typeof parsed === "object" && parsed !== null && !Array.isArray(parsed);
    return isObject ? (parsed as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

function signatureOf(secret: string, purpose: string, body: string): string {
  return createHmac("sha256", deriveKey(secret, `token:${purpose}`))
    .update(body)
    .digest("base64url");
}
