import { expect, test } from "vitest";

import { LOCALES } from "~/shops/schema";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import type { QuestionPageData } from "../form/presenter.server";
import type { QuestionResult, ResultsPageData } from "../results/presenter.server";
import { NO_WORDS, QUESTION_KINDS, SurveyFormSchema } from "../schema";
import { QuestionPage } from "./QuestionPage";
import { ResultsPage } from "./ResultsPage";

const BROKEN = /undefined|NaN|\[object|\{\{/;
const AT = "2026-03-02T12:00:00.000Z";
const nothing = () => undefined;

type Locale = (typeof LOCALES)[number];
const read = async (page: React.ReactElement, locale: Locale) =>
  textOf(await renderPage(await routed(page), { locale }));

const interval = { low: 0.1, high: 0.9 };
const result = (key: string, over: Partial<QuestionResult> = {}): QuestionResult => ({
  ...{ key, text: `Question ${key}`, totalCount: 12, isFew: true },
  average: { value: 4.25, interval: { low: 3.5, high: 5 } },
  answers: [{ key: "5", label: "Very", count: 12, share: 1, interval }],
  ...over,
});
const RESULTS: ResultsPageData = {
  ...{ isEnabled: true, filter: { period: "90", page: 2 }, pageCount: 3, isEmpty: false },
  ...{ current: result("now"), former: [result("before")], mails: [result("mail", { average: null })] },
  items: [
    {
      ...{ orderId: "o1", orderName: "#1001", label: "Very", comment: "Lovely", isTest: true },
      ...{ customer: { id: "c1", name: "Ada" }, answeredAt: AT },
    },
    {
      ...{ orderId: "o2", orderName: null, label: "Not", comment: null, isTest: false },
      ...{ customer: { id: "c2", name: "" }, answeredAt: AT },
    },
    {
      ...{ orderId: "o3", orderName: "#1003", label: "So", comment: null },
      ...{ isTest: false, customer: null, answeredAt: AT },
    },
  ],
  asOf: AT,
};
const EMPTY: QuestionResult = { ...result("none"), totalCount: 0, answers: [], average: null, isFew: true };

test.each(LOCALES)("the results say everything there is to say (%s)", async (locale) => {
  const shown = await read(<ResultsPage data={RESULTS} onNavigate={nothing} />, locale);
  expect(shown).not.toMatch(BROKEN);
  for (const said of ["Question now", "Question before", "Question mail", "Lovely", "#1001"])
    expect(shown).toContain(said);
});

test("an average stands with its scale and interval, a share with its count, and few answers are called few", async () => {
  const shown = await read(<ResultsPage data={RESULTS} onNavigate={nothing} />, "en");
  expect(shown).toContain("Average 4.3");
  expect(shown).toContain("of 5 · 95% interval: 3.5 – 5");
  expect(shown).toContain("12 · 100%");
  expect(shown).toContain("95% interval: 10% – 90%");
  expect(shown).toContain("Few answers");
  expect(shown).toMatch(/Very Test order Lovely/);
  const many = { ...RESULTS, current: result("now", { isFew: false }), former: [], mails: [] };
  expect(await read(<ResultsPage data={many} onNavigate={nothing} />, "en")).not.toContain("Few answers");
});

test.each(LOCALES)("nothing to show is said, whatever the reason (%s)", async (locale) => {
  const none = { ...RESULTS, current: EMPTY, former: [], mails: [], items: [], pageCount: 1 };
  const never = { ...none, isEnabled: false, isEmpty: true };
  for (const data of [none, never, { ...never, isEnabled: true }])
    expect(await read(<ResultsPage data={data} onNavigate={nothing} />, locale)).not.toMatch(BROKEN);
});

const words = { en: "Shall we?", pl: "", ru: "" };
const spoken = { text: "Usual?", answers: [{ key: "yes", label: "Yes" }] };
const said = {
  ...{ comment: "More?", send: "Send it" },
  kinds: { rating: spoken, "yes-no": spoken, choices: { text: "Where?", answers: [] } },
};

test.each(LOCALES.flatMap((locale) => QUESTION_KINDS.map((kind) => [kind, locale] as const)))(
  "the form and its preview of %s (%s)",
  async (kind, locale) => {
    const choices = [
      { id: "1", words: { en: "From friends", pl: "", ru: "" } },
      { id: "2", words: NO_WORDS },
    ];
    const form = { ...SurveyFormSchema.parse({}), question: { kind, words, choices } };
    const data: QuestionPageData = {
      form,
      hasAnswers: true,
      locale,
      usual: { en: said, pl: said, ru: said },
    };
    const page = <QuestionPage data={data} actions={{ isSaving: false, errors: {}, onSave: nothing }} />;
    const shown = await read(page, locale);
    expect(shown).not.toMatch(BROKEN);
    for (const text of ["Shall we?", "More?", "Send it"]) expect(shown).toContain(text);
    expect(shown).toContain(kind === "choices" ? "From friends" : "Yes");
  },
);
