import { z } from "zod";

import type { Tx } from "~/platform/db.server";

import { changeScopes, uninstallShop } from "./lifecycle.server";
import { updateShopFacts } from "./repository.server";

/** A delivery about the shop itself, as the projections hand it on. */
type ShopDelivery = {
  shop: { id: string };
  delivery: { triggeredAt: Date };
  body: Record<string, unknown>;
  now: Date;
};

type Handled =
  | { kind: "projected" }
  | { kind: "ignored"; reason: string }
  | { kind: "refused" | "dead"; problem: { path: string; value: string; message: string } };

type TopicHandler = (tx: Tx, delivery: ShopDelivery) => Promise<Handled>;

const ScopesSchema = z.object({ current: z.array(z.string()) });

/** What is null or absent is left as it is known. */
const ShopSchema = z.object({
  name: z.string().min(1).nullish(),
  email: z.string().nullish(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, "expected a currency code such as EUR")
    .nullish(),
  iana_timezone: z.string().refine(isZone, "expected an IANA time zone such as Europe/Warsaw").nullish(),
  country_code: z.string().nullish(),
});

/** What Shopify tells about the installation and the shop, by topic. */
export const shopTopics: Readonly<Record<string, TopicHandler>> = {
  "app/uninstalled": async (tx, { shop, delivery, body, now }) => {
    if (!isShop(body)) return misfit(body);
    await uninstallShop(tx, { shopId: shop.id, at: delivery.triggeredAt, now });
    return { kind: "projected" };
  },
  "app/scopes_update": async (tx, { shop, delivery, body, now }) => {
    const parsed = ScopesSchema.safeParse(body);
    if (!parsed.success) return unusable(body, parsed.error);
    await changeScopes(tx, { shopId: shop.id, scopes: parsed.data.current, at: delivery.triggeredAt, now });
    return { kind: "projected" };
  },
  "shop/update": async (tx, { shop, delivery, body, now }) => {
    if (!isShop(body)) return misfit(body);
    const parsed = ShopSchema.safeParse(body);
    if (!parsed.success) return unusable(body, parsed.error);
    const { name, email, currency, iana_timezone: ianaTimezone, country_code: countryCode } = parsed.data;
    const facts = {
      ...(name ? { name } : {}),
      ...(email ? { email } : {}),
      ...(currency ? { currencyCode: currency } : {}),
      ...(ianaTimezone ? { ianaTimezone } : {}),
      ...(countryCode ? { countryCode } : {}),
    };
    const isNew = await updateShopFacts(tx, { shopId: shop.id, facts, versionAt: delivery.triggeredAt, now });
    return isNew ? { kind: "projected" } : { kind: "ignored", reason: "older-version" };
  },
};

/** Bodies are signed, topics are not: only a shop's own record may remove it or change it. */
function isShop(body: Record<string, unknown>): boolean {
  return "myshopify_domain" in body;
}

function misfit(body: Record<string, unknown>): Handled {
  const value = JSON.stringify(Object.keys(body)).slice(0, 80);
  return {
    kind: "refused",
    problem: { path: "$", value, message: "the topic is for a shop, the body is not" },
  };
}

/** Where the body is wrong, and what stood there. */
function unusable(body: Record<string, unknown>, error: z.ZodError): Handled {
  const [issue] = error.issues;
  const [field = ""] = issue?.path ?? [];
  const value = JSON.stringify(body[field] ?? null).slice(0, 80);
  return {
    kind: "dead",
    problem: { path: issue?.path.join(".") || "$", value, message: issue?.message ?? "unusable" },
  };
}

/** Days could not be told in a zone the runtime does not know. */
function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
