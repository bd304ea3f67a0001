import type { SurveyAnswer, SurveyTold } from "../../extensions/shared/answers";
import { createClient } from "../../extensions/shared/client";
import { mintBuyerToken } from "../../dev-store/oauth/session-token";
import { expect, test } from "./journey";

const MINUTE_MS = 60_000;
const PHONE = { width: 390, height: 844 };

test("a merchant writes a question of her own, a buyer answers it on the thank-you page, and she reads what he said, by question and by person", async ({
  merchant,
  newShopper,
  pass,
  system,
}) => {
  test.setTimeout(180_000);
  const { app, page } = merchant;

  await merchant.open("/app");
  await merchant.goTo("Surveys");
  await expect(app.getByText("The question is switched off")).toBeVisible();
  await merchant.follow(app.getByRole("link", { name: "Question", exact: true }));
  await app.getByLabel("Ask after a purchase").check();
  await app.getByLabel("Kind of answer").selectOption("choices");
  await app.getByRole("textbox", { name: "Choice 1" }).fill("From friends");
  await page.locator("#save-bar-save").click();
  await expect(app.getByText("Write the choice in at least one language.")).toBeVisible();
  await app.getByRole("textbox", { name: "Choice 2" }).fill("By searching");
  await app.getByRole("button", { name: "Add a choice" }).click();
  await app.getByRole("textbox", { name: "Choice 3" }).fill("An ad");
  await app.getByRole("button", { name: "Remove choice 3" }).click();
  await app.getByLabel("Language").selectOption("pl");
  await app.getByRole("textbox", { name: "Question" }).fill("Skąd nas znasz?");
  await expect(app.getByRole("heading", { name: "Skąd nas znasz?" })).toBeVisible();
  await app.getByRole("textbox", { name: "Choice 1" }).fill("Od znajomych");
  await merchant.save();
  await expect(merchant.toast("Question saved")).toBeVisible();

  const buyer = await newShopper("pl");
  await buyer.putIntoCart("Harbour Blend");
  await buyer.startCheckout("buyer.survey@mail.example");
  await buyer.pay();
  await pass(MINUTE_MS);
  const { store } = system.devStore;
  const orderId = Math.max(...store.orders.keys());
  const extension = createClient({
    appUrl: system.devStore.urls.tunnel,
    getToken: () => Promise.resolve(mintBuyerToken(system.devStore, { customerId: null })),
    locale: "pl-PL",
  });
  const address = `/api/survey/thank-you/${orderId}`;
  const asked = await extension.get<SurveyAnswer>(address);
  expect(asked).toMatchObject({
    kind: "answered",
    body: {
      ...{ state: "asking", version: 1, text: "Skąd nas znasz?" },
      answers: [{ label: "Od znajomych" }, { label: "By searching" }],
    },
  });
  const said = { version: 1, answer: "1", comment: "Anna mi Was poleciła." };
  expect(await extension.post<SurveyTold>(address, said)).toMatchObject({ body: { outcome: "answered" } });
  const again = { version: 1, answer: "2" };
  expect(await extension.post<SurveyTold>(address, again)).toMatchObject({
    body: { outcome: "answered-before" },
  });
  expect(await extension.get<SurveyAnswer>(address)).toMatchObject({
    body: { state: "answered", answer: "Od znajomych" },
  });
  await pass(MINUTE_MS);

  await merchant.open("/app/surveys");
  // Mails of journeys before this one may have been answered: their card is another.
  const result = app
    .locator(".Polaris-ShadowBevel")
    .filter({ has: app.getByRole("heading", { name: "Skąd nas znasz?" }) });
  await expect(result.getByText("1 answer", { exact: true })).toBeVisible();
  await expect(result.getByText("1 · 100%")).toBeVisible();
  await expect(result.getByText("Few answers")).toBeVisible();
  await expect(app.getByText("Anna mi Was poleciła.")).toBeVisible();
  await app.getByLabel("Period").selectOption("30");
  await expect.poll(() => merchant.location()).toBe("/app/surveys?period=30");
  await expect(app.getByText("Anna mi Was poleciła.")).toBeVisible();
  await page.setViewportSize(PHONE);
  await merchant.open("/app/surveys");
  await expect(app.getByText("Anna mi Was poleciła.")).toBeVisible();
  const width = await app.locator("html").evaluate((html) => html.scrollWidth);
  expect(width).toBeLessThanOrEqual(PHONE.width);
  await merchant.follow(app.locator('a[href^="/app/customers/"]').first());
  await expect(app.getByText(/^Answered the question after order #/).first()).toBeVisible();

  // Whoever answered so can be found, as for an audience or on the way through a flow.
  await merchant.open("/app/customers");
  await app.getByRole("button", { name: "Conditions" }).click();
  await app.getByRole("button", { name: "Add condition" }).click();
  await app.getByLabel("What to look at").fill("after a purchase");
  await app.getByRole("option", { name: "Answer after a purchase: “Skąd nas znasz?”" }).click();
  await app.getByLabel("Value", { exact: true }).selectOption({ label: "From friends" });
  await app.getByRole("button", { name: "Show customers" }).click();
  await expect(app.getByText("1 customer", { exact: true })).toBeVisible();
  await expect(app.getByText("buyer.survey@mail.example").first()).toBeVisible();
});
