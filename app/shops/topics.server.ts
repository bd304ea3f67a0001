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
  { kind: "projected" } | { kind: "dead"; problem: { path: string; value: string; message: string } };
type TopicHandler = (tx: Tx, delivery: ShopDelivery) => Promise<Handled>;

const ScopesSchema = z.object({ current: z.array(z.string()) });

const ShopSchema = z.object({
  name: z.string().min(1),
  email: z.string().nullish(),
  currency: z.string().length(3),
  iana_timezone: z.string().min(1),
  country_code: z.string().nullish(),
});

/** What Shopify tells about the installation and the shop, by topic. */
export const shopTopics: Readonly<Record<string, TopicHandler>> = {
  "app/uninstalled": async (tx, { shop, delivery, now }) => {
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
    const parsed = ShopSchema.safeParse(body);
    if (!parsed.success) return unusable(body, parsed.error);
    const { name, email, currency, iana_timezone: ianaTimezone, country_code: countryCode } = parsed.data;
    const facts = {
      name,
      email: email ?? null,
      currencyCode: currency,
      ianaTimezone,
      countryCode: countryCode ?? null,
    };
    const isNew = await updateShopFacts(tx, { shopId: shop.id, facts, versionAt: delivery.triggeredAt, now });
    return isNew ? { kind: "projected" } : { kind: "ignored", reason: "older-version" };
  },
};

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
