import { expect, type Page } from "@playwright/test";

import { TEXTS_EN, type Texts } from "../../../dev-store/storefront/texts-en";
import { TEXTS_PL } from "../../../dev-store/storefront/texts-pl";
import { TEXTS_RU } from "../../../dev-store/storefront/texts-ru";
import type { System } from "../../../scripts/system/start-system";

export type Language = "en" | "pl" | "ru";

const TEXTS: Record<Language, Texts> = { en: TEXTS_EN, pl: TEXTS_PL, ru: TEXTS_RU };
const ADDRESSES: Record<Language, { firstName: string; lastName: string; city: string; zip: string }> = {
  en: { firstName: "Alice", lastName: "Brown", city: "Gdańsk", zip: "80-001" },
  pl: { firstName: "Jadwiga", lastName: "Wróbel", city: "Łódź", zip: "90-001" },
  ru: { firstName: "Елена", lastName: "Орлова", city: "Gdynia", zip: "81-001" },
};

/** Somebody in the storefront, whose browser asks for their language. */
export class Shopper {
  readonly texts: Texts;

  constructor(
    readonly page: Page,
    private readonly system: System,
    readonly language: Language,
  ) {
    this.texts = TEXTS[language];
  }

  /** The shop's start page. */
  get storefront(): string {
    return this.system.devStore.urls.storefront;
  }

  /** Finds a product on the shop's start page and puts it into the cart. */
  async putIntoCart(product: string): Promise<void> {
    await this.page.goto(this.storefront);
    await this.page.getByRole("link", { name: product }).click();
    await expect(this.page.getByRole("heading", { level: 1, name: product })).toBeVisible();
    await this.page.getByRole("button", { name: this.texts.addToCart }).click();
    await expect(this.page.getByRole("link", { name: product, exact: true })).toBeVisible();
  }

  /** Goes from the cart to the checkout and leaves an address there. */
  async startCheckout(email: string, { acceptsMarketing = true } = {}): Promise<void> {
    await this.page.getByRole("button", { name: this.texts.checkout }).click();
    await this.page.getByLabel(this.texts.email, { exact: true }).fill(email);
    if (acceptsMarketing) await this.page.getByLabel(this.texts.acceptsMarketing).check();
    await this.#continue("contact");
    await expect(this.page.getByText(email)).toBeVisible();
  }

  /** Fills in where the parcel goes and pays. */
  async pay(): Promise<void> {
    await this.enterAddress();
    await this.page.getByRole("button", { name: this.texts.pay.replace("{total}", "").trim() }).click();
    await expect(this.page).toHaveURL(/\/thank-you$/);
  }

  async enterAddress(): Promise<void> {
    const { firstName, lastName, city, zip } = ADDRESSES[this.language];
    await this.page.getByLabel(this.texts.firstName).fill(firstName);
    await this.page.getByLabel(this.texts.lastName).fill(lastName);
    await this.page.getByLabel(this.texts.address, { exact: true }).fill("Piotrkowska 1");
    await this.page.getByLabel(this.texts.zip).fill(zip);
    await this.page.getByLabel(this.texts.city).fill(city);
    await this.#continue("delivery");
    await expect(this.page.getByText(city)).toBeVisible();
  }

  /** Does all a shopper does who leaves: browse, fill the cart, give an address, go away. */
  async leaveCheckout({ email, product }: { email: string; product: string }): Promise<void> {
    await this.putIntoCart(product);
    await this.startCheckout(email);
    await this.page.goto("about:blank");
  }

  async #continue(form: "contact" | "delivery"): Promise<void> {
    await this.page.locator(`form[action$="/${form}"]`).getByRole("button").click();
  }
}
