import { expect, HOUR_MS, test } from "./journey";

const PRODUCT = "Old Crane Dark Roast";

test("opening the unsubscribe page changes nothing; its button does, in the store too, and no further mail comes", async ({
  merchant,
  newShopper,
  mailbox,
  pass,
  system,
}) => {
  test.setTimeout(120_000);
  const email = "alice.brown@inbox.example";
  const consent = () =>
    [...system.devStore.store.customers.values()].find((customer) => customer.email === email)?.emailConsent
      .state;

  await merchant.turnOnRecovery();
  const alice = await newShopper("en");
  await alice.leaveCheckout({ email, product: PRODUCT });
  await pass(2 * HOUR_MS);
  await mailbox.openOnlyMail(email);
  expect(consent()).toBe("SUBSCRIBED");

  const page = await mailbox.follow("Unsubscribe");
  await expect(page.getByRole("heading", { name: "Unsubscribe?" })).toBeVisible();
  await page.reload();
  await pass(60_000);
  expect(consent()).toBe("SUBSCRIBED");

  await page.getByRole("button", { name: "Unsubscribe" }).click();
  await expect(page.getByRole("heading", { name: "You are unsubscribed" })).toBeVisible();
  await pass(60_000);
  expect(consent()).toBe("UNSUBSCRIBED");

  const again = await newShopper("en");
  await again.putIntoCart(PRODUCT);
  await again.startCheckout(email, { acceptsMarketing: false });
  await pass(2 * HOUR_MS);
  await mailbox.expectCount(email, 1);
  await merchant.open(`/app/decisions?query=${encodeURIComponent(email)}`);
  await expect(merchant.app.getByText("Not sent: unsubscribed").first()).toBeVisible();
});

test("the one-click button of the mail program unsubscribes at once", async ({
  merchant,
  newShopper,
  mailbox,
  pass,
  system,
}) => {
  const email = "elena.orlova@mail.example";
  await merchant.turnOnRecovery();
  const elena = await newShopper("ru");
  await elena.leaveCheckout({ email, product: PRODUCT });
  await pass(2 * HOUR_MS);
  await mailbox.openOnlyMail(email);
  await mailbox.page.getByRole("button", { name: "Unsubscribe" }).click();
  await expect(mailbox.page.getByRole("status")).toContainText("answered 200");
  await pass(60_000);
  const customer = [...system.devStore.store.customers.values()].find((one) => one.email === email);
  expect(customer?.emailConsent.state).toBe("UNSUBSCRIBED");
});
