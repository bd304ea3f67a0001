import type { Shopper } from "./actors/shopper";
import { expect, HOUR_MS, test } from "./journey";

const PRODUCT = "Harbour Blend";

async function arrive({ page, storefront, texts }: Shopper, isFine: boolean): Promise<void> {
  const told = isFine
    ? page
        .waitForResponse((response) => response.url().endsWith("/pixel"))
        .then((response) => response.status())
    : null;
  await page.goto(storefront);
  await page.getByRole("button", { name: isFine ? texts.consentYes : texts.consentNo }).click();
  if (told) expect(await told).toBe(204);
}

test("a merchant sees what visits come to, of those who agreed, and how much that is of all", async ({
  merchant,
  newShopper,
  pass,
}) => {
  test.setTimeout(180_000);
  const { app } = merchant;
  await merchant.open("/app/dashboard");
  await merchant.follow(app.getByRole("link", { name: "Visits to the store" }));
  await expect(app.getByText("No finished visits yet")).toBeVisible();

  const [buyer, glancer, declined] = [await newShopper("pl"), await newShopper("en"), await newShopper("en")];
  await arrive(glancer, true);
  await glancer.page.goto("about:blank");
  for (const [shopper, name] of [
    [buyer, "zofia"],
    [declined, "oscar"],
  ] as const) {
    await arrive(shopper, shopper === buyer);
    await shopper.putIntoCart(PRODUCT);
    await shopper.startCheckout(`${name}.visits@mail.example`);
    await shopper.pay();
  }
  await pass(HOUR_MS);
  await pass(HOUR_MS);

  await merchant.open("/app/dashboard/visits");
  const card = (title: string) => app.getByRole("button", { name: `How is this computed: ${title}` });
  const told = async (title: string): Promise<string> => {
    await card(title).click();
    const text = await app.locator("[class*=Popover] ul").innerText();
    await merchant.page.keyboard.press("Escape");
    await expect(app.locator("[class*=Popover] ul")).toHaveCount(0);
    return text;
  };
  // Journeys before this one have bought in the same shop, in browsers that told of nothing.
  expect(await told("Conversion of visitors")).toMatch(/Bought: 1[^]*Visitors: 2[^]*\d% of \d+ orders/);
  expect(await told("Bounce rate")).toMatch(/Bounces: 1[^]*Visits: 2/);
  expect(await told("Abandoned carts")).toMatch(/Abandoned: 0[^]*Carts: 1/);
  await expect(app.getByText(/^Coverage \d+(\.\d+)?%$/).first()).toBeVisible();
  await expect(app.getByText("Few so far").first()).toBeVisible();

  await app.getByText("Numbers as a table").click();
  await expect(app.getByRole("row", { name: /not over/ })).toBeVisible();
  await app.getByRole("button", { name: "90 days" }).click();
  await expect.poll(() => merchant.location()).toBe("/app/dashboard/visits?window=90");
});
