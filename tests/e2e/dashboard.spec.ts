import type { Locator } from "@playwright/test";

import { expect, test } from "./journey";
import type { Merchant } from "./actors/merchant";

const digits = (text: string | null) => (text ?? "").replace(/[^\d.]/g, "");

/** The value of a figure's link, as its accessible name says it: "Orders: 1,843". */
const figure = (merchant: Merchant, title: string): Locator =>
  merchant.app.getByRole("link", { name: new RegExp(`^${title}: `) });

async function valueOf(link: Locator): Promise<string> {
  return ((await link.getAttribute("aria-label")) ?? "").split(": ")[1] ?? "";
}

test.describe("every number of the dashboard opens exactly what it counted", () => {
  for (const window of ["all", "90"]) {
    test(`window: ${window}`, async ({ merchant }) => {
      const { app } = merchant;
      const path = `/app/dashboard?window=${window}`;
      await merchant.open(path);

      const orders = await valueOf(figure(merchant, "Orders"));
      const revenue = await valueOf(figure(merchant, "Net revenue"));
      const buyers = await valueOf(figure(merchant, "Buyers"));

      await merchant.follow(figure(merchant, "Orders"));
      await expect(app.getByText(`${orders} orders, ${revenue} net`)).toBeVisible();
      for (const title of ["Net revenue", "Average order value"]) {
        await merchant.open(path);
        await merchant.follow(figure(merchant, title));
        await expect(app.getByText(`${orders} orders, ${revenue} net`)).toBeVisible();
      }
      await merchant.open(path);
      await merchant.follow(figure(merchant, "Buyers"));
      await expect(app.getByText(`${buyers} customers`, { exact: true })).toBeVisible();

      await merchant.open(path);
      const share = Number(digits(await valueOf(figure(merchant, "Repeat purchase rate"))));
      await merchant.follow(figure(merchant, "Repeat purchase rate"));
      const repeaters = app.getByText(/^[\d,]+ customers?$/);
      const count = Number(digits(await repeaters.innerText()));
      expect(Math.round((1_000 * count) / Number(digits(buyers))) / 10).toBe(share);
    });
  }
});

test("a cell of the cohort table opens exactly its customers", async ({ merchant }) => {
  const { app } = merchant;
  await merchant.open("/app/dashboard?window=all");
  const cells = app.getByRole("table").last().getByRole("link");
  const total = await cells.count();
  // A few from all over the table, the row of all cohorts included.
  for (const index of [0, 2, Math.floor(total / 2), total - 2]) {
    await merchant.open("/app/dashboard?window=all");
    const text = await cells.nth(index).innerText();
    const count = /(\d+)(?: of \d+)?$/.exec(text.trim())?.[1] ?? "";
    await merchant.follow(cells.nth(index));
    await expect(app.getByText(new RegExp(`^${count} customers?$`))).toBeVisible();
  }
});

test("the numbers say how they were computed, and the chart has a table", async ({ merchant }) => {
  const { app } = merchant;
  await merchant.open("/app/dashboard?window=all");
  await app.getByRole("button", { name: "How is this computed: Repeat purchase rate" }).click();
  await expect(app.getByText(/^Customers with at least two valid orders ÷/)).toBeVisible();
  await merchant.page.keyboard.press("Escape");
  await expect(app.getByText(/^Customers with at least two valid orders ÷/)).toBeHidden();
  await app.getByText("Show as a table").click();
  await expect(app.getByRole("table").first()).toBeVisible();
});
