import "./composition.server";

import { createWebhookDoor } from "./pipeline/inbox/door.server";
import { createSpoolInbox, type Inbox } from "./pipeline/inbox/receive.server";
import { provideSpool } from "./pipeline/inbox/spool/presenter.server";
import { now } from "./platform/clock.server";
import { getDb } from "./platform/database.server";
import { getEnv } from "./platform/env.server";
import { spooledDeliveries } from "./platform/measures.server";
import { openSpoolOf } from "./platform/spool.server";

const db = getDb();

/** The webhook door of this process. server.ts puts it in front of Remix; so does vite.config.ts while developing. */
export const handleWebhook = createWebhookDoor({
  db,
  inbox: spoolInbox(),
  secret: getEnv().SHOPIFY_API_SECRET,
  maxBytes: getEnv().WEBHOOK_MAX_BYTES,
  now,
});

function spoolInbox(): Inbox {
  const spool = openSpoolOf(getEnv().DATABASE_URL);
  spooledDeliveries.readBy(async () => ({ waiting: await spool.count() }));
  provideSpool(spool);
  return createSpoolInbox(spool);
}
