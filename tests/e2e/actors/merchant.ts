import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";

import type { System } from "../../../scripts/system/start-system";

/** What the admin adds to the address of the app's document. */
const OF_THE_ADMIN = ["embedded", "hmac", "host", "id_token", "locale", "session", "shop", "timestamp"];

/** Somebody of the store's team: in the stand-in admin, with the app in its frame. */
export class Merchant {
  /** The app's own document. */
  readonly app: FrameLocator;

  constructor(
    readonly page: Page,
    private readonly system: System,
  ) {
    this.app = page.frameLocator("#app-frame");
  }

  /** Opens a page of the app by its address, e.g. `/app/customers`, and waits until it answers to clicks. */
  async open(path: string): Promise<void> {
    await this.page.goto(`${this.#store}/apps/${this.system.devStore.app.handle}${path}`);
    await this.#untilAlive();
  }

  /** Clicks a link of the app and waits for the page it leads to. */
  async follow(link: Locator): Promise<void> {
    const href = await link.getAttribute("href");
    if (!href) throw new Error(`${link.toString()} leads nowhere`);
    await link.click();
    await expect.poll(() => this.location()).toBe(href);
  }

  /** Goes to a page by the app's entry in the admin's menu, as its name stands there. */
  async goTo(name: string): Promise<void> {
    await this.menu().getByRole("link", { name, exact: true }).click();
    await expect(this.menu().locator("[aria-current]")).toHaveText(name);
  }

  /** The app's entries in the admin's menu. */
  menu(): Locator {
    return this.page.locator("#app-nav");
  }

  /** Path and query of the app's page. */
  async location(): Promise<string> {
    const url = new URL(await this.app.locator("html").evaluate(() => window.location.href));
    for (const name of OF_THE_ADMIN) url.searchParams.delete(name);
    return url.pathname + url.search;
  }

  title(): Locator {
    return this.app.getByRole("heading", { level: 1 });
  }

  /** The admin's bar over a form that was changed. */
  saveBar(): Locator {
    return this.page.getByRole("region", { name: "Unsaved changes" });
  }

  async save(): Promise<void> {
    await this.page.locator("#save-bar-save").click();
    await expect(this.saveBar()).toBeHidden();
  }

  async discard(): Promise<void> {
    await this.page.locator("#save-bar-discard").click();
    await expect(this.saveBar()).toBeHidden();
  }

  toast(text: string): Locator {
    return this.page.locator("#toasts").getByText(text);
  }

  /** Switches the reminders of left checkouts on, if they are not. */
  async turnOnRecovery(): Promise<void> {
    await this.open("/app/recovery/settings");
    await this.#turnOn("Send reminders to shoppers who left a checkout");
  }

  /** Switches the VIP programme on, if it is not. */
  async turnOnVip(): Promise<void> {
    await this.open("/app/vip");
    await this.#turnOn("Give customers tiers");
  }

  /** Lets members recommend the store, if they may not yet. */
  async turnOnReferrals(): Promise<void> {
    await this.open("/app/referrals/settings");
    await this.#turnOn("Members can recommend the store");
  }

  /** A page of the stand-in admin itself, e.g. `/customers/12`. */
  async openAdmin(path: string): Promise<void> {
    await this.page.goto(`${this.#store}${path}`);
  }

  async #turnOn(label: string): Promise<void> {
    const box = this.app.getByLabel(label);
    if (await box.isChecked()) return;
    await box.check();
    await this.save();
  }

  get #store(): string {
    const { urls, store } = this.system.devStore;
    return `${urls.api}/store/${store.shop.domain.replace(".myshopify.com", "")}`;
  }

  /** Before React has taken the document over, clicks lead nowhere. */
  async #untilAlive(): Promise<void> {
    await expect(this.title()).toBeVisible({ timeout: 20_000 });
    await expect
      .poll(() =>
        this.app
          .locator("html")
          .evaluate((html) => Object.keys(html).some((key) => key.startsWith("__reactFiber"))),
      )
      .toBe(true);
  }
}
