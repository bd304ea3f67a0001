import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { Browser, BrowserContext, Page } from "@playwright/test";

import { demoStart } from "../../dev-store/simulation/shop";
import { launchBrowser, USER_AGENT } from "../../tests/e2e/actors/browser";
import { watchConsole } from "../../tests/e2e/actors/console-watch";
import { Merchant } from "../../tests/e2e/actors/merchant";
import { giveTiersMore, type PointsTerms, switchPointsOn, switchReferralsOn } from "../demo/programmes";
import { startSystem, type System } from "../system/start-system";
import { photographAdmin, photographMails, photographShop } from "./pages";
import { toPalettePng } from "./palette-png";

const FOLDER = "docs/screenshots";
const DAY_MS = 24 * 60 * 60 * 1_000;
/** Height of the window, by its width; a page that holds more is taken as high as it is, up to a limit. */
const HEIGHTS = { 1280: 800, 390: 844 } as const;
const MAX_HEIGHT = 1_800;
/** As many shoppers as the history of the demo's shop ends with. */
const TRAFFIC = { ratePerDay: 4, leftPerDay: 6 };
/** So that some points can be spent, and some still wait. */
const POINTS_TERMS: PointsTerms = { holdingDays: "1", expiryMonths: "12", noticeDays: "30" };
/** For fonts, charts and what the page still fetches. */
const STILL_MS = 400;

type Width = keyof typeof HEIGHTS;

const { values: options } = parseArgs({
  options: {
    customers: { type: "string", default: "600" },
    days: { type: "string", default: "7" },
    /** Only pictures whose name contains this. */
    only: { type: "string", default: "" },
  },
});

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const system = await startSystem({
    seed: 1,
    customers: Number(options.customers),
    startAt: demoStart(new Date()),
    traffic: TRAFFIC,
  });
  const browser = await launchBrowser();
  try {
    await liveIn(system, browser);
    for (const width of [1280, 390] as const) await photographAll({ system, browser, width });
  } finally {
    await browser.close();
    await system.stop();
  }
}

/** A shop that has had the app for a while: everything on, customers coming and going. */
async function liveIn(system: System, browser: Browser): Promise<void> {
  const { devStore } = system;
  const pass = (ms: number) => system.advanceTo(new Date(devStore.store.clock.now().getTime() + ms));
  await system.install();
  await pass(60_000);
  await system.settled();
  const context = await browser.newContext({ userAgent: USER_AGENT });
  const merchant = new Merchant(await context.newPage(), system);
  await merchant.turnOnRecovery();
  await merchant.turnOnVip();
  await switchPointsOn(devStore, POINTS_TERMS);
  await switchReferralsOn(devStore);
  await giveTiersMore(devStore);
  await context.close();
  await system.settled();
  devStore.setLive(true);
  for (let day = 1; day <= Number(options.days); day += 1) {
    await pass(DAY_MS);
    console.log(`day ${day} has passed`);
  }
  devStore.setLive(false);
  await system.settled();
}

type Session = { system: System; browser: Browser; width: Width };

async function photographAll({ system, browser, width }: Session): Promise<void> {
  const viewport = { width, height: HEIGHTS[width] };
  const context = await browser.newContext({ userAgent: USER_AGENT, locale: "en-US", viewport });
  const shoot = (page: Page, name: string) => takePicture(page, { name, width });
  await photographShop(await newPage(context), { system, shoot });
  await system.settled();
  await photographAdmin(new Merchant(await newPage(context), system), { system, shoot });
  await photographMails(await newPage(context), { system, shoot });
  await context.close();
}

/** A page whose complaints are told when it is done. */
async function newPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const complaints = watchConsole(page);
  page.on("close", () => complaints.forEach((complaint) => console.warn(complaint)));
  return page;
}

async function takePicture(page: Page, { name, width }: { name: string; width: Width }): Promise<void> {
  if (!name.includes(options.only)) return;
  const height = HEIGHTS[width];
  await page.setViewportSize({ width, height });
  await page.waitForTimeout(STILL_MS);
  const needed = await contentHeight(page);
  await page.setViewportSize({ width, height: Math.min(MAX_HEIGHT, Math.max(height, needed)) });
  await page.waitForTimeout(STILL_MS);
  const picture = toPalettePng(await page.screenshot({ animations: "disabled", caret: "hide" }));
  await page.setViewportSize({ width, height });
  const path = join(FOLDER, `${name}-${width}.png`);
  writeFileSync(path, picture);
  console.log(`${path}  ${Math.round(picture.length / 1_024)} kB`);
}

/** Height of the page with all that it holds, inside the app's frame too. */
async function contentHeight(page: Page): Promise<number> {
  const own = await page.evaluate(() => document.documentElement.scrollHeight);
  const frame = page.locator("#app-frame");
  if ((await frame.count()) === 0) return own;
  const top = await frame.evaluate((element) => element.getBoundingClientRect().top);
  const content = await page
    .frameLocator("#app-frame")
    .locator("html")
    .evaluate((html) => html.scrollHeight);
  return Math.ceil(top + content);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
