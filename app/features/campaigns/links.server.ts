import { createHmac } from "node:crypto";

import { codeFromDigest } from "~/engine/incentives/rules";
import { publicUrl } from "~/engine/messaging/links.server";
import { deriveKey, readToken, signToken } from "~/platform/crypto.server";
import { getSecret } from "~/platform/secrets.server";

import type { Premiere } from "./schema";

export type InvitationRef = { shopId: string; recipientId: string };

const PURPOSE = "invitation";

/** Where somebody answers an invitation. Ids only; whose answer it is follows from the link. */
export function invitationUrl({ shopId, recipientId }: InvitationRef): string {
  return publicUrl(`/i/${signToken(getSecret(), PURPOSE, { s: shopId, r: recipientId })}`);
}

/** Which invitation a link is of; null when it is not one of ours. */
export function readInvitationToken(token: string): InvitationRef | null {
  const payload = readToken(getSecret(), PURPOSE, token);
  return typeof payload?.s === "string" && typeof payload.r === "string"
    ? { shopId: payload.s, recipientId: payload.r }
    : null;
}

/** What lets a person into a premiere; null when nothing is needed. A code of one's own follows from the invitation. */
export function accessCodeOf(
  { access, sharedCode }: Pick<Premiere, "access" | "sharedCode">,
  { shopId, recipientId }: InvitationRef,
): string | null {
  switch (access) {
    case "none":
      return null;
    case "shared":
      return sharedCode;
    case "personal": {
      const key = deriveKey(getSecret(), "premiere-code");
      return codeFromDigest("VIP", createHmac("sha256", key).update(`${shopId}\n${recipientId}`).digest());
    }
  }
}
