import { createHmac, randomUUID } from "node:crypto";

import type { System } from "../../scripts/system/start-system";
import { expect, HOUR_MS, test } from "./journey";

test("a change from Shopify that makes no sense waits on the system page, and can be tried again", async ({
  merchant,
  pass,
  system,
}) => {
  const { app } = merchant;
  await deliver(system, {
    id: 4242,
    admin_graphql_api_id: "gid://shopify/Order/4242",
    created_at: "yesterday",
  });
  await pass(60_000);

  await merchant.open("/app/system");
  await expect(app.getByText("1 thing did not get through.")).toBeVisible();
  await expect(app.getByText("orders/updated").first()).toBeVisible();
  await app.getByRole("button", { name: "Try again: orders/updated" }).click();
  await expect(merchant.toast("It will be tried again")).toBeVisible();
  await pass(60_000);
  // It still makes no sense: it comes back instead of getting lost.
  await merchant.open("/app/system");
  await expect(app.getByText("1 thing did not get through.")).toBeVisible();

  await merchant.open("/app");
  await expect(app.getByText("1 thing waits for you")).toBeVisible();
  await app.getByRole("link", { name: "Have a look" }).click();
  await expect(merchant.title()).toHaveText("System");
});

test("while the mail server is down a reminder is kept and shown; when it is up again it arrives once", async ({
  merchant,
  mailbox,
  newShopper,
  pass,
  system,
}) => {
  test.setTimeout(120_000);
  const { app } = merchant;
  const { mail } = system.devStore;
  const email = "patient@letters.example";
  await merchant.turnOnRecovery();
  const shopper = await newShopper("en");
  await shopper.leaveCheckout({ email, product: "Harbour Blend" });
  try {
    mail.setDown(true);
    await pass(1.2 * HOUR_MS);
    await mailbox.expectCount(email, 0);
    await merchant.open("/app/system");
    await expect(app.getByText("1 mail or change does not get through at the moment")).toBeVisible();
    await expect(app.getByText(/421/)).toBeVisible();
  } finally {
    mail.setDown(false);
  }
  await pass(2 * HOUR_MS);
  await mailbox.expectCount(email, 1);
  await merchant.open("/app/system");
  await expect(app.getByText("does not get through at the moment")).toBeHidden();
  // The next of the series is due a day after this one.
  await pass(20 * HOUR_MS);
  await mailbox.expectCount(email, 1);
});

/** Posts a change of an order with a good signature, as Shopify would if it made such payloads. */
async function deliver({ devStore }: System, payload: object): Promise<void> {
  const body = JSON.stringify(payload);
  const now = devStore.store.clock.now().toISOString();
  const answer = await fetch(`${devStore.urls.tunnel}/webhooks`, {
    method: "POST",
    body,
    headers: {
      "Content-Type": "application/json",
      "X-Shopify-Topic": "orders/updated",
      "X-Shopify-Shop-Domain": devStore.store.shop.domain,
      "X-Shopify-API-Version": devStore.app.apiVersion,
      "X-Shopify-Webhook-Id": randomUUID(),
      "X-Shopify-Event-Id": randomUUID(),
      "X-Shopify-Triggered-At": now,
      "X-Shopify-Hmac-Sha256": createHmac("sha256", devStore.app.clientSecret).update(body).digest("base64"),
    },
  });
  expect(answer.status).toBe(200);
}
