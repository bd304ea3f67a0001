import { readToken, signToken } from "~/platform/crypto.server";
import { getSecret } from "~/platform/secrets.server";

import { type MessageRef, publicUrl } from "../links.server";

export type LinkRef = MessageRef & { position: number };

/** A link of a mail, over us. Ids only: where it leads is stored, so that nobody can make one that leads elsewhere. */
export function clickUrl({ shopId, messageId, position }: LinkRef): string {
  return publicUrl(`/c/${signToken(getSecret(), "click", { s: shopId, m: messageId, p: position })}`);
}

/** Which link of which mail a token is of; null when it is not one of ours. */
export function readClickToken(token: string): LinkRef | null {
  const payload = readToken(getSecret(), "click", token);
  const { s, m, p } = payload ?? {};
  return typeof s === "string" && typeof m === "string" && typeof p === "number"
    ? { shopId: s, messageId: m, position: p }
    : null;
}

/** The picture of a mail. */
export function openUrl({ shopId, messageId }: MessageRef): string {
  return publicUrl(`/o/${signToken(getSecret(), "open", { s: shopId, m: messageId })}`);
}

/** Which mail the token of a picture is of; null when it is not one of ours. */
export function readOpenToken(token: string): MessageRef | null {
  const { s, m } = readToken(getSecret(), "open", token) ?? {};
  return typeof s === "string" && typeof m === "string" ? { shopId: s, messageId: m } : null;
}
