import { watchConsole } from "./actors/console-watch";
import { Merchant } from "./actors/merchant";
import { expect, startSmallShop, test } from "./journey";

test("a merchant installs the app from the admin, and sees the copy of the store become complete", async ({
  page,
}) => {
  test.setTimeout(120_000);
  const system = await startSmallShop();
  try {
    const { store, urls } = system.devStore;
    const complaints = watchConsole(page);
    const merchant = new Merchant(page, system);

    await page.goto(urls.admin);
    await expect(page.getByRole("heading", { name: "Install Perennial?" })).toBeVisible();
    await expect(page.getByText("View and change customers")).toBeVisible();
    expect(store.installation).toBeNull();

    await page.getByRole("button", { name: "Install" }).click();
    await expect(merchant.title()).toContainText(store.shop.name);
    expect(store.installation?.scopes).toEqual(system.devStore.app.scopes);

    await merchant.goTo("System");
    await expect(merchant.app.getByText("Reading", { exact: true })).toBeVisible();
    // The page watches the reading itself: it becomes complete without a reload.
    await expect(merchant.app.getByText("Complete", { exact: true })).toBeVisible({ timeout: 60_000 });
    const orders = new Intl.NumberFormat("en").format(store.orders.size);
    await expect(merchant.app.getByText(orders, { exact: true }).first()).toBeVisible();

    await merchant.goTo("Customers");
    await expect(merchant.app.getByText(new RegExp(`\\b${store.customers.size} customers`))).toBeVisible();
    expect(complaints).toEqual([]);
  } finally {
    await system.stop();
  }
});
