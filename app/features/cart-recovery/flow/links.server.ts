import { publicUrl } from "~/engine/messaging/links.server";
import { readToken, signToken } from "~/platform/crypto.server";
import { getSecret } from "~/platform/secrets.server";

/** What the link of a mail names: the checkout, and the code that came with the mail. Mails of former days name their recovery. */
export type RecoveryRef = { shopId: string } & (
  { checkoutId: string; codeId: string | null } | { recoveryId: string }
);

const PURPOSE = "recovery-link";

/** The link in the mail. Ids only: where it leads is looked up when it is followed. */
export function recoveryLink({
  shopId,
  checkoutId,
  codeId,
}: {
  shopId: string;
  checkoutId: string;
  codeId: string | null;
}): string {
  const payload = { s: shopId, k: checkoutId, ...(codeId === null ? {} : { c: codeId }) };
  return publicUrl(`/r/${signToken(getSecret(), PURPOSE, payload)}`);
}

/** Which checkout a link is of; null when it is not one of ours. */
export function readRecoveryToken(token: string): RecoveryRef | null {
  const { s, k, c, r } = readToken(getSecret(), PURPOSE, token) ?? {};
  if (typeof s !== "string") return null;
  if (typeof r === "string") return { shopId: s, recoveryId: r };
  return typeof k === "string"
    ? { shopId: s, checkoutId: k, codeId: typeof c === "string" ? c : null }
    : null;
}
