import { beforeAll, describe, expect, test } from "vitest";

import { customersRegistration } from "~/features/customers/registration.server";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { type Comparison, type Condition, OPERATORS } from "../condition";
import { toFactInfo } from "../info.server";
import { listFacts, registerFacts } from "../registry.server";
import { findConditionProblems } from "../check.server";
import { operandKindOf, operatorsOf } from "../rules/edit";
import type { FactInfo, NamedValue } from "../schema";
import { ConditionEditor } from "./ConditionEditor";
import { useConditionSentence } from "./use-condition-sentence";

const LOCALES = ["en", "pl", "ru"] as const;
type Locale = (typeof LOCALES)[number];
const NAMES: NamedValue[] = [{ value: "s1_501", label: "Morning blend" }];

let facts: FactInfo[];
beforeAll(() => {
  registerFacts(customersRegistration.facts ?? []);
  facts = listFacts().map(toFactInfo);
});

function Sentence({ condition }: { condition: Condition }) {
  const { sentence } = useConditionSentence({ facts, names: NAMES, currencyCode: "EUR" });
  return <p>{sentence(condition)}</p>;
}
const say = async (condition: Condition, locale: Locale = "en") =>
  textOf(await renderPage(<Sentence condition={condition} />, { locale })).trim();

const edit = (value: Condition, locale: Locale = "en") =>
  renderPage(
    <ConditionEditor
      value={value}
      onChange={() => undefined}
      facts={facts}
      problems={findConditionProblems(value)}
      names={NAMES}
      currencyCode="EUR"
    />,
    { locale },
  );

const fact = (
  name: string,
  operator: Comparison["operator"],
  operand: Comparison["operand"] = null,
  parameters: Comparison["parameters"] = {},
): Comparison => ({ kind: "fact", fact: name, parameters, operator, operand });

/** Something that fits, by what the operator compares with. */
function operandFor({ choices }: FactInfo, operator: Comparison["operator"]): Comparison["operand"] {
  const text = choices[0] ?? "PL";
  const operands = {
    none: null,
    number: 2,
    pair: [2, 5],
    days: 30,
    day: "2026-03-01",
    text,
    texts: [text],
  } as const;
  return structuredClone(operands[operandKindOf(operator)]) as Comparison["operand"];
}

/** Every fact with every operator it knows. */
const everyComparison = (): Comparison[] =>
  facts.flatMap((one) =>
    operatorsOf(one.type).map((operator) =>
      fact(
        one.key,
        operator,
        operandFor(one, operator),
        one.key === "orders.bought-product" ? { product: "s1_501" } : {},
      ),
    ),
  );

