import { z } from "zod";

import { askAsMerchant, readAsMerchant } from "../../scripts/demo/merchant";
import type { System } from "../../scripts/system/start-system";
import type { Merchant } from "./actors/merchant";
import { expect, test } from "./journey";

const MINUTE_MS = 60_000;
const REVIEW = "/app/loyalty/review";

/** Switches the programme on with a reward, if it is not; nearly every order is looked at. */
async function setUp(merchant: Merchant): Promise<void> {
  const { app } = merchant;
  await merchant.open("/app/loyalty");
  const box = app.getByLabel("Give points and rewards");
  if (await box.isChecked()) return;
  await expect(app.getByText("The programme is off", { exact: true })).toBeVisible();
  await box.check();
  await expect(app.getByText("No reward is switched on.")).toBeVisible();
  await app.getByRole("button", { name: "Add a reward" }).click();
  await app.getByLabel("Name", { exact: true }).fill("Welcome gift");
  await app.getByLabel("Worth").fill("5");
  await app.getByLabel("Points a customer earns in a day").fill("1");
  await merchant.save();
  await expect(merchant.toast("Programme saved")).toBeVisible();
}

const QueueSchema = z.object({ adjustments: z.array(z.object({ adjustmentId: z.string() })) });

/** Somebody else of the store's team agrees to what waits for a second person. */
async function colleagueApproves({ devStore }: System): Promise<void> {
  const queue = QueueSchema.parse(
    await readAsMerchant(devStore, `${REVIEW}.data`, "routes/app.loyalty.review"),
  );
  for (const { adjustmentId } of queue.adjustments)
    await askAsMerchant(devStore, `${REVIEW}.data`, { kind: "decide", adjustmentId, verdict: "approved" });
}

test("a merchant sets up the programme, sees it as shoppers will, and is asked before it gives more than it gets", async ({
  merchant,
}) => {
  const { app } = merchant;
  await setUp(merchant);
  const preview = app.getByRole("region", { name: "Your rewards" });
  await expect(preview.getByText("Welcome gift")).toBeVisible();
  await expect(preview.getByText("+1 point", { exact: true })).toBeVisible();

  const points = app.getByLabel("Points", { exact: true }).first();
  await points.fill("many");
  await merchant.page.locator("#save-bar-save").click();
  await expect(app.getByText("Enter a whole number from 1 to 1000000.")).toBeVisible();
  await points.fill("100");
  await expect(preview.getByText("+100 points")).toBeVisible();
  await expect(app.getByText(/An order can pay back 100% of its value/)).toBeVisible();
  await merchant.page.locator("#save-bar-save").click();
  await app.getByRole("button", { name: "Back to the programme" }).click();
  await merchant.discard();
  await expect(points).toHaveValue("1");
});

test("points above the limit are asked for by one person and approved by another", async ({
  merchant,
  system,
}) => {
  const { app } = merchant;
  await setUp(merchant);
  await merchant.open("/app/customers");
  await merchant.follow(app.locator("a[data-primary-link]").first());
  await merchant.follow(app.getByRole("link", { name: "Ledger" }));

  await app.getByRole("button", { name: "Change points" }).click();
  await expect(app.getByText("Say why, in at least three letters.")).toBeVisible();
  await app.getByLabel("Points", { exact: true }).fill("5000");
  await app.getByLabel("Reason").fill("Won the photo contest");
  await app.getByRole("button", { name: "Ask for approval" }).click();
  await expect(merchant.toast("Asked for a second person’s approval")).toBeVisible();
  await expect(app.getByText("Somebody else than who asked for it has to decide.")).toBeVisible();
  await expect(app.getByRole("button", { name: "Approve" })).toHaveCount(0);

  await colleagueApproves(system);
  await merchant.page.reload();
  await expect(app.getByText("5,000", { exact: true }).first()).toBeVisible();
  await expect(app.getByText("Given by hand").first()).toBeVisible();
});

test("an unusual earning waits until a merchant has looked", async ({ merchant, newShopper, pass }) => {
  test.setTimeout(120_000);
  const { app } = merchant;
  await setUp(merchant);
  const shopper = await newShopper("en");
  await shopper.putIntoCart("Harbour Blend");
  await shopper.startCheckout("ola.points@mail.example");
  await shopper.pay();
  await pass(MINUTE_MS);

  await merchant.open(REVIEW);
  const card = app.getByText(/points within a day; the limit is 1[.]/);
  await expect(card.first()).toBeVisible();
  await app
    .getByRole("button", { name: /^Release the points of/ })
    .first()
    .click();
  await expect(merchant.toast("Released: the points can be spent once they have waited")).toBeVisible();
  await expect(app.getByText("Nothing waits")).toBeVisible();
});
