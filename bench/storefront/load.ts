import type { Browser, BrowserContext } from "@playwright/test";

/** 1.6 Mbit/s, 150 ms, a quarter of the CPU: the slow profile of the goals. */
const SLOW = { downloadThroughput: 200_000, uploadThroughput: 93_750, latency: 150, offline: false };
const CPU_RATE = 4;
const SETTLE_MS = 300;

/** One load of a page. */
export type Load = {
  /** From the first byte of the page on: how long the stand-in takes to make a page is no matter of the extension. */
  lcpMs: number;
  loadMs: number;
  /** Cumulative layout shift. */
  cls: number;
  /** Calls of the app. */
  appRequests: number;
  /** The balance stands in the page as it came from the server. */
  showsBalance: boolean;
};

type Seen = { lcp: number; cls: number };

/** Opens a page with an empty cache, as slowly as the profile says. `context` has the cookies of a signed-in customer. */
export async function loadPage(context: BrowserContext, url: string): Promise<Load> {
  const page = await context.newPage();
  try {
    const client = await context.newCDPSession(page);
    await client.send("Network.enable");
    await client.send("Network.setCacheDisabled", { cacheDisabled: true });
    await client.send("Network.emulateNetworkConditions", SLOW);
    await client.send("Emulation.setCPUThrottlingRate", { rate: CPU_RATE });
    let appRequests = 0;
    page.on("request", (request) => {
      if (new URL(request.url()).pathname.startsWith("/apps/")) appRequests += 1;
    });
    await page.addInitScript(watchPage);
    const response = await page.goto(url, { waitUntil: "load" });
    const html = (await response?.text()) ?? "";
    await page.waitForTimeout(SETTLE_MS);
    const { lcp, cls } = await page.evaluate(() => (window as unknown as { seen: Seen }).seen);
    const { responseStart, loadEventEnd } = await page.evaluate(() => {
      const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
      return { responseStart: navigation?.responseStart ?? 0, loadEventEnd: navigation?.loadEventEnd ?? 0 };
    });
    const since = (instant: number) => instant - responseStart;
    return {
      lcpMs: since(lcp),
      loadMs: since(loadEventEnd),
      cls,
      appRequests,
      showsBalance: html.includes('data-pn-balance="1250"'),
    };
  } finally {
    await page.close();
  }
}

/** Runs in the page: keeps what the browser says of its largest paint and of shifts. */
function watchPage(): void {
  const seen = { lcp: 0, cls: 0 };
  (window as unknown as { seen: Seen }).seen = seen;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.lcp = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number })[])
      seen.cls += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

/** A browser of somebody who is signed in in the shop. */
export async function signedIn(browser: Browser, origin: string, email: string): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, locale: "en" });
  const page = await context.newPage();
  await page.goto(`${origin}/account/login`);
  await page.fill("input[name=email]", email);
  await page.click("main button");
  await page.close();
  return context;
}
