import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  type KeyObject,
  randomFillSync,
} from "node:crypto";
import { deflateRawSync, inflateRawSync } from "node:zlib";

import { LRUCache } from "lru-cache";

import { getEnv } from "./env.server";
import { momentaryUtf8 } from "./utf8";

/*
 * Personal texts and tokens are kept sealed: AES-256-GCM under a key of the environment, as
 *
 *   ~s1.<key id>.<base64url of nonce, tag and ciphertext>
 *   ~z1.<the same> of a text that was deflated first: long ones, such as mails
 *
 * Reading needs no care: the drivers open what begins with the mark. Writing does: repositories seal what they store.
 * A key is rotated by putting a new one first; what old ones sealed stays readable until `npm run seal:rotate` has
 * sealed it anew. Lookups go by `contactHash`, under a key of its own that stays the same.
 */

export type SealingKey = { id: string; key: Buffer };

const MARK = "~s1.";
const PACKED_MARK = "~z1.";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Made once: a key out of bytes costs more than what is done with it. */
type Keys = {
  current: { id: string; key: KeyObject };
  byId: Map<string, KeyObject>;
  lookup: KeyObject;
  lookupPrefix: string;
  /** A batch asks for the hash of each of its contacts several times. */
  contactHashes: LRUCache<string, string>;
  /** A contact is in a customer and in all orders of a batch. That two are the same, their hashes tell anyway. */
  sealedTexts: LRUCache<string, string>;
  /** First names, providers of mail and beginnings of words come again and again. */
  digests: LRUCache<string, string>;
};

const MOST_CONTACTS = 5_000;
const MOST_DIGESTS = 20_000;

let keys: Keys | null = null;

/** Puts other keys in place of the environment's: for a worker thread, and for tests. The first seals, all of them open. */
export function provideKeys(sealing: readonly SealingKey[], lookup: Buffer): void {
  const [current] = sealing;
  if (!current) throw new Error("expected at least one sealing key");
  keys = {
    current: { id: current.id, key: createSecretKey(current.key) },
    byId: new Map(sealing.map(({ id, key }) => [id, createSecretKey(key)])),
    lookup: createSecretKey(lookup),
    lookupPrefix: lookup.toString("base64"),
    contactHashes: new LRUCache({ max: MOST_CONTACTS }),
    sealedTexts: new LRUCache({ max: MOST_CONTACTS }),
    digests: new LRUCache({ max: MOST_DIGESTS }),
  };
}

function provided(): Keys {
  if (keys) return keys;
  const { ENCRYPTION_KEYS, LOOKUP_KEY } = getEnv();
  provideKeys(ENCRYPTION_KEYS, LOOKUP_KEY);
  return provided();
}

const pool = Buffer.alloc(NONCE_BYTES * 512);
let used = pool.length;

