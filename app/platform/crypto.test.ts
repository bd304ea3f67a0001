import { createHash, createHmac } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  deriveKey,
  equalInConstantTime,
  hashAddress,
  hmacBase64,
  readToken,
  signToken,
} from "./crypto.server";

const SECRET = "hush";
const PURPOSE = "unsubscribe";

type Vector = { name: string; secret: string; rawBody: string; header_hmac: string; expected: boolean };
const VECTORS = "../shared/fixtures/hmac/vectors.json";
const vectors: Vector[] = existsSync(VECTORS)
  ? (JSON.parse(readFileSync(VECTORS, "utf8")) as { webhook: Vector[] }).webhook
  : [];

describe.skipIf(vectors.length === 0)(
  "signatures collected from the field (skipped without ../shared)",
  () => {
    test.each(vectors)("$name", ({ secret, rawBody, header_hmac, expected }) => {
      expect(equalInConstantTime(header_hmac, hmacBase64(secret, Buffer.from(rawBody)))).toBe(expected);
    });
  },
);

describe("a signature", () => {
  test("is over the bytes, so other bytes that read as the same text do not fit", () => {
    const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
    expect(hmacBase64(SECRET, bytes)).not.toBe(hmacBase64(SECRET, bytes.toString("utf8")));
  });

  test("fits its own text only", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        const isSame = equalInConstantTime(hmacBase64(SECRET, one), hmacBase64(SECRET, other));
        expect(isSame).toBe(one === other);
      }),
    );
  });
});

describe("comparing in constant time", () => {
  test.each([
    ["abc", "abc", true],
    ["abc", "abd", false],
    ["abc", "ab", false],
    ["", "", true],
    ["", "a", false],
    ["é", "e\u0301", false],
    ["ł".repeat(3), "abcdef", false],
  ])("%j and %j: %s", (a, b, isEqual) => {
    expect(equalInConstantTime(a, b)).toBe(isEqual);
  });
});

describe("a token", () => {
  const token = signToken(SECRET, PURPOSE, { customerId: "s1_1", issuedAt: 5 });
  const [body = "", signature = ""] = token.split(".");
  const encode = (text: string) => Buffer.from(text).toString("base64url");

  test("gives its payload back to the same secret and purpose", () => {
    expect(readToken(SECRET, PURPOSE, token)).toEqual({ customerId: "s1_1", issuedAt: 5 });
    expect(encodeURIComponent(token)).toBe(token);
  });

  test.each([
    ["of another purpose", token, "recover", SECRET],
    ["of another secret", token, PURPOSE, "hush!"],
    ["with another payload", `${encode('{"customerId":"s1_2","issuedAt":5}')}.${signature}`, PURPOSE, SECRET],
    ["with more after the payload", `${body}AA.${signature}`, PURPOSE, SECRET],
    ["with more after the signature", `${token}A`, PURPOSE, SECRET],
    ["with a third part", `${token}.${signature}`, PURPOSE, SECRET],
    ["whose signature is written another way", `${body}.${signature}=`, PURPOSE, SECRET],
    ["without a signature", `${body}.`, PURPOSE, SECRET],
    ["without a payload", `.${signature}`, PURPOSE, SECRET],
    ["that is empty", "", PURPOSE, SECRET],
    ["that is no token", "not a token at all \u0000 €", PURPOSE, SECRET],
    ["signed by a bare hash (length extension)", `${body}AA.${bareHash(body)}`, PURPOSE, SECRET],
  ])("%s is nobody's", (_title, text, purpose, secret) => {
    expect(readToken(secret, purpose, text)).toBeNull();
  });

  test.each(["not JSON", '"text"', "7", "null", "[1]", "{"])(
    "rightly signed but holding %j is null, not an error",
    (text) => {
      const odd = encode(text);
      expect(readToken(SECRET, PURPOSE, `${odd}.${signatureOver(odd)}`)).toBeNull();
    },
  );

  test("of random text never throws", () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (a, b) => {
        expect(readToken(SECRET, PURPOSE, `${a}.${b}`)).toBeNull();
      }),
    );
  });

  function bareHash(text: string): string {
    return createHash("sha256")
      .update(SECRET + text)
      .digest("base64url");
  }

  function signatureOver(text: string): string {
    return createHmac("sha256", deriveKey(SECRET, `token:${PURPOSE}`))
      .update(text)
      .digest("base64url");
  }
});

describe("the hash of an address", () => {
  test("is the same however the address is typed", () => {
    expect(hashAddress(SECRET, " Ada@Example.COM ")).toBe(hashAddress(SECRET, "ada@example.com"));
  });

  test("tells nothing without the secret, and nothing of the address", () => {
    const hash = hashAddress(SECRET, "ada@example.com");
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(hash).not.toBe(hashAddress("other", "ada@example.com"));
    expect(hash).not.toBe(createHash("sha256").update("ada@example.com").digest("hex"));
  });
});

test("keys of different purposes have nothing in common", () => {
  expect(deriveKey(SECRET, "a").equals(deriveKey(SECRET, "b"))).toBe(false);
  expect(deriveKey(SECRET, "a").equals(deriveKey(SECRET, "a"))).toBe(true);
  expect(deriveKey(SECRET, "a").symmetricKeySize).toBe(32);
});
