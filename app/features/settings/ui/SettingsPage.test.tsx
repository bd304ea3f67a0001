import { describe, expect, test } from "vitest";

import { GeneralSettingsSchema } from "~/shops/schema";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import type { SettingsPageData } from "../schema";
import { SenderCard, SettingsPage } from "./SettingsPage";

const DATA: SettingsPageData = {
  settings: GeneralSettingsSchema.parse({ senderAddress: "hello@bean.example", language: "pl" }),
  fallback: { senderName: "Bean & Leaf", senderAddress: "app@example.com", replyTo: null },
  shop: { domain: "bean.myshopify.com", ianaTimezone: "Europe/Warsaw", currencyCode: "PLN" },
  permissions: [
    { kind: "gift-card", scopes: ["write_gift_cards"], isAllowed: false },
    { kind: "store-credit", scopes: ["read_store_credit_accounts"], isAllowed: true },
  ],
};
const ACTIONS = { isSaving: false, errors: {}, onSave: () => undefined };
const FORM = { senderName: "", senderAddress: "x", replyTo: "y", language: "auto" } as const;

describe.each(["en", "pl", "ru"] as const)("in %s", (locale) => {
  test.each([null, "owner@bean.example"])(
    "the page has every text; answers fall back to %s",
    async (replyTo) => {
      const data = { ...DATA, fallback: { ...DATA.fallback, replyTo } };
      const text = textOf(
        await renderPage(await routed(<SettingsPage data={data} actions={ACTIONS} />), { locale }),
      );
      expect(text).not.toMatch(/\{\{|undefined|NaN/);
      expect(text).toContain("Europe/Warsaw");
      expect(text).toContain("PLN");
    },
  );

  test("every refusal is said in words, also one without a code of ours", async () => {
    const errors = { senderName: ["too-long"], senderAddress: ["invalid-email"], replyTo: ["Required"] };
    const card = <SenderCard data={DATA} form={FORM} change={() => undefined} errors={errors} />;
    expect(textOf(await renderPage(card, { locale }))).not.toMatch(/too-long|invalid-email|Required|\{\{/);
  });
});

test("languages are named in themselves, so that everybody finds their own", async () => {
  const text = textOf(
    await renderPage(await routed(<SettingsPage data={DATA} actions={ACTIONS} />), { locale: "ru" }),
  );
  expect(text).toContain("English Polski Русский");
});
