import type { Browser, Page } from "@playwright/test";

import { deleteCustomer } from "../../dev-store/commerce/customers";
import { refundOrder } from "../../dev-store/commerce/orders";
import type { System } from "../../scripts/system/start-system";
import { countWaitingLots, switchProgrammeOn } from "./actors/programme";
import type { Shopper } from "./actors/shopper";
import { expect, HOUR_MS, test } from "./journey";

const MINUTE_MS = 60_000;
const PRODUCT = "Harbour Blend";

async function signIn(page: Page, storefront: string, email: string): Promise<void> {
  await page.goto(`${storefront}/account/login`);
  await page.locator("#content input[name=email]").fill(email);
  await page.locator("#content button").click();
  await expect(page).toHaveURL(/\/account$/);
}

/** Signs in and buys twice: enough for the reward. @returns what the orders were worth, in points. */
async function earn(
  shopper: Shopper,
  email: string,
  { system, pass }: { system: System; pass: (ms: number) => Promise<void> },
): Promise<{ orderIds: number[] }> {
  await signIn(shopper.page, shopper.storefront, email);
  for (const _time of [1, 2]) {
    await shopper.putIntoCart(PRODUCT);
    await shopper.startCheckout(email);
    await shopper.pay();
  }
  // Told by webhook, counted, and told to the store.
  await pass(MINUTE_MS);
  await pass(MINUTE_MS);
  const customer = system.devStore.store.findCustomerByEmail(email);
  const orders = [...system.devStore.store.orders.values()].filter(
    ({ customerId }) => customerId === customer?.id,
  );
  return { orderIds: orders.map(({ id }) => id) };
}

async function programmeIsKnown(system: System, pass: (ms: number) => Promise<void>): Promise<void> {
  switchProgrammeOn(system);
  // The store is told of what nobody saved by a page once a day.
  await pass(24 * HOUR_MS);
}

const pointsOn = async (page: Page) =>
  Number((await page.locator("main .pn-points").textContent())?.replace(/\D/g, ""));

/** Another browser of the same person, without scripts. */
async function withoutScripts(browser: Browser, page: Page): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: false, locale: "pl" });
  await context.addCookies(await page.context().cookies());
  return context.newPage();
}

test("a shopper sees their points without a request and without scripts, redeems, uses the code; a refund takes back", async ({
  newShopper,
  browser,
  system,
  pass,
}) => {
  test.setTimeout(240_000);
  await programmeIsKnown(system, pass);
  const shopper = await newShopper("pl");
  const { page } = shopper;
  const { orderIds } = await earn(shopper, "ola.points@poczta.example", { system, pass });

  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/apps/")) asked.push(request.url());
  });
  await page.goto(`${shopper.storefront}/account`);
  const before = await pointsOn(page);
  expect(before).toBeGreaterThan(1_000);
  await expect(page.locator("main")).toContainText("punkt");
  expect(asked).toEqual([]);

  const plain = await withoutScripts(browser, page);
  await plain.goto(`${shopper.storefront}/account`);
  expect(await pointsOn(plain)).toBe(before);
  await plain.locator("[data-pn-launcher]").click();
  await expect(plain.getByRole("dialog").getByText("5 zniżki")).toBeVisible();
  await plain.context().close();

  const launcher = page.locator("[data-pn-launcher]");
  await launcher.focus();
  await page.keyboard.press("Enter");
  const panel = page.getByRole("dialog");
  await expect(panel).toBeVisible();
  // Whoever tabs on never leaves the panel for the page behind it.
  for (let presses = 0; presses < 12; presses += 1) {
    await page.keyboard.press("Tab");
    expect(
      await page.evaluate(() => document.activeElement?.closest("main, header, footer") ?? null),
    ).toBeNull();
  }
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(launcher).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(panel.getByRole("button", { name: "Wymień" }).last()).toBeDisabled();
  await panel.getByRole("button", { name: "Wymień" }).first().focus();
  await page.keyboard.press("Enter");
  await expect(panel.getByText("Gotowe.", { exact: false })).toBeVisible();
  await expect(panel.locator("[data-pn-code]")).toHaveText(/^PTS/, { timeout: 30_000 });
  await expect(panel.locator(".pn-points")).toHaveText(new RegExp(String((before - 500) % 1_000)));
  const code = (await panel.locator("[data-pn-code]").textContent()) ?? "";
  expect(system.devStore.store.findDiscountByCode(code)).not.toBeNull();

  await pass(MINUTE_MS);
  await page.goto(`${shopper.storefront}/account`);
  expect(await pointsOn(page)).toBe(before - 500);

  const order = system.devStore.store.orders.get(orderIds[0] ?? 0);
  if (!order) throw new Error("the order is gone");
  refundOrder(system.devStore.store, order);
  await pass(MINUTE_MS);
  await pass(MINUTE_MS);
  await page.goto(`${shopper.storefront}/account`);
  expect(await pointsOn(page)).toBeLessThan(before - 500);
});

