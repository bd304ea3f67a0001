import { readToken, signToken } from "~/platform/crypto.server";
import type { Db } from "~/platform/db.server";
import { getSecret } from "~/platform/secrets.server";

import type { MessageRef } from "../links.server";

/*
 * A mark tells the store's pages by which mail somebody came. It is a fragment, so it reaches no server and no referrer;
 * redirects keep it. It names a mail and an instant, and nothing else.
 */

/** Whether an address that a mail leads to is to be marked; the part that reads marks says so. */
export type MarkWanted = (db: Db, asked: { shopId: string; url: string }) => Promise<boolean>;

/** `extensions/perennial-pixel/src/batch.ts` looks for it. */
const FRAGMENT = "perennial";

let isWanted: MarkWanted | null = null;

/** Makes known who reads marks; called once by the composition. Without it no address is marked. */
export function provideMarkWanted(wanted: MarkWanted | undefined): void {
  isWanted = wanted ?? null;
}

/** The address with the mark of a mail, where one is wanted; one that has a fragment keeps its own. */
export async function markAddress(
  db: Db,
  { url, mail, now }: { url: string; mail: MessageRef; now: Date },
): Promise<string> {
  if (url.includes("#") || isWanted === null) return url;
  return (await isWanted(db, { shopId: mail.shopId, url }))
    ? `${url}#${FRAGMENT}=${visitorMark(mail, now)}`
    : url;
}

/** The mark of whoever follows a link of a mail now. */
export function visitorMark({ shopId, messageId }: MessageRef, now: Date): string {
  return signToken(getSecret(), "visitor", { s: shopId, m: messageId, t: Math.floor(now.getTime() / 1_000) });
}

/** Which mail a mark is of, and when its link was followed; null when it is not one of ours. */
export function readVisitorMark(mark: string): (MessageRef & { followedAt: Date }) | null {
  const { s, m, t } = readToken(getSecret(), "visitor", mark) ?? {};
  return typeof s === "string" && typeof m === "string" && typeof t === "number"
    ? { shopId: s, messageId: m, followedAt: new Date(t * 1_000) }
    : null;
}
