import { findCustomerFacts } from "~/pipeline/projections/customers/queries.server";
import { DAY_MS } from "~/kit/duration";
import { formatMoney } from "~/kit/money";
import type { Db } from "~/platform/db.server";
import { getTranslator } from "~/platform/i18n.server";
import { matchLocale } from "~/shops/locale";
import { getShop, type ShopRecord } from "~/shops/repository.server";

import { offerAnswers } from "../../answers/offered.server";
import { publicUrl } from "../../links.server";
import { getSender } from "../../sender.server";
import type { TemplateFrame, TemplateVariables } from "../fill.server";
import { loadProducts, type ShownProduct } from "../products/load.server";
import type { ProductNeeds } from "../rules/product-lists";
import { listProducts } from "../products/repository.server";
import { listSampleProductIds } from "./repository.server";

type Asked = {
  shopId: string;
  /** Null: a person who does not exist. */
  customerId: string | null;
  language: string;
  needs: ProductNeeds;
  now: Date;
};

const SAMPLE_PRICE_MINOR = 4_900;
const IN_DAYS = 14;
const SAMPLE_KEY = "sample";

/** Values as a mail would be filled in with: of a real customer where one is given, the rest made up. Links lead nowhere. */
export async function previewVariables(db: Db, asked: Asked): Promise<TemplateVariables> {
  const { shopId, customerId, language, needs } = asked;
  const shop = await getShop(db, { shopId });
  const t = await getTranslator(matchLocale(language) ?? "en", "templates");
  const person = customerId === null ? null : await findCustomerFacts(db, { shopId, customerId });
  const ids = await listSampleProductIds(db, { shopId });
  const rows = await listProducts(db, { shopId, ids });
  const sumMinor = rows.reduce((sum, { priceMinor }) => sum + (priceMinor ?? 0), 0) || SAMPLE_PRICE_MINOR;
  const wanted = { ...needs, bestsellers: true, picked: { ...needs.picked, [SAMPLE_KEY]: ids } };
  const { products, picked } = await loadProducts(db, { ...asked, needs: wanted });
  const samples = picked[SAMPLE_KEY] ?? [];
  const items = samples.length > 0 ? samples : [madeUp(t("example.product"), { shop, language })];
  const firstName = person ? (person.firstName ?? "") : t("example.firstName");
  const lastName = person ? (person.lastName ?? "") : t("example.lastName");
  return {
    person: {
      first_name: firstName,
      last_name: lastName,
      full_name: [firstName, lastName].filter(Boolean).join(" "),
    },
    ...occasion({ shop, items, sumMinor, language, t, now: asked.now }),
    products: { last_bought: items, ...products, bestsellers: listOr(products.bestsellers, items) },
    picked,
    questions: await offerAnswers(needs.questions, { language, link: () => publicUrl("/a/preview") }),
  };
}

function listOr(list: ShownProduct[] | undefined, instead: ShownProduct[]): ShownProduct[] {
  return list && list.length > 0 ? list : instead;
}

/** What a run would know: a cart, a code, points, an order and the like. */
function occasion({
  shop,
  items,
  sumMinor,
  language,
  t,
  now,
}: {
  shop: ShopRecord;
  items: ShownProduct[];
  sumMinor: number;
  language: string;
  t: (key: string) => string;
  now: Date;
}): TemplateVariables {
  const money = (amountMinor: number) => formatMoney(amountMinor, shop.currencyCode, language);
  const day = (inDays: number) =>
    new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: shop.ianaTimezone }).format(
      new Date(now.getTime() + inDays * DAY_MS),
    );
  const url = publicUrl("/r/preview");
  const lines = items.map((item) => ({ ...item, detail: t("example.detail") }));
  const [product] = items;
  return {
    shop: { name: shop.name, url: `https://${shop.domain}` },
    cart: {
      url,
      lines,
      total: money(sumMinor),
      item_count: lines.length,
      sold_out: "",
      price_note: "",
      alternatives: [],
    },
    code: { code: "BACK-7KQ4MX3P", value: t("example.value"), expires_on: day(IN_DAYS), minimum: "", url },
    points: {
      balance: 1_250,
      value: money(1_250),
      expiring: 300,
      expires_on: day(IN_DAYS),
      url,
    },
    order: { name: "#1042", total: money(sumMinor), ordered_on: day(-3), url, lines },
    product: product ? { ...product, url } : {},
    tier: { name: "VIP", former_name: "VIP Gold", ends_on: day(IN_DAYS) },
    premiere: { title: t("example.premiere"), starts_on: day(IN_DAYS), code: "FIRST-4821", url },
    referral: {
      ...{ url, share_url: url, code: "FRIEND-7KQ4MX3P" },
      ...{ friend_gets: t("example.value"), you_get: t("example.value") },
    },
    survey: { url },
    years: 2,
  };
}

function madeUp(title: string, { shop, language }: { shop: ShopRecord; language: string }): ShownProduct {
  return {
    title,
    detail: "",
    price: formatMoney(SAMPLE_PRICE_MINOR, shop.currencyCode, language),
    image_url: "",
    url: `https://${shop.domain}`,
  };
}

/** The frame of a mail that is only looked at. */
export async function previewFrame(db: Db, { shopId }: { shopId: string }): Promise<TemplateFrame> {
  const { name } = await getSender(db, { shop: await getShop(db, { shopId }) });
  return {
    sender: name,
    unsubscribeUrl: publicUrl("/u/preview"),
    preferencesUrl: publicUrl("/p/preview"),
  };
}
