import type { HeadersFunction, LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  Outlet,
  useLoaderData,
  useLocation,
  useNavigate,
  useNavigation,
  useRouteLoaderData,
} from "@remix-run/react";
import { AppProvider } from "@shopify/polaris";
import polarisStyles from "@shopify/polaris/build/esm/styles.css?url";
import { boundary } from "@shopify/shopify-app-remix/server";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { getEnv } from "~/platform/env.server";
import { requireShop } from "~/shops/require-shop.server";
import { appBridgeUrl } from "~/shopify.server";
import { ReaderProvider } from "~/ui/locale-context";
import { PageError } from "~/ui/PageError";
import { polarisTexts } from "~/ui/polaris-texts";
import { RemixLink } from "~/ui/RemixLink";

export const links: LinksFunction = () => [{ rel: "stylesheet", href: polarisStyles }];

/** What a screen reader calls the frame until the page has its own title. */
export const meta: MetaFunction = () => [{ title: APP_NAME }];

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

const APP_NAME = "Perennial";

const PAGES = [
  ["home", "/app"],
  ["dashboard", "/app/dashboard"],
  ["customers", "/app/customers"],
  ["vip", "/app/vip"],
  ["referrals", "/app/referrals"],
  ["surveys", "/app/surveys"],
  ["loyalty", "/app/loyalty"],
  ["flows", "/app/flows"],
  ["campaigns", "/app/campaigns"],
  ["recovery", "/app/recovery"],
  ["incentives", "/app/incentives"],
  ["messages", "/app/messages"],
  ["templates", "/app/templates"],
  ["tasks", "/app/tasks"],
  ["decisions", "/app/decisions"],
  ["settings", "/app/settings"],
  ["system", "/app/system"],
] as const;

type ShellFacts = Awaited<ReturnType<typeof loader>>;

/**
 * No Suspense around the page: React would hydrate it after the shell, and the shell's first effects would make it
 * throw the server's markup away. Nothing suspends: all texts are here before the first click (entry.client.tsx).
 */
export default function AppLayout() {
  return (
    <Shell facts={useLoaderData<typeof loader>()}>
      <Outlet />
    </Shell>
  );
}

/** What stands around every page: the merchant's language and zone, and the app's entries in the admin's menu. */
function Shell({ facts: { locale, zone, polaris }, children }: { facts: ShellFacts; children: ReactNode }) {
  const { t } = useTranslation("ui");
  useLanguage(locale);
  useTitle();
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
        {children}
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

/** Names the document after the entry of the menu that it belongs to. */
function useTitle(): void {
  const { t } = useTranslation("ui");
  const { pathname } = useLocation();
  const [page] = PAGES.findLast(([, path]) => pathname.startsWith(path)) ?? PAGES[0];
  const title = `${t(`nav.${page}`)} · ${APP_NAME}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
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

/** The merchant keeps the menu and the language when only the page inside failed. */
export function ErrorBoundary() {
  const facts = useRouteLoaderData<typeof loader>("routes/app");
  if (facts) {
    return (
      <Shell facts={facts}>
        <PageError />
      </Shell>
    );
  }
  return (
    <AppProvider i18n={polarisTexts("en")} linkComponent={RemixLink}>
      <PageError />
    </AppProvider>
  );
}

export const headers: HeadersFunction = (headersArgs) => boundary.headers(headersArgs);
