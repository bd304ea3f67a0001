import { orderTotals } from "../../dev-store/commerce/order-totals";
import { expect, HOUR_MS, test } from "./journey";

const PRODUCT = "Harbour Blend";
/** As the list names her: by what she told so far. */
const WHO = /Jadwiga|jadwiga/;
const euros = (minor: number) =>
  new Intl.NumberFormat("en", { style: "currency", currency: "EUR" }).format(minor / 100);
/** The amount in a text like "Recovered revenue: €12.91", in minor units. */
const minorIn = (text: string | null) => Math.round(Number((text ?? "").replace(/[^\d.]/g, "")) * 100);

test("a shopper leaves a checkout, gets a mail in her language, comes back and buys with her code; the merchant sees why and what it brought", async ({
  merchant,
  newShopper,
  mailbox,
  pass,
  system,
}) => {
  test.setTimeout(120_000);
  const { store } = system.devStore;
  const email = "jadwiga.wrobel@poczta.example";

  await merchant.turnOnRecovery();
  await merchant.open("/app/dashboard");
  const revenue = () => merchant.app.getByRole("link", { name: /^Recovered revenue: / });
  const before = minorIn(await revenue().getAttribute("aria-label"));

  const jadwiga = await newShopper("pl");
  await jadwiga.leaveCheckout({ email, product: PRODUCT });
  await pass(HOUR_MS / 2);
  await mailbox.expectCount(email, 0);
  await pass(HOUR_MS);
  await mailbox.openOnlyMail(email);
  await expect(mailbox.page.getByRole("heading", { level: 1 })).toContainText("koszyk");
  await expect(mailbox.mail.getByText("Dzień dobry")).toBeVisible();
  await expect(mailbox.mail.getByText(PRODUCT)).toBeVisible();

  // The mail asks what held her back; looking at the answer's page says nothing, its button does.
  const answer = await mailbox.follow("Koszt lub czas dostawy");
  await expect(answer.getByRole("heading", { name: "Co Cię powstrzymało?" })).toBeVisible();
  await answer.getByRole("button", { name: "Wyślij odpowiedź" }).click();
  await expect(answer.getByRole("heading", { name: "Dziękujemy" })).toBeVisible();
  await answer.close();
  await merchant.open("/app/recovery");
  await merchant.follow(merchant.app.getByRole("link", { name: "Delivery cost or time" }));
  await expect(merchant.app.getByText("Left because of: Delivery cost or time")).toBeVisible();
  await expect(merchant.app.getByRole("link", { name: WHO }).first()).toBeVisible();

  await pass(25 * HOUR_MS);
  await mailbox.expectCount(email, 2);
  await pass(49 * HOUR_MS);
  await mailbox.openNewest(email, 3);
  const code = await mailbox.mail.getByText(/^\s*BACK-[0-9A-Z]+\s*$/).innerText();

  // She opens the link on another device: nothing is in that browser's cart.
  const link = await mailbox.mail.getByRole("link", { name: "Wróć do koszyka" }).first().getAttribute("href");
  const phone = await newShopper("pl");
  await phone.page.goto(link ?? "");
  await expect(phone.page.getByText(phone.texts.cartRestored)).toBeVisible();
  await expect(phone.page.getByText(email)).toBeVisible();
  await expect(phone.page.getByText(PRODUCT).first()).toBeVisible();
  await expect(phone.page.getByText(code.trim()).first()).toBeVisible();
  await phone.pay();
  await pass(60_000);

  const order = [...store.orders.values()].find((placed) => placed.email === email);
  if (!order) throw new Error("the store has no order of hers");
  expect(order.discountCodes.map((discount) => discount.code)).toEqual([code.trim()]);
  const paidMinor = orderTotals(order).total.shop.amountMinor;

  await merchant.open("/app/recovery?tab=recovered");
  await expect(merchant.app.getByText(`Came back and bought for ${euros(paidMinor)}.`).first()).toBeVisible();
  await merchant.follow(merchant.app.getByRole("link", { name: WHO }).first());
  await expect(merchant.app.getByText(`#${order.number}`).first()).toBeVisible();
  await expect(merchant.app.getByText(`Personal code ${code.trim()} for 10`).first()).toBeVisible();

  await merchant.follow(merchant.app.getByRole("link", { name: WHO }).first());
  await expect(merchant.app.getByText(email).first()).toBeVisible();
  for (const sentence of [
    new RegExp(`^Personal code ${code.trim()} for 10\\s?% made in Shopify`),
    "Message “Left checkout: last reminder, with a code” sent.",
    `Came back and bought for ${euros(paidMinor)}.`,
  ]) {
    await expect(merchant.app.getByText(sentence).first()).toBeVisible();
  }

  await merchant.open("/app/dashboard");
  expect(minorIn(await revenue().getAttribute("aria-label"))).toBe(before + paidMinor);
  await merchant.follow(revenue());
  await expect(merchant.app.getByText(`#${order.number}`)).toBeVisible();
  await expect(merchant.app.getByText(`${euros(before + paidMinor)} net`)).toBeVisible();
});

test("who did not agree to marketing is not written to, and the merchant reads why", async ({
  merchant,
  newShopper,
  mailbox,
  pass,
}) => {
  const email = "no.thanks@inbox.example";
  await merchant.turnOnRecovery();
  const shopper = await newShopper("en");
  await shopper.putIntoCart(PRODUCT);
  await shopper.startCheckout(email, { acceptsMarketing: false });
  await pass(2 * HOUR_MS);
  await mailbox.expectCount(email, 0);
  await merchant.open("/app/decisions?query=no.thanks");
  await expect(merchant.app.getByText("Not sent: did not agree to marketing e-mail.")).toBeVisible();
});
