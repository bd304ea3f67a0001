import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";

import type { Browser, BrowserContext, Page } from "@playwright/test";

import { demoStart } from "../dev-store/simulation/shop";
import { launchBrowser, USER_AGENT } from "../tests/e2e/actors/browser";
import { watchConsole } from "../tests/e2e/actors/console-watch";
import { Merchant } from "../tests/e2e/actors/merchant";
import { Shopper } from "../tests/e2e/actors/shopper";
import { startSystem, type System } from "./system/start-system";

const FOLDER = "docs/screenshots";
const DAY_MS = 24 * 60 * 60 * 1_000;
const WIDTHS = { 1280: 800, 390: 844 } as const;
/** What is below this is for who scrolls. */
const MAX_HEIGHT = 2_000;
const PRODUCT = "Harbour Blend";

type Width = keyof typeof WIDTHS;
type Shot = (page: Page, name: string) => Promise<void>;

const { values: options } = parseArgs({
  options: {
    customers: { type: "string", default: "600" },
    days: { type: "string", default: "7" },
    /** Only pages whose name contains this. */
    only: { type: "string", default: "" },
  },
});

async function main(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const system = await startSystem({
    seed: 1,
    customers: Number(options.customers),
    startAt: demoStart(new Date()),
  });
  const browser = await launchBrowser();
  try {
    await livedIn(system, browser);
    for (const width of [1280, 390] as const) await photographAll(system, browser, width);
  } finally {
    await browser.close();
    await system.stop();
  }
}

/** A shop that has had the app for a while: reminders and tiers on, customers coming and going. */
async function livedIn(system: System, browser: Browser): Promise<void> {
  const { store } = system.devStore;
  const pass = (ms: number) => system.advanceTo(new Date(store.clock.now().getTime() + ms));
  await system.install();
  await pass(60_000);
  await system.settled();
  const context = await browser.newContext({ userAgent: USER_AGENT, viewport: { width: 1280, height: 900 } });
  const merchant = new Merchant(await context.newPage(), system);
  await merchant.open("/app/recovery/settings");
  await merchant.app.getByRole("checkbox").first().check();
  await merchant.save();
  await merchant.open("/app/vip");
  const isOn = merchant.app.getByLabel("Give customers tiers");
  if (!(await isOn.isChecked())) {
    await isOn.check();
    await merchant.save();
  }
  await context.close();
  await system.settled();
  system.devStore.setLive(true);
  for (let day = 0; day < Number(options.days); day += 1) await pass(DAY_MS);
  system.devStore.setLive(false);
  await system.settled();
}

async function photographAll(system: System, browser: Browser, width: Width): Promise<void> {
  const context = await browser.newContext({
    userAgent: USER_AGENT,
    locale: "en-US",
    viewport: { width, height: WIDTHS[width] },
  });
  const shoot: Shot = (page, name) => takeShot(page, { name, width });
  await photographAdmin(new Merchant(await watched(context), system), system, shoot);
  await photographShop(system, context, shoot);
  await photographMails(system, context, shoot);
  await context.close();
}

async function watched(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  const complaints = watchConsole(page);
  page.on("close", () => complaints.forEach((complaint) => console.warn(complaint)));
  return page;
}

async function photographAdmin(merchant: Merchant, system: System, shoot: Shot): Promise<void> {
  const { page } = merchant;
  const pages: [name: string, path: string][] = [
    ["home", "/app"],
    ["dashboard", "/app/dashboard?window=all"],
    ["dashboard-drill", "/app/dashboard/drill"],
    ["dashboard-recovered", "/app/dashboard/recovered"],
    ["customers", "/app/customers"],
    ["customers-none", "/app/customers?search=nobody-like-this"],
    ["vip", "/app/vip"],
    ["recovery", "/app/recovery"],
    ["recovery-settings", "/app/recovery/settings"],
    ["recovery-preview", "/app/recovery/preview"],
    ["decisions", "/app/decisions"],
    ["settings", "/app/settings"],
    ["system", "/app/system"],
    ["not-found", "/app/customers/nobody"],
  ];
  for (const [name, path] of pages) {
    await merchant.open(path);
    await shoot(page, name);
  }
  for (const [name, list] of [
    ["customer", "/app/customers?sort=net-spend&direction=desc"],
    ["recovery-detail", "/app/recovery?tab=recovered"],
  ] as const) {
    await merchant.open(list);
    await merchant.follow(
      merchant.app.locator(`tbody a[href*="${list.split("?")[0]}/"], a[data-primary-link]`).first(),
    );
    await shoot(page, name);
  }
  await merchant.open("/app/vip");
  await merchant.app.getByLabel("Orders, at least").first().fill("4");
  await merchant.app.getByText(/when you save|No one moves/).waitFor();
  await shoot(page, "vip-preview");
  await merchant.discard();
  await photographInOtherLanguages(merchant, shoot);
  await page.goto(`${system.devStore.urls.api}/admin/customers`);
  await shoot(page, "admin-customers");
  await page.close();
}

