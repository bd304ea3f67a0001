import { randomBytes } from "node:crypto";

import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import {
  contactHash,
  contactHashOrNull,
  isSealed,
  isSealedWithOldKey,
  keyIdOf,
  openRow,
  openSealed,
  provideKeys,
  seal,
  sealPacked,
} from "./sealed.server";

const LOOKUP = randomBytes(32);
const K1 = { id: "k1", key: randomBytes(32) };
const K2 = { id: "k2", key: randomBytes(32) };

beforeEach(() => provideKeys([K1], LOOKUP));
afterEach(() => provideKeys([K1], LOOKUP));

describe("a sealed text", () => {
  test("opens to what it was, whatever that is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(openSealed(seal(text))).toBe(text.toWellFormed());
      }),
    );
  });

  test("that is long opens to what it was, and is shorter than it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), fc.nat(3_000), (text, times) => {
        const long = text.repeat(times);
        const sealed = sealPacked(long);
        expect(openSealed(sealed)).toBe(long.toWellFormed());
        expect(isSealed(sealed)).toBe(true);
        expect(keyIdOf(sealed)).toBe("k1");
      }),
      { numRuns: 50 },
    );
    expect(sealPacked("<td>Hello</td>".repeat(1_000)).length).toBeLessThan(1_000);
  });

  test("shows nothing of the text, and is another one every time", () => {
    const [first, second] = [seal("ada@example.com"), seal("ada@example.com")];
    expect(first).not.toContain("ada");
    expect(first).not.toBe(second);
    expect(isSealed(first)).toBe(true);
    expect(isSealed("ada@example.com")).toBe(false);
  });

  test("that was altered does not open", () => {
    const sealed = seal("ada");
    const altered = sealed.slice(0, -2) + (sealed.endsWith("AA") ? "BB" : "AA");
    expect(() => openSealed(altered)).toThrow();
  });

  test("of a key we no longer have says which", () => {
    const sealed = seal("ada");
    provideKeys([K2], LOOKUP);
    expect(() => openSealed(sealed)).toThrow('sealed with key "k1"');
  });
});

test("after a new key is put first, old values open and are known to be old", () => {
  const old = seal("ada");
  provideKeys([K2, K1], LOOKUP);
  expect(openSealed(old)).toBe("ada");
  expect(isSealedWithOldKey(old)).toBe(true);
  const fresh = seal("ada");
  expect(keyIdOf(fresh)).toBe("k2");
  expect(isSealedWithOldKey(fresh)).toBe(false);
});

test("a row is opened where it is sealed, and left alone elsewhere", () => {
  const row = [1, null, "plain", seal("ada"), new Date(0)];
  openRow(row);
  expect(row).toEqual([1, null, "plain", "ada", new Date(0)]);
});

describe("the hash of a contact", () => {
  test("is the same for any case and spaces around, also with other sealing keys", () => {
    const hash = contactHash("ada@example.com");
    provideKeys([K2], LOOKUP);
    expect(contactHash("  Ada@Example.COM ")).toBe(hash);
  });

  test("is another one under another lookup key", () => {
    const hash = contactHash("ada@example.com");
    provideKeys([K1], randomBytes(32));
    expect(contactHash("ada@example.com")).not.toBe(hash);
  });

  test.each([null, "", "  "])("of %j is none", (contact) => {
    expect(contactHashOrNull(contact)).toBeNull();
  });
});
