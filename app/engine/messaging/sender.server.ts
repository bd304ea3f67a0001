import type { Db } from "~/platform/db.server";
import { getEnv } from "~/platform/env.server";
import type { ShopRecord } from "~/shops/repository.server";
import { GENERAL_SETTINGS_KEY, GeneralSettingsSchema } from "~/shops/schema";
import { readSetting } from "~/shops/settings.server";

export type Sender = { name: string; address: string; replyTo: string | null };

/** Who a shop's mails come from, and where answers go. */
export async function getSender(db: Db, { shop }: { shop: ShopRecord }): Promise<Sender> {
  const settings = await readSetting(db, {
    shopId: shop.id,
    key: GENERAL_SETTINGS_KEY,
    schema: GeneralSettingsSchema,
  });
  return {
    name: settings.senderName ?? shop.name,
    address: settings.senderAddress ?? getEnv().MAIL_FROM,
    replyTo: settings.replyTo ?? shop.email,
  };
}
