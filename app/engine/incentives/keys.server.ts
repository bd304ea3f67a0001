import { createHmac } from "node:crypto";

import { deriveKey } from "~/platform/crypto.server";
import type { Tx } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import { hasCreditUntil, isCodeTaken } from "./repository.server";
import { codeFromDigest, codeKeyOf } from "./rules";
import { creditEnd } from "./rules/clock";
import { giftCardCode, maskedGiftCard } from "./rules/gift-card";

type Occasion = { shopId: string; occasionKey: string };

/** The code and what it is looked up by. */
export type NaturalKey = { code: string; codeKey: string };

function digestOf(purpose: string, { shopId, occasionKey }: Occasion, candidate = 0): Buffer {
  const key = deriveKey(getSecret(), purpose);
  return createHmac("sha256", key).update(`${shopId}\n${occasionKey}\n${candidate}`).digest();
}

/** Follows from the occasion alone; the next candidate is needed once in 10^11 divided by the codes a shop has. */
export async function chooseCode(
  tx: Tx,
  { prefix, ...occasion }: Occasion & { prefix: string },
): Promise<NaturalKey> {
  for (let candidate = 0; ; candidate += 1) {
    const code = codeFromDigest(prefix, digestOf("discount-code", occasion, candidate));
    const codeKey = codeKeyOf(code);
    if (!(await isCodeTaken(tx, { shopId: occasion.shopId, codeKey }))) return { code, codeKey };
  }
}

/** A code of a pool; one that the shop has already is left out when they are stored. */
export function poolCodeKey({ prefix, ...occasion }: Occasion & { prefix: string }): NaturalKey {
  const code = codeFromDigest(prefix, digestOf("discount-code", occasion));
  return { code, codeKey: codeKeyOf(code) };
}

/** The code of a gift card, in full: only for its owner's message and for Shopify. */
export function revealGiftCard(occasion: Occasion): string {
  return giftCardCode(digestOf("gift-card", occasion));
}

/** What is stored of a gift card: its last letters, and a keyed hash. */
export function giftCardKey(occasion: Occasion): NaturalKey {
  const name = digestOf("gift-card-name", occasion).toString("hex");
  return { code: maskedGiftCard(revealGiftCard(occasion)), codeKey: `gift-card:${name}` };
}

/** A credit has no code; it is told by its amount and its end. */
export async function chooseCredit(
  tx: Tx,
  { customerId, end, ...occasion }: Occasion & { customerId: string; end: Date },
): Promise<NaturalKey & { expiresAt: Date }> {
  const name = digestOf("store-credit-name", occasion).toString("hex").slice(0, 32);
  for (let candidate = 0; ; candidate += 1) {
    const expiresAt = creditEnd(end, digestOf("store-credit-end", occasion, candidate));
    if (!(await hasCreditUntil(tx, { shopId: occasion.shopId, customerId, expiresAt }))) {
      return { code: "–", codeKey: `store-credit:${name}`, expiresAt };
    }
  }
}