test("two tabs redeem once, and what was redeemed can be given back", async ({
  newShopper,
  system,
  pass,
}) => {
  test.setTimeout(240_000);
  await programmeIsKnown(system, pass);
  const shopper = await newShopper("en");
  const email = "tom.tabs@example.com";
  await earn(shopper, email, { system, pass });
  const tabs = [shopper.page, await shopper.page.context().newPage()];
  for (const tab of tabs) {
    await tab.goto(`${shopper.storefront}/account`);
    const asked = tab.waitForResponse((response) => response.url().includes("/apps/perennial/member"));
    await tab.locator("summary").click();
    await asked;
  }
  const [first] = tabs as [Page, Page];
  const before = await pointsOn(first);
  const redeem = (tab: Page) =>
    tab.locator("main").getByRole("button", { name: "Redeem", exact: true }).first();
  await Promise.all(tabs.map((tab) => redeem(tab).click()));
  for (const tab of tabs)
    await expect(tab.locator("main [data-pn-code]")).toHaveText(/^PTS/, { timeout: 30_000 });
  const codes = await Promise.all(tabs.map((tab) => tab.locator("main [data-pn-code]").textContent()));
  expect(codes[0]).toBe(codes[1]);
  expect(await pointsOn(first)).toBe(before - 500);
  const isRefused = (tab: Page) =>
    tab.locator("main").getByText("You have a reward that is not used yet.", { exact: false }).isVisible();
  expect((await Promise.all(tabs.map(isRefused))).filter(Boolean)).toHaveLength(1);

  await first.locator("main").getByRole("button", { name: "Give it back, keep the points" }).click();
  await expect(first.locator("main").getByText("your points are back", { exact: false })).toBeVisible();
  expect(await pointsOn(first)).toBe(before);
});

test("what a guest earns waits under the address, and is theirs once they have an account with it", async ({
  newShopper,
  system,
  pass,
}) => {
  test.setTimeout(240_000);
  await programmeIsKnown(system, pass);
  const { store } = system.devStore;
  const email = "greta.guest@example.com";
  const shopper = await newShopper("en");
  await shopper.putIntoCart(PRODUCT);
  await shopper.startCheckout(email, { acceptsMarketing: false });
  // Staff remove the record that the store made of the address: the order names nobody but it.
  const record = store.findCustomerByEmail(email);
  if (!record) throw new Error("the store made no record of the address");
  deleteCustomer(store, record);
  await shopper.pay();
  await pass(MINUTE_MS);
  const order = [...store.orders.values()].find((one) => one.email === email);
  expect(order?.customerId).toBeNull();
  expect(countWaitingLots(system)).toBe(1);

  const { page } = shopper;
  await signIn(page, shopper.storefront, email);
  await pass(MINUTE_MS);
  await pass(MINUTE_MS);
  expect(countWaitingLots(system)).toBe(0);
  await page.goto(`${shopper.storefront}/account`);
  expect(await pointsOn(page)).toBeGreaterThan(500);
  await page.locator("summary").click();
  await page.locator("main").getByRole("button", { name: "Redeem", exact: true }).first().click();
  await expect(page.locator("main [data-pn-code]")).toHaveText(/^PTS/, { timeout: 30_000 });
});
