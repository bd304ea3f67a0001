import { expect, HOUR_MS, test } from "./journey";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
const NAME = "Thanks for the order";

test("a merchant makes a flow from scratch, mends what is wrong with it, publishes it, and sees a person go through it", async ({
  merchant,
  newShopper,
  pass,
}) => {
  test.setTimeout(120_000);
  const { app, page } = merchant;
  const email = "jagoda.flow@poczta.example";

  await merchant.open("/app/flows");
  await merchant.follow(app.getByRole("link", { name: "New flow" }).first());
  await app.getByRole("button", { name: "Begin with an empty flow" }).click();
  await app.getByLabel("Name", { exact: true }).fill(NAME);
  await app.getByLabel("People enter when").selectOption({ label: "Something happens" });
  await app.getByLabel("Events").selectOption({ label: "Placed an order" });

  const addStep = async (name: RegExp) => {
    await app
      .getByRole("button", { name: /^Add step \d+, Steps$/ })
      .last()
      .click();
    await app.getByRole("button", { name }).click();
  };
  await addStep(/^Wait For a while/);
  await app.getByLabel("How long").fill("2");
  await app.getByRole("button", { name: "Done" }).click();
  await addStep(/^Add a tag/);
  await app.getByRole("button", { name: "Done" }).click();

  // Nobody said which tag: it is told at the step and in the list, and it cannot be published.
  await expect(app.getByText("Enter a tag of 1 to 40 characters.").first()).toBeVisible();
  await app.getByRole("button", { name: "Publish" }).click();
  await expect(app.getByText("It cannot be published yet")).toBeVisible();
  const dialog = app.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Publish" })).toHaveCount(0);
  await dialog.getByRole("button", { name: /Enter a tag of 1 to 40 characters/ }).click();
  await app.getByRole("button", { name: "Edit: Add a tag" }).click();
  await app.getByLabel("Tag", { exact: true }).fill("bought with love");
  await app.getByRole("button", { name: "Done" }).click();
  await expect(app.getByText("None: it can be published.")).toBeVisible();

  // A step too many is taken back by the keyboard.
  await app.getByRole("button", { name: "Duplicate: Wait 2 days" }).click();
  await expect(app.getByRole("button", { name: "Edit: Wait 2 days" })).toHaveCount(2);
  await page.keyboard.press("Control+z");
  await expect(app.getByRole("button", { name: "Edit: Wait 2 days" })).toHaveCount(1);

  await expect(merchant.saveBar()).toBeVisible();
  await app.getByRole("button", { name: "Publish" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(merchant.toast("Flow published")).toBeVisible();
  await expect(merchant.saveBar()).toBeHidden();
  const builder = await merchant.location();

  // Orders are timed by the second: one of the same second would be from before the flow went live.
  await pass(MINUTE_MS);
  const shopper = await newShopper("pl");
  await shopper.putIntoCart("Harbour Blend");
  await shopper.startCheckout(email);
  await shopper.pay();
  await pass(HOUR_MS);
  await merchant.open("/app/flows");
  const card = app.getByRole("listitem").filter({ hasText: NAME });
  await expect(app.getByRole("heading", { name: NAME })).toBeVisible();
  await expect(card.getByText("Something happens: “Placed an order”")).toBeVisible();

  await merchant.open(`${builder}/runs`);
  await expect(app.getByText("1 person")).toBeVisible();
  await pass(2 * DAY_MS + HOUR_MS);
  await merchant.open(`${builder}/runs`);
  await app.locator(`a[href^="${builder}/runs/"]`).first().click();
  await expect(app.getByRole("heading", { name: "What happened, and why" })).toBeVisible();
  await expect(app.getByText("Entered the flow.")).toBeVisible();
  await expect(app.getByText(/^Waits until /)).toBeVisible();
  await expect(app.getByText("Reached the end of the flow.")).toBeVisible();
});