/** Nonces cost less by the hundred. */
function nonce(): Buffer {
  if (used >= pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  const next = Buffer.from(pool.subarray(used, used + NONCE_BYTES));
  used += NONCE_BYTES;
  return next;
}

/** Seals a text. The same text gives another result every time: compare and look up by `contactHash`. */
export function seal(text: string): string {
  return sealUnder(MARK, text);
}

const SHORT = 2_000;
/** Little memory to prepare per text: half of the time. */
const PACKING = { level: 1, windowBits: 14, memLevel: 7 };

/** `seal` for texts that may be long: those become a quarter as long, for some microseconds more. */
export function sealPacked(text: string): string {
  return text.length < SHORT
    ? seal(text)
    : sealUnder(PACKED_MARK, deflateRawSync(momentaryUtf8(text), PACKING));
}

function sealUnder(mark: string, content: string | Buffer): string {
  const { id, key } = provided().current;
  const iv = nonce();
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const ciphertext = typeof content === "string" ? cipher.update(content, "utf8") : cipher.update(content);
  cipher.final();
  return `${mark}${id}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString("base64url")}`;
}

/** Seals a text that is stored beside its keyed hash: the same text may give the same result. */
export function sealHashed(text: string): string {
  const { sealedTexts } = provided();
  const known = sealedTexts.get(text);
  if (known !== undefined) return known;
  const made = seal(text);
  sealedTexts.set(text, made);
  return made;
}

/** Seals bytes, given in parts, for a file of our own: `<length of the key's id><key id><nonce><tag><ciphertext>`. */
export function sealBytes(parts: readonly Buffer[]): { keyId: string; sealed: Buffer } {
  const { id, key } = provided().current;
  const iv = nonce();
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  const ciphertext = parts.map((part) => cipher.update(part));
  cipher.final();
  const head = Buffer.from(id);
  return {
    keyId: id,
    sealed: Buffer.concat([Buffer.of(head.length), head, iv, cipher.getAuthTag(), ...ciphertext]),
  };
}

/**
 * The bytes that were sealed.
 *
 * @throws Error when their key is not among ours, or when they were altered.
 */
export function openBytes(sealed: Buffer): Buffer {
  const start = 1 + (sealed[0] ?? 0);
  const key = keyOf(sealed.toString("utf8", 1, start));
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(start, start + NONCE_BYTES));
  const body = start + NONCE_BYTES + TAG_BYTES;
  decipher.setAuthTag(sealed.subarray(start + NONCE_BYTES, body));
  const content = decipher.update(sealed.subarray(body));
  decipher.final();
  return content;
}

function keyOf(id: string): KeyObject {
  const key = provided().byId.get(id);
  if (key) return key;
  throw new Error(`a value was sealed with key "${id}", which is not in ENCRYPTION_KEYS: add it at the end`);
}

/** Whether a stored value is a sealed one. */
export function isSealed(value: unknown): value is string {
  return typeof value === "string" && (value.startsWith(MARK) || value.startsWith(PACKED_MARK));
}

/** The id of the key that sealed a value. */
export function keyIdOf(sealed: string): string {
  return sealed.slice(MARK.length, sealed.indexOf(".", MARK.length));
}

/** Whether a value was sealed with a key that is not the current one. */
export function isSealedWithOldKey(value: string): boolean {
  return isSealed(value) && keyIdOf(value) !== provided().current.id;
}

/**
 * The text that was sealed.
 *
 * @throws Error when its key is not among ours, or when it was altered.
 */
export function openSealed(sealed: string): string {
  const id = keyIdOf(sealed);
  const key = keyOf(id);
  const bytes = Buffer.from(sealed.slice(MARK.length + id.length + 1), "base64url");
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const content = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  decipher.final();
  return (sealed.startsWith(PACKED_MARK) ? inflateRawSync(content) : content).toString("utf8");
}

/** Opens the sealed ones among a row's values, in place. */
export function openRow(row: unknown[]): void {
  for (let column = 0; column < row.length; column++) {
    const value = row[column];
    if (isSealed(value)) row[column] = openSealed(value);
  }
}

/**
 * Keyed hash of a mail address or phone number, to look people up by it without keeping it readable. Spaces around and
 * capitals do not count. Hex.
 */
export function contactHash(contact: string): string {
  const { lookup, contactHashes } = provided();
  const known = contactHashes.get(contact);
  if (known !== undefined) return known;
  const made = createHmac("sha256", lookup).update(contact.trim().toLowerCase()).digest("hex");
  contactHashes.set(contact, made);
  return made;
}

/** `contactHash` of what is there; null for null and blank. */
export function contactHashOrNull(contact: string | null): string | null {
  return contact?.trim() ? contactHash(contact) : null;
}

/** Keyed hash of any other text that is kept sealed and looked for: capitals and spaces count. Hex. */
export function textHash(text: string): string {
  return createHmac("sha256", provided().lookup).update(`text:${text}`).digest("hex");
}

/**
 * Keyed digest of a text, base64url; shorter than `contactHash` to make. Only for values that are cut off, as those of
 * search indexes are.
 */
export function lookupDigest(text: string): string {
  const { lookupPrefix, digests } = provided();
  const known = digests.get(text);
  if (known !== undefined) return known;
  const made = hash("sha256", lookupPrefix + text, "base64url");
  digests.set(text, made);
  return made;
}
