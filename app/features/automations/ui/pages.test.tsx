import { describe, expect, test } from "vitest";

import type { FactInfo } from "~/engine/facts/schema";
import type { FlowNotice } from "~/engine/flows/contribution";
import type { LiftState } from "~/engine/experiments/schema";
import { type Delay, FlowDefinitionSchema, type FlowProblem, type Step } from "~/engine/flows/definition";
import type { PartItem, RecipeItem, RunItem } from "~/engine/flows/presenter.server";
import { FLOW_STATES, RUN_STATES } from "~/engine/flows/schema";
import { LOCALES } from "~/shops/schema";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import type { BuilderData } from "../flow-screens/builder/presenter.server";
import type { ListedFlow } from "../flow-screens/list/presenter.server";
import type { Materials } from "../flow-screens/schema";
import type { SimulationPageData } from "../flow-screens/simulation/presenter.server";
import { newAction, newStep, newTrigger, STEP_KINDS } from "../rules/new-parts";
import { ACTION_SETTINGS, TRIGGER_SETTINGS } from "../schema";
import { BuilderProvider } from "./builder/builder-context";
import { BuilderPage } from "./builder/BuilderPage";
import { OfferForm } from "./builder/OfferForm";
import { StepForm } from "./builder/StepForm";
import { TriggerForm } from "./builder/TriggerForm";
import type { BuilderActions } from "./builder/use-builder-actions";
import { PlainSetting } from "./fields/PlainSetting";
import { Notices } from "./Notices";
import { FlowsPage } from "./FlowsPage";
import { RecipesPage } from "./RecipesPage";
import { RunsPage } from "./RunsPage";
import { RunStoryPage } from "./RunStoryPage";
import { SimulationPage } from "./SimulationPage";
import { useFlowWords } from "./use-flow-words";
import { useProblemWords } from "./use-problem-words";

