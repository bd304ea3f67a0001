/*
 * Shopify's part of a page: it knows what the visitor agreed to, loads the app's pixel into a worker when that is enough,
 * and hands on what happens. The pixel cannot reach the page, and the page does not know what the pixel does.
 */
import type { FromWorker, PageEvent, PixelPage, Privacy, ToWorker } from "./page-data";

const CONSENT_COOKIE = "_tracking_consent";
const CLIENT_COOKIE = "_shopify_y";
const YEAR_S = 365 * 24 * 60 * 60;

const page = JSON.parse(document.getElementById("pixel-page")?.textContent ?? "{}") as PixelPage;
const banner = document.getElementById("consent-banner");
let worker: Worker | null = null;
let sequence = 0;

function readCookie(name: string): string | null {
  const pair = document.cookie.split("; ").find((one) => one.startsWith(`${name}=`));
  return pair ? decodeURIComponent(pair.slice(name.length + 1)) : null;
}

function writeCookie(name: string, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=${YEAR_S}; samesite=lax`;
}

/** Where consent is needed nothing is allowed before somebody said so. */
function privacyNow(): Privacy {
  const isGiven = readCookie(CONSENT_COOKIE) === "yes";
  return {
    analyticsProcessingAllowed: isGiven,
    marketingAllowed: isGiven,
    preferencesProcessingAllowed: isGiven,
    saleOfDataAllowed: isGiven,
  };
}

function clientId(): string {
  const known = readCookie(CLIENT_COOKIE);
  const id = known ?? crypto.randomUUID();
  if (!known) writeCookie(CLIENT_COOKIE, id);
  return id;
}

function contextNow() {
  const { href, origin, protocol, host, hostname, port, pathname, search, hash } = window.location;
  const location = { href, origin, protocol, host, hostname, port, pathname, search, hash };
  return {
    document: {
      location,
      referrer: document.referrer,
      characterSet: document.characterSet,
      title: document.title,
    },
    navigator: {
      language: navigator.language,
      cookieEnabled: navigator.cookieEnabled,
      userAgent: navigator.userAgent,
    },
    window: { location, innerWidth: window.innerWidth, innerHeight: window.innerHeight },
  };
}

function tell(message: ToWorker): void {
  worker?.postMessage(message);
}

function publish({
  name,
  data,
  onceKey,
}: PageEvent | { name: string; data: Record<string, unknown>; onceKey?: string }): void {
  if (onceKey !== undefined && sessionStorage.getItem(onceKey) !== null) return;
  if (onceKey !== undefined) sessionStorage.setItem(onceKey, "1");
  sequence += 1;
  const event = { id: `sh-${crypto.randomUUID()}`, clientId: clientId(), name, data, context: contextNow() };
  tell({
    kind: "event",
    event: { ...event, seq: sequence, timestamp: new Date().toISOString(), type: "standard" },
  });
}

function isEnough(privacy: Privacy): boolean {
  const { needs } = page;
  return (
    (!needs.analytics || privacy.analyticsProcessingAllowed) &&
    (!needs.marketing || privacy.marketingAllowed) &&
    (!needs.preferences || privacy.preferencesProcessingAllowed)
  );
}

/** Loads the pixel and tells it of the page, once. */
function load(): void {
  const privacy = privacyNow();
  if (worker !== null || !isEnough(privacy)) return;
  worker = new Worker("/pixel-sandbox/worker.js");
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => answer(data);
  const init = { context: contextNow(), data: page.initData, customerPrivacy: privacy };
  tell({ kind: "start", init, settings: page.settings });
  publish({ name: "page_viewed", data: {} });
  for (const event of page.events) publish(event);
}

function answer({ call, store, method, args: [first = "", second = ""] }: FromWorker): void {
  tell({ kind: "answer", call, value: perform(store, method, [first, second]) });
}

function perform(store: FromWorker["store"], method: string, [first, second]: [string, string]): unknown {
  if (store === "beacon") return navigator.sendBeacon(first, second);
  if (store === "cookie") return method === "get" ? (readCookie(first) ?? "") : writeCookie(first, second);
  const storage = store === "localStorage" ? window.localStorage : window.sessionStorage;
  if (method === "getItem") return storage.getItem(first);
  if (method === "setItem") return storage.setItem(first, second);
  return storage.removeItem(first);
}

function decide(isGiven: boolean): void {
  writeCookie(CONSENT_COOKIE, isGiven ? "yes" : "no");
  if (banner) banner.hidden = true;
  tell({ kind: "consent", customerPrivacy: privacyNow() });
  load();
}

document.addEventListener("click", () => publish({ name: "clicked", data: {} }));
if (banner) banner.hidden = readCookie(CONSENT_COOKIE) !== null;
document.getElementById("consent-yes")?.addEventListener("click", () => decide(true));
document.getElementById("consent-no")?.addEventListener("click", () => decide(false));
document.getElementById("consent-again")?.addEventListener("click", () => {
  if (banner) banner.hidden = false;
});
load();
