import { expect, test } from "./journey";

const LANGUAGES = [
  { code: "pl", title: "Ustawienia", menu: "Klienci", lang: "pl" },
  { code: "ru", title: "Настройки", menu: "Клиенты", lang: "ru" },
  { code: "auto", title: "Settings", menu: "Customers", lang: "en" },
] as const;

test("a merchant changes the language of the pages: menu and pages follow without a reload", async ({
  merchant,
}) => {
  const { app } = merchant;
  await merchant.open("/app/settings");
  // A document that was loaded anew would have forgotten this.
  await app.locator("html").evaluate((html) => html.setAttribute("data-same-document", ""));
  for (const { code, title, menu, lang } of LANGUAGES) {
    await app.getByRole("combobox").first().selectOption(code);
    await merchant.save();
    await expect(merchant.title()).toHaveText(title);
    await expect(merchant.menu()).toContainText(menu);
    await expect(app.locator("html[data-same-document]")).toHaveCount(1);
    await expect(app.locator("html")).toHaveAttribute("lang", lang);
  }
});

test("discard brings back what was saved", async ({ merchant }) => {
  const { app } = merchant;
  await merchant.open("/app/settings");
  const name = app.getByLabel("Sender name");
  const before = await name.inputValue();
  await name.fill("Somebody else");
  await expect(merchant.saveBar()).toBeVisible();
  await merchant.discard();
  await expect(name).toHaveValue(before);
  await name.fill("Somebody else");
  await name.fill(before);
  await expect(merchant.saveBar()).toBeHidden();
});

test("an address that is none is refused beside its field; a good one is kept", async ({ merchant }) => {
  const { app } = merchant;
  await merchant.open("/app/settings");
  const address = app.getByLabel("Sender address");
  await address.fill("not an address");
  await merchant.page.locator("#save-bar-save").click();
  await expect(app.getByText("Enter an address such as shop@example.com.")).toBeVisible();
  await expect(address).toHaveAttribute("aria-invalid", "true");
  await address.fill("maja@ostrova-coffee.example");
  await merchant.save();
  await expect(merchant.toast("Settings saved")).toBeVisible();
  await merchant.open("/app/settings");
  await expect(address).toHaveValue("maja@ostrova-coffee.example");
  await address.fill("");
  await merchant.save();
});

test("unsaved changes are not lost by a click in the menu", async ({ merchant }) => {
  await merchant.open("/app/settings");
  await merchant.app.getByLabel("Sender name").fill("Half typed");
  await expect(merchant.saveBar()).toBeVisible();
  await merchant.menu().getByRole("link", { name: "Dashboard" }).click();
  await merchant.page.getByRole("button", { name: "Stay" }).click();
  await expect(merchant.app.getByLabel("Sender name")).toHaveValue("Half typed");
  await merchant.discard();
});

test("a merchant says how many people are left out on purpose, so that it can be seen what the mails bring", async ({
  merchant,
}) => {
  const { app, page } = merchant;
  await merchant.open("/app/settings");
  await app
    .getByRole("button", { name: "Comparison groups" })
    .or(app.getByRole("link", { name: "Comparison groups" }))
    .first()
    .click();
  await expect(merchant.title()).toHaveText("Comparison groups");
  const share = app.getByLabel("Share of people").first();
  const [everywhere, each] = ["every", "each"].map((word) =>
    app.getByLabel(`Leave some people out of ${word} flow`),
  );
  await everywhere?.check();
  await each?.check();
  await expect(share).toHaveValue("5");
  await share.fill("60");
  await page.locator("#save-bar-save").click();
  await expect(app.getByText("Enter 1 to 50 per cent.")).toBeVisible();
  await share.fill("7.5");
  await each?.uncheck();
  await merchant.save();
  await expect(merchant.toast("Settings saved")).toBeVisible();
  await merchant.open("/app/settings/holdouts");
  await expect(share).toHaveValue("7.5");
  await expect(app.getByLabel("Share of people").last()).toBeDisabled();
  await share.fill("5");
  await everywhere?.uncheck();
  await merchant.save();
});

test("a merchant allows gift cards, in the admin's own dialog, and the page knows it", async ({
  merchant,
}) => {
  const { app, page } = merchant;
  await merchant.open("/app/settings");
  const allow = app.getByRole("button", { name: "Allow: Gift cards" });
  await allow.click();
  await expect(page.getByText("View and change gift cards")).toBeVisible();
  await page.locator("#scopes-dialog").getByRole("button", { name: "Cancel" }).click();
  await expect(merchant.toast("Nothing was changed")).toBeVisible();
  await allow.click();
  await page.locator("#scopes-dialog").getByRole("button", { name: "Allow" }).click();
  await expect(allow).toHaveCount(0, { timeout: 15_000 });
  await expect(app.getByText("Allowed", { exact: true })).toHaveCount(1);
});
