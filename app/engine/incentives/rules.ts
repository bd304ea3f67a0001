import { DAY_MS } from "~/kit/duration";

/** No vowels, so no words; none of 0 O 1 I L 2-Z 5-S 8-B U-V, of which people mistake one for the other. */
const ALPHABET = "23456789CDFGHJKMNPQRTVWX";
const LETTER_COUNT = 8;

/**
 * A code a person can read out: `BACK` and a digest → `BACK-7KQ4MX3P`.
 *
 * Same digest, same code. The 8 letters hold 24^8 (1.1 × 10^11) codes.
 *
 * @param digest At least 8 bytes of a keyed hash.
 * @throws RangeError when the digest is shorter.
 */
export function codeFromDigest(prefix: string, digest: Uint8Array): string {
  if (digest.length < 8) throw new RangeError(`expected a digest of at least 8 bytes, got ${digest.length}`);
  let number = 0n;
  for (const byte of digest.subarray(0, 8)) number = (number << 8n) | BigInt(byte);
  const base = BigInt(ALPHABET.length);
  let letters = "";
  for (let index = 0; index < LETTER_COUNT; index += 1) {
    letters += ALPHABET[Number(number % base)] ?? "";
    number /= base;
  }
  return `${prefix}-${letters}`;
}

/** How codes are compared: Shopify takes them in any case. */
export function codeKeyOf(code: string): string {
  return code.trim().toLowerCase();
}

/** The instant from which a code given now is no longer taken. @param validDays Whole days of 24 hours, at least 1. */
export function expiryOf(now: Date, validDays: number): Date {
  return new Date(now.getTime() + validDays * DAY_MS);
}

/*
 * An incentive is requested (the store is asked for it) → issued (it is there, and somebody's) → redeemed | expired, or
 * failed when the store will not have it. A code of a pool is requested → pooled (there, nobody's) → issued. Redeemed
 * and expired follow from the orders that carry the code, and change back when those do.
 */
export type CodeState = "requested" | "pooled" | "issued" | "redeemed" | "expired" | "failed";

/** An order that carries the code. */
export type CodeUse = {
  orderId: string;
  placedAt: Date;
  isTest: boolean;
  isCancelled: boolean;
  isDeleted: boolean;
  /** What the code took off this order, in the shop's currency; null = not told. */
  discountMinor: number | null;
};

export type CodeStanding =
  | { state: "redeemed"; redeemedOrderId: string; redeemedAt: Date; costMinor: number | null }
  | { state: Exclude<CodeState, "redeemed">; redeemedOrderId: null; redeemedAt: null; costMinor: null };

/**
 * What a code's state is, given every order that carries it now.
 *
 * Redeemed by the first order that is neither a test nor cancelled nor deleted; when none is left it is open
 * again, or expired from `expiresAt` on. A code that was never made at Shopify, or never given, stays what it is.
 */
export function decideStanding(
  code: { state: CodeState; expiresAt: Date },
  uses: readonly CodeUse[],
  now: Date,
): CodeStanding {
  const unused = { redeemedOrderId: null, redeemedAt: null, costMinor: null };
  if (code.state === "requested" || code.state === "failed" || code.state === "pooled") {
    return { state: code.state, ...unused };
  }
  const counted = uses
    .filter((use) => !use.isTest && !use.isCancelled && !use.isDeleted)
    .sort((a, b) => a.placedAt.getTime() - b.placedAt.getTime());
  const first = counted[0];
  if (first) {
    const { orderId: redeemedOrderId, placedAt: redeemedAt, discountMinor: costMinor } = first;
    return { state: "redeemed", redeemedOrderId, redeemedAt, costMinor };
  }
  return { state: now >= code.expiresAt ? "expired" : "issued", ...unused };
}
