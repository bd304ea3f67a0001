/*
 * Who calls from a page of the store. A call comes by Shopify's app proxy, which signs it; it is let in when
 * our own check and the library's agree that Shopify signed it just now, it was not played before, and the shop has the
 * app. Everything it says is in the signed address, nothing in its body.
 */
import { now, wallNow } from "~/platform/clock.server";
import { getDb } from "~/platform/database.server";
import type { RootDb } from "~/platform/db.server";
import { logger } from "~/platform/logger.server";
import { refusedProxyCalls } from "~/platform/measures.server";
import { admitVisit, tooManyRequests } from "~/platform/rate-limit.server";
import { getSecret } from "~/platform/secrets.server";
import { settleShop } from "~/platform/tenant-guard.server";
import { matchLocale } from "~/shops/locale";
import { findShopByDomain, type ShopRecord } from "~/shops/repository.server";
import type { Locale } from "~/shops/schema";

import { isPageToken, signPageToken } from "./page-token.server";
import { isSignedByLibrary } from "./port.server";
import { findCustomerIdByNumber } from "./repository.server";
import { type Call, readCall } from "./rules";
import { isSigned } from "./signature.server";

export type Caller = {
  db: RootDb;
  shopId: string;
  shop: ShopRecord;
  /** Null: nobody is signed in. */
  signedIn: SignedIn | null;
  locale: Locale;
  /** Names this one action. */
  key: string;
  now: Date;
};

type SignedIn = {
  /** Null: the store has not told us of them yet. */
  customerId: string | null;
  /** To be sent back with whatever they do on the page. */
  pageToken: string;
};

/** Who may act: somebody who is signed in, whom we know, from a page of the store. */
export type Actor = Omit<Caller, "signedIn"> & { customerId: string };

/** @throws Response, already logged, when the call is not to be answered. */
export async function requireCaller(request: Request): Promise<Caller> {
  const query = new URL(request.url).searchParams;
  const call = await checkCall(query);
  const db = getDb();
  const shop = await findShopByDomain(db, { domain: call.shopDomain });
  if (!shop || shop.uninstalledAt) throw refuse(404, "unknown-shop");
  settleShop(shop.id);
  await admit(db, { call, shopId: shop.id, signature: query.get("signature") ?? "" });
  return {
    ...{ db, shopId: shop.id, shop, now: now(), key: call.key },
    locale: matchLocale(query.get("locale")) ?? "en",
    signedIn: await findSignedIn(db, { call, shopId: shop.id }),
  };
}

/** @throws Response, already logged, when nobody may do anything by this call. */
export async function requireActor(request: Request): Promise<Actor> {
  const { signedIn, ...caller } = await requireCaller(request);
  if (request.method !== "POST") throw refuse(405, "not-a-post");
  const query = new URL(request.url).searchParams;
  const customerNumber = query.get("logged_in_customer_id") ?? "";
  if (signedIn === null) throw refuse(401, "signed-out");
  if (!isPageToken(query.get("token"), { shopId: caller.shopId, customerNumber }, wallNow()))
    throw refuse(403, "no-page-token");
  if (signedIn.customerId === null) throw refuse(409, "unknown-customer");
  return { ...caller, customerId: signedIn.customerId };
}

async function checkCall(query: URLSearchParams): Promise<Call> {
  if (!isSigned(getSecret(), query)) throw refuse(403, "forged");
  const reading = readCall(query, wallNow());
  if (reading.kind === "refused") throw refuse(reading.reason === "stale" ? 401 : 400, reading.reason);
  if (!(await isSignedByLibrary(query))) throw refuse(403, "forged");
  return reading.call;
}

type Admitting = { call: Call; shopId: string; signature: string };

async function admit(db: RootDb, { call, shopId, signature }: Admitting): Promise<void> {
  const { outcome } = await admitVisit(db, { "proxy-signature": signature });
  if (outcome === "limited") throw refuse(409, "replayed");
  const admission = await admitVisit(
    db,
    call.customerNumber === null
      ? { "proxy-guests": shopId }
      : { "proxy-person": `${shopId} ${call.customerNumber}`, "proxy-shop": shopId },
  );
  if (admission.outcome === "limited") throw tooManyRequests(admission);
}

async function findSignedIn(
  db: RootDb,
  { call: { customerNumber }, shopId }: { call: Call; shopId: string },
): Promise<SignedIn | null> {
  if (customerNumber === null) return null;
  const customerId = await findCustomerIdByNumber(db, { shopId, customerNumber });
  return { customerId, pageToken: signPageToken({ shopId, customerNumber }, wallNow()) };
}

function refuse(status: number, reason: string): Response {
  refusedProxyCalls.of(reason).add();
  logger.warn({ reason, status }, "a call from the storefront was refused");
  return answer({ outcome: "refused", reason }, status);
}

/** What a page of the store is answered: JSON that nobody keeps. Never `application/liquid`, which the theme would run. */
export function answer(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: { "Cache-Control": "no-store" } });
}
