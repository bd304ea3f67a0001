import { setTimeout as sleep } from "node:timers/promises";

import Database from "better-sqlite3";

/** Where a delivery is in the inbox: `stored` and `retrying` still wait. */
export type Fate = {
  webhookId: string;
  state: string;
  /** Why it was ignored, refused or is dead. */
  problem: { path?: string; value?: unknown; message?: string } | null;
};

export type InboxWatch = {
  /** What became of deliveries so far; without those the inbox does not have. */
  fates: (webhookIds: readonly string[]) => Fate[];
  close: () => void;
};

const LOOK_MS = 50;
const WAITING = new Set(["stored", "retrying"]);

/**
 * Looks into an app's inbox through its database file, without a word to the app.
 *
 * @param databaseUrl `file:./perennial.db`
 * @throws Error when there is no such file.
 */
export function openInboxWatch(databaseUrl: string, shopDomain: string): InboxWatch {
  const database = new Database(databaseUrl.replace(/^file:/, ""), {
    readonly: true,
    fileMustExist: true,
    timeout: 15_000,
  });
  const select = database.prepare<
    [string, string],
    { webhookId: string; state: string; problemJson: string | null }
  >(
    `SELECT d."webhookId", d."state", d."problemJson" FROM "InboxDelivery" d JOIN "Shop" s ON s."id" = d."shopId"
     WHERE s."domain" = ? AND d."webhookId" IN (SELECT value FROM json_each(?))`,
  );
  return {
    fates: (webhookIds) =>
      select.all(shopDomain, JSON.stringify(webhookIds)).map(({ webhookId, state, problemJson }) => ({
        webhookId,
        state,
        problem: problemJson === null ? null : (JSON.parse(problemJson) as Fate["problem"]),
      })),
    close: () => database.close(),
  };
}

/** Whether the app has made up its mind about a delivery. */
export function isSettled({ state }: Fate): boolean {
  return !WAITING.has(state);
}

/** Waits until the inbox has settled all of the deliveries, at most `timeoutMs`. @returns what is known then. */
export async function waitForFates(
  watch: InboxWatch,
  { webhookIds, timeoutMs }: { webhookIds: readonly string[]; timeoutMs: number },
): Promise<Map<string, Fate>> {
  const until = Date.now() + timeoutMs;
  for (;;) {
    const fates = watch.fates(webhookIds);
    const settled = fates.filter(isSettled).length;
    if (settled === webhookIds.length || Date.now() >= until)
      return new Map(fates.map((fate) => [fate.webhookId, fate]));
    await sleep(LOOK_MS);
  }
}
