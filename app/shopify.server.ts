/**
 * The configured Shopify app object: what requests of the admin are authenticated with.
 *
 * It is made by `configureShopify`, not on import: the library reads its surroundings when it is loaded, and
 * importing this file must not need any configuration.
 */
import type { ShopifyCredentials } from "~/integrations/shopify/credentials";
import { isShopDomain } from "~/kit/shop-domain";
import type { RootDb } from "~/platform/db.server";
import { getEnv } from "~/platform/env.server";
import { documentPolicy } from "~/platform/http-headers";
import { logger } from "~/platform/logger.server";
import { acrossShops } from "~/platform/tenant-guard.server";

export type ShopifyAppConfig = ShopifyCredentials & {
  appUrl: string;
  /** Only for `shopify app dev`; in production Shopify manages the scopes of shopify.app.toml. */
  scopes?: readonly string[] | undefined;
  db: RootDb;
  /** Address of a stand-in for Shopify; undefined in production. */
  devStoreUrl?: string | undefined;
  /**
   * A shop has given us a token: at the install, and again whenever a merchant opens the app after its token ran out.
   * Must be safe to repeat.
   */
  onInstalled: (installation: { shopDomain: string; scopes: string }) => Promise<void>;
};

type ShopifyAppObject = Awaited<ReturnType<typeof createShopifyApp>>;

let configured: { app: ShopifyAppObject; appBridgeUrl: string | undefined } | null = null;

/**
 * Makes the app object of this process; called once by the composition, before any request is answered.
 *
 * @returns how to let go of what it started.
 */
export async function configureShopify(config: ShopifyAppConfig): Promise<{ close: () => void }> {
  const seam = config.devStoreUrl ? await openSeam(config.devStoreUrl) : null;
  configured = { app: await createShopifyApp(config), appBridgeUrl: seam?.appBridgeUrl };
  return {
    close: () => {
      configured = null;
      seam?.close();
    },
  };
}

/** @throws Error before `configureShopify`. */
export function getShopify(): ShopifyAppObject {
  if (!configured) throw new Error("no Shopify app yet: composition.server.ts must be loaded first");
  return configured.app;
}

/** Proof that a request comes from the admin of a shop. `admin` throws Responses that must be passed on. */
export const authenticate = {
  admin: (request: Request) => {
    refuseOddShop(request);
    return getShopify().authenticate.admin(request);
  },
};

/** The library writes the shop of the query into headers and addresses of its own pages without looking at it. */
function refuseOddShop(request: Request): void {
  const { searchParams } = new URL(request.url);
  for (const shop of searchParams.getAll("shop")) {
    if (!isShopDomain(shop)) throw new Response("This is no address of a Shopify store.", { status: 400 });
  }
}

/** The shop, the member of its staff and the language of the admin a request comes from. @throws Response when it is not from one. */
export async function authenticateAdminRequest(
  request: Request,
): Promise<{ shopDomain: string; locale: string | null; staffId: string | null }> {
  const { session, sessionToken } = await authenticate.admin(request);
  const staffId = sessionToken?.sub || null;
  return { shopDomain: session.shop, locale: readAdminLocale(request), staffId };
}

/**
 * Lets the shop's admin, and only that, show the page in its frame; a page of no shop is shown in none. Scripts that are
 * neither ours nor Shopify's do not run.
 *
 * @param document.nonce What our inline scripts carry.
 */
export function addDocumentResponseHeaders(
  request: Request,
  { headers, nonce }: { headers: Headers; nonce: string },
): void {
  getShopify().addDocumentResponseHeaders(request, headers);
  const frameAncestors = /frame-ancestors[^;]*/.exec(headers.get("Content-Security-Policy") ?? "")?.[0];
  headers.set(
    "Content-Security-Policy",
    documentPolicy({
      nonce,
      frameAncestors: frameAncestors ?? null,
      appBridgeUrl: appBridgeUrl(),
      hasStrictScripts: getEnv().NODE_ENV !== "development",
    }),
  );
  // Pages name their shop in this header, so no cache may give one shop's page to another.
  if (!headers.has("Cache-Control")) headers.set("Cache-Control", "private, no-store");
}

/** Address of the App Bridge script; undefined means Shopify's own. For the `__APP_BRIDGE_URL` of `AppProvider`. */
export function appBridgeUrl(): string | undefined {
  return configured?.appBridgeUrl;
}

/**
 * The admin tells its language only on the first document of a visit; the browser's language stands in for it on
 * the requests after that.
 */
export function readAdminLocale(request: Request): string | null {
  const told = new URL(request.url).searchParams.get("locale");
  const preferred = request.headers.get("Accept-Language")?.split(",")[0]?.split(";")[0]?.trim();
  return told || preferred || null;
}

async function openSeam(devStoreUrl: string) {
  const { openDevStoreSeam } = await import("~/integrations/shopify/dev-store-seam.server");
  return openDevStoreSeam(devStoreUrl);
}

async function createShopifyApp({ apiKey, apiSecret, appUrl, scopes, db, onInstalled }: ShopifyAppConfig) {
  await import("@shopify/shopify-app-remix/adapters/node");
  const { AppDistribution, ApiVersion, LogSeverity, shopifyApp } =
    await import("@shopify/shopify-app-remix/server");
  const { PrismaSessionStorage } = await import("@shopify/shopify-app-session-storage-prisma");
  const sessionStorage = await acrossShops("it looks whether there is a table", () =>
    Promise.resolve(new PrismaSessionStorage(db)),
  );
  return shopifyApp({
    apiKey,
    apiSecretKey: apiSecret,
    apiVersion: ApiVersion.October26,
    appUrl,
    ...(scopes ? { scopes: [...scopes] } : {}),
    authPathPrefix: "/auth",
    distribution: AppDistribution.AppStore,
    useOnlineTokens: false,
    isEmbeddedApp: true,
    sessionStorage,
    // The library quotes requests: our log takes tokens out.
    logger: {
      level: LogSeverity.Warning,
      log: (_severity, message) => logger.warn({ library: "shopify" }, message),
    },
    future: { unstable_newEmbeddedAuthStrategy: true, expiringOfflineAccessTokens: true },
    hooks: {
      afterAuth: ({ session }) => onInstalled({ shopDomain: session.shop, scopes: session.scope ?? "" }),
    },
  });
}
