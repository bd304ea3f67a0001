import { signToken } from "../../app/platform/crypto.server";
import { expect, HOUR_MS, test } from "./journey";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * HOUR_MS;
const PHONE = { width: 390, height: 844 };

test("a merchant switches referrals on; a member finds her link on her phone, a friend buys with it, and she is rewarded after the return window; a neighbour waits for a decision", async ({
  merchant,
  newShopper,
  pass,
  system,
}) => {
  test.setTimeout(240_000);
  const { app } = merchant;

  await merchant.open("/app");
  await merchant.goTo("Referrals");
  await expect(app.getByText("The referral programme is off")).toBeVisible();
  await app.getByRole("link", { name: "Set it up" }).click();
  await app.getByLabel("Members can recommend the store").check();
  await app.getByLabel("Percent off").first().fill("101");
  await app.getByLabel("Return window").fill("1");
  await merchant.page.locator("#save-bar-save").click();
  await expect(app.getByText("Enter a value from 1 to 100.")).toBeVisible();
  await app.getByLabel("Percent off").first().fill("15");
  await merchant.save();
  await expect(merchant.toast("Programme saved")).toBeVisible();

  // She buys something first: only who knows the store may recommend it.
  const anna = await newShopper("en");
  await anna.putIntoCart("Harbour Blend");
  await anna.startCheckout("anna.friend@mail.example");
  await anna.pay();
  await pass(MINUTE_MS);
  await merchant.open("/app/customers?q=anna.friend@mail.example");
  const profile = await app.locator('a[href^="/app/customers/"]').first().getAttribute("href");
  const customerId = profile?.split("/").at(-1) ?? "";
  const ids = { s: customerId.replace(/_\d+$/, ""), c: customerId };
  const token = signToken(system.devStore.app.clientSecret, "referral-page", ids);

  const { page } = anna;
  await page.setViewportSize(PHONE);
  await page.goto(`${system.devStore.urls.tunnel}/f/${token}`);
  await page.getByRole("button", { name: "Get my link" }).click();
  await expect(page.getByRole("status")).toContainText("Your link is being made");
  await pass(MINUTE_MS);
  await page.getByRole("link", { name: "Look again" }).click();
  const link = await page.getByLabel("Your link").inputValue();
  const code = /discount\/(FRIEND-\w+)/.exec(link)?.[1] ?? "";
  expect(code).not.toBe("");
  await expect(page.getByText("On the first order they get: 15% off.")).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await page.getByRole("link", { name: "Polski" }).click();
  await expect(page.getByRole("heading", { name: "Jak to działa" })).toBeVisible();

  const friend = await newShopper("pl");
  await friend.page.goto(`${friend.storefront}/discount/${code}?redirect=/`);
  await friend.putIntoCart("Harbour Blend");
  await friend.startCheckout("bozena.friend@mail.example");
  await friend.enterAddress();
  await expect(friend.page.getByText(code).first()).toBeVisible();
  await friend.page.getByRole("button", { name: friend.texts.pay.replace("{total}", "").trim() }).click();
  await expect(friend.page).toHaveURL(/\/thank-you$/);

  // A neighbour: another name, but the member's address.
  const neighbour = await newShopper("en");
  await neighbour.page.goto(`${neighbour.storefront}/discount/${code}?redirect=/`);
  await neighbour.putIntoCart("Harbour Blend");
  await neighbour.startCheckout("next.door@mail.example");
  await neighbour.pay();
  await pass(10 * MINUTE_MS);

  await merchant.open("/app/referrals?tab=waiting");
  await expect(app.getByText(/Rewarded after the return window/)).toHaveCount(1);
  await merchant.open("/app/referrals?tab=review");
  await expect(app.getByText("Both have the same address.")).toBeVisible();
  await app.getByRole("button", { name: /^Decide/ }).click();
  const dialog = app.getByRole("dialog");
  await dialog.getByRole("button", { name: "Refuse" }).click();
  await expect(dialog.getByText("Say why, in 3 to 300 characters.")).toBeVisible();
  await dialog.getByLabel("Reason").fill("Same household");
  await dialog.getByRole("button", { name: "Refuse" }).click();
  await expect(merchant.toast("Refused")).toBeVisible();

  await pass(DAY_MS + 2 * HOUR_MS);
  await merchant.open("/app/referrals?tab=rewarded");
  await expect(app.getByText("Got 10% off.")).toBeVisible();
  await page.goto(`${system.devStore.urls.tunnel}/f/${token}?language=en`);
  await expect(page.getByText("A friend bought, and you got your reward")).toBeVisible();
  await expect(page.getByText("An order that does not count")).toBeVisible();

  await merchant.open(profile ?? "");
  // The staff copies her link: by the mouse, by the keyboard, and where the browser does not let it into the clipboard.
  const copy = app.getByRole("button", { name: "Copy the referral link" });
  await expect(app.getByRole("textbox", { name: "Referral link" })).toHaveValue(link);
  await merchant.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await copy.click();
  await expect(merchant.toast("Link copied")).toBeVisible();
  const held = () => merchant.page.evaluate(() => navigator.clipboard.readText());
  expect(await held()).toBe(link);
  await merchant.page.evaluate(() => navigator.clipboard.writeText("something else"));
  await app.locator("html").evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
  });
  await copy.focus();
  await merchant.page.keyboard.press("Enter");
  await expect.poll(held).toBe(link);
  await expect(copy).toBeFocused();
  await expect(
    app.getByText("A friend they recommended the store to bought: they were rewarded"),
  ).toBeVisible();
});
