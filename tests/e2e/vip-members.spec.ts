import { DateTime } from "luxon";

import { expect, HOUR_MS, test } from "./journey";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;

test("the staff gives a customer a tier with a reason; the store has its tag, and it ends by itself", async ({
  merchant,
  pass,
  system,
}) => {
  test.setTimeout(180_000);
  const { app, page } = merchant;
  await merchant.turnOnVip();
  await system.settled();
  await merchant.open("/app/customers?sort=orders&direction=asc");
  await merchant.follow(app.locator("a[data-primary-link]").first());
  const profile = await merchant.location();
  await expect(app.getByRole("heading", { name: "VIP membership" })).toBeVisible();
  await expect(app.getByText("No tier").first()).toBeVisible();

  // By the keyboard alone.
  await app.getByRole("button", { name: "Give a tier" }).focus();
  await page.keyboard.press("Enter");
  const dialog = app.getByRole("dialog");
  await dialog.getByRole("button", { name: "Give it" }).click();
  await expect(dialog.getByText("Say why.")).toBeVisible();
  await expect(dialog.getByText("Choose a day.")).toBeVisible();
  const today = DateTime.fromJSDate(system.devStore.store.clock.now(), {
    zone: system.devStore.store.shop.ianaTimezone,
  });
  await dialog.getByLabel("Tier, at least").selectOption({ label: "VIP Gold" });
  await dialog.getByLabel("Until the end of").fill(today.plus({ days: 2 }).toISODate() ?? "");
  await dialog.getByLabel("Reason").fill("Spoke at our fair");
  await dialog.getByRole("button", { name: "Give it" }).click();
  await expect(merchant.toast("Tier given")).toBeVisible();
  await expect(app.getByText("Spoke at our fair")).toBeVisible();
  await expect(app.getByText("VIP Gold").first()).toBeVisible();

  await pass(MINUTE_MS);
  await merchant.open("/app/vip/movements");
  await expect(app.getByText("Given by the staff").first()).toBeVisible();

  await pass(4 * DAY_MS);
  await merchant.open(profile);
  await expect(app.getByText(/had been given by hand/)).toBeVisible();
  await expect(app.getByText("No tier").first()).toBeVisible();
});

test("a perk of a tier is made for its members, and the list says who got which code", async ({
  merchant,
  pass,
}) => {
  test.setTimeout(180_000);
  const { app } = merchant;
  await merchant.turnOnVip();
  await app.getByRole("button", { name: "Add a perk" }).last().click();
  await app.getByRole("menuitem", { name: "Code: percentage off" }).click();
  await app.getByLabel("Discount").last().fill("10");
  await app.getByRole("button", { name: "Add a perk" }).last().click();
  await app.getByRole("menuitem", { name: "Something of your own" }).click();
  await app.getByLabel("What the customer gets").last().fill("A tour of the roastery");
  await merchant.save();
  await expect(merchant.toast("Tiers saved")).toBeVisible();
  await pass(10 * MINUTE_MS);

  await merchant.open("/app/vip/perks");
  await expect(app.getByText(/^VIP-[A-Z0-9]{8}$/).first()).toBeVisible();
  await app.getByRole("tab", { name: "Promised" }).click();
  const tickOff = app.getByRole("button", { name: /^Tick off for/ });
  await expect(tickOff.first()).toBeVisible();
  const open = await tickOff.count();
  await tickOff.first().click();
  await expect(merchant.toast("Ticked off")).toBeVisible();
  await expect(tickOff).toHaveCount(open - 1);
});

test("members who no longer earn their tier keep it for the grace, are told of its end by mail, and lose it", async ({
  merchant,
  pass,
}) => {
  test.setTimeout(240_000);
  const { app } = merchant;
  await merchant.turnOnVip();
  await merchant.open("/app/flows/new");
  const recipe = app.getByRole("listitem").filter({ hasText: "Announce the end of a tier" });
  await recipe.getByRole("button").first().click();
  await app.getByRole("button", { name: "Publish" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Publish" }).click();
  await expect(merchant.toast("Flow published")).toBeVisible();

  await merchant.open("/app/vip");
  await app.getByLabel("Grace").fill("30");
  await app.getByLabel("Notice").fill("31");
  await merchant.page.locator("#save-bar-save").click();
  await expect(app.getByText("At most the days of grace: the end is not known earlier.")).toBeVisible();
  await app.getByLabel("Notice").fill("14");
  await app.getByLabel("Orders, at least").last().fill("100");
  await expect(app.getByText(/keeps? (the|their) tier until the grace is over/)).toBeVisible();
  await merchant.save();
  await expect(merchant.toast("Tiers saved")).toBeVisible();
  await pass(HOUR_MS);
  await merchant.open("/app/decisions?feature=vip&outcome=postponed");
  await expect(app.getByText(/is no longer earned; it is kept until/).first()).toBeVisible();

  // The notice comes on the sixteenth day, its mail on the next morning.
  await pass(17 * DAY_MS);
  await pass(2 * DAY_MS);
  await merchant.open("/app/messages");
  await expect(app.getByText(/ends soon|wkrótce wygaśnie|скоро закончится/).first()).toBeVisible();

  await pass(14 * DAY_MS);
  await merchant.open("/app/vip/movements");
  await expect(app.getByText("No longer earned").first()).toBeVisible();

  // Other journeys find the tiers as they were.
  await merchant.open("/app/vip");
  await app.getByLabel("Grace").fill("0");
  await app.getByLabel("Notice").fill("0");
  await app.getByLabel("Orders, at least").last().fill("6");
  await merchant.save();
});