describe("a condition in words", () => {
  test.each<[Condition, string]>([
    [fact("orders.count", "at-least", 3), "Number of orders: at least 3"],
    [fact("orders.count", "equals", 0, { days: 30 }), "Number of orders (last 30 days): exactly 0"],
    [
      fact("orders.net-spent", "between", [10_000, 250_050]),
      "Spent after refunds: from €100.00 to €2,500.50",
    ],
    [
      fact("orders.bought-product", "at-least", 1, { product: "s1_501" }),
      "Orders with the product (Morning blend): at least 1",
    ],
    [fact("customer.country", "one-of", ["PL", "DE"]), "Country: Poland or Germany"],
    [fact("customer.email-consent", "is", "not-subscribed"), "E-mail consent: Not subscribed"],
    [fact("customer.tags", "has-all", ["vip", "tea"]), "Tags: has vip and tea"],
    [fact("customer.tags", "unknown"), "Tags: none"],
    [fact("orders.last-at", "not-within-days", 1), "Last order: not within the last 1 day"],
    [fact("orders.last-at", "before", "2026-03-01"), "Last order: before Mar 1, 2026"],
    [fact("orders.count", "at-least"), "Number of orders: at least …"],
    [fact("gone.fact", "at-least", 1), "Something that is no longer known (gone.fact)"],
    [{ kind: "all", of: [] }, "everybody"],
    [{ kind: "any", of: [] }, "nobody"],
  ])("%j", async (condition, words) => {
    expect(await say(condition)).toBe(words);
  });

  test("has its groups in parentheses", async () => {
    const condition: Condition = {
      kind: "all",
      of: [
        fact("orders.count", "at-least", 1),
        { kind: "any", of: [fact("customer.has-account", "is-true"), fact("customer.tags", "has", "vip")] },
        { kind: "none", of: [fact("returns.open", "at-least", 1)] },
      ],
    };
    expect(await say(condition)).toBe(
      "Number of orders: at least 1 and (Has an account: yes or Tags: has vip) and none of: Open returns: at least 1",
    );
  });

  test("speaks Polish and Russian, numbers and plurals too", async () => {
    const count = fact("orders.count", "more-than", 2, { days: 22 });
    expect(await say(count, "pl")).toBe("Liczba zamówień (ostatnie 22 dni): więcej niż 2");
    expect(await say(count, "ru")).toBe("Количество заказов (последние 22 дня): больше 2");
    expect(await say(fact("customer.country", "is", "PL"), "pl")).toBe("Kraj: Polska");
    expect(await say(fact("orders.last-at", "within-days", 21), "ru")).toBe(
      "Последний заказ: за последний 21 день",
    );
  });

  test.each(LOCALES)("of every fact and operator is there in %s", async (locale) => {
    const words = await say({ kind: "all", of: everyComparison() }, locale);
    expect(words).not.toMatch(/\{\{|facts:|sentence\./);
  });
});

describe("the editor", () => {
  test("shows what is looked at, how, and with what, each with its name", async () => {
    const text = textOf(await edit(fact("orders.count", "at-least", 3, { days: 30 })));
    for (const label of [
      "People match when they meet",
      "What to look at",
      "Time",
      "Days",
      "Comparison",
      "Value",
    ]) {
      expect(text).toContain(label);
    }
    expect(await edit(fact("orders.count", "at-least", 3, { days: 30 }))).toContain(
      'value="Number of orders"',
    );
  });

  test("has money in the shop's currency, not in minor units", async () => {
    const html = await edit(fact("orders.net-spent", "at-least", 12_345));
    expect(html).toContain('value="123.45"');
    expect(textOf(html)).toContain("EUR");
  });

  test.each(["pl", "ru"] as const)("has amounts and numbers with a comma in %s", async (locale) => {
    expect(await edit(fact("orders.net-spent", "at-least", 12_345), locale)).toContain('value="123,45"');
    expect(await edit(fact("orders.count", "at-least", 2.5), locale)).toContain('value="2,5"');
  });

  test("names products", async () => {
    expect(await edit(fact("orders.bought-product", "at-least", 1, { product: "s1_501" }))).toContain(
      'value="Morning blend"',
    );
    expect(textOf(await edit(fact("orders.products", "has-any", ["s1_501"])))).toContain("Morning blend");
  });

  test("says what each button removes", async () => {
    expect(await edit(fact("orders.count", "at-least", 3))).toContain(
      'aria-label="Remove: Number of orders"',
    );
  });

  test("shows problems where they are", async () => {
    const condition: Condition = {
      kind: "all",
      of: [fact("orders.count", "at-least"), { kind: "any", of: [] }, fact("gone.fact", "known")],
    };
    const text = textOf(await edit(condition));
    expect(text).toContain("Enter a number.");
    expect(text).toContain("matches nobody");
    expect(text).toContain("“gone.fact” is no longer known.");
    expect(textOf(await edit(fact("orders.count", "at-least")))).toContain("Enter a number.");
  });

  test("tells of facts that are not known of the past", async () => {
    expect(textOf(await edit(fact("customer.city", "is", "Łódź")))).toContain("the value of today is used");
    expect(textOf(await edit(fact("orders.count", "at-least", 1)))).toContain("as they stand today");
    expect(textOf(await edit(fact("returns.open", "at-least", 1)))).not.toContain("today");
  });

  test("says that without conditions everybody matches", async () => {
    expect(textOf(await edit({ kind: "all", of: [] }))).toContain("No conditions: everybody matches.");
  });

  test("offers no group deeper than can be saved", async () => {
    const nested = (depth: number): Condition => ({
      kind: "all",
      of: depth === 1 ? [] : [nested(depth - 1)],
    });
    const addsGroup = async (condition: Condition) =>
      textOf(await edit(condition)).split("Add group").length - 1;
    expect(await addsGroup(nested(4))).toBe(4);
    expect(await addsGroup(nested(5))).toBe(4);
  });

  test.each(LOCALES)("has every text of every fact and operator in %s", async (locale) => {
    const all = everyComparison();
    for (let from = 0; from < all.length; from += 50) {
      expect(await edit({ kind: "all", of: all.slice(from, from + 50) }, locale)).toMatch(/<li/);
    }
  });

  test.each(LOCALES)("has every problem in words in %s", async (locale) => {
    const wrong: Comparison[] = [
      ...facts.flatMap(({ key, type }) => OPERATORS[type].map((operator) => fact(key, operator))),
      fact("gone.fact", "known"),
      fact("customer.city", "at-least", 1),
      fact("orders.count", "between", [2, 1]),
      fact("orders.net-spent", "at-least", 0.5),
      fact("orders.count", "at-least", 1, { weeks: 1, days: -1 }),
      fact("customer.email-consent", "is", "asleep"),
      fact("orders.last-at", "within-days", 5_000),
    ];
    const text = textOf(await edit({ kind: "all", of: wrong }, locale));
    expect(text).toContain("50");
    expect(text).not.toMatch(/problems\.|\{\{/);
  });
});
