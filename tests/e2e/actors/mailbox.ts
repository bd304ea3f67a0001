import { expect, type FrameLocator, type Page } from "@playwright/test";

import type { System } from "../../../scripts/system/start-system";

/** The mailboxes of all shoppers, in a browser. */
export class Mailbox {
  /** The mail as its reader sees it. */
  readonly mail: FrameLocator;

  constructor(
    readonly page: Page,
    private readonly system: System,
  ) {
    this.mail = page.frameLocator('iframe[title="The mail"]');
  }

  /** The list, narrowed to one address. */
  async list(address: string): Promise<void> {
    await this.page.goto(`${this.system.devStore.urls.mail}/?to=${encodeURIComponent(address)}`);
  }

  async expectCount(address: string, count: number): Promise<void> {
    await this.list(address);
    await expect(this.page.getByRole("listitem")).toHaveCount(count);
  }

  /** Opens the only mail to an address. */
  async openOnlyMail(address: string): Promise<void> {
    await this.expectCount(address, 1);
    await this.page.getByRole("listitem").getByRole("link").click();
    await expect(this.page.locator('iframe[title="The mail"]')).toBeVisible();
  }

  /** Opens the latest of so many mails to an address. */
  async openNewest(address: string, count: number): Promise<void> {
    await this.expectCount(address, count);
    await this.page.getByRole("listitem").first().getByRole("link").click();
    await expect(this.page.locator('iframe[title="The mail"]')).toBeVisible();
  }

  /** Clicks a link of the mail; it opens in a new tab, as mail programs do. */
  async follow(name: string | RegExp): Promise<Page> {
    const opened = this.page.waitForEvent("popup");
    await this.mail.getByRole("link", { name }).first().click();
    const page = await opened;
    await page.waitForLoadState();
    return page;
  }
}
