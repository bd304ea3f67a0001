import { standInAddress, storeHandle } from "../addresses";
import type { AdminUser } from "../protocol";
import { authenticatedFetch } from "./authenticated-fetch";
import { type Channel, connectToAdmin } from "./channel";
import { type EmbedConfig, embeddedAddress, readConfig } from "./embed-config";
import { watchForms } from "./form-save-bar";
import { type IdTokens, keepIdTokens } from "./id-token";
import { defineModalElement, findModal } from "./modal-element";
import { showNavigation } from "./nav-menu";
import { followAdmin, mirrorLocation, routeExits } from "./navigation";
import { defineSaveBarElement, findSaveBar } from "./save-bar-element";
import { manageSaveBars, type SaveBars } from "./save-bars";
import { showTitleBar } from "./title-bar";
import { connectToasts } from "./toasts";

/** Elements that the admin draws, not the page. A constructed sheet leaves the document as the server wrote it. */
const HIDDEN = "ui-title-bar, ui-nav-menu, s-app-nav, ui-save-bar { display: none !important; }";

type Embedding = { config: EmbedConfig; adminOrigin: string; channel: Channel; tokens: IdTokens };

function notHere(feature: string): () => Promise<never> {
  return () => Promise.reject(new Error(`shopify.${feature} is not in the dev-store yet`));
}

function globalApi({ config, channel, tokens }: Embedding, bars: SaveBars) {
  return {
    config,
    origin: location.origin,
    ready: Promise.resolve(),
    environment: { embedded: window.parent !== window, mobile: false, pos: false, intent: false },
    idToken: () => tokens.current(),
    user: (): Promise<AdminUser> => channel.ask("user"),
    loading: (on = true) => channel.send({ kind: "loading", on }),
    toast: connectToasts(channel),
    saveBar: {
      show: async (id: string) => findSaveBar(id).show(),
      hide: async (id: string) => findSaveBar(id).hide(),
      toggle: async (id: string) => findSaveBar(id).toggle(),
      leaveConfirmation: async () => {
        if (bars.anyShowing()) await channel.ask("confirm-leave");
      },
    },
    modal: {
      show: async (id: string) => findModal(id).show(),
      hide: async (id: string) => findModal(id).hide(),
      toggle: async (id: string) => findModal(id).toggle(),
    },
    scopes: {
      query: () => channel.ask("scopes-query"),
      request: (scopes: string[]) => channel.ask("scopes-request", scopes),
      revoke: notHere("scopes.revoke"),
    },
    resourcePicker: notHere("resourcePicker"),
    picker: notHere("picker"),
  };
}

/** The bounce page: fetches an id token and opens the page that was asked for with it. */
async function bounce(reload: string, { config, tokens }: Embedding): Promise<void> {
  const target = new URL(reload, location.href);
  if (target.origin !== location.origin)
    throw new Error(`Refusing to reload ${target.origin}: it is not the app`);
  location.replace(embeddedAddress(target.href, config, await tokens.fresh()));
}

/** An app that was opened outside the admin goes there, unless its page leads somewhere else itself. */
function enterAdmin({ config, adminOrigin }: Embedding, isLeaving: () => boolean): void {
  if (!config.shop) return;
  addEventListener("DOMContentLoaded", () => {
    const address = `${adminOrigin}/store/${storeHandle(config.shop)}/apps/${config.apiKey}`;
    if (!isLeaving()) location.replace(address);
  });
}

function start(script: HTMLScriptElement): void {
  const adminOrigin = new URL(script.src).origin;
  const apiKey =
    script.dataset["apiKey"] ??
    document.querySelector('meta[name="shopify-api-key"]')?.getAttribute("content") ??
    null;
  const config = readConfig({ search: location.search, apiKey, storage: sessionStorage });
  const channel = connectToAdmin(window, adminOrigin);
  const tokens = keepIdTokens(() => channel.ask("id-token"));
  const embedding = { config, adminOrigin, channel, tokens };
  let leaving = false;

  const openTop = (url: string) => {
    leaving = true;
    if (window.parent !== window) return channel.send({ kind: "open", url });
    location.assign(standInAddress(url, { adminOrigin, shopDomain: config.shop }) ?? url);
  };
  routeExits({ openTop });
  const bars = manageSaveBars(channel);
  Object.assign(window, { shopify: globalApi(embedding, bars) });
  if (window.parent === window) return enterAdmin(embedding, () => leaving);

  channel.send({ kind: "ready" });
  const reload = new URLSearchParams(location.search).get("shopify-reload");
  if (reload) return void bounce(reload, embedding);
  const nativeFetch = window.fetch.bind(window);
  window.fetch = authenticatedFetch({ nativeFetch, tokens, appOrigin: location.origin, openTop });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(HIDDEN);
  document.adoptedStyleSheets.push(sheet);
  defineSaveBarElement(bars);
  defineModalElement(channel);
  watchForms(bars);
  mirrorLocation(channel);
  showNavigation(channel);
  showTitleBar(channel);
  followAdmin(channel, {
    load: (href) =>
      void tokens.fresh().then((token) => location.assign(embeddedAddress(href, config, token))),
  });
}

const { currentScript } = document;
if (currentScript instanceof HTMLScriptElement && !("shopify" in window)) start(currentScript);
