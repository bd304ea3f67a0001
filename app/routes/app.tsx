import type { HeadersFunction, LinksFunction, LoaderFunctionArgs } from "@remix-run/node";
import { Outlet, useLoaderData, useNavigate, useNavigation } from "@remix-run/react";
import { AppProvider, SkeletonPage } from "@shopify/polaris";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { boundary } from "@shopify/shopify-app-remix/server";
import { Suspense, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { getEnv } from "~/platform/env.server";
import { requireShop } from "~/shops/require-shop.server";
import { appBridgeUrl } from "~/shopify.server";
import { ReaderProvider } from "~/ui/locale-context";
import { PageError } from "~/ui/PageError";
import { polarisTexts } from "~/ui/polaris-texts";
import { RemixLink } from "~/ui/RemixLink";

export const handle = { i18n: ["ui"] };

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

export async function loader({ request }: LoaderFunctionArgs) {
  const { shop, locale } = await requireShop(request);
  return {
    locale,
    zone: shop.ianaTimezone,
    polaris: polarisTexts(locale),
    appBridge: { url: appBridgeUrl() ?? APP_BRIDGE_CDN, apiKey: getEnv().SHOPIFY_API_KEY },
  };
}

/** Where Shopify serves App Bridge; its documentation asks for this address. */
const APP_BRIDGE_CDN = "https://cdn.shopify.com/shopifycloud/app-bridge.js";

const PAGES = [
  ["home", "/app"],
  ["dashboard", "/app/dashboard"],
  ["customers", "/app/customers"],
  ["vip", "/app/vip"],
  ["recovery", "/app/recovery"],
  ["decisions", "/app/decisions"],
  ["settings", "/app/settings"],
  ["system", "/app/system"],
] as const;

export default function AppLayout() {
  const { locale, zone, polaris } = useLoaderData<typeof loader>();
  const { t } = useTranslation("ui");
  useLanguage(locale);
  useAdminNavigation();
  useLoadingBar();

  return (
    <AppProvider i18n={polaris} linkComponent={RemixLink}>
      <ReaderProvider locale={locale} zone={zone}>
        <s-app-nav style={{ display: "none" }}>
          {PAGES.map(([page, path]) => (
            <s-link key={page} href={path} {...(page === "home" ? { rel: "home" } : {})}>
              {t(`nav.${page}`)}
            </s-link>
          ))}
        </s-app-nav>
        <Suspense fallback={<SkeletonPage />}>
          <Outlet />
        </Suspense>
      </ReaderProvider>
    </AppProvider>
  );
}

/** A language that was changed in the settings shows at once, without a reload of the document. */
function useLanguage(locale: string): void {
  const { i18n } = useTranslation();
  useEffect(() => {
    if (i18n.language !== locale) void i18n.changeLanguage(locale);
  }, [i18n, locale]);
}

/** The admin's menu lies outside our frame: App Bridge tells us where the merchant wants to go. */
function useAdminNavigation(): void {
  const navigate = useNavigate();
  useEffect(() => {
    const go = (event: Event) => {
      const href = event.target instanceof Element ? event.target.getAttribute("href") : null;
      if (href) navigate(href);
    };
    document.addEventListener("shopify:navigate", go);
    return () => document.removeEventListener("shopify:navigate", go);
  }, [navigate]);
}

function useLoadingBar(): void {
  const { state } = useNavigation();
  useEffect(() => {
    window.shopify?.loading?.(state !== "idle");
  }, [state]);
}

/** Answers of the Shopify library (redirects out of the frame) go through; the rest becomes our error page. */
export function ErrorBoundary() {
  return (
    <AppProvider i18n={polarisTexts("en")} linkComponent={RemixLink}>
      <PageError />
    </AppProvider>
  );
}

export const headers: HeadersFunction = (headersArgs) => boundary.headers(headersArgs);
