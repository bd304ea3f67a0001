import type { Page } from "@playwright/test";

import type { Merchant } from "../../tests/e2e/actors/merchant";
import { Shopper } from "../../tests/e2e/actors/shopper";
import type { System } from "../system/start-system";

/** Takes a picture of the page as it is now. */
type Shoot = (page: Page, name: string) => Promise<void>;

const PRODUCT = "Harbour Blend";

const APP_PAGES = {
  home: "/app",
  dashboard: "/app/dashboard?window=365",
  visits: "/app/dashboard/visits",
  "dashboard-drill": "/app/dashboard/drill",
  "dashboard-recovered": "/app/dashboard/recovered",
  customers: "/app/customers",
  "customers-none": "/app/customers?q=nobody-like-this",
  vip: "/app/vip",
  "vip-perks": "/app/vip/perks",
  "vip-movements": "/app/vip/movements?period=365",
  referrals: "/app/referrals",
  "referral-settings": "/app/referrals/settings",
  surveys: "/app/surveys",
  "survey-question": "/app/surveys/question",
  loyalty: "/app/loyalty",
  "loyalty-members": "/app/loyalty/members",
  "loyalty-review": "/app/loyalty/review",
  "loyalty-report": "/app/loyalty/report",
  flows: "/app/flows",
  "flow-recipes": "/app/flows/new",
  campaigns: "/app/campaigns",
  recovery: "/app/recovery",
  "recovery-settings": "/app/recovery/settings",
  "recovery-preview": "/app/recovery/preview",
  templates: "/app/templates",
  "template-editor": "/app/templates/checkout-reminder-3",
  tasks: "/app/tasks",
  decisions: "/app/decisions",
  messages: "/app/messages",
  sender: "/app/settings/sender",
  settings: "/app/settings",
  sending: "/app/settings/sending",
  holdouts: "/app/settings/holdouts",
  browsing: "/app/settings/browsing",
  system: "/app/system",
  "not-found": "/app/customers/nobody",
} as const;

/** Lists, and the name of the page that their first row opens. */
const FIRST_OF = {
  customer: "/app/customers?sort=orders",
  "recovery-detail": "/app/recovery?tab=recovered",
  message: "/app/messages",
} as const;

const WORDY = [
  "home",
  "dashboard",
  "customers",
  "vip",
  "recovery",
  "recovery-settings",
  "referral-settings",
  "settings",
  "sending",
  "system",
] as const;

/** Every page of the app, in the admin's frame. */
export async function photographAdmin(
  merchant: Merchant,
  { system, shoot }: { system: System; shoot: Shoot },
): Promise<void> {
  const { page, app } = merchant;
  for (const [name, path] of Object.entries(APP_PAGES)) {
    await merchant.open(path);
    await shoot(page, name);
  }
  for (const [name, path] of Object.entries(FIRST_OF)) {
    await merchant.open(path);
    await merchant.follow(app.locator("a[data-primary-link]").first());
    await app.getByRole("heading", { name: "Decisions" }).waitFor();
    await shoot(page, name);
  }
  await merchant.open(APP_PAGES.vip);
  await app.getByLabel("Orders, at least").first().fill("4");
  await app.getByText(/when you save|No one moves/).waitFor();
  await shoot(page, "vip-preview");
  await merchant.discard();
  for (const locale of ["pl", "ru"]) await photographIn(locale, merchant, shoot);
  await page.goto(`${system.devStore.urls.api}/admin/customers`);
  await shoot(page, "admin-customers");
  await page.close();
}

async function photographIn(locale: string, merchant: Merchant, shoot: Shoot): Promise<void> {
  await chooseLanguage(merchant.page, locale);
  for (const name of WORDY) {
    await merchant.open(APP_PAGES[name]);
    await shoot(merchant.page, `${name}-${locale}`);
  }
  await chooseLanguage(merchant.page, "en");
}

/** Language of the stand-in admin, which the app follows. */
async function chooseLanguage(page: Page, locale: string): Promise<void> {
  const reloaded = page.waitForEvent("load");
  await page.locator("select[name=locale]").selectOption(locale);
  await reloaded;
}

/** The storefront up to the checkout that is left. */
export async function photographShop(
  page: Page,
  { system, shoot }: { system: System; shoot: Shoot },
): Promise<void> {
  const shopper = new Shopper(page, system, "en");
  await page.goto(system.devStore.urls.storefront);
  await shoot(page, "storefront");
  await page.getByRole("link", { name: PRODUCT }).click();
  await shoot(page, "storefront-product");
  await shopper.putIntoCart(PRODUCT);
  await shopper.startCheckout("visitor@example.com", { acceptsMarketing: false });
  await shoot(page, "storefront-checkout");
  await page.close();
}

/** The mailboxes, a reminder in Polish, and where its foot leads. */
export async function photographMails(
  page: Page,
  { system, shoot }: { system: System; shoot: Shoot },
): Promise<void> {
  const { urls, mail } = system.devStore;
  await page.goto(urls.mail);
  await shoot(page, "mails");
  const reminder = mail.mails.findLast(({ html }) => html.includes("Wróć do koszyka"));
  if (!reminder) throw new Error("nobody who reads Polish was written to");
  await page.setContent(reminder.html);
  await shoot(page, "mail-pl");
  const address = /<(https?:[^>]+)>/.exec(reminder.headers["list-unsubscribe"] ?? "")?.[1];
  if (!address) throw new Error("the reminder offers no way to unsubscribe");
  await page.goto(address);
  await shoot(page, "unsubscribe-pl");
  await page.close();
}
