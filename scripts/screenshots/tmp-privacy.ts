import { launchBrowser, USER_AGENT } from "../../tests/e2e/actors/browser";
import { watchConsole } from "../../tests/e2e/actors/console-watch";
import { Merchant } from "../../tests/e2e/actors/merchant";
import { demoStart } from "../../dev-store/simulation/shop";
import { startSystem } from "../system/start-system";

const system = await startSystem({ seed: 1, customers: 60, startAt: demoStart(new Date()), traffic: { ratePerDay: 4, leftPerDay: 6 } });
const browser = await launchBrowser();
try {
  await system.install();
  await system.settled();
  const { devStore } = system;
  const customer = [...devStore.store.customers.values()][3] as unknown as { id: unknown; email: string };
  console.log(JSON.stringify(customer, (_k, v) => (typeof v === "bigint" ? String(v) : v)).slice(0, 300));
  const id = Number(String((customer as { id: unknown }).id).replace(/\D/g, ""));
  const send = async (topic: string, body: object) => {
    const r = await fetch(`${devStore.urls.control}/webhooks`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ topic, body }) });
    console.log(topic, r.status, (await r.text()).slice(0, 200));
    await system.settled();
  };
  const person = { shop_id: 1, shop_domain: devStore.store.domain, customer: { id, email: customer.email, phone: null } };
  await send("customers/data_request", { ...person, orders_requested: [], data_request: { id: 55 } });
  for (const width of [1280, 390] as const) {
    const context = await browser.newContext({ userAgent: USER_AGENT, locale: "en-US", viewport: { width, height: 1600 } });
    const page = await context.newPage();
    watchConsole(page);
    const merchant = new Merchant(page, system);
    await merchant.open("/app/customers");
    await merchant.follow(merchant.app.locator("a[data-primary-link]").first());
    await merchant.open("/app/settings");
    await page.screenshot({ path: `/tmp/settings-${width}.png` });
    await merchant.open("/app/settings/privacy");
    if (width === 1280) {
      const download = page.waitForEvent("download", { timeout: 15000 });
      await merchant.app.getByRole("button", { name: "Download CSV" }).click();
      const file = await download;
      console.log("downloaded", file.suggestedFilename());
      await file.saveAs("/tmp/person.csv");
      await send("customers/redact", { ...person, orders_to_redact: [] });
      await merchant.open("/app/settings/privacy");
    }
    await page.waitForTimeout(500);
    await page.screenshot({ path: `/tmp/privacy-${width}.png` });
    await context.close();
  }
} finally {
  await browser.close();
  await system.stop();
}
