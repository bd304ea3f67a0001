import { watchConsole } from "./actors/console-watch";
import { Merchant } from "./actors/merchant";
import { expect, HOUR_MS, readHistory, test } from "./journey";
import { startSystem } from "../../scripts/system/start-system";
import { demoStart } from "../../dev-store/simulation/shop";

const NEVER_WRITTEN = /undefined|null|NaN|\[object/;

test("a merchant whose app may not see names and addresses works with what there is, and nobody is written to", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const system = await startSystem({
    seed: 7,
    customers: 120,
    startAt: demoStart(new Date()),
    approvedData: [],
  });
  try {
    const { store, urls, webhooks } = system.devStore;
    await system.install();
    await readHistory(system);
    const complaints = watchConsole(page);
    const merchant = new Merchant(page, system);
    await page.goto(urls.admin);

    // Shoppers come and go meanwhile: their webhooks name nobody either.
    system.devStore.setLive(true);
    await system.advanceTo(new Date(store.clock.now().getTime() + 8 * HOUR_MS));
    system.devStore.setLive(false);
    await system.settled();
    expect(webhooks.counts().delivered).toBeGreaterThan(5);

    await merchant.open("/app/customers");
    await expect(merchant.app.getByText(new RegExp(`\\b${store.customers.size} customers`))).toBeVisible();
    const row = merchant.app.locator("tbody").getByRole("link").first();
    await expect(row).toBeVisible();
    await expect(merchant.app.locator("tbody")).not.toContainText(NEVER_WRITTEN);
    await merchant.follow(row);
    await expect(merchant.app.locator("main, body").first()).not.toContainText(NEVER_WRITTEN);

    for (const path of [
      "/app",
      "/app/dashboard",
      "/app/vip",
      "/app/recovery",
      "/app/decisions",
      "/app/system",
    ]) {
      await merchant.open(path);
      await expect(merchant.title()).toBeVisible();
      await expect(merchant.app.locator("body")).not.toContainText(NEVER_WRITTEN);
    }
    expect(complaints).toEqual([]);
  } finally {
    await system.stop();
  }
});