const AT = "2026-11-23T10:00:00.000Z";
const BROKEN = /undefined|NaN|\[object|\{\{/;
const nothing = () => undefined;
const REGISTERED: FactInfo = {
  key: "customer.registered-at",
  textNamespace: "customers",
  type: "instant",
  parameters: [],
  choices: [],
  names: null,
  history: "exact",
  naming: null,
};
function itemOf(key: string): PartItem {
  return { key, textNamespace: "nobody", fields: [], initial: {}, options: {} };
}
const MATERIALS: Materials = {
  facts: [REGISTERED],
  names: [],
  currencyCode: "EUR",
  // Who contributes them has their texts; here they are called by their keys.
  triggers: Object.keys(TRIGGER_SETTINGS).map(itemOf),
  actions: Object.keys(ACTION_SETTINGS).map(itemOf),
  events: ["order.placed", "order.paid"],
  templates: [{ key: "hello", name: "Hello there", kind: "email" }],
  flows: [{ id: "f2", name: "Another" }],
};
const condition = {
  kind: "fact",
  fact: "customer.registered-at",
  operator: "within-days",
  operand: 30,
} as const;
const DELAYS: Delay[] = [
  { kind: "duration", amount: 1, unit: "days" },
  { kind: "duration", amount: 5, unit: "hours" },
  { kind: "duration", amount: 22, unit: "minutes" },
  { kind: "time-of-day", time: "09:00" },
  { kind: "weekday", weekdays: [1, 7], time: "10:30" },
  { kind: "date", on: "2026-12-24" },
  ...[-5, 0, 1].map((offsetDays): Delay => ({ kind: "fact-date", fact: REGISTERED.key, offsetDays })),
];
const STEPS: Step[] = [
  ...DELAYS.map((delay, index): Step => ({ id: `wai${index}`, kind: "delay", delay })),
  ...STEP_KINDS.map((kind): Step => newStep(kind, `own${kind.slice(0, 3)}`)),
  ...Object.keys(ACTION_SETTINGS).map((key, index) => newAction(itemOf(key), `act${index}`)),
  newAction(itemOf("points.award"), "gone"),
  { id: "tagg", kind: "action", action: "tags.add", settings: { tag: "new buyer" } },
  { id: "mail", kind: "action", action: "messages.send", settings: { templateKey: "hello" } },
];
const EMPTY_DATE: Step = { id: "date", kind: "delay", delay: { kind: "date", on: "" } };
const DEFINITION = FlowDefinitionSchema.parse({
  trigger: { key: "events.happened", settings: { events: ["order.placed", "order.paid"] } },
  entry: condition,
  reentry: { kind: "after-days", days: 3 },
  exits: [
    { id: "exi1", when: { kind: "event", events: ["order.placed"] } },
    { id: "exi2", when: { kind: "condition", condition } },
  ],
  steps: STEPS,
});
const PROBLEMS: FlowProblem[] = [
  { place: "steps.act3.settings.tag", code: "invalid-setting", params: { field: "tag", message: "x" } },
  { place: "steps.gone", code: "unknown-action", params: { key: "points.award" } },
  { place: "exits.exi1", code: "unknown-event", params: { event: "x" } },
  { place: "entry.of.0", code: "invalid-shape", params: { message: "Expected number" } },
  { place: "steps.date.delay.on", code: "invalid-shape", params: { message: "Invalid" } },
  { place: "steps", code: "no-steps" },
];
const BECAUSE = ["two-shipping", "offer-excludes", "other-excludes", "both-exclude", "different-items"];
const NOTICES: FlowNotice[] = [
  ...BECAUSE.flatMap((because) => [`automatic.${because}`, `codes.${because}`]),
  "unknown",
  "incomplete",
].map((code) => ({
  place: "steps.act1.settings.offer",
  code: `combination.${code}`,
  params: { names: "Summer sale" },
  textNamespace: "incentives",
}));

type Locale = (typeof LOCALES)[number];
const show = async (page: React.ReactElement, locale: Locale = "en") =>
  renderPage(await routed(page), { locale });
const read = async (page: React.ReactElement, locale: Locale = "en") => textOf(await show(page, locale));

const figures = {
  treatedCount: 900,
  controlCount: 100,
  treatedMeanMinor: 1_234.5,
  controlMeanMinor: 1_000,
  incrementalMinor: 211_050,
  lowMinor: 1_000,
  highMinor: 400_000,
  confidence: 0.95,
  visibleMinor: 100,
};
const LIFTS: LiftState[] = [
  ...(["not-begun", "still-running", "too-few-people", "too-few-buyers"] as const).map((why) => {
    return { kind: "not-enough-data" as const, why, neededCount: null, readyAt: AT };
  }),
  ...(["no-difference", "lift", "drop"] as const).map((kind) => ({ kind, ...figures })),
];
const counts = Object.fromEntries([...RUN_STATES, "entered"].map((state, index) => [state, index]));
const arm = {
  enteredCount: 600,
  throughCount: 500,
  buyerCount: 50,
  rate: { value: 0.1, low: 0.08, high: 0.13 },
};
const SPLITS: ListedFlow["splits"] = (
  [
    { kind: "too-early", neededCount: 500, readyAt: AT },
    { kind: "no-difference" },
    { kind: "better", arm: "b", meanMinor: 500, otherArm: "a", otherMeanMinor: 400 },
  ] as const
).map((verdict, index) => ({
  ...{ stepId: `split${index}`, windowDays: 30, verdict },
  arms: [
    { key: "a", ...arm },
    { key: "b", enteredCount: 2, throughCount: 0, buyerCount: 0, rate: null },
  ],
}));
const FLOWS = LIFTS.map((lift, index) => ({
  ...{ id: `f${index}`, name: `Flow ${index}`, liveVersion: null, priority: 100, recipeKey: null },
  ...{ state: FLOW_STATES[index % FLOW_STATES.length], updatedAt: AT, counts, lift },
  splits: index === 0 ? SPLITS : [],
  ...{ sentCount: 12, byToken: { orderCount: 3, netMinor: 4_500, byCodeCount: 1, byClickCount: 2 } },
  trigger: index === 0 ? null : newTrigger(itemOf(Object.keys(TRIGGER_SETTINGS)[index - 1] ?? "gone")),
})) as ListedFlow[];
const listPage = (flows: ListedFlow[]) => (
  <FlowsPage data={{ flows, materials: MATERIALS }} actions={{ isBusy: false, onChange: nothing }} />
);

describe("the list", () => {
  test.each(LOCALES)("has every text in %s", async (locale) => {
    expect(await read(listPage(FLOWS), locale)).not.toMatch(BROKEN);
  });

  test("says where a flow stands, how it begins, who went through it and what it brought", async () => {
    const text = await read(listPage(FLOWS));
    expect(text).toContain("Winding down");
    expect(text).toContain("It is not chosen yet how it begins");
    expect(text).toContain(
      "Entered 8 Inside now 3 Finished 3 Left before the end 15 Held out 7 Sent in 30 days 12",
    );
    expect(text).toContain("€45.00 in 3 orders with a code of it or after a click, in the last 30 days.");
    expect(text).toContain("Not enough data yet: nobody was left out for comparison so far.");
    expect(text).toContain("Revenue per person: €12.35, of those left out €10.00.");
    expect(text).toContain("It brought €2,110.50: between €10.00 and €4,000.00, 95% sure.");
  });

  test("shows the variants of a split, and which is better or that it is too early to tell", async () => {
    const text = await read(listPage(FLOWS));
    expect(text).toContain(
      "Variant a: 600 people came. Of 500 whose 30 days are over, 50 bought: 10% (between 8% and 13%).",
    );
    expect(text).toContain("Variant b: 2 people came. Nobody’s 30 days are over yet.");
    expect(text).toContain("Too early to tell which variant is better. Needed in each group: 500.");
    expect(text).toContain("Variant b is better: €5.00 of revenue per person, with a €4.00.");
  });

  test("with nothing in it leads to the gallery", async () => {
    expect(await show(listPage([]))).toContain('href="/app/flows/new"');
  });
});

describe("the gallery", () => {
  const page = (recipes: RecipeItem[]) => (
    <RecipesPage data={{ recipes, materials: MATERIALS }} actions={{ isBusy: false, onUse: nothing }} />
  );

  test.each(LOCALES)("has every text in %s", async (locale) => {
    expect(await read(page([]), locale)).not.toMatch(BROKEN);
  });

  const recipe = (taken: RecipeItem["taken"], isSole: boolean): RecipeItem => ({
    ...{ key: "browsing.looked-at", textNamespace: "browsing", stage: "cart", definition: DEFINITION },
    ...{ page: "/app/recovery", taken, isSole },
  });
  const TAKEN: RecipeItem["taken"] = [{ flowId: "f7", name: "My carts", state: "live" }];

  test.each(LOCALES)("has every text of recipes that are in use in %s", async (locale) => {
    const text = await read(page([recipe(TAKEN, true), recipe(TAKEN, false), recipe([], true)]), locale);
    expect(text).not.toMatch(BROKEN);
  });

  test("leads to the flow there is of a recipe, and offers another only where it does no harm", async () => {
    const html = await show(page([recipe(TAKEN, true)]));
    expect(html).toContain('href="/app/flows/f7"');
    expect(html).toContain('href="/app/recovery"');
    expect(textOf(html)).not.toMatch(/Make another|Use/);
    expect(await read(page([recipe(TAKEN, false)]))).toMatch(/You have it already: My carts .*Live/);
    expect(await read(page([recipe(TAKEN, false)]))).toContain("Make another one");
    expect(await read(page([recipe([], true)]))).toContain("Use");
  });

  test("offers to begin with nothing where no recipe is known", async () => {
    const text = await read(page([]));
    expect(text).toContain("Begin with an empty flow");
    expect(text).toContain("There are no ready-made flows.");
  });
});

const DATA: BuilderData = {
  flowId: "f1",
  name: "Welcome",
  mark: "m1",
  state: "live",
  liveVersion: 2,
  definition: DEFINITION,
  problems: PROBLEMS,
  notices: NOTICES,
  live: null,
  insideCount: 3,
  materials: MATERIALS,
};
const actionsWith = (problems: FlowProblem[]): BuilderActions => {
  return {
    isBusy: false,
    answer: undefined,
    problems,
    notices: NOTICES,
    onCheck: nothing,
    onSave: nothing,
    onPublish: nothing,
  };
};
const builderPage = (problems: FlowProblem[]) => <BuilderPage data={DATA} actions={actionsWith(problems)} />;

describe("the builder", () => {
  test.each(LOCALES)("has every text in %s", async (locale) => {
    expect(await read(builderPage(PROBLEMS), locale)).not.toMatch(BROKEN);
  });

  test("tells every step in a line", async () => {
    const text = await read(builderPage([]));
    for (const line of [
      "Wait 1 day",
      "Wait 22 minutes",
      "Wait until Mon, Sun, 10:30",
      "Wait until Dec 24, 2026",
      "Divide by chance: a 50%, b 50%",
      "Hold out 10% for comparison",
      "tags.add: new buyer",
      "messages.send: Hello there",
      "incentives.issue: 10% off",
      "Not available: points.award",
      "Wait for “Placed an order”, at most 72 hours",
    ])
      expect(text).toContain(line);
  });

  test("shows each problem beside its part and in the list, in the reader's language", async () => {
    const text = await read(builderPage(PROBLEMS), "pl");
    expect(text.split("Podaj tag o długości od 1 do 40 znaków.")).toHaveLength(3);
    expect(text).toContain("6 błędów uniemożliwia publikację.");
    expect(text).not.toContain("Expected number");
  });

  test("says beside the incentive what it does not go together with", async () => {
    const card = <Notices notices={NOTICES} />;
    const text = await read(card);
    expect(text).toContain("Good to know before you publish");
    expect(text).toContain("Not in one cart with Summer sale (automatic): neither allows the other.");
    expect(await show(<Notices notices={[]} />)).not.toContain("Good to know");
  });

  test.each(LOCALES)("tells in %s whatever is worth knowing", async (locale) => {
    expect(await read(<Notices notices={NOTICES} />, locale)).not.toMatch(BROKEN);
  });

  test("says when nothing is in the way", async () => {
    expect(await read(builderPage([]))).toContain("None: it can be published.");
  });

  test("names every button for those who do not see it", async () => {
    const html = await show(builderPage([]));
    for (const label of [
      "Edit: Wait 1 day",
      "Move down: Wait 1 day",
      "Duplicate: Wait 1 day",
      "Add step 1, Steps",
    ])
      expect(html).toContain(`aria-label="${label}"`);
  });
});

const NO_EDITOR = {
  ...{ definition: DEFINITION, name: "Welcome", isDirty: false, canUndo: false, canRedo: false },
  ...{ rename: nothing, change: nothing, insert: nothing, replace: nothing, remove: nothing },
  ...{ move: nothing, duplicate: nothing, undo: nothing, redo: nothing, discard: nothing, settle: nothing },
};

/** Forms stand in dialogs, which servers do not draw: here they are looked at by themselves. */
function Forms() {
  const words = useFlowWords(MATERIALS);
  const problemWords = useProblemWords();
  const editor = NO_EDITOR;
  const builder = { flowId: "f1", materials: MATERIALS, editor, words, problems: PROBLEMS, problemWords };
  const known = { ...builder, notices: NOTICES, open: nothing };
  return (
    <BuilderProvider value={known}>
      {[...STEPS, EMPTY_DATE].map((step) => (
        <StepForm key={step.id} step={step} />
      ))}
      {[...Object.keys(TRIGGER_SETTINGS), "unknown.one"].map((key) => (
        <TriggerForm key={key} trigger={newTrigger(itemOf(key))} item={itemOf(key)} />
      ))}
    </BuilderProvider>
  );
}

test.each(LOCALES)("every form has every text in %s", async (locale) => {
  expect(await read(<Forms />, locale)).not.toMatch(BROKEN);
});

const MUG = "gid://shopify/Product/7";

function OfferForms({ offers }: { offers: readonly Record<string, unknown>[] }) {
  const materials = { ...MATERIALS, names: [{ value: MUG, label: "Harbour mug" }] };
  const words = useFlowWords(materials);
  const problemWords = useProblemWords(materials);
  const builder = { flowId: "f1", materials, words, problems: [], problemWords, notices: [], open: nothing };
  return (
    <BuilderProvider value={{ ...builder, editor: NO_EDITOR }}>
      {offers.map((offer) => (
        <OfferForm key={JSON.stringify(offer)} value={offer} onChange={nothing} />
      ))}
    </BuilderProvider>
  );
}

test("a code takes off from chosen products, by their names; none chosen yet is told, and loses nothing else", async () => {
  const percent = { value: { kind: "percentage", percentBp: 1_500 }, validDays: 9, title: "Mugs" };
  const products = (gids: string[]) => ({ ...percent, items: { kind: "products", gids } });
  const named = await show(<OfferForms offers={[products([MUG])]} />);
  expect(named).toContain("Harbour mug");
  expect(named).not.toContain("Choose at least one product.");
  const unchosen = await show(<OfferForms offers={[products([])]} />);
  expect(unchosen).toContain("Choose at least one product.");
  for (const kept of ['value="15"', 'value="9"', 'value="Mugs"']) expect(unchosen).toContain(kept);
});

test("money and free shipping have no products", async () => {
  const kinds = [{ kind: "free-shipping" }, { kind: "store-credit", amountMinor: 500 }];
  const offers = kinds.map((value) => ({ value, validDays: 9, title: "Thanks" }));
  expect(await read(<OfferForms offers={offers} />)).not.toContain("Takes off from");
});

/** As features describe them: with texts of theirs. */
const CONTRIBUTED: PartItem[] = [
  {
    key: "anniversaries.issue-gift",
    textNamespace: "anniversaries",
    fields: [
      {
        ...{ name: "ladder", kind: "rows", most: 3, initial: { fromYear: 10, percentBp: 2_500 } },
        of: [
          { name: "fromYear", kind: "count", min: 1, max: 100 },
          { name: "percentBp", kind: "percent", min: 1, max: 100 },
        ],
      },
      { name: "remindDaysBefore", kind: "optional-count", min: 1, max: 60, initial: 5 },
    ],
    initial: { ladder: [{ fromYear: 1, percentBp: 550 }], remindDaysBefore: 5 },
    options: {},
  },
  {
    key: "cart-recovery.give-code",
    textNamespace: "cart-recovery",
    fields: [{ name: "firstTimersOnly", kind: "flag" }],
    initial: { firstTimersOnly: true },
    options: {},
  },
];

function ContributedForms({ settings }: { settings: Record<string, unknown> }) {
  const materials = { ...MATERIALS, actions: CONTRIBUTED };
  const place = "steps.gift.settings.ladder";
  const params = { field: "ladder", message: "year-twice", part: "anniversaries.issue-gift" };
  const problems: FlowProblem[] = [{ place, code: "invalid-setting", params }];
  const problemWords = useProblemWords(materials);
  const words = useFlowWords(materials);
  const builder = { flowId: "f1", materials, words, problems, problemWords, notices: [], open: nothing };
  return (
    <BuilderProvider value={{ ...builder, editor: NO_EDITOR }}>
      {CONTRIBUTED.map(({ key, initial }, index) => (
        <StepForm
          key={key}
          step={{
            id: index === 0 ? "gift" : "code",
            kind: "action",
            action: key,
            settings: { ...initial, ...settings },
          }}
        />
      ))}
    </BuilderProvider>
  );
}

test.each(LOCALES)("a form that a feature describes has every text in %s", async (locale) => {
  expect(await read(<ContributedForms settings={{}} />, locale)).not.toMatch(BROKEN);
});

test("a form that a feature describes shows what is set, and what is wrong by the name of its field", async () => {
  const html = await show(<ContributedForms settings={{}} />);
  for (const shown of [
    'value="5.5"',
    "From year",
    "Remind before the end",
    "Check the setting “Gift of each year”",
  ])
    expect(html).toContain(shown);
  expect(await read(<ContributedForms settings={{ remindDaysBefore: null }} />)).not.toContain(
    "Remind before the end",
  );
});

test("a number that is no whole one stands in its field as the merchant writes it", async () => {
  const texts = { label: "Factor", help: "", suffix: "", of: (key: string) => key };
  const field = { kind: "count", name: "factor", min: 0.5, max: 10, step: 0.5 } as const;
  const setting = <PlainSetting field={field} texts={texts} value={2.5} onChange={() => undefined} />;
  expect(await renderPage(setting, { locale: "en" })).toContain('value="2.5"');
  expect(await renderPage(setting, { locale: "pl" })).toContain('value="2,5"');
});

test("nothing is asked of a part that has nothing to choose, and no part is shown as it is stored", async () => {
  expect(await read(<Forms />)).not.toContain("{");
});

const SIMULATION: NonNullable<SimulationPageData["simulation"]> = {
  ...{ id: "s1", flowId: "f1", state: "done", days: 30, progressPercent: 100, error: null },
  ...{ requestedAt: AT, states: [{ state: "done", count: 2 }] },
};
const line = { at: AT, stepId: null, textNamespace: "flows", outcome: "entered", reason: "entered" } as const;
const RESULT: NonNullable<SimulationPageData["result"]> = {
  ...{ from: AT, to: AT, cutAt: AT, peopleCount: 30, page: 2, pageCount: 2 },
  refusals: [{ reason: "no-customer", count: 4 }],
  costs: [{ amountMinor: 1_500, currencyCode: "EUR" }],
  people: ["c1", null].map((customerId) => ({
    ...{ customerId, subjectKind: null, subjectId: null, enteredAt: AT, state: "done" as const },
    ...{ endReason: null, name: customerId ? "Ada Lovelace" : "", costs: [] },
    lines: [{ ...line, params: {} }],
  })),
};

describe("a simulation", () => {
  const page = (data: Partial<SimulationPageData>) => (
    <SimulationPage
      data={{
        flow: { id: "f1", name: "Welcome", state: "draft" },
        notices: [],
        simulation: null,
        result: null,
        ...data,
      }}
      actions={{ isBusy: false, problems: PROBLEMS, onStart: nothing, onCancel: nothing, onPage: nothing }}
    />
  );

  test.each(LOCALES)("has every text in %s, whatever became of it", async (locale) => {
    for (const state of ["requested", "running", "failed", "cancelled"] as const)
      expect(await read(page({ simulation: { ...SIMULATION, state } }), locale)).not.toMatch(BROKEN);
    expect(await read(page({}), locale)).not.toMatch(BROKEN);
    expect(await read(page({ simulation: SIMULATION, result: RESULT }), locale)).not.toMatch(BROKEN);
  });

  test("tells who would have entered, what would have come of it, and who would not", async () => {
    const text = await read(page({ simulation: SIMULATION, result: RESULT }));
    expect(text).toContain("30 people would have entered");
    expect(text).toContain("It would have cost €15.00.");
    expect(text).toContain("Did not enter: we do not know the customer");
    expect(text).toContain("Nov 23, 2026, 11:00 AM Entered the flow.");
    expect(text).toContain("Guest");
    expect(text).toContain("Page 2 of 2");
    expect(text).toContain("Nothing is sent, tagged or given.");
  });

  test("says so when nobody would have", async () => {
    const result = { ...RESULT, people: [], peopleCount: 0, costs: [], refusals: [], cutAt: null };
    const text = await read(page({ simulation: SIMULATION, result }));
    expect(text).toContain("Nobody would have entered in this time.");
    expect(text).toContain("No cost is known of it.");
  });
});

describe("people of a flow", () => {
  const run: RunItem = {
    ...{ id: "r1", flowId: "f1", version: 3, state: "sleeping", subjectKind: null, subjectId: null },
    ...{ stepId: "wai0", wakeAt: AT, enteredAt: AT, endedAt: AT, endReason: null, arms: {} },
    customer: { id: "c1", name: "Ada Lovelace" },
  };
  const runs = { items: [run, { ...run, id: "r2", customer: null }], totalCount: 2, page: 1, pageCount: 1 };
  const flow = { id: "f1", name: "Welcome" };
  const story = {
    run,
    flowName: "Welcome",
    lines: [
      {
        ...{ id: "d1", feature: "flows", outcome: "postponed" as const, reason: "sleeps", customer: null },
        ...{ params: { untilAt: AT }, decidedAt: AT, nextTryAt: AT },
        ...{ subjectKind: null, subjectId: null, subject: null },
      },
    ],
  };

  test.each(LOCALES)("have every text in %s", async (locale) => {
    expect(await read(<RunsPage data={{ flow, state: null, runs }} />, locale)).not.toMatch(BROKEN);
    expect(await read(<RunStoryPage story={story} />, locale)).not.toMatch(BROKEN);
  });

  test("lead each to their own story", async () => {
    const html = await show(<RunsPage data={{ flow, state: null, runs }} />);
    expect(html).toContain('href="/app/flows/f1/runs/r1"');
    expect(textOf(html)).toContain("2 people");
  });

  test("are none: the page says whether of all or of those who stand there", async () => {
    const none = { items: [], totalCount: 0, page: 1, pageCount: 1 };
    expect(await read(<RunsPage data={{ flow, state: null, runs: none }} />)).toContain("Nobody has entered");
    expect(await read(<RunsPage data={{ flow, state: "done", runs: none }} />)).toContain(
      "Nobody stands there",
    );
  });

  test("are told in sentences, with the time of each", async () => {
    const text = await read(<RunStoryPage story={story} />);
    expect(text).toContain("Nov 23, 2026, 11:00 AM Waits until Nov 23, 2026, 11:00 AM.");
    expect(text).toContain("Version 3");
  });
});
