import type { Browser, Page } from "@playwright/test";

import { launchBrowser, USER_AGENT } from "../../tests/e2e/actors/browser";
import { Shopper } from "../../tests/e2e/actors/shopper";
import type { System } from "../system/start-system";

/* People with browsers that run the pixel: they let the shop measure, buy, and come back another day. */

const BOUGHT = "Harbour Blend";
const WANTED = "Old Crane Dark Roast";
/** Several, as one may have been left out to see what mails bring. */
const PEOPLE = 3;
const PIXEL_WAIT_MS = 3_000;

/** People whose browsers the store knows, for they have bought. */
export type Visitors = {
  /** Some look at a product, the others leave it in their carts. */
  comeBack: () => Promise<void>;
  leave: () => Promise<void>;
};

/** New customers, each with a browser that stays theirs. */
export async function bringVisitors(system: System): Promise<Visitors> {
  const browser = await launchBrowser();
  try {
    const lookers = await customersIn(browser, system, "looks");
    const fillers = await customersIn(browser, system, "fills");
    return {
      async comeBack() {
        for (const shopper of lookers) await whileTold(shopper.page, () => lookAt(shopper));
        for (const shopper of fillers) await whileTold(shopper.page, () => shopper.putIntoCart(WANTED));
      },
      leave: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

async function customersIn(browser: Browser, system: System, doing: string): Promise<Shopper[]> {
  const shoppers: Shopper[] = [];
  for (let index = 0; index < PEOPLE; index += 1) {
    const context = await browser.newContext({ locale: "en", userAgent: USER_AGENT });
    const shopper = new Shopper(await context.newPage(), system, "en");
    const { page, texts, storefront } = shopper;
    await page.goto(storefront);
    await page.getByRole("button", { name: texts.consentYes }).click();
    await shopper.putIntoCart(BOUGHT);
    await shopper.startCheckout(`${doing}.${index}@browser.example`);
    await shopper.pay();
    shoppers.push(shopper);
  }
  return shoppers;
}

async function lookAt({ page, storefront }: Shopper): Promise<void> {
  await page.goto(storefront);
  await page.getByRole("link", { name: WANTED }).click();
}

/** What the pixel tells of a page leaves a little after it. */
async function whileTold(page: Page, work: () => Promise<void>): Promise<void> {
  await work();
  await page
    .waitForResponse((response) => response.url().endsWith("/pixel"), { timeout: PIXEL_WAIT_MS })
    .catch(() => undefined);
}
