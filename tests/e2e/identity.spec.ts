import { expect, test } from "./journey";

const MINUTE_MS = 60_000;

test("staff merge two customers in the store, see it in the app, and take it back there", async ({
  merchant,
  page,
  pass,
  system,
}) => {
  const { store } = system.devStore;
  const withOrders = [...store.customers.values()].filter(
    ({ id, email, firstName }) =>
      email && firstName && [...store.orders.values()].some((order) => order.customerId === id),
  );
  const [kept, other] = withOrders;
  if (!kept?.email || !other?.email) throw new Error("the demo shop has customers with orders");
  const countOf = (id: number) =>
    [...store.orders.values()].filter((order) => order.customerId === id).length;
  const moved = countOf(other.id);
  const together = countOf(kept.id) + moved;

  await merchant.openAdmin(`/customers/${kept.id}`);
  await page.getByLabel("E-mail of the customer who becomes part of this one").fill(other.email);
  await page.getByRole("button", { name: "Merge" }).click();
  await expect(page.getByRole("heading", { name: `Orders ${together}` })).toBeVisible();
  await pass(MINUTE_MS);

  const { app } = merchant;
  await merchant.open(`/app/customers?q=${encodeURIComponent(kept.email)}`);
  await merchant.follow(app.locator("tbody").getByRole("link").first());
  await expect(app.getByText(`(${other.email}) was merged into this customer on`)).toBeVisible();
  await app.getByRole("button", { name: "Undo the merge of" }).click();
  await expect(app.getByText(`Orders: ${moved}`)).toBeVisible();
  await app.getByRole("dialog").getByRole("button", { name: "Undo merge" }).click();
  await expect(merchant.toast("The merge is undone")).toBeVisible();
  await expect(app.getByText("was merged into this customer on")).toBeHidden();
});
