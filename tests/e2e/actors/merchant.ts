import { expect, type FrameLocator, type Locator, type Page } from "@playwright/test";

import type { System } from "../../../scripts/system/start-system";

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

  /** Opens what a link of the app leads to, from its address. */
  async follow(link: Locator): Promise<void> {
    const href = await link.getAttribute("href");
    if (!href) throw new Error(`${link.toString()} leads nowhere`);
    await link.click();
    await expect.poll(() => this.location()).toBe(href);
    await this.#untilAlive();
  }

  /** Goes to a page by the app's navigation in the admin, as its name stands there. */
  async goTo(name: string): Promise<void> {
    await this.page.locator("#app-nav").getByRole("link", { name, exact: true }).click();
    await expect(this.page.locator("#app-nav [aria-current]")).toHaveText(name);
  }

  /** Path and query of the app's page. */
  async location(): Promise<string> {
    const href = await this.app.locator("html").evaluate(() => location.pathname + location.search);
    const url = new URL(href, "http://app.test");
    for (const name of ["embedded", "hmac", "host", "id_token", "locale", "session", "shop", "timestamp"]) {
      url.searchParams.delete(name);
    }
    return url.pathname + url.search;
  }

  /** The title of the app's page. */
  title(): Locator {
    return this.app.locator("h1");
  }

  async save(): Promise<void> {
    await this.#saveBar.getByRole("button", { name: "Save" }).click();
    await expect(this.#saveBar).toBeHidden();
  }

  async discard(): Promise<void> {
    await this.#saveBar.getByRole("button").first().click();
    await expect(this.#saveBar).toBeHidden();
  }

  get #saveBar(): Locator {
    return this.page.getByRole("region", { name: "Unsaved changes" });
  }

  saveBar(): Locator {
    return this.#saveBar;
  }

  toast(text: string): Locator {
    return this.page.locator("#toasts").getByText(text);
  }

  /** A page of the stand-in admin itself, e.g. `/customers/12`. */
  async openAdmin(path: string): Promise<void> {
    await this.page.goto(`${this.#store}${path}`);
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
