import { beforeAll, describe, expect, test } from "vitest";

import { FEATURES } from "~/composition-features.server";
import { findConditionProblems } from "~/engine/facts/check.server";
import { findFact, registerFacts } from "~/engine/facts/registry.server";
import { FlowDefinitionSchema } from "~/engine/flows/definition";
import { EVENTS_OF_PEOPLE } from "~/engine/flows/events";
import { type Catalogue, type FieldProblem, listProblems } from "~/engine/flows/rules/problems";
import { listSteps } from "~/engine/flows/rules/program";
import { findReadyMade } from "~/engine/messaging/templates/ready-made/catalogue";
import { ACTION_SETTINGS, TRIGGER_SETTINGS } from "~/features/automations/schema";
import { getTranslator } from "~/platform/i18n.server";
import { LOCALES } from "~/shops/schema";

/* Every recipe works with no set-up: it can be published as it is, and its texts are there in every language. */

type Settings = Record<string, unknown>;
type Parse = (settings: Settings) => { success: boolean; error?: { issues: readonly Issue[] } };
type Issue = { path: (string | number)[]; message: string };

const parsersOf = (
  contributed: readonly { key: string; schema: { safeParse: unknown } }[],
  generic: Readonly<Record<string, { safeParse: unknown }>>,
) =>
  new Map<string, Parse>([
    ...Object.entries(generic).map(([key, schema]) => [key, bound(schema)] as const),
    ...contributed.map(({ key, schema }) => [key, bound(schema)] as const),
  ]);
const bound = (schema: { safeParse: unknown }): Parse => (schema.safeParse as Parse).bind(schema);

const TRIGGERS = parsersOf(
  FEATURES.flatMap(({ flowTriggers = [] }) => flowTriggers),
  TRIGGER_SETTINGS,
);
const ACTIONS = parsersOf(
  FEATURES.flatMap(({ flowActions = [] }) => flowActions),
  ACTION_SETTINGS,
);
const EVENTS: ReadonlySet<string> = new Set(EVENTS_OF_PEOPLE);

const check = (parse: Parse | undefined, settings: Settings): FieldProblem[] | null =>
  parse === undefined
    ? null
    : (parse(settings).error?.issues ?? []).map(({ path, message }) => ({ field: path.join("."), message }));

const catalogue: Catalogue = {
  checkTrigger: (key, settings) => check(TRIGGERS.get(key), settings),
  checkAction: (key, settings) => check(ACTIONS.get(key), settings),
  isEvent: (type) => EVENTS.has(type),
  isDateFact: (fact) => {
    const type = findFact(fact)?.type;
    return type === undefined ? null : type === "instant" || type === "day";
  },
  checkCondition: (condition) => findConditionProblems(condition),
};

const RECIPES = FEATURES.flatMap(({ flowRecipes = [] }) => flowRecipes);

beforeAll(() => registerFacts(FEATURES.flatMap(({ facts = [] }) => facts)));

test("there is a recipe for every part of a customer's life that needs no cart", () => {
  expect(RECIPES.map(({ key }) => key)).toEqual(
    expect.arrayContaining([
      "vip.welcome",
      "vip.tier-lost",
      "lifecycle.welcome",
      "lifecycle.thanks",
      "lifecycle.survey-request",
      "lifecycle.replenishment",
      "lifecycle.code-expires",
      "anniversaries.registration-gift",
      "anniversaries.birthday-gift",
      "winback.win-back",
      "loyalty.points-expire",
      "loyalty.anniversary-points",
      "loyalty.birthday-points",
    ]),
  );
  expect(new Set(RECIPES.map(({ key }) => key)).size).toBe(RECIPES.length);
});

describe.each(RECIPES.map((recipe) => [recipe.key, recipe] as const))("%s", (_key, recipe) => {
  const definitionOf = (locale: (typeof LOCALES)[number]) =>
    recipe.definitionOf({ locale, currencyCode: "EUR" });

  test.each(LOCALES)("can be published as it is (%s)", (locale) => {
    const definition = definitionOf(locale);
    expect(FlowDefinitionSchema.parse(definition)).toEqual(definition);
    expect(listProblems(definition, catalogue)).toEqual([]);
  });

  test("names events, facts and templates that there are, with the topic of the template", () => {
    const definition = definitionOf("en");
    const { settings } = definition.trigger;
    for (const type of (settings.events ?? []) as string[]) expect(EVENTS).toContain(type);
    if (typeof settings.fact === "string") expect(catalogue.isDateFact(settings.fact)).toBe(true);
    for (const step of listSteps(definition.steps)) {
      if (step.kind !== "action" || step.action !== "messages.send") continue;
      const template = findReadyMade(String(step.settings.templateKey));
      expect(template?.topic).toBe(step.settings.topic);
    }
  });

  test("can be left before its mail", () => {
    const { exits, steps } = definitionOf("en");
    const isMail = listSteps(steps).some((step) => step.kind === "action" && step.action === "messages.send");
    expect(exits.length > 0 || !isMail).toBe(true);
  });

  test.each(LOCALES)("has a name and a promise (%s)", async (locale) => {
    const translate = await getTranslator(locale, recipe.textNamespace);
    const [name, promise] = ["name", "promise"].map((field) => `recipes.${recipe.key}.${field}`);
    expect(translate(name ?? "")).not.toContain("recipes.");
    expect(translate(promise ?? "").length).toBeGreaterThan(40);
    if (locale !== "en") {
      const english = await getTranslator("en", recipe.textNamespace);
      expect(translate(promise ?? "")).not.toBe(english(promise ?? ""));
    }
  });
});

test.each(LOCALES)("triggers and actions of features have a label and a hint (%s)", async (locale) => {
  const items = FEATURES.flatMap(({ flowTriggers = [], flowActions = [] }) => [
    ...flowTriggers.map(({ key, textNamespace }) => ({ textNamespace, path: `triggers.${key}` })),
    ...flowActions.map(({ key, textNamespace }) => ({ textNamespace, path: `actions.${key}` })),
  ]);
  expect(items.length).toBeGreaterThanOrEqual(4);
  for (const { textNamespace, path } of items) {
    const translate = await getTranslator(locale, textNamespace);
    expect(translate(`${path}.label`)).not.toContain(path);
    expect(translate(`${path}.hint`)).not.toContain(path);
  }
});
