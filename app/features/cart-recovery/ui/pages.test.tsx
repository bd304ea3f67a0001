import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { appendDecision } from "~/engine/decisions/append.server";
import type { LiftState } from "~/engine/experiments/schema";
import { registerQuestions } from "~/engine/messaging/answers/question";
import { inTransaction } from "~/platform/db.server";

import {
  givenCheckout,
  givenCustomer,
  givenOrder,
  givenShop,
  SHOP_ID,
} from "../../../../tests/support/factories";
import { renderPage, strictTexts, textOf } from "../../../../tests/support/render-page";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { leavingReason } from "../reasons/question";
import { presentRecovery, presentRecoveryPage } from "../presenter.server";
import { presentMailPreview } from "../preview/presenter.server";
import { CartRecoverySettingsSchema, RECOVERY_STATES, RecoveryFilterSchema } from "../schema";
import { MailPreviewPage } from "./MailPreviewPage";
import { RecoveryDetailPage } from "./RecoveryDetailPage";
import { RecoveryPage } from "./RecoveryPage";
import { RecoverySettingsPage } from "./RecoverySettingsPage";
import { formOf } from "./use-recovery-settings";

const NOW = new Date("2026-03-05T10:00:00Z");
const SENT_AT = new Date("2026-03-02T10:00:00Z");
const NOWHERE = () => undefined;
const BROKEN = /\{\{|undefined|NaN|\[object/;
const DECIDED = {
  waiting: "code-asked",
  sent: "sent-with-code",
  recovered: "recovered",
  "held-out": null,
  stopped: "not-consented",
} as const;
const RUN_STATES = { waiting: "waiting", "held-out": "held-out", stopped: "exited" } as const;

const LIFT_FIGURES = {
  ...{ treatedCount: 900, controlCount: 100, treatedMeanMinor: 1_234, controlMeanMinor: 1_000 },
  ...{ incrementalMinor: 210_600, lowMinor: 1_000, highMinor: 400_000, confidence: 0.95, visibleMinor: 100 },
};
const LIFTS: LiftState[] = [
  ...(["not-begun", "still-running", "too-few-people", "too-few-buyers"] as const).map((why) => {
    return { kind: "not-enough-data" as const, why, neededCount: 100, readyAt: NOW.toISOString() };
  }),
  ...(["no-difference", "lift", "drop"] as const).map((kind) => ({ kind, ...LIFT_FIGURES })),
];

let open: TestDb;
beforeAll(async () => {
  open = await createTestDb();
  const { db } = open;
  await givenShop(db);
  await givenCustomer(db, { legacyId: 7, firstName: "Ada" });
  const code = { code: "BACK-7KQ4MX3P", codeKey: "x", percentBp: 1_000, occasionKey: "o", state: "issued" };
  const dates = { startsAt: NOW, expiresAt: new Date("2026-03-12T10:00:00Z"), createdAt: NOW };
  await db.issuedCode.create({ data: { id: "code-1", shopId: SHOP_ID, ...code, ...dates } });
  for (const state of RECOVERY_STATES) {
    const checkout = await givenCheckout(db, { token: state, customerId: `${SHOP_ID}_7` });
    const sentAt = state === "sent" || state === "recovered" ? SENT_AT : null;
    const recovery = {
      id: `r-${state}`,
      shopId: SHOP_ID,
      checkoutId: checkout.id,
      customerId: `${SHOP_ID}_7`,
    };
    const isRecovered = state === "recovered";
    const series = { flowId: "f1", entryKey: `checkout:${checkout.id}:1` };
    await db.recovery.create({
      data: {
        ...{ ...recovery, ...series, sentAt, clickedAt: sentAt, codeId: "code-1" },
        ...(isRecovered ? { recoveredAt: NOW, recoveredOrderId: "o1" } : {}),
        ...{ dueAt: NOW, createdAt: SENT_AT, updatedAt: NOW },
      },
    });
    const runState = state in RUN_STATES ? RUN_STATES[state as keyof typeof RUN_STATES] : "sleeping";
    await db.flowRun.create({
      data: {
        ...{
          id: `run-${state}`,
          shopId: SHOP_ID,
          version: 1,
          subjectKind: "checkout",
          subjectId: checkout.id,
        },
        ...{ ...series, customerId: `${SHOP_ID}_7`, state: runState, stepAt: NOW, enteredAt: NOW },
        ...(state === "stopped" || state === "held-out" ? { endedAt: NOW } : {}),
      },
    });
    const reason = DECIDED[state];
    if (!reason) continue;
    const params = { amountMinor: 4_000, currencyCode: "EUR", code: "BACK-7KQ4MX3P" };
    const subject = isRecovered
      ? { subjectKind: "checkout", subjectId: checkout.id }
      : { subjectKind: "flow-run", subjectId: `run-${state}` };
    await inTransaction(db, (tx) =>
      appendDecision(tx, {
        ...{
          shopId: SHOP_ID,
          feature: "cart-recovery",
          customerId: `${SHOP_ID}_7`,
          now: NOW,
          reason,
          params,
        },
        ...{ ...subject, outcome: sentAt ? "sent" : "skipped", dedupeKey: `d-${state}` },
      }),
    );
  }
  await db.message.create({
    data: {
      ...{
        id: "m1",
        shopId: SHOP_ID,
        customerId: `${SHOP_ID}_7`,
        purpose: "flows",
        topic: "cart",
        locale: "en",
      },
      ...{ toAddress: "ada@example.com", subject: "", htmlBody: "", textBody: "", messageId: "<m1@x>" },
      ...{ state: "sent", createdAt: NOW },
    },
  });
  await db.messageAnswer.create({
    data: {
      ...{ shopId: SHOP_ID, messageId: "m1", questionKey: "leaving-reason", answerKey: "delivery" },
      ...{ customerId: `${SHOP_ID}_7`, subjectId: "run-sent", answeredAt: NOW },
    },
  });
  await givenOrder(db, { checkoutToken: "recovered", placedAt: "2026-03-03T10:00:00Z", netMinor: 3_600 });
});
afterAll(() => open.close());

const page = (query: object = {}, shopId = SHOP_ID) =>
  presentRecoveryPage(open.db, { shopId, filter: RecoveryFilterSchema.parse(query), now: NOW });
const detail = async (state: string) => {
  const data = await presentRecovery(open.db, { shopId: SHOP_ID, recoveryId: `r-${state}`, now: NOW });
  if (!data) throw new Error(`no recovery in state ${state}`);
  return data;
};

describe.each(["en", "pl", "ru"] as const)("in %s", (locale) => {
  test.each([
    {},
    { tab: "waiting" },
    { tab: "stopped" },
    { counted: "messaged" },
    { counted: "recovered" },
    { reason: "delivery" },
  ])("the list of %o renders without a missing text", async (query) => {
    const html = await renderPage(<RecoveryPage data={await page(query)} onNavigate={NOWHERE} />, {
      locale,
    });
    expect(textOf(html)).not.toMatch(BROKEN);
  });

  test("what the reminders bring is told, or why it cannot be told yet", async () => {
    const data = await page();
    const read = async (lift: LiftState) =>
      textOf(await renderPage(<RecoveryPage data={{ ...data, lift }} onNavigate={NOWHERE} />, { locale }));
    for (const lift of LIFTS) expect(await read(lift)).not.toMatch(BROKEN);
  });

  test.each(RECOVERY_STATES)("a checkout that is %s renders without a missing text", async (state) => {
    const html = await renderPage(<RecoveryDetailPage data={await detail(state)} />, { locale });
    expect(textOf(html)).not.toMatch(BROKEN);
  });

  test("the preview shows the mail shut off from the page", async () => {
    const prices = "shown";
    const step = "3";
    const preview = await presentMailPreview(open.db, { shopId: SHOP_ID, locale, prices, step, now: NOW });
    const handlers = { onLocale: NOWHERE, onPrices: NOWHERE, onStep: NOWHERE };
    const html = await renderPage(
      <MailPreviewPage preview={preview} locale={locale} prices={prices} step={step} {...handlers} />,
      { locale },
    );
    expect(html).toMatch(/<iframe[^>]* sandbox=""/);
    expect(textOf(html)).not.toMatch(BROKEN);
  });

  test("settings and their errors have texts", async () => {
    const { t } = await strictTexts(locale);
    for (const error of ["not-a-number", "not-whole", "out-of-range"]) {
      expect(t(`cart-recovery:errors.${error}`, { min: 1, max: 2 })).not.toMatch(BROKEN);
    }
    expect(formOf(CartRecoverySettingsSchema.parse({}))).toMatchObject({ enabled: "false", percent: "10" });
  });

  test("every reason can be told", async () => {
    const { t } = await strictTexts(locale);
    const reasons = [
      ...[
        "shop-uninstalled",
        "erased",
        "completed",
        "checkout-gone",
        "bought-on-another-device",
        "order-refunded",
      ],
      ...[
        "test-order",
        "disabled",
        "too-old",
        "not-online",
        "no-email",
        "suppressed",
        "unsubscribed",
        "not-consented",
      ],
      ...[
        "empty",
        "all-sold-out",
        "no-link",
        "code-spent",
        "mail-failed",
        "mail-uncertain",
        "shopper-is-back",
        "newer-checkout",
        "recently-reminded",
      ],
      ...["code-issued", "recovered", "sent-with-code", "sent-without-code", "sent-codes-off", "sent-guest"],
      ...["sent-serial-abandoner", "sent-code-failed", "code-asked", "no-code-codes-off", "no-code-guest"],
      ...["no-code-serial-abandoner", "no-code-code-failed", "no-code-code-refused"],
    ];
    const values = { amount: "1", code: "A", percent: 10, expires: "x", error: "e" };
    for (const reason of reasons) expect(t(`cart-recovery:decisions.${reason}`, values)).not.toMatch(BROKEN);
  });
});

test("the list says who left what, when, and what was decided", async () => {
  const text = textOf(await renderPage(<RecoveryPage data={await page()} onNavigate={NOWHERE} />));
  expect(text).toContain("Ada Lovelace");
  expect(text).toContain("€40.00");
  expect(text).toContain("Not sent: did not agree to marketing e-mail.");
  expect(text).toContain("Reminder sent with the code BACK-7KQ4MX3P for a cart of €40.00.");
  expect(text).toContain("Came back and bought for €40.00.");
  expect(text).toContain("Held out");
});

test("a figure opens exactly what it counts", async () => {
  const data = await page();
  const html = await renderPage(<RecoveryPage data={data} onNavigate={NOWHERE} />);
  expect(html).toContain('href="/app/recovery?counted=messaged"');
  expect(data.figures).toMatchObject({
    messaged: 2,
    recovered: 1,
    recoveryRateBp: 5_000,
    recoveredNetMinor: 3_600,
  });
  expect((await page({ counted: "messaged" })).totalCount).toBe(data.figures.messaged);
  expect((await page({ counted: "recovered" })).items.map(({ id }) => id)).toEqual(["r-recovered"]);
});

test("a reason for leaving is counted by month and opens the checkouts of those who gave it", async () => {
  registerQuestions([leavingReason]);
  const data = await page();
  expect(data.reasons).toMatchObject({
    totalCount: 1,
    months: ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02", "2026-03"],
  });
  expect(data.reasons.rows).toContainEqual({
    ...{ reason: "delivery", count: 1, shareBp: 10_000, byMonth: [0, 0, 0, 0, 0, 1] },
  });
  const html = await renderPage(<RecoveryPage data={data} onNavigate={NOWHERE} />);
  expect(html).toContain('href="/app/recovery?reason=delivery"');
  expect((await page({ reason: "delivery" })).items.map(({ id }) => id)).toEqual(["r-sent"]);
  expect((await page({ reason: "price" })).items).toEqual([]);
});

test("says that it is off, and an empty shop what will appear", async () => {
  await givenShop(open.db, { id: "s9", domain: "empty.myshopify.com" });
  const text = textOf(await renderPage(<RecoveryPage data={await page({}, "s9")} onNavigate={NOWHERE} />));
  expect(text).toContain("Cart recovery is off");
  expect(text).toContain("No left checkouts yet");
});

test("the settings page shows what is saved", async () => {
  const settings = CartRecoverySettingsSchema.parse({ enabled: true, delayMinutes: 90 });
  const actions = { isSaving: false, errors: {}, onSave: NOWHERE };
  const html = await renderPage(<RecoverySettingsPage settings={settings} flowId="f1" actions={actions} />);
  expect(html).toContain('value="90"');
  expect(textOf(html)).toContain("Only people who agreed to marketing e-mail");
});
