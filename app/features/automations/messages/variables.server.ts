import type { ActingRun } from "~/engine/flows/contribution";
import { codeVariables } from "~/engine/incentives/code-variables.server";
import { subjectVariablesOf } from "~/engine/messaging/subject-variables";
import { formatMoney } from "~/kit/money";
import { findOrdersOfCustomer } from "~/pipeline/projections/orders/queries.server";
import type { Db } from "~/platform/db.server";
import { getShop, type ShopRecord } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import type { Addressee } from "./addressee.server";

type Asked = { shopId: string; run: ActingRun; addressee: Addressee; locale: Locale; now: Date };
type Values = Readonly<Record<string, unknown>>;
type Reader = { shop: ShopRecord; locale: Locale };

/** What a template may say to a run's person: of them, of the shop, and of what the run is about. */
export async function variablesOf(db: Db, asked: Asked): Promise<Values> {
  const { shopId, run, addressee, locale } = asked;
  const shop = await getShop(db, { shopId });
  const reader = { shop, locale };
  const { firstName, lastName } = addressee.customer ?? { firstName: null, lastName: null };
  const { years, tierName } = run.context;
  return {
    person: {
      first_name: firstName ?? "",
      last_name: lastName ?? "",
      full_name: [firstName, lastName].filter(Boolean).join(" "),
    },
    shop: { name: shop.name, url: `https://${shop.domain}` },
    ...(typeof years === "number" ? { years } : {}),
    ...(tierName === undefined ? {} : { tier: tierValues(run, reader) }),
    ...(await codeValues(db, asked)),
    ...(await subjectValues(db, asked)),
    ...(await broughtValues(db, asked)),
    ...(await orderValues(db, asked, reader)),
  };
}

function tierValues(
  { context: { tierName, formerTierName, tierEndsAt } }: ActingRun,
  { shop, locale }: Reader,
) {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: shop.ianaTimezone });
  return {
    name: tierName ?? "",
    former_name: formerTierName ?? "",
    ends_on: typeof tierEndsAt === "string" ? day.format(new Date(tierEndsAt)) : "",
  };
}

async function codeValues(db: Db, { shopId, run, locale, now }: Asked): Promise<Values> {
  const { codeId } = run.context;
  return typeof codeId === "string" ? codeVariables(db, { shopId, codeId, locale, now }) : {};
}

/** Of what other features know. */
async function subjectValues(db: Db, { shopId, run, locale, now }: Asked): Promise<Values> {
  const { subjectKind, subjectId, context } = run;
  if (subjectKind === null || subjectId === null) return {};
  return subjectVariablesOf(db, subjectKind, { shopId, subjectId, context, locale, now });
}

/** Of what an earlier step brought: it left `subject.<kind>` in the run's context. */
async function broughtValues(db: Db, { shopId, run: { context }, locale, now }: Asked): Promise<Values> {
  const values: Record<string, unknown> = {};
  for (const [name, subjectId] of Object.entries(context)) {
    const kind = /^subject\.(.+)$/.exec(name)?.[1];
    if (kind === undefined || typeof subjectId !== "string") continue;
    Object.assign(values, await subjectVariablesOf(db, kind, { shopId, subjectId, context, locale, now }));
  }
  return values;
}

async function orderValues(db: Db, { shopId, run }: Asked, { shop, locale }: Reader): Promise<Values> {
  const { customerId, subjectKind, subjectId } = run;
  if (subjectKind !== "order" || customerId === null) return {};
  const order = (await findOrdersOfCustomer(db, { shopId, customerId })).find(({ id }) => id === subjectId);
  if (!order) return {};
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: shop.ianaTimezone });
  const url = `https://${shop.domain}/account`;
  return {
    order: {
      name: order.name,
      total: formatMoney(order.totalMinor, order.currencyCode, locale),
      ordered_on: day.format(order.placedAt),
      url,
      lines: order.lines.map(({ title, variantTitle, quantity, unitPriceMinor }) => ({
        title,
        detail: [variantTitle, `× ${quantity}`].filter(Boolean).join(" "),
        price: formatMoney(unitPriceMinor * quantity, order.currencyCode, locale),
        image_url: "",
        url,
      })),
    },
  };
}
