import "./composition.server";

import { createWebhookDoor } from "./pipeline/inbox/door.server";
import { createInbox } from "./pipeline/inbox/receive.server";
import { now } from "./platform/clock.server";
import { getDb } from "./platform/database.server";
import { getEnv } from "./platform/env.server";

const db = getDb();

/** The webhook door of this process. server.ts puts it in front of Remix; so does vite.config.ts while developing. */
export const handleWebhook = createWebhookDoor({
  db,
  inbox: createInbox(db),
  secret: getEnv().SHOPIFY_API_SECRET,
  maxBytes: getEnv().WEBHOOK_MAX_BYTES,
  now,
});
