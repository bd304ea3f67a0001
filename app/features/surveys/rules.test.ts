import { describe, expect, test } from "vitest";

import { answersOf, decideAsker, questionOf, settingsAfter, wordsIn } from "./rules";
import { LIMITS, NO_WORDS, type Question, SurveyFormSchema, SurveySettingsSchema } from "./schema";

const NOW = new Date("2026-03-01T12:00:00Z");
const words = (en: string, pl = "", ru = "") => ({ en, pl, ru });
const choices = (...texts: string[]) => texts.map((text, index) => ({ id: `c${index}`, words: words(text) }));
const question = (over: Partial<Question> = {}): Question => ({
  ...{ kind: "rating", words: NO_WORDS, choices: [], ...over },
});

describe("a question", () => {
  test.each([
    ["a rating", question({ choices: choices("A", "B") }), ["1", "2", "3", "4", "5"]],
    ["yes or no", question({ kind: "yes-no" }), ["yes", "no"]],
    ["choices", question({ kind: "choices", choices: choices("A", "B") }), ["c0", "c1"]],
  ])("that is %s is answered by what it offers", (_kind, asked, answers) => {
    expect(answersOf(asked)).toEqual(answers);
  });

  test.each([
    ["its own", words("Hi", "Cześć"), "pl", "Cześć"],
    ["another one, where it has none", words("", "", "Привет"), "pl", "Привет"],
    ["none, where nothing was written", NO_WORDS, "en", null],
  ] as const)("is said in the words of %s", (_which, given, locale, said) => {
    expect(wordsIn(given, locale)).toBe(said);
  });
});

describe("a question that is saved", () => {
  const before = SurveySettingsSchema.parse({ question: question({ words: words("How was it?") }) });
  const form = (over: Partial<Question>, more: object = {}) =>
    SurveyFormSchema.parse({ ...before, question: { ...before.question, ...over }, ...more });

  test.each([
    ["other words", { words: words("How easy was it?") }],
    ["words in another language", { words: words("How was it?", "Jak było?") }],
    ["another kind", { kind: "yes-no" as const }],
  ])("with %s is another version once it was answered, and the former is remembered", (_what, over) => {
    const after = settingsAfter(before, form(over), true);
    expect(after.version).toBe(2);
    expect(questionOf(after, 1)).toEqual(before.question);
    expect(questionOf(after, 2)).toEqual(form(over).question);
    expect(questionOf(after, 3)).toBeNull();
    expect(settingsAfter(before, form(over), false)).toMatchObject({ version: 1, former: [] });
  });

  test("with other places, a comment or a switch stays the same, and so it does with choices it does not offer", () => {
    const others = form(
      { choices: choices("A") },
      { isEnabled: true, asksComment: false, places: ["thank-you"] },
    );
    expect(settingsAfter(before, others, true)).toMatchObject({ version: 1, former: [], isEnabled: true });
  });

  test("forgets the oldest wording when there are too many", () => {
    let settings = before;
    for (let count = 0; count <= LIMITS.formerCount; count += 1)
      settings = settingsAfter(settings, form({ words: words(`Wording ${count}`) }), true);
    expect(settings.former).toHaveLength(LIMITS.formerCount);
    expect([questionOf(settings, 1), questionOf(settings, 2)?.words.en]).toEqual([null, "Wording 0"]);
  });
});

describe("a form", () => {
  const problemsOf = (over: object) =>
    SurveyFormSchema.safeParse({ question: question(), ...over }).error?.issues.map(
      ({ path, message }) => `${path.join(".")} ${message}`,
    ) ?? [];
  const asked = (over: Partial<Question>) => ({ question: question(over) });

  test.each([
    ["nothing chosen", {}, []],
    ["a question as long as can be", asked({ words: words("x".repeat(160)) }), []],
    ["one that is longer", asked({ words: words("x".repeat(161)) }), ["question.words.en text-long"]],
    ["nowhere to ask", { places: [] }, ["places no-place"]],
    ["one choice", asked({ kind: "choices", choices: choices("A") }), ["question.choices choices-few"]],
    ["two choices", asked({ kind: "choices", choices: choices("A", "B") }), []],
    [
      "an empty choice",
      asked({ kind: "choices", choices: choices("A", " ") }),
      ["question.choices.1 choice-empty"],
    ],
    [
      "the same choice twice",
      asked({ kind: "choices", choices: choices("Ads", "ads ") }),
      ["question.choices.1 choice-taken"],
    ],
    ["choices that are not offered", asked({ choices: choices("A", "") }), []],
    [
      "too many choices",
      asked({ kind: "choices", choices: choices(..."abcdefghi") }),
      ["question.choices choices-many"],
    ],
  ])("with %s", (_what, over, problems) => {
    expect(problemsOf(over)).toEqual(problems);
  });
});

describe("an order", () => {
  const minutesAgo = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
  const ask = (asker: string | null, owner: string | null, minutes = 1) =>
    decideAsker({
      ...{ customerId: asker, now: NOW },
      order: { customerId: owner, placedAt: minutesAgo(minutes), cancelledAt: null },
    });

  test("is theirs who placed it, whenever they ask, and nobody else's who is signed in", () => {
    expect(ask("ada", "ada", 60 * 24 * 400)).toBe("theirs");
    expect([ask("bob", "ada"), ask("bob", null)]).toEqual(["others", "others"]);
  });

  test.each([
    [24 * 60, "theirs"],
    [24 * 60 + 1, "others"],
  ])("is for %i minutes theirs who are not signed in: %s", (minutes, expected) => {
    expect(ask(null, "ada", minutes)).toBe(expected);
  });

  test("that was cancelled is asked nothing", () => {
    const cancelled = { customerId: "ada", placedAt: NOW, cancelledAt: NOW };
    expect(decideAsker({ order: cancelled, customerId: "ada", now: NOW })).toBe("cancelled");
  });

  test("that the app has not heard of is nobody's yet", () => {
    expect(decideAsker({ order: null, customerId: "ada", now: NOW })).toBe("unknown");
  });
});
