import { inTransaction, type RootDb } from "~/platform/db.server";

import { stopMarketing, type Unsubscription } from "./consent/unsubscribe.server";
import { readUnsubscribeToken } from "./links.server";
import { findMessage } from "./repository.server";

export { readUnsubscribeSource } from "./one-click.server";

/** Whether a token is one of ours: whatever else is said with it may be believed. */
export function isUnsubscribeToken(token: string): boolean {
  return readUnsubscribeToken(token) !== null;
}

export type UnsubscribeResult = { outcome: "unsubscribed" } | { outcome: "unknown" };

/**
 * Stops all marketing mail to the reader of a mail: here at once, and in Shopify through the outbox. Idempotent.
 *
 * @param source The link and its page, or the button of a mail program.
 */
export function unsubscribe(
  db: RootDb,
  { token, ...said }: Unsubscription & { token: string },
): Promise<UnsubscribeResult> {
  const ref = readUnsubscribeToken(token);
  if (!ref) return Promise.resolve({ outcome: "unknown" });
  const { shopId, messageId } = ref;
  return inTransaction(
    db,
    async (tx): Promise<UnsubscribeResult> => {
      const message = await findMessage(tx, { shopId, id: messageId });
      const isStopped = message !== null && (await stopMarketing(tx, { message, ...said }));
      return { outcome: isStopped ? "unsubscribed" : "unknown" };
    },
    { shopId },
  );
}
