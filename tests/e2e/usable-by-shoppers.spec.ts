import { signToken } from "../../app/platform/crypto.server";
import { wcagOffencesIn } from "./actors/barriers";
import { switchProgrammeOn } from "./actors/programme";
import type { Shopper } from "./actors/shopper";
import { expect, HOUR_MS, test } from "./journey";

const MINUTE_MS = 60_000;
const PRODUCT = "Harbour Blend";
const PHONE = { width: 390, height: 844 };
const DESK = { width: 1_280, height: 800 };

/** Looks at the page as it is, on a desk and on a phone. */
async function expectUsable({ page }: Pick<Shopper, "page">): Promise<void> {
  for (const size of [DESK, PHONE]) {
    await page.setViewportSize(size);
    expect(await wcagOffencesIn(page)).toEqual([]);
    await expect
      .poll(() => page.evaluate(() => document.documentElement.scrollWidth))
      .toBeLessThanOrEqual(size.width);
  }
}

test("pages of the store with what the programme shows on them", async ({ newShopper, system, pass }) => {
  test.setTimeout(240_000);
  switchProgrammeOn(system);
  await pass(24 * HOUR_MS);
  const shopper = await newShopper("en");
  const { page, storefront } = shopper;
  const email = "una.usable@example.com";
  await page.goto(storefront);
  await expect(page.locator("[data-pn-launcher]")).toBeVisible();
  await expectUsable(shopper);
  await page.locator("[data-pn-launcher]").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectUsable(shopper);

  await page.goto(`${storefront}/account/login`);
  await page.locator("#content input[name=email]").fill(email);
  await page.locator("#content button").click();
  await shopper.putIntoCart(PRODUCT);
  await expect(page.locator("main [class*=pn-]").first()).toBeVisible();
  await expectUsable(shopper);
  await page.getByRole("link", { name: PRODUCT, exact: true }).click();
  await expect(page.locator("main [class*=pn-]").first()).toBeVisible();
  await expectUsable(shopper);
  await page.goto(`${storefront}/cart`);
  await shopper.startCheckout(email);
  await shopper.pay();
  await pass(MINUTE_MS);
  await pass(MINUTE_MS);

  await page.goto(`${storefront}/account`);
  await expect(page.locator("main .pn-points")).toBeVisible();
  await page.locator("summary").click();
  await expectUsable(shopper);
  await page.locator("main").getByRole("button", { name: "Redeem", exact: true }).first().click();
  await expect(page.locator("main [data-pn-code]")).toHaveText(/^PTS/, { timeout: 30_000 });
  await expectUsable(shopper);
  await page.locator("[data-pn-launcher]").click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expectUsable(shopper);
});

test("a member's page to recommend the store", async ({ merchant, newShopper, system, pass }) => {
  test.setTimeout(120_000);
  const { app } = merchant;
  await merchant.turnOnReferrals();
  const shopper = await newShopper("en");
  const email = "rita.usable@mail.example";
  await shopper.putIntoCart(PRODUCT);
  await shopper.startCheckout(email);
  await shopper.pay();
  await pass(MINUTE_MS);
  await merchant.open(`/app/customers?q=${email}`);
  const profile = await app.locator('a[href^="/app/customers/"]').first().getAttribute("href");
  const customerId = profile?.split("/").at(-1) ?? "";
  const ids = { s: customerId.replace(/_\d+$/, ""), c: customerId };
  const token = signToken(system.devStore.app.clientSecret, "referral-page", ids);

  const { page } = shopper;
  await page.goto(`${system.devStore.urls.tunnel}/f/${token}`);
  await expectUsable(shopper);
  await page.getByRole("button", { name: "Get my link" }).click();
  await expect(page.getByRole("status")).toContainText("Your link is being made");
  await expectUsable(shopper);
  await pass(MINUTE_MS);
  await page.getByRole("link", { name: "Look again" }).click();
  await expect(page.getByLabel("Your link")).toBeVisible();
  await expectUsable(shopper);
});

test("what a reader chooses of mails, and the way out of them", async ({
  merchant,
  newShopper,
  mailbox,
  pass,
}) => {
  test.setTimeout(120_000);
  const email = "pola.usable@inbox.example";
  await merchant.turnOnRecovery();
  const shopper = await newShopper("en");
  await shopper.leaveCheckout({ email, product: PRODUCT });
  await pass(2 * HOUR_MS);
  await mailbox.openOnlyMail(email);
  const page = await mailbox.follow("Unsubscribe");
  await expectUsable({ page });
  await page.getByRole("link", { name: "See all choices" }).click();
  await expect(page.getByRole("heading", { name: "Your e-mail choices" })).toBeVisible();
  await expectUsable({ page });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved.");
  await expectUsable({ page });
});
