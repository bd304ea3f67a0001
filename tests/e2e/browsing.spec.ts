import type { Merchant } from "./actors/merchant";
import type { Shopper } from "./actors/shopper";
import { expect, HOUR_MS, test } from "./journey";

const BOUGHT = "Harbour Blend";
const LOOKED_AT = "Old Crane Dark Roast";
const MINUTE_MS = 60_000;

async function publishRecipe(merchant: Merchant, name: string): Promise<void> {
  const { app } = merchant;
  await app.getByRole("button", { name: `Use: ${name}` }).click();
  await app.getByRole("button", { name: "Publish" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(merchant.toast("Flow published")).toBeVisible();
}

/** Buys something, so that the store knows whose browser this is. */
async function becomeCustomer(shopper: Shopper, email: string, isFine: boolean): Promise<void> {
  const { page, texts } = shopper;
  await page.goto(shopper.storefront);
  await page.getByRole("button", { name: isFine ? texts.consentYes : texts.consentNo }).click();
  await shopper.putIntoCart(BOUGHT);
  await shopper.startCheckout(email);
  await shopper.pay();
}

async function lookAt(shopper: Shopper, product: string): Promise<void> {
  const { page } = shopper;
  const sent = page
    .waitForResponse((response) => response.url().endsWith("/pixel"), { timeout: 3_000 })
    .then((response) => response.status())
    .catch(() => null);
  await page.goto(shopper.storefront);
  await page.getByRole("link", { name: product }).click();
  await expect(page.getByRole("heading", { level: 1, name: product })).toBeVisible();
  await sent;
}

test("who agreed to it and looks at a product gets the way back to it; who did not agree gets nothing", async ({
  merchant,
  newShopper,
  mailbox,
  pass,
  system,
}) => {
  test.setTimeout(180_000);
  const { app } = merchant;
  await merchant.open("/app/settings/browsing");
  await expect(app.getByText("Connected", { exact: true })).toBeVisible();
  await expect(app.getByText(system.devStore.urls.storefront)).toBeVisible();
  await merchant.open("/app/flows/new");
  await publishRecipe(merchant, "Looked at, not bought");

  // One of them may be left out by chance, to compare the others with.
  const agreed = ["agata", "beata", "dorota"].map((name) => `${name}.looks@poczta.example`);
  const declined = "celina.looks@poczta.example";
  const people = await Promise.all(
    [...agreed, declined].map(async (email) => ({ email, shopper: await newShopper("pl") })),
  );
  for (const { email, shopper } of people) await becomeCustomer(shopper, email, email !== declined);
  await pass(5 * MINUTE_MS);
  for (const { shopper } of people) await lookAt(shopper, LOOKED_AT);
  await pass(35 * MINUTE_MS);
  for (const { email } of people) await mailbox.expectCount(email, 0);
  for (let hours = 0; hours < 6; hours++) await pass(HOUR_MS);

  await mailbox.expectCount(declined, 0);
  const counts = agreed.map(
    (email) => system.devStore.mail.mails.filter(({ to }) => to.includes(email)).length,
  );
  const reader = agreed.find((_email, index) => counts[index] === 1);
  expect(counts.every((count) => count <= 1)).toBe(true);
  if (reader === undefined) throw new Error("nobody got the mail");
  await mailbox.openOnlyMail(reader);
  await expect(mailbox.page.getByRole("heading", { level: 1 })).toContainText(LOOKED_AT);
  await expect(mailbox.mail.getByText(LOOKED_AT).first()).toBeVisible();

  await merchant.open(`/app/customers?q=${encodeURIComponent(reader)}`);
  await merchant.follow(app.getByRole("link", { name: /Jadwiga/ }).first());
  await expect(app.getByText(`Looked at ${LOOKED_AT} in the store`)).toBeVisible();
});

test("who leaves a cart is reminded of what is in it; who begins to check out, without saying who they are, is left alone", async ({
  merchant,
  newShopper,
  mailbox,
  pass,
}) => {
  test.setTimeout(180_000);
  await merchant.open("/app/flows/new");
  await publishRecipe(merchant, "Left cart");

  const [left, went] = [
    { email: "ewa.cart@poczta.example", shopper: await newShopper("pl") },
    { email: "franek.cart@poczta.example", shopper: await newShopper("pl") },
  ];
  for (const { email, shopper } of [left, went]) await becomeCustomer(shopper, email, true);
  await pass(5 * MINUTE_MS);
  for (const { shopper } of [left, went]) {
    await shopper.putIntoCart(LOOKED_AT);
    // The page of the cart tells of it.
    await shopper.page.waitForTimeout(1_000);
  }
  await pass(40 * MINUTE_MS);
  const { page, texts } = went.shopper;
  await page.getByRole("button", { name: texts.checkout }).click();
  await expect(page.getByLabel(texts.email, { exact: true })).toBeVisible();
  await page.waitForTimeout(1_000);
  for (let hours = 0; hours < 2; hours++) await pass(HOUR_MS);

  await mailbox.expectCount(went.email, 0);
  await mailbox.openOnlyMail(left.email);
  await expect(mailbox.page.getByRole("heading", { level: 1 })).toContainText("W Twoim koszyku coś jest");
  await expect(mailbox.mail.getByText(LOOKED_AT).first()).toBeVisible();
});
