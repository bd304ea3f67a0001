import { describe, expect, test } from "vitest";

import { formOfSending, parseSendingForm, SendingSettingsSchema } from "~/engine/messaging/sending/schema";

import { renderPage, textOf } from "../../../../../tests/support/render-page";
import { HoursCard } from "./HoursCard";
import { SendingPage } from "./SendingPage";

const SETTINGS = SendingSettingsSchema.parse({});
const DATA = { settings: SETTINGS, zone: "Europe/Warsaw", webhookSecret: "abc" };
const ACTIONS = { isSaving: false, errors: {}, onSave: () => undefined };

const send = (value: unknown) => {
  const form = new FormData();
  form.set("settings", typeof value === "string" ? value : JSON.stringify(value));
  return parseSendingForm(form);
};
const withMail = (over: object) => ({
  ...SETTINGS,
  hours: { ...SETTINGS.hours, email: { ...SETTINGS.hours.email, ...over } },
});

describe.each(["en", "pl", "ru"] as const)("in %s", (locale) => {
  test("the page has every text", async () => {
    const text = textOf(await renderPage(<SendingPage data={DATA} actions={ACTIONS} />, { locale }));
    expect(text).not.toMatch(/\{\{|undefined|NaN|sending\./);
    expect(text).toContain("Europe/Warsaw");
  });

  test("every refusal is said in words", async () => {
    const errors = {
      "hours.sms.opensAt": "not-a-time",
      "hours.sms.closesAt": "closes-before-opens",
      "hours.sms.weekdays": "no-day",
    };
    const card = (
      <HoursCard channel="sms" hours={SETTINGS.hours.sms} change={() => undefined} errors={errors} />
    );
    expect(textOf(await renderPage(card, { locale }))).not.toMatch(/not-a-time|closes-before|no-day|\{\{/);
  });
});

test("settings shown in the form and sent back are the same settings", () => {
  expect(send(formOfSending(SETTINGS))).toEqual({ ok: true, value: SETTINGS });
});

test.each<[unknown, Record<string, string>]>([
  [{ ...SETTINGS, perDay: "0" }, { perDay: "too-few" }],
  [{ ...SETTINGS, perDay: "1.5" }, { perDay: "not-a-count" }],
  [{ ...SETTINGS, perDay: "many" }, { perDay: "not-a-count" }],
  [{ ...SETTINGS, perWeek: "51" }, { perWeek: "too-many" }],
  [{ ...SETTINGS, perDay: "4" }, { perWeek: "less-than-a-day" }],
  [withMail({ weekdays: [] }), { "hours.email.weekdays": "no-day" }],
  [withMail({ opensAt: "20:00" }), { "hours.email.closesAt": "closes-before-opens" }],
  [withMail({ opensAt: "09:10" }), { "hours.email.opensAt": "not-a-time" }],
])("%j is refused at its field", (value, errors) => {
  expect(send(value)).toEqual({ ok: false, errors });
});

test("what is no form at all is refused", () => {
  expect(send("{").ok).toBe(false);
});
