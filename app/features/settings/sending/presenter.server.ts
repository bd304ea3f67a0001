import type { SendingPageData } from "~/engine/messaging/sending/schema";
import { readSendingSettings } from "~/engine/messaging/sending/slot.server";
import { webhookSecretOf } from "~/engine/messaging/webhook/intents.server";
import type { Db } from "~/platform/db.server";
import type { ShopRecord } from "~/shops/repository.server";

/** How often and when the shop writes to people. */
export async function presentSending(
  db: Db,
  { shopId, shop }: { shopId: string; shop: ShopRecord },
): Promise<SendingPageData> {
  return {
    settings: await readSendingSettings(db, { shopId }),
    zone: shop.ianaTimezone,
    webhookSecret: webhookSecretOf(shopId),
  };
}
