import { readToken, signToken } from "~/platform/crypto.server";
import { getSecret } from "~/platform/secrets.server";

import { type MessageRef, publicUrl } from "../links.server";

export type AnswerRef = MessageRef & { questionKey: string; answerKey: string };

/** Where the reader of a mail gives one answer to its question. Ids and keys only; valid for good. */
export function answerUrl({ shopId, messageId, questionKey, answerKey }: AnswerRef): string {
  const payload = { s: shopId, m: messageId, q: questionKey, a: answerKey };
  return publicUrl(`/a/${signToken(getSecret(), "answer", payload)}`);
}

/** Which answer of which mail a token is; null when it is not one of ours. */
export function readAnswerToken(token: string): AnswerRef | null {
  const { s, m, q, a } = readToken(getSecret(), "answer", token) ?? {};
  return typeof s === "string" && typeof m === "string" && typeof q === "string" && typeof a === "string"
    ? { shopId: s, messageId: m, questionKey: q, answerKey: a }
    : null;
}
