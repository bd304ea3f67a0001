import type { FrameLocator } from "@playwright/test";

import { barriersIn } from "./actors/barriers";
import { expect, HOUR_MS, test } from "./journey";

const PAGES = [
  ["/app", "Home"],
  ["/app/dashboard?window=all", "Dashboard"],
  ["/app/dashboard/drill", "Dashboard"],
  ["/app/dashboard/winback?who=lost", "Dashboard"],
  ["/app/dashboard/visits", "Dashboard"],
  ["/app/customers", "Customers"],
  ["/app/vip", "VIP"],
  ["/app/vip/perks", "VIP"],
  ["/app/vip/movements", "VIP"],
  ["/app/referrals", "Referrals"],
  ["/app/referrals/settings", "Referrals"],
  ["/app/surveys", "Surveys"],
  ["/app/surveys/question", "Surveys"],
  ["/app/loyalty", "Loyalty"],
  ["/app/loyalty/members", "Loyalty"],
  ["/app/loyalty/review", "Loyalty"],
  ["/app/loyalty/report", "Loyalty"],
  ["/app/flows", "Flows"],
  ["/app/flows/new", "Flows"],
  ["/app/campaigns", "Campaigns"],
  ["/app/recovery", "Cart recovery"],
  ["/app/recovery/settings", "Cart recovery"],
  ["/app/recovery/preview", "Cart recovery"],
  ["/app/templates", "Templates"],
  ["/app/templates/checkout-reminder-3", "Templates"],
  ["/app/tasks", "Tasks"],
  ["/app/decisions", "Decision log"],
  ["/app/messages", "Messages"],
  ["/app/settings/sender", "Settings"],
  ["/app/settings/holdouts", "Settings"],
  ["/app/settings/fields", "Settings"],
  ["/app/settings/browsing", "Settings"],
  ["/app/settings", "Settings"],
  ["/app/system", "System"],
] as const;
const PHONE = { width: 390, height: 844 };

async function headingLevels(document: FrameLocator): Promise<number[]> {
  return document
    .locator("h1, h2, h3, h4")
    .evaluateAll((headings) => headings.map((heading) => Number(heading.tagName.slice(1))));
}

test.describe("everybody can use every page, on a desk and on a phone", () => {
  for (const [path, menu] of PAGES) {
    test(path, async ({ merchant }) => {
      await merchant.open(path);
      expect(await barriersIn(merchant.app)).toEqual([]);
      const title = () => merchant.app.locator("html").evaluate((html) => html.ownerDocument.title);
      await expect.poll(title).toBe(`${menu} · Perennial`);
      const levels = await headingLevels(merchant.app);
      expect(levels.filter((level) => level === 1)).toHaveLength(1);
      levels.forEach((level, index) => expect(level - (levels[index - 1] ?? 0)).toBeLessThanOrEqual(1));

      await merchant.page.setViewportSize(PHONE);
      const overflow = () =>
        merchant.app.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
      await expect.poll(overflow).toBe(0);
      expect(await barriersIn(merchant.app)).toEqual([]);
    });
  }
});

test("so are the pages of one left checkout, of one customer, and of what is not there", async ({
  merchant,
  newShopper,
  pass,
}) => {
  const { app } = merchant;
  await merchant.turnOnRecovery();
  const shopper = await newShopper("ru");
  await shopper.leaveCheckout({ email: "anna.usable@mail.example", product: "Harbour Blend" });
  await pass(2 * HOUR_MS);
  await merchant.open("/app/recovery");
  expect(await barriersIn(app)).toEqual([]);
  await merchant.follow(app.getByRole("link", { name: "anna.usable@mail.example" }));
  await expect(app.getByRole("heading", { name: "Decisions" })).toBeVisible();
  expect(await barriersIn(app)).toEqual([]);
  await merchant.follow(app.getByRole("link", { name: "anna.usable@mail.example" }));
  await expect(app.getByRole("heading", { name: "Timeline" })).toBeVisible();
  expect(await barriersIn(app)).toEqual([]);
  await merchant.open("/app/decisions");
  expect(await barriersIn(app)).toEqual([]);
  for (const path of ["/app/customers/nobody", "/app/no-such-page"]) {
    await merchant.open(path);
    await expect(app.getByRole("heading", { name: "Not found" })).toBeVisible();
    expect(await barriersIn(app)).toEqual([]);
  }
});

test("so is what shoppers get: the page of a link that no longer works", async ({ page, system }) => {
  for (const path of [
    "/a/broken",
    "/u/broken",
    "/p/broken",
    "/r/broken",
    "/c/broken",
    "/i/broken",
    "/f/broken",
  ]) {
    await page.goto(`${system.devStore.urls.tunnel}${path}`);
    expect(await barriersIn(page)).toEqual([]);
  }
});
