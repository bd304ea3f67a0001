import { DateTime } from "luxon";

import { expect, HOUR_MS, test } from "./journey";

const MINUTE_MS = 60_000;

test("the staff plans a call with a customer, notes what they said, and is done", async ({
  merchant,
  system,
}) => {
  const { app, page } = merchant;
  const { clock, shop } = system.devStore.store;
  const today = DateTime.fromJSDate(clock.now(), { zone: shop.ianaTimezone });
  const dayAfter = (days: number) => today.plus({ days }).toISODate() ?? "";

  await merchant.open("/app/customers?sort=orders");
  const first = app.locator("a[data-primary-link]").first();
  const name = await first.innerText();
  await merchant.follow(first);
  const profile = await merchant.location();

  // By the keyboard alone.
  await app.getByRole("button", { name: "New task" }).focus();
  await page.keyboard.press("Enter");
  const dialog = app.getByRole("dialog");
  await expect(dialog.getByLabel("What is to be done")).toBeFocused();
  await dialog.getByRole("button", { name: "Create task" }).click();
  await expect(dialog.getByText("Say what is to be done.")).toBeVisible();
  await dialog.getByLabel("What is to be done").fill("Call about the new roast");
  await dialog.getByLabel("Due on").fill(dayAfter(-1));
  await dialog.getByLabel("Who does it").fill("Olga");
  await dialog.getByRole("button", { name: "Create task" }).click();
  await expect(merchant.toast("Task created")).toBeVisible();
  await expect(dialog).toBeHidden();
  await expect(app.getByRole("heading", { name: "Call about the new roast" })).toBeVisible();

  await app.getByRole("button", { name: "Add note" }).click();
  await expect(app.getByText("Write something down first.")).toBeVisible();
  await app.getByLabel("New note").fill("Prefers to be called\nin the afternoon");
  await app.getByRole("button", { name: "Add note" }).click();
  await expect(merchant.toast("Note added")).toBeVisible();
  await expect(app.getByLabel("New note")).toHaveValue("");
  await expect(app.getByText("in the afternoon")).toBeVisible();
  await expect(app.getByText("Task for the staff: Call about the new roast")).toBeVisible();

  await merchant.goTo("Tasks");
  await expect(app.getByRole("heading", { name: "Overdue" })).toBeVisible();
  await expect(app.getByRole("link", { name })).toBeVisible();

  await app.getByRole("button", { name: "New task" }).click();
  await dialog.getByLabel("What is to be done").fill("Order cards");
  await dialog.getByLabel("Customer").fill(name.slice(0, 3));
  await app.getByRole("option", { name }).first().click();
  await dialog.getByLabel("Due on").fill(dayAfter(3));
  await dialog.getByRole("button", { name: "Create task" }).click();
  await expect(app.getByRole("heading", { name: "Later" })).toBeVisible();
  await app.getByLabel("Whose").selectOption({ label: "Olga" });
  await expect(app.getByRole("heading", { name: "Order cards" })).toBeHidden();
  await app.getByLabel("Whose").selectOption({ label: "Everybody’s" });

  await app.getByRole("button", { name: "Edit: Order cards" }).click();
  await dialog.getByLabel("What is to be done").fill("Order postcards");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(merchant.toast("Task saved")).toBeVisible();
  await app.getByRole("button", { name: "Drop: Order postcards" }).click();
  await app.getByRole("button", { name: "Done: Call about the new roast" }).click();
  await expect(merchant.toast("Task done")).toBeVisible();
  await expect(app.getByText("Nothing is open here.")).toBeVisible();
  await app.getByRole("tab", { name: "Dropped" }).click();
  await app.getByRole("button", { name: "Open again: Order postcards" }).click();
  await expect(app.getByText("Nothing was dropped here.")).toBeVisible();
  await app.getByRole("tab", { name: "Done" }).click();
  await expect(app.getByText(/Done on .* by you/)).toBeVisible();

  await merchant.open(profile);
  await expect(app.getByText("Task done: Call about the new roast")).toBeVisible();
  await app.getByRole("button", { name: /^Delete the note of/ }).click();
  await dialog.getByRole("button", { name: "Delete" }).click();
  await expect(merchant.toast("Note deleted")).toBeVisible();
  await expect(app.getByText("Nothing was noted yet.")).toBeVisible();
});

test("a flow gives the staff a task about whoever orders, by name and with a day", async ({
  merchant,
  newShopper,
  pass,
}) => {
  test.setTimeout(120_000);
  const { app } = merchant;
  await merchant.open("/app/flows/new");
  await app.getByRole("button", { name: "Begin with an empty flow" }).click();
  await app.getByLabel("Name", { exact: true }).fill("A word of thanks");
  await app.getByLabel("People enter when").selectOption({ label: "Something happens" });
  await app.getByLabel("Events").selectOption({ label: "Placed an order" });
  await app.getByRole("button", { name: "Add step 1, Steps" }).click();
  await app.getByRole("button", { name: /^Create a task/ }).click();
  await app.getByRole("button", { name: "Done", exact: true }).click();
  await expect(app.getByText("Say what is to be done.").first()).toBeVisible();
  await app.getByRole("button", { name: "Edit: Create a task" }).click();
  await app.getByLabel("What is to be done").fill("Write a card by hand");
  await app.getByLabel("Who does it").fill("Jan");
  await app.getByRole("button", { name: "Done", exact: true }).click();
  await app.getByRole("button", { name: "Publish" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(merchant.toast("Flow published")).toBeVisible();

  await pass(MINUTE_MS);
  const shopper = await newShopper("en");
  await shopper.putIntoCart("Harbour Blend");
  await shopper.startCheckout("thanked@mail.example");
  await shopper.pay();
  await pass(HOUR_MS);
  await merchant.open("/app/tasks");
  await expect(app.getByRole("heading", { name: "Write a card by hand" })).toBeVisible();
  await expect(app.getByText("Made by a flow")).toBeVisible();
  await expect(app.getByText("For Jan")).toBeVisible();
  await merchant.open("/app/decisions?feature=tasks");
  await expect(app.getByText("A task was made for the staff, due in 1 day.")).toBeVisible();
});
