import { getSender } from "~/engine/messaging/sender.server";
import { presentExample } from "~/engine/messaging/templates/gallery/presenter.server";
import type { Db } from "~/platform/db.server";
import { getShop } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import type { PreviewPrices, PreviewStep } from "../schema";
import { presentRecoverySettings } from "../settings/presenter.server";

export type MailPreview = { subject: string; html: string; text: string; sender: string };

type Asked = { shopId: string; locale: Locale; prices: PreviewPrices; step: PreviewStep; now: Date };
type Values = Readonly<Record<string, unknown>>;

/** A reminder as it would look now, with the shop's own products, to either kind of shopper; links lead nowhere. */
export async function presentMailPreview(
  db: Db,
  { shopId, locale, prices, step, now }: Asked,
): Promise<MailPreview> {
  const { settings } = await presentRecoverySettings(db, { shopId });
  const hasCode = step === "3" && settings.percentBp > 0;
  const mail = await presentExample(db, {
    ...{ shopId, locale, now, key: `checkout-reminder-${step}` },
    change: ({ code, cart, ...others }) => ({
      ...others,
      cart: prices === "shown" ? cart : withoutPrices(cart as Values),
      ...(hasCode ? { code } : {}),
    }),
  });
  if (!mail) throw new Error(`the template of reminder ${step} is missing: ready-made ones are always there`);
  const sender = await getSender(db, { shop: await getShop(db, { shopId }) });
  return { ...mail, sender: `${sender.name} <${sender.address}>` };
}

function withoutPrices({ lines, ...cart }: Values): Values {
  return { ...cart, total: "", lines: (lines as Values[]).map((line) => ({ ...line, price: "" })) };
}
