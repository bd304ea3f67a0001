import { now as currentTime, wallNow } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { admitVisit, type LimitName, visitorOf } from "~/platform/rate-limit.server";
import { getClientId, getSecret } from "~/platform/secrets.server";
import { settleShop } from "~/platform/tenant-guard.server";

import { matchLocale } from "../locale";
import { findShopByDomain, type ShopRecord } from "../repository.server";
import type { Locale } from "../schema";
import { answer } from "./answer";
import { type BuyerDecision, decideBuyer, decideStaff, type Refusal, type StaffDecision } from "./rules";
import { bearerOf, readSessionToken } from "./session-token.server";

/** A request, and what server.ts tells of it. */
type Asked = { request: Request; context: { clientIp?: unknown } };

type ExtensionContext = {
  db: RootDb;
  shopId: string;
  shop: ShopRecord;
  /** What the extension is shown in. */
  locale: Locale;
  now: Date;
};

export type BuyerContext = ExtensionContext & {
  /** Shopify's id of who is signed in; null while nobody is. */
  customerGid: string | null;
};
export type StaffContext = ExtensionContext & { staffId: string };

/**
 * The store, and the customer of it, that an extension in the account or the checkout speaks for: the only way a route
 * learns them.
 *
 * @throws Response 401 for whoever cannot say so, 429 for whoever asks too often.
 */
export async function requireBuyer(asked: Asked): Promise<BuyerContext> {
  const { decision, ...context } = await admit(asked, decideBuyer);
  if (decision.customerGid !== null) await limit(context.db, { "extension-person": decision.customerGid });
  return { ...context, customerGid: decision.customerGid };
}

/** The same, for whoever must be signed in. @throws Response as `requireBuyer`, and 401 while nobody is. */
export async function requireCustomer(asked: Asked): Promise<BuyerContext & { customerGid: string }> {
  const { customerGid, ...context } = await requireBuyer(asked);
  if (customerGid === null) throw answer({ error: "signed-out" }, { status: 401 });
  return { ...context, customerGid };
}

/**
 * The store, and the member of its staff, that an extension of the admin or of the point of sale speaks for.
 *
 * @throws Response 401 for whoever cannot say so, 429 for whoever asks too often.
 */
export async function requireStaff(asked: Asked): Promise<StaffContext> {
  const { decision, ...context } = await admit(asked, decideStaff);
  await limit(context.db, { "extension-person": `${context.shopId}/${decision.staffId}` });
  return { ...context, staffId: decision.staffId };
}

type Accepted<Decision> = Exclude<Decision, { kind: "refused" }>;

async function admit<Decision extends BuyerDecision | StaffDecision>(
  { request, context }: Asked,
  decide: (claims: unknown, ground: { clientId: string; nowSeconds: number }) => Decision,
): Promise<ExtensionContext & { decision: Accepted<Decision> }> {
  const db = getDb();
  await limit(db, { "extension-visitor": visitorOf(context) });
  const token = bearerOf(request);
  const read = token === null ? null : readSessionToken(token, getSecret());
  if (read === null) throw refuse(request, "no-token");
  if (read.kind === "refused") throw refuse(request, read.reason);
  // By the machine's clock, as Shopify's tokens are.
  const nowSeconds = wallNow().getTime() / 1_000;
  const decision = decide(read.claims, { clientId: getClientId(), nowSeconds });
  if (decision.kind === "refused") throw refuse(request, decision.reason);
  const shop = await findShopByDomain(db, { domain: decision.shopDomain });
  if (!shop || shop.uninstalledAt) throw refuse(request, "shop");
  settleShop(shop.id);
  const locale = matchLocale(new URL(request.url).searchParams.get("locale")) ?? "en";
  const accepted = decision as Accepted<Decision>;
  return { db, shopId: shop.id, shop, locale, now: currentTime(), decision: accepted };
}

function refuse(request: Request, reason: Refusal): Response {
  logger.warn({ path: new URL(request.url).pathname, reason }, "a session token of an extension was refused");
  return answer({ error: reason }, { status: 401 });
}

/** @throws Response 429 */
async function limit(db: RootDb, visits: Partial<Record<LimitName, string | null>>): Promise<void> {
  const admission = await admitVisit(db, visits);
  if (admission.outcome === "admitted") return;
  const headers = { "Retry-After": String(admission.retryAfterSeconds) };
  throw answer({ error: "too-often" }, { status: 429, headers });
}