/** The pages with most words, as the admin of other languages shows them. */
async function photographInOtherLanguages(merchant: Merchant, shoot: Shot): Promise<void> {
  for (const locale of ["pl", "ru"]) {
    await merchant.page.getByLabel("Language").first().selectOption(locale);
    for (const name of ["dashboard", "recovery", "customers", "vip", "system", "settings", ""]) {
      await merchant.open(`/app/${name}`);
      await shoot(merchant.page, `${name || "home"}-${locale}`);
    }
  }
  await merchant.page.getByLabel("Language").first().selectOption("en");
}

async function photographShop(system: System, context: BrowserContext, shoot: Shot): Promise<void> {
  const page = await watched(context);
  const shopper = new Shopper(page, system, "en");
  await page.goto(system.devStore.urls.storefront);
  await shoot(page, "storefront");
  await page.getByRole("link", { name: PRODUCT }).click();
  await shoot(page, "storefront-product");
  await shopper.putIntoCart(PRODUCT);
  await shoot(page, "storefront-cart");
  await shopper.startCheckout("visitor@example.com", { acceptsMarketing: false });
  await shoot(page, "storefront-checkout");
  await page.close();
}

async function photographMails(system: System, context: BrowserContext, shoot: Shot): Promise<void> {
  const page = await watched(context);
  const { urls, mail } = system.devStore;
  await page.goto(urls.mail);
  await shoot(page, "mails");
  const polish = mail.mails.findLast(({ html }) => /<html[^>]* lang="pl/.test(html)) ?? mail.mails.at(-1);
  if (polish) {
    await page.goto(`${urls.mail}/mails/${polish.id}`);
    await shoot(page, "mail");
    await page.setContent(polish.html);
    await shoot(page, "mail-alone");
    const address = /<(https?:[^>]+)>/.exec(polish.headers["list-unsubscribe"] ?? "")?.[1];
    if (address) {
      await page.goto(address);
      await shoot(page, "unsubscribe");
    }
  }
  await page.close();
}

/** Takes the page with all that it holds: as high as its content, inside the frame or not. */
async function takeShot(page: Page, { name, width }: { name: string; width: Width }): Promise<void> {
  if (!name.includes(options.only)) return;
  const height = WIDTHS[width];
  await page.setViewportSize({ width, height });
  await page.waitForTimeout(400);
  const needed = await contentHeight(page);
  await page.setViewportSize({ width, height: Math.min(MAX_HEIGHT, Math.max(height, needed)) });
  await page.waitForTimeout(300);
  const path = join(FOLDER, `${name}-${width}.png`);
  await page.screenshot({ path, animations: "disabled", caret: "hide" });
  console.log(`${path}  ${Math.round(statSync(path).size / 1_024)} kB`);
}

async function contentHeight(page: Page): Promise<number> {
  const own = await page.evaluate(() => document.documentElement.scrollHeight);
  const frame = page.locator("#app-frame");
  if ((await frame.count()) === 0) return own;
  const { top, inner } = await frame.evaluate((element: HTMLIFrameElement) => ({
    top: element.getBoundingClientRect().top,
    inner: element.clientHeight,
  }));
  const app = page.frameLocator("#app-frame").locator("html");
  const content = await app.evaluate((html) => {
    const last = html.ownerDocument.body.getBoundingClientRect();
    return Math.max(last.bottom + scrollY, html.scrollHeight > innerHeight ? html.scrollHeight : 0);
  });
  return Math.max(top + inner, Math.ceil(top + content));
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
