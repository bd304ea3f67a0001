import { expect, HOUR_MS, test } from "./journey";

const MINUTE_MS = 60_000;

test("a merchant makes fields of her own, fills them in for a customer, lets a flow set one, and finds people by it", async ({
  merchant,
  newShopper,
  pass,
}) => {
  test.setTimeout(180_000);
  const { app, page } = merchant;
  const dialog = app.getByRole("dialog");

  // By the keyboard: the first field, with what is wrong told where it is.
  await merchant.open("/app/settings");
  await merchant.open("/app/settings/fields");
  await expect(app.getByRole("heading", { name: "No fields yet" })).toBeVisible();
  await app.getByRole("button", { name: "Add the first field" }).focus();
  await page.keyboard.press("Enter");
  await dialog.getByLabel("What it holds").selectOption({ label: "Choice" });
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(dialog.getByText("Give the field a name.")).toBeVisible();
  await expect(dialog.getByText("Write at least one choice.")).toBeVisible();
  await dialog.getByLabel("Name", { exact: true }).fill("Favourite roast");
  await dialog.getByLabel("Choice 1", { exact: true }).fill("Dark");
  await dialog.getByRole("button", { name: "Add a choice" }).click();
  await dialog.getByLabel("Choice 2", { exact: true }).fill("Light");
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await expect(merchant.toast("Field added")).toBeVisible();
  await expect(dialog).toBeHidden();
  await app.getByRole("button", { name: "Add a field" }).click();
  await dialog.getByLabel("Name", { exact: true }).fill("Wedding day");
  await dialog.getByLabel("What it holds").selectOption({ label: "Date" });
  await dialog.getByRole("button", { name: "Add", exact: true }).click();
  await app.getByRole("button", { name: "Move up: Wedding day" }).click();
  await expect(app.getByRole("listitem").first()).toContainText("Wedding day");

  // A customer's page.
  await merchant.open("/app/customers?sort=orders");
  await merchant.follow(app.locator("a[data-primary-link]").first());
  const profile = await merchant.location();
  await app.getByLabel("Favourite roast").selectOption({ label: "Dark" });
  await app.getByLabel("Wedding day").fill("2020-02-29");
  await app.getByRole("button", { name: "Save fields" }).click();
  await expect(merchant.toast("Fields saved")).toBeVisible();
  await expect(app.getByText("Favourite roast: Dark (by the staff)")).toBeVisible();
  await expect(app.getByText("Wedding day: Feb 29, 2020 (by the staff)")).toBeVisible();

  // Archived, the field is out of sight; brought back, nothing is lost.
  await merchant.open("/app/settings/fields");
  await app.getByRole("button", { name: "Archive: Wedding day" }).click();
  await expect(dialog.getByText("What 1 customer has in it is kept")).toBeVisible();
  await dialog.getByRole("button", { name: "Archive", exact: true }).click();
  await expect(merchant.toast("Field archived")).toBeVisible();
  await merchant.open(profile);
  await expect(app.getByText("1 more field with something in it is in the archive.")).toBeVisible();
  await merchant.open("/app/settings/fields");
  await app.getByRole("button", { name: "Bring back: Wedding day" }).click();
  await expect(merchant.toast("Field is back")).toBeVisible();
  await merchant.open(profile);
  await expect(app.getByLabel("Wedding day")).toHaveValue("2020-02-29");

  // A flow sets the field of whoever orders.
  await merchant.open("/app/flows/new");
  await app.getByRole("button", { name: "Begin with an empty flow" }).click();
  await app.getByLabel("Name", { exact: true }).fill("Light for newcomers");
  await app.getByLabel("People enter when").selectOption({ label: "Something happens" });
  await app.getByLabel("Events").selectOption({ label: "Placed an order" });
  await app
    .getByRole("button", { name: /^Add step \d+, Steps$/ })
    .last()
    .click();
  await app.getByRole("button", { name: /^Set a field/ }).click();
  await expect(dialog.getByText("Choose the field to set.").first()).toBeVisible();
  await dialog.getByLabel("Field", { exact: true }).selectOption({ label: "Favourite roast" });
  await dialog.getByLabel("Value", { exact: true }).selectOption({ label: "Light" });
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(app.getByText("Set a field: Favourite roast").first()).toBeVisible();
  await expect(app.getByText("None: it can be published.")).toBeVisible();
  await app.getByRole("button", { name: "Publish" }).click();
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(merchant.toast("Flow published")).toBeVisible();
  await pass(MINUTE_MS);
  const shopper = await newShopper("en");
  await shopper.putIntoCart("Harbour Blend");
  await shopper.startCheckout("nora.field@example.com");
  await shopper.pay();
  await pass(HOUR_MS);
  await merchant.open("/app/customers?q=nora.field@example.com");
  await merchant.follow(app.locator("a[data-primary-link]").first());
  await expect(app.getByText("Favourite roast: Light (by the flow “Light for newcomers”)")).toBeVisible();

  // The list of customers by it, with what is missing told once it is asked for; a search narrows it further.
  await merchant.open("/app/customers");
  const everybody = await app.getByText(/^[\d,]+ customers$/).innerText();
  const conditions = app.getByRole("button", { name: "Conditions" });
  await conditions.focus();
  await page.keyboard.press("Enter");
  await app.getByRole("button", { name: "Add condition" }).click();
  await app.getByLabel("What to look at").fill("favourite");
  await app.getByRole("option", { name: "Favourite roast" }).click();
  await app.getByRole("button", { name: "Show customers" }).click();
  await expect(app.getByText("Choose or enter something.")).toBeVisible();
  await app.getByLabel("Value", { exact: true }).selectOption({ label: "Light" });
  await app.getByRole("button", { name: "Show customers" }).click();
  await expect(app.getByText("1 customer", { exact: true })).toBeVisible();
  await expect(app.getByRole("button", { name: "Remove Favourite roast: Light" })).toBeVisible();
  await expect(app.locator("tbody").getByText("nora.field@example.com")).toBeVisible();
  await expect(app.getByRole("button", { name: "Show customers" })).toBeHidden();
  await app.getByLabel("Search customers").fill("nobody");
  await expect(app.getByText("Nobody found")).toBeVisible();
  expect(await merchant.location()).toContain("condition=");
  await app.getByLabel("Search customers").fill("");
  await expect(app.getByText("1 customer", { exact: true })).toBeVisible();
  await conditions.click();
  await expect(app.getByLabel("Value", { exact: true })).toHaveValue(/.+/);
  await app.getByRole("button", { name: "Clear conditions" }).click();
  await expect(app.getByText(everybody)).toBeVisible();

  // A segment by it.
  await merchant.open("/app/campaigns");
  await app.getByRole("button", { name: "New campaign" }).first().click();
  await app.getByRole("button", { name: "Add condition" }).first().click();
  await app.getByLabel("What to look at").fill("favourite");
  await app.getByRole("option", { name: "Favourite roast" }).click();
  await app.getByLabel("Value", { exact: true }).selectOption({ label: "Light" });
  await app.getByRole("button", { name: "Preview the audience" }).click();
  await expect(app.getByText(/^\d of 1 would get it$/)).toBeVisible();
});
