import { publicUrl } from "~/engine/messaging/links.server";
import { readToken, signToken } from "~/platform/crypto.server";
import { getSecret } from "~/platform/secrets.server";

export type AdvocateRef = { shopId: string; customerId: string };

const PURPOSE = "referral-page";

/** The page on which a customer finds their link and what it brought. Ids only. */
export function referralPageUrl({ shopId, customerId }: AdvocateRef): string {
  return publicUrl(`/f/${signToken(getSecret(), PURPOSE, { s: shopId, c: customerId })}`);
}

/** Whose page a token is of; null when it is not one of ours. */
export function readReferralToken(token: string): AdvocateRef | null {
  const payload = readToken(getSecret(), PURPOSE, token);
  return typeof payload?.s === "string" && typeof payload.c === "string"
    ? { shopId: payload.s, customerId: payload.c }
    : null;
}

/** What friends follow: a page of the store, which enters the code by itself. */
export function shareUrl(shopDomain: string, code: string): string {
  return `https://${shopDomain}/discount/${encodeURIComponent(code)}?redirect=/`;
}
