import { publicUrl } from "~/engine/messaging/links.server";
import { readToken, signToken } from "~/platform/crypto.server";
import { getSecret } from "~/platform/secrets.server";

export type RecoveryRef = { shopId: string; recoveryId: string };

const PURPOSE = "recovery-link";

/** The link in the mail. Ids only: where it leads is looked up when it is followed. */
export function recoveryLink({ shopId, recoveryId }: RecoveryRef): string {
  return publicUrl(`/r/${signToken(getSecret(), PURPOSE, { s: shopId, r: recoveryId })}`);
}

/** Which recovery a link is of; null when it is not one of ours. */
export function readRecoveryToken(token: string): RecoveryRef | null {
  const payload = readToken(getSecret(), PURPOSE, token);
  return typeof payload?.s === "string" && typeof payload.r === "string"
    ? { shopId: payload.s, recoveryId: payload.r }
    : null;
}
