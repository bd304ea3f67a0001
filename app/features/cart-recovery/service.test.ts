import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { signToken } from "~/platform/crypto.server";
import { provideDb } from "~/platform/database.server";
import { getSecret } from "~/platform/secrets.server";
import { loader } from "~/routes/r.$token";

import { givenCheckout, givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { createWorld, type World } from "../../../tests/support/world";

import { recoveryLink } from "./flow/links.server";
import { remindersDefinition } from "./flow/recipe";
import { presentRecovery, presentRecoveryPage } from "./presenter.server";
import { presentMailPreview } from "./preview/presenter.server";
import { cartRecoveryRegistration } from "./registration.server";
import { PREVIEW_STEPS, type PreviewStep, RecoveryFilterSchema } from "./schema";

const NOW = new Date("2026-03-02T12:00:00Z");
const RECOVER_URL = "https://demo-shop.example/1/checkouts/ac/c1/recover?key=k&locale=pl";
let open: TestDb;
let world: World;

beforeEach(async () => {
  open = await createTestDb();
  provideDb(open.db);
  world = createWorld(open.db, [cartRecoveryRegistration], NOW);
  await givenShop(open.db);
});
afterEach(async () => {
  world.close();
  await open.close();
});

async function givenSent(codeState: string | null = "issued", recoverUrl: string | null = RECOVER_URL) {
  const checkout = await givenCheckout(open.db, { token: "token-1", locale: "pl", recoverUrl });
  if (codeState) {
    const code = {
      code: "BACK-7KQ4MX3P",
      codeKey: "back-7kq4mx3p",
      percentBp: 1_000,
      occasionKey: "o",
      createdAt: NOW,
    };
    const dates = { startsAt: NOW, expiresAt: new Date("2026-03-08T12:00:00Z") };
    await open.db.issuedCode.create({
      data: { id: "code-1", shopId: SHOP_ID, state: codeState, ...code, ...dates },
    });
  }
  const data = {
    id: "r1",
    shopId: SHOP_ID,
    checkoutId: checkout.id,
    codeId: codeState && "code-1",
    sentAt: NOW,
  };
  await open.db.recovery.create({ data: { ...data, dueAt: NOW, createdAt: NOW, updatedAt: NOW } });
  const ref = { shopId: SHOP_ID, checkoutId: checkout.id, codeId: codeState && "code-1" };
  return recoveryLink(ref).split("/").at(-1)!;
}

const follow = (token: string, method = "GET") =>
  loader({
    params: { token },
    request: new Request("https://perennial.example/r/x", {
      method,
      headers: { "Accept-Language": "ru-RU,ru;q=0.9" },
    }),
    context: {},
  });
const clicks = () => open.db.domainEvent.count({ where: { shopId: SHOP_ID, type: "cart-recovery.clicked" } });

describe("the link in the mail", () => {
  test("leads to the shop's own checkout with the code entered, and notes the first click", async () => {
    const token = await givenSent();
    const response = await follow(token);
    expect(response.status).toBe(302);
    expect(response.headers.get("Location")).toBe(
      "https://demo-shop.example/discount/BACK-7KQ4MX3P?redirect=%2F1%2Fcheckouts%2Fac%2Fc1%2Frecover%3Fkey%3Dk%26locale%3Dpl",
    );
    expect(response.headers.get("Referrer-Policy")).toBe("no-referrer");
    await Promise.all([follow(token), follow(token)]);
    expect(await clicks()).toBe(1);
  });

  test.each(["redeemed", "expired", "failed", "requested", null])(
    "leaves out a code that is %s",
    async (state) => {
      // "expired" is swept later than it happens: the time decides.
      if (state === "expired") world.at("2026-03-08T12:00:00Z");
      const response = await follow(await givenSent(state === "expired" ? "issued" : state));
      expect(response.headers.get("Location")).toBe(RECOVER_URL);
    },
  );

  test("of a mail from before there were automations leads there too", async () => {
    await givenSent();
    const former = signToken(getSecret(), "recovery-link", { s: SHOP_ID, r: "r1" });
    expect((await follow(former)).headers.get("Location")).toContain("/discount/BACK-7KQ4MX3P?");
    expect(await clicks()).toBe(1);
  });

  test("asked for its headers only notes no click", async () => {
    expect((await follow(await givenSent(), "HEAD")).status).toBe(302);
    expect(await clicks()).toBe(0);
  });

  test.each(["", "x.y", "preview"])(
    "that is not ours (%j) shows a kind page in the reader's language",
    async (token) => {
      const response = await follow(token);
      expect(response.status).toBe(404);
      expect(await response.text()).toContain("Этой корзины больше нет");
    },
  );

  test("of an erased checkout shows it too", async () => {
    const token = await givenSent();
    await open.db.checkout.deleteMany({ where: { shopId: SHOP_ID } });
    expect((await follow(token)).status).toBe(404);
  });

  test("never leads anywhere but over the web", async () => {
    const response = await follow(await givenSent("issued", "javascript:alert(1)"));
    expect(response.status).toBe(404);
    expect(await response.text()).toContain("Tego koszyka już nie ma");
  });
});

describe("the pages", () => {
  test("tell of a cart that is no longer kept in the shop's own currency", async () => {
    await givenSent();
    await open.db.checkout.deleteMany({ where: { shopId: SHOP_ID } });
    await open.db.shop.update({ where: { id: SHOP_ID }, data: { currencyCode: "PLN" } });
    const told = await presentRecovery(open.db, { shopId: SHOP_ID, recoveryId: "r1", now: NOW });
    expect(told?.item).toMatchObject({ currencyCode: "PLN" });
  });

  test("list left checkouts by state, and count what they show", async () => {
    await givenSent();
    const page = async (tab: string) =>
      presentRecoveryPage(open.db, {
        shopId: SHOP_ID,
        filter: RecoveryFilterSchema.parse({ tab, page: "1" }),
        now: NOW,
      });
    expect(await page("sent")).toMatchObject({
      totalCount: 1,
      items: [{ id: "r1", who: "ada@example.com", amountMinor: 4_000 }],
    });
    expect(await page("stopped")).toMatchObject({ totalCount: 0, items: [] });
    expect((await page("nonsense")).filter.tab).toBe("all");
    expect((await page("all")).figures).toMatchObject({ messaged: 1, recovered: 0, stillOpen: 1 });
  });

  test("tell what the reminders bring by the comparison of their automation, once there is one", async () => {
    const filter = RecoveryFilterSchema.parse({});
    const lift = async () => (await presentRecoveryPage(open.db, { shopId: SHOP_ID, filter, now: NOW })).lift;
    expect(await lift()).toBeNull();
    const row = { shopId: SHOP_ID, name: "Carts", recipeKey: "cart-recovery.reminders", state: "live" };
    const draftJson = JSON.stringify(remindersDefinition());
    await open.db.flow.create({
      data: { id: "f1", ...row, draftJson, priority: 1, createdAt: NOW, updatedAt: NOW },
    });
    expect(await lift()).toMatchObject({ kind: "not-enough-data", why: "not-begun" });
    const experiment = { experimentKey: "flow:f1", controlArm: "control", plannedCount: 0, windowDays: 30 };
    await open.db.experiment.create({ data: { shopId: SHOP_ID, ...experiment, startedAt: NOW } });
    expect(await lift()).toMatchObject({ kind: "not-enough-data", why: "still-running" });
  });

  test("show one checkout with its lines, code and decisions; not another shop's", async () => {
    await givenSent();
    expect(await presentRecovery(open.db, { shopId: SHOP_ID, recoveryId: "r1", now: NOW })).toMatchObject({
      lines: [{ title: "Morning blend", quantity: 1, priceMinor: 4_000, isSoldOut: false }],
      code: { code: "BACK-7KQ4MX3P", isRedeemed: false },
      decisions: [],
    });
    expect(await presentRecovery(open.db, { shopId: "s2", recoveryId: "r1", now: NOW })).toBeNull();
  });

  test.each(["en", "pl", "ru"] as const)(
    "preview the mails in %s, before there is any product",
    async (locale) => {
      const preview = (step: PreviewStep) =>
        presentMailPreview(open.db, { shopId: SHOP_ID, locale, prices: "shown", step, now: NOW });
      for (const step of PREVIEW_STEPS) {
        const mail = await preview(step);
        expect(mail.html).toContain(`lang="${locale}"`);
        expect(mail.html.includes("BACK-7KQ4MX3P")).toBe(step === "3");
        expect(mail.sender).toBe("Demo shop <hello@example.com>");
      }
    },
  );

  test("preview the mail as it is with prices in the shop's currency, and without any", async () => {
    const asked = { shopId: SHOP_ID, locale: "en", step: "1", now: NOW } as const;
    const preview = async (prices: "shown" | "left-out") =>
      (await presentMailPreview(open.db, { ...asked, prices })).text;
    expect(await preview("shown")).toMatch(/€49\.00\nSubtotal: €49\.00/);
    expect(await preview("left-out")).not.toMatch(/€|49|Subtotal/);
  });
});
