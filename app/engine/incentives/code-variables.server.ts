import { formatMoney } from "~/kit/money";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { getShop, type ShopRecord } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import { presentOffered } from "./presenter.server";
import type { Offer } from "./schema";

/** What a message to its owner may say of an incentive, as templates name it; nothing when it is not there, used or over. */
export async function codeVariables(
  db: Db,
  { shopId, codeId, locale, now }: { shopId: string; codeId: string; locale: Locale; now: Date },
): Promise<Readonly<Record<string, unknown>>> {
  const offered = await presentOffered(db, { shopId, codeId, now });
  if (!offered) return {};
  const shop = await getShop(db, { shopId });
  const { offer, code, lastOn } = offered;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const { minimum } = offer;
  const home = `https://${shop.domain}`;
  const isDiscount = code !== null && offer.value.kind !== "gift-card";
  return {
    code: {
      code: code ?? "",
      value: await valueInWords(offer, { shop, locale }),
      expires_on: day.format(new Date(`${lastOn}T00:00:00Z`)),
      minimum: minimum?.kind === "amount" ? formatMoney(minimum.amountMinor, shop.currencyCode, locale) : "",
      url: isDiscount ? `${home}/discount/${encodeURIComponent(code)}` : home,
    },
  };
}

/** What an offer is worth as a phrase: "10% off", "rabat 10%". */
export async function valueInWords(
  { value }: Pick<Offer, "value">,
  { shop, locale }: { shop: Pick<ShopRecord, "currencyCode">; locale: Locale },
): Promise<string> {
  const t = await getTranslator(locale, "incentives");
  switch (value.kind) {
    case "percentage": {
      const share = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
      return t("offers.percentage", { percent: share.format(value.percentBp / 10_000) });
    }
    case "free-shipping":
      return t("kinds.free-shipping");
    case "amount":
    case "gift-card":
    case "store-credit":
      return t(`offers.${value.kind}`, { amount: formatMoney(value.amountMinor, shop.currencyCode, locale) });
  }
}
