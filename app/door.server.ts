import "./composition.server";

import { createWebhookDoor } from "./pipeline/inbox/door.server";
import { createInbox, createSpoolInbox, type Inbox } from "./pipeline/inbox/receive.server";
import { now } from "./platform/clock.server";
import { getDb } from "./platform/database.server";
import { getEnv } from "./platform/env.server";
import { spooledDeliveries } from "./platform/measures.server";
import { openSpool, spoolPathOf } from "./platform/sqlite/spool.server";

const db = getDb();
const spoolPath = spoolPathOf(getEnv().DATABASE_URL);

/** The webhook door of this process. server.ts puts it in front of Remix; so does vite.config.ts while developing. */
export const handleWebhook = createWebhookDoor({
  db,
  inbox: spoolPath === null ? createInbox(db) : spoolInboxAt(spoolPath),
  secret: getEnv().SHOPIFY_API_SECRET,
  maxBytes: getEnv().WEBHOOK_MAX_BYTES,
  now,
});

function spoolInboxAt(path: string): Inbox {
  const spool = openSpool(path);
  spooledDeliveries.readBy(() => Promise.resolve({ waiting: spool.count() }));
  return createSpoolInbox(spool);
}
