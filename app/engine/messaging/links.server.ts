import { createHmac } from "node:crypto";

import { deriveKey, readToken, signToken } from "~/platform/crypto.server";
import { getEnv } from "~/platform/env.server";
import { getSecret } from "~/platform/secrets.server";

export type MessageRef = { shopId: string; messageId: string };

/** Address of a page of ours that anybody may open. @param path Begins with `/`. */
export function publicUrl(path: string): string {
  return getEnv().SHOPIFY_APP_URL.replace(/\/+$/, "") + path;
}

/** Where the reader of a mail stops all marketing mail. Ids only; valid for good. */
export function unsubscribeUrl({ shopId, messageId }: MessageRef): string {
  return publicUrl(`/u/${signToken(getSecret(), "unsubscribe", { s: shopId, m: messageId })}`);
}

/** Which mail an unsubscribe token is of; null when it is not one of ours. */
export function readUnsubscribeToken(token: string): MessageRef | null {
  return readMessageToken("unsubscribe", token);
}

/** Where the reader of a mail says what they want of our mails. Ids only; valid for good. */
export function preferencesUrl({ shopId, messageId }: MessageRef): string {
  return publicUrl(`/p/${signToken(getSecret(), "preferences", { s: shopId, m: messageId })}`);
}

/** Which mail a token of the page of preferences is of; null when it is not one of ours. */
export function readPreferencesToken(token: string): MessageRef | null {
  return readMessageToken("preferences", token);
}

function readMessageToken(purpose: string, token: string): MessageRef | null {
  const payload = readToken(getSecret(), purpose, token);
  return typeof payload?.s === "string" && typeof payload.m === "string"
    ? { shopId: payload.s, messageId: payload.m }
    : null;
}

/** The Message-ID of an occasion: the same occasion has the same one for ever. */
export function messageIdOf({ shopId, occasionKey }: { shopId: string; occasionKey: string }): string {
  const digest = createHmac("sha256", deriveKey(getSecret(), "message-id"))
    .update(`${shopId}\n${occasionKey}`)
    .digest("hex");
  const domain = getEnv().MAIL_FROM.split("@").at(-1) ?? "localhost";
  return `<${digest.slice(0, 40)}@${domain}>`;
}
