import { expect, test } from "./journey";

const MINUTE_MS = 60_000;

test("a merchant changes a tier, sees who would move before saving, and the tag stays right in the store whatever staff do", async ({
  merchant,
  pass,
  system,
}) => {
  test.setTimeout(120_000);
  const { app } = merchant;
  await merchant.turnOnVip();
  await system.settled();

  await merchant.open("/app/vip");
  await app.getByRole("button", { name: "Add a higher tier" }).click();
  await app.getByLabel("Name", { exact: true }).last().fill("Platinum");
  await app.getByLabel("Tag in your store").last().fill("Platinum");
  await app.getByLabel("Orders, at least").last().fill("7");
  await expect(app.getByText(/customers? gets? another tier when you save/)).toBeVisible();
  const mover = app.getByRole("row").filter({ hasText: "Platinum" }).first().getByRole("link");
  const name = await mover.innerText();
  await expect(merchant.saveBar()).toBeVisible();

  await merchant.save();
  await expect(merchant.toast("Tiers saved")).toBeVisible();
  await pass(MINUTE_MS);

  await merchant.open(`/app/customers?q=${encodeURIComponent(name)}`);
  await expect(app.getByRole("row").filter({ hasText: "Platinum" }).first()).toBeVisible();
  await merchant.openAdmin(`/customers?q=${encodeURIComponent(name)}`);
  await merchant.page.getByRole("row").filter({ hasText: "Platinum" }).first().getByRole("link").click();
  await expect(merchant.page.locator("[data-tags]")).toContainText("Platinum");

  const tags = merchant.page.getByLabel("Tags, separated by commas");
  const others = (await tags.inputValue()).split(", ").filter((tag) => tag !== "Platinum");
  await tags.fill([...others, "staff favourite"].join(", "));
  await merchant.page.getByRole("button", { name: "Save tags" }).click();
  await expect(merchant.page.locator("[data-tags]")).not.toContainText("Platinum");
  await pass(10 * MINUTE_MS);
  await merchant.page.reload();
  await expect(merchant.page.locator("[data-tags]")).toContainText("Platinum");
  await expect(merchant.page.locator("[data-tags]")).toContainText("staff favourite");

  await merchant.open(`/app/decisions?query=${encodeURIComponent(name)}`);
  await expect(
    app.getByText("Tag “Platinum” put back: somebody had removed it in your store.").first(),
  ).toBeVisible();
});

test("a tier that cannot be saved says which field to mend", async ({ merchant }) => {
  const { app } = merchant;
  await merchant.turnOnVip();
  const orders = app.getByLabel("Orders, at least").first();
  const before = await orders.inputValue();
  await orders.fill("many");
  await merchant.page.locator("#save-bar-save").click();
  await expect(merchant.toast("Some fields need your attention")).toBeVisible();
  await expect(
    app.getByText("Enter a whole number from 1 to 1000, or leave it empty.").first(),
  ).toBeVisible();
  await expect(orders).toBeFocused();
  await expect(orders).toBeInViewport();
  await merchant.discard();
  await expect(orders).toHaveValue(before);
});
