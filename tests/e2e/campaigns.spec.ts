import { expect, HOUR_MS, test } from "./journey";

const DAY_MS = 24 * HOUR_MS;
const TITLE = "Autumn roasts";

test("a merchant invites customers to a premiere and sees whom it reaches; a shopper accepts on her phone and gets the code; the merchant sees who comes", async ({
  merchant,
  mailbox,
  newShopper,
  pass,
  system,
}) => {
  test.setTimeout(120_000);
  const { app } = merchant;
  const { clock } = system.devStore.store;

  await merchant.open("/app");
  await merchant.goTo("Campaigns");
  await app.getByRole("button", { name: "Invite to a premiere" }).first().click();
  await expect(app.getByLabel("What is shown")).toBeVisible();
  // What is missing is told in the list, and where it is.
  await expect(app.getByText("Say what is shown: it stands in the mail.")).toHaveCount(2);
  await app.getByLabel("Name", { exact: true }).fill("Roasts for friends");
  await app.getByLabel("What is shown").fill(TITLE);
  const day = new Date(clock.now().getTime() + 10 * DAY_MS).toISOString().slice(0, 10);
  await app.getByLabel("Day", { exact: true }).fill(day);
  await app.getByLabel("Access code").selectOption({ label: "One for all" });
  await app.getByLabel("The code").fill("FIRST-SIP");
  await app.getByText("After a yes, on the page of the answer").click();
  await app.getByLabel("Hold some out for comparison").uncheck();
  await expect(app.getByText("Nothing: it can be sent.")).toBeVisible();

  await app.getByRole("button", { name: "Preview the audience" }).click();
  await expect(app.getByRole("heading", { name: "Whom it reaches" })).toBeVisible();
  await expect(app.getByText(/^\d+ of \d+ would get it$/)).toBeVisible();
  await expect(app.getByText("Has not agreed to get mails")).toBeVisible();
  await app.getByRole("button", { name: "Send now" }).click();
  await app.getByRole("dialog").getByRole("button", { name: "Send now" }).click();
  await expect(merchant.toast("Campaign is on its way")).toBeVisible();
  await expect.poll(() => merchant.location()).toMatch(/\/results$/);
  const results = await merchant.location();

  await pass(2 * 60_000);
  await merchant.open(`${results}?group=sent`);
  const invited = app
    .getByRole("link", { name: /\S/ })
    .and(app.locator('a[href^="/app/customers/"]'))
    .first();
  const name = await invited.innerText();
  const id = Number(((await invited.getAttribute("href")) ?? "").split("_").at(-1));
  const email = system.devStore.store.customers.get(id)?.email ?? "";
  expect(email).not.toBe("");
  await mailbox.openOnlyMail(email);
  await expect(mailbox.mail.getByText(TITLE).first()).toBeVisible();
  await expect(mailbox.mail.getByText("FIRST-SIP")).toHaveCount(0);
  const link = await mailbox.mail
    .getByRole("link", { name: /Accept the invitation|Przyjmij zaproszenie|Принять приглашение/ })
    .getAttribute("href");

  const shopper = await newShopper("en");
  await shopper.page.setViewportSize({ width: 390, height: 844 });
  await shopper.page.goto(link ?? "");
  await expect(shopper.page.getByRole("heading", { name: TITLE })).toBeVisible();
  await shopper.page.getByRole("link", { name: "Polski" }).click();
  await expect(shopper.page.getByRole("button", { name: "Tak, przyjdę" })).toBeVisible();
  await shopper.page.getByRole("link", { name: "English" }).click();
  expect(await shopper.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expect(shopper.page.getByText("FIRST-SIP")).toHaveCount(0);
  await shopper.page.getByRole("button", { name: "Yes, I am coming" }).click();
  await expect(shopper.page.getByRole("status")).toContainText("We have noted that you are coming.");
  await expect(shopper.page.getByText("FIRST-SIP")).toBeVisible();

  await pass(60_000);
  await merchant.open(`${results}?group=yes`);
  await expect(app.getByText("1 person is coming.")).toBeVisible();
  await merchant.follow(app.getByRole("link", { name, exact: true }));
  await expect(app.getByText("Accepted an invitation to a premiere")).toBeVisible();
});
