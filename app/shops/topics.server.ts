import { z } from "zod";

import { changeScopes, publishZoneChanged, uninstallShop } from "./lifecycle.server";
import { getShop, updateShopFacts } from "./repository.server";
import type { Handled, TopicHandlers } from "./topic";

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
export const shopTopics: TopicHandlers = {
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
    const before = await getShop(tx, { shopId: shop.id });
    const at = delivery.triggeredAt;
    const isNew = await updateShopFacts(tx, { shopId: shop.id, facts, versionAt: at, now });
    if (isNew && ianaTimezone) await publishZoneChanged(tx, { before, ianaTimezone, at, now });
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
