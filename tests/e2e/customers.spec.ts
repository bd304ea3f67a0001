import Database from "better-sqlite3";

import { expect, test } from "./journey";

test("a merchant finds, sorts and pages through customers", async ({ merchant, system }) => {
  const { app } = merchant;
  const total = system.devStore.store.customers.size;
  await merchant.open("/app/customers");
  await expect(app.getByText(`${total} customers`)).toBeVisible();
  const names = () => app.locator("tbody").getByRole("link").allInnerTexts();
  const firstPage = await names();

  await app.getByRole("button", { name: "Next" }).click();
  await expect.poll(() => merchant.location()).toBe("/app/customers?page=2");
  await expect.poll(names).not.toEqual(firstPage);
  await app.getByRole("button", { name: "Previous" }).click();
  await expect.poll(names).toEqual(firstPage);

  await app.getByRole("button", { name: /^Net spend|Sort.*Net spend/ }).click();
  await expect.poll(() => merchant.location()).toContain("sort=net-spend");
  const amounts = async () =>
    (await app.locator("tbody tr td", { hasText: /^€/ }).allInnerTexts()).map((text) =>
      Number(text.replace(/[^\d.]/g, "")),
    );
  // The address changes first, the rows when they are there.
  const isSorted = (shown: readonly number[]) =>
    shown.length > 10 && shown.every((amount, index) => index === 0 || amount <= (shown[index - 1] ?? 0));
  await expect.poll(async () => isSorted(await amounts())).toBe(true);

  const somebody = [...system.devStore.store.customers.values()].find((one) => one.email && one.lastName);
  await app.getByLabel("Search customers").fill(somebody?.email ?? "");
  await expect(app.getByText("1 customer", { exact: true })).toBeVisible();
  await merchant.follow(app.locator("tbody").getByRole("link").first());
  await expect(app.getByRole("link", { name: somebody?.email ?? "" })).toBeVisible();

  await merchant.open("/app/customers?q=nobody-is-called-so");
  await expect(app.getByText("Nobody found")).toBeVisible();
});

test("a merchant without a mouse reaches a customer and their orders", async ({ merchant }) => {
  const { app, page } = merchant;
  await merchant.open("/app/customers");
  const search = app.getByLabel("Search customers");
  await search.focus();
  const counted = app.getByText(/^\d+ customers?$/);
  const everybody = await counted.innerText();
  await page.keyboard.type("a");
  await expect.poll(() => merchant.location()).toContain("q=a");
  // The address changes first, the rows when they are there.
  await expect(counted).not.toHaveText(everybody);
  const link = app.locator("tbody").getByRole("link").first();
  const name = await link.innerText();
  for (let presses = 0; presses < 25; presses += 1) {
    if (await link.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(link).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(merchant.title()).toContainText(name);
  await page.keyboard.press("Tab");
  await expect(app.getByRole("link", { name: "Customers" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(merchant.title()).toHaveText("Customers");
});

test("a customer of another store is not found, as is one who never was", async ({ merchant, system }) => {
  const elsewhere = plantCustomerOfAnotherShop(system.databaseUrl);
  for (const id of [elsewhere, "nobody"]) {
    await merchant.open(`/app/customers/${id}`);
    await expect(merchant.title()).toHaveText("Not found");
    await expect(
      merchant.app.getByText("This page does not exist, or belongs to another store."),
    ).toBeVisible();
  }
  await merchant.goTo("Customers");
  await expect(merchant.title()).toHaveText("Customers");
});

/**
 * Copies a shop and one of its customers under another name; the app has left it, for nobody would answer there and all
 * that is due for it would be tried for days. @returns the customer's id.
 */
function plantCustomerOfAnotherShop(databaseUrl: string): string {
  const database = new Database(databaseUrl.replace(/^file:/, ""), { timeout: 15_000 });
  database.exec(`
    CREATE TEMP TABLE other_shop AS SELECT * FROM "Shop" LIMIT 1;
    UPDATE other_shop SET "id" = 'other-shop', "gid" = 'gid://shopify/Shop/1', "domain" = 'other-shop.myshopify.com',
      "uninstalledAt" = "createdAt";
    INSERT OR IGNORE INTO "Shop" SELECT * FROM other_shop;
    CREATE TEMP TABLE other_customer AS SELECT * FROM "Customer" WHERE "email" IS NOT NULL LIMIT 1;
    UPDATE other_customer SET "id" = 'customer-elsewhere', "shopId" = 'other-shop';
    INSERT OR IGNORE INTO "Customer" SELECT * FROM other_customer;
  `);
  database.close();
  return "customer-elsewhere";
}
