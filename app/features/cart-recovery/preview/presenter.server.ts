import { publicUrl } from "~/engine/messaging/links.server";
import { renderMail } from "~/engine/messaging/render.server";
import { getSender } from "~/engine/messaging/sender.server";
import { DAY_MS } from "~/kit/duration";
import { type Db, toMinor } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import { readRecoverySettings } from "../flow/settings.server";
import type { PreviewPrices } from "../schema";
import { type ReminderLine, reminderContent } from "../rules/mail-content";

export type MailPreview = { subject: string; html: string; text: string; sender: string };

/** The reminder as it would look now, with the shop's own products, to either kind of shopper; links lead nowhere. */
export async function presentMailPreview(
  db: Db,
  { shopId, locale, prices, now }: { shopId: string; locale: Locale; prices: PreviewPrices; now: Date },
): Promise<MailPreview> {
  const shop = await getShop(db, { shopId });
  const sender = await getSender(db, { shop });
  const { percentBp, validDays } = await readRecoverySettings(db, { shopId });
  const t = await getTranslator(locale, "cart-recovery");
  const url = publicUrl("/r/preview");
  const content = reminderContent(
    {
      shopName: sender.name,
      firstName: t("preview.firstName"),
      lines: await sampleLines(db, { shopId, fallback: t("preview.product") }),
      currencyCode: prices === "shown" ? shop.currencyCode : null,
      url,
      code:
        percentBp === 0
          ? null
          : { code: "BACK-7KQ4MX3P", percentBp, expiresAt: new Date(now.getTime() + validDays * DAY_MS) },
    },
    { t: (key, values) => t(key, values ?? {}), locale, zone: shop.ianaTimezone },
  );
  const mail = await renderMail(content, {
    locale,
    sender: sender.name,
    unsubscribeUrl: publicUrl("/u/preview"),
    preferencesUrl: publicUrl("/p/preview"),
  });
  return { ...mail, sender: `${sender.name} <${sender.address}>` };
}

/** Two products of the shop, so that the merchant sees their own mail and not somebody's. */
async function sampleLines(
  db: Db,
  { shopId, fallback }: { shopId: string; fallback: string },
): Promise<ReminderLine[]> {
  const products = await db.product.findMany({
    where: { shopId, status: "ACTIVE", deletedAt: null, isGiftCard: false },
    orderBy: { id: "asc" },
    take: 2,
    include: { variants: { where: { shopId }, take: 1, orderBy: { id: "asc" } } },
  });
  if (products.length === 0) return [sample({ title: fallback, unitPriceMinor: 4_900 })];
  return products.map(({ title, imageUrl, variants: [variant] }, index) =>
    sample({ title, imageUrl, unitPriceMinor: toMinor(variant?.priceMinor ?? 4_900), quantity: index + 1 }),
  );
}

function sample(over: Partial<ReminderLine>): ReminderLine {
  return {
    title: "",
    variantTitle: null,
    quantity: 1,
    unitPriceMinor: 0,
    imageUrl: null,
    isSoldOut: false,
    ...over,
  };
}
