import { readToken, signToken } from "~/platform/crypto.server";
import { getSecret } from "~/platform/secrets.server";

import { PAGE_MS } from "./rules";

const PURPOSE = "storefront-page";

type Visitor = { shopId: string; customerNumber: string };

/**
 * A word that only a page of the store can have got, for whoever is signed in there: other sites may send a shopper's
 * browser to the store, but cannot read what it answers.
 */
export function signPageToken({ shopId, customerNumber }: Visitor, wallNow: Date): string {
  const payload = { s: shopId, c: customerNumber, e: wallNow.getTime() + PAGE_MS };
  return signToken(getSecret(), PURPOSE, payload);
}

/** Whether the word was given to this visitor, not too long ago. */
export function isPageToken(
  token: string | null,
  { shopId, customerNumber }: Visitor,
  wallNow: Date,
): boolean {
  const payload = readToken(getSecret(), PURPOSE, token ?? "");
  if (payload === null || payload["s"] !== shopId || payload["c"] !== customerNumber) return false;
  return typeof payload["e"] === "number" && payload["e"] > wallNow.getTime();
}
