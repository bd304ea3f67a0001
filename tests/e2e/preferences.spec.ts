import { expect, HOUR_MS, test } from "./journey";

const PRODUCT = "Old Crane Dark Roast";

test("a shopper pauses instead of unsubscribing, chooses topics on a phone, and is not written to", async ({
  merchant,
  newShopper,
  mailbox,
  pass,
  system,
}) => {
  test.setTimeout(120_000);
  const email = "alice.brown@inbox.example";
  const consent = () =>
    [...system.devStore.store.customers.values()].find((customer) => customer.email === email)?.emailConsent
      .state;
  await merchant.turnOnRecovery();
  const alice = await newShopper("en");
  await alice.leaveCheckout({ email, product: PRODUCT });
  await pass(2 * HOUR_MS);
  await mailbox.openOnlyMail(email);

  const page = await mailbox.follow("Unsubscribe");
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("link", { name: "See all choices" }).click();
  await expect(page.getByRole("heading", { name: "Your e-mail choices" })).toBeVisible();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);

  await page.getByRole("link", { name: "Polski" }).click();
  await expect(page.getByRole("heading", { name: "Twoje wiadomości" })).toBeVisible();
  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("checkbox", { name: "Cart reminders" }).uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved.");
  await expect(page.getByRole("checkbox", { name: "Cart reminders" })).not.toBeChecked();
  await page.getByRole("button", { name: "Pause for 30 days" }).click();
  await expect(page.getByText("Marketing e-mails are paused until")).toBeVisible();

  await pass(60_000);
  expect(consent()).toBe("SUBSCRIBED");
  const again = await newShopper("en");
  await again.leaveCheckout({ email, product: PRODUCT });
  await pass(26 * HOUR_MS);
  await mailbox.expectCount(email, 1);
  await merchant.open(`/app/decisions?query=${encodeURIComponent(email)}`);
  await expect(merchant.app.getByText("Not sent: the shopper switched off").first()).toBeVisible();
});

test("a shopper tells day and month of their birthday where the store asks, and takes it back", async ({
  merchant,
  newShopper,
  mailbox,
  pass,
}) => {
  test.setTimeout(120_000);
  const email = "basia.birthday@inbox.example";
  const { app } = merchant;
  await merchant.turnOnRecovery();
  await merchant.open("/app/settings/sending");
  await app.getByLabel("Let people tell their birthday on their page of preferences").check();
  await merchant.save();
  const basia = await newShopper("en");
  await basia.leaveCheckout({ email, product: PRODUCT });
  await pass(2 * HOUR_MS);
  await mailbox.openOnlyMail(email);
  const page = await mailbox.follow("Unsubscribe");
  await page.getByRole("link", { name: "See all choices" }).click();

  await page.getByLabel("Day", { exact: true }).selectOption("31");
  await page.getByLabel("Month", { exact: true }).selectOption({ label: "February" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toContainText("choose a day and a month that go together");
  await page.getByLabel("Day", { exact: true }).selectOption("4");
  await page.getByLabel("Month", { exact: true }).selectOption({ label: "May" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved.");

  await merchant.open(`/app/customers?q=${encodeURIComponent(email)}`);
  await app.locator('a[href^="/app/customers/"]').first().click();
  await expect(app.getByText("Birthday: May 4")).toBeVisible();

  await page.getByLabel("Day", { exact: true }).selectOption("");
  await page.getByLabel("Month", { exact: true }).selectOption("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("status")).toHaveText("Saved.");
  await expect(page.getByLabel("Day", { exact: true })).toHaveValue("");
});
