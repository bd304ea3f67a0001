import { describe, expect, test } from "vitest";

import { listTexts } from "~/platform/i18n.server";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import { FIELD_KINDS, type FieldItem, type FieldsPageData } from "../schema";
import type { FieldsCardData } from "../values/schema";
import { ChoicesEditor } from "./ChoicesEditor";
import { FieldsCard } from "./FieldsCard";
import { FieldsPage } from "./FieldsPage";

const LOCALES = ["en", "pl", "ru"] as const;
const BROKEN = /undefined|NaN|\[object|\{\{/;
const CHOICES = [
  { id: "c1", label: "Dark" },
  { id: "c2", label: "Light" },
];
const item = (kind: FieldItem["kind"], over: Partial<FieldItem> = {}): FieldItem => ({
  ...{ id: kind, key: kind, name: `My ${kind}`, kind, isArchived: false, usedCount: 2 },
  choices: kind === "choice" ? CHOICES : [],
  ...over,
});
const EVERY = FIELD_KINDS.map((kind) => item(kind));
const ACTIONS = { isBusy: false, answer: undefined, onAsk: () => undefined };

const page = async (
  data: FieldsPageData,
  locale: (typeof LOCALES)[number] = "en",
  actions: Parameters<typeof FieldsPage>[0]["actions"] = ACTIONS,
) => textOf(await renderPage(await routed(<FieldsPage data={data} actions={actions} />), { locale }));

describe.each(LOCALES)("in %s", (locale) => {
  test("the page has every text, with fields and without", async () => {
    const archived = [item("text", { id: "old", isArchived: true, usedCount: 5 })];
    expect(await page({ fields: EVERY, archived }, locale)).not.toMatch(BROKEN);
    expect(await page({ fields: [], archived: [] }, locale)).not.toMatch(BROKEN);
  });

  test("the card has every text and every kind of field", async () => {
    const card: FieldsCardData = {
      fields: EVERY.map(({ id, name, kind, choices }) => ({ id, name, kind, choices, written: "" })),
      archivedCount: 2,
    };
    const actions = { isBusy: false, answer: undefined, onSave: () => undefined };
    const html = await renderPage(await routed(<FieldsCard card={card} actions={actions} />), { locale });
    expect(textOf(html)).not.toMatch(BROKEN);
    for (const { name } of EVERY) expect(textOf(html)).toContain(name);
    expect(html).toContain('type="date"');
    const empty = <FieldsCard card={{ fields: [], archivedCount: 0 }} actions={actions} />;
    expect(textOf(await renderPage(await routed(empty), { locale }))).not.toMatch(BROKEN);
  });

  test("every problem that rules and steps tell is said in words", () => {
    const texts = listTexts()[locale]?.["customer-fields"] as Record<string, Record<string, unknown>>;
    const english = listTexts().en?.["customer-fields"] as Record<string, Record<string, unknown>>;
    const codes = (said: Record<string, unknown> | undefined) =>
      new Set(Object.keys(said ?? {}).map((key) => key.replace(/_(one|few|many|other)$/, "")));
    expect(codes(texts.problems)).toEqual(codes(english.problems));
    expect(codes(texts.decisions)).toEqual(codes(english.decisions));
  });
});

test.each([
  ["en", "2.5"],
  ["pl", "2,5"],
  ["ru", "2,5"],
] as const)("a number stands in its field as %s writes it: %s", async (locale, shown) => {
  const { id, name, kind, choices } = item("number");
  const card = { fields: [{ id, name, kind, choices, written: "2.5" }], archivedCount: 0 };
  const actions = { isBusy: false, answer: undefined, onSave: () => undefined };
  const html = await renderPage(await routed(<FieldsCard card={card} actions={actions} />), { locale });
  expect(html).toContain(`value="${shown}"`);
});

test("a refusal that no dialog is open for is told on the page", async () => {
  const answer = {
    outcome: "invalid",
    problems: [{ field: "name", code: "restore-name-taken", params: { name: "Size" } }],
  } as const;
  const text = await page({ fields: EVERY, archived: [] }, "en", {
    ...ACTIONS,
    answer: { ...answer, problems: [...answer.problems] },
  });
  expect(text).toContain("There is another field called “Size” now.");
});

test("with as many fields as there can be the page says so", async () => {
  const fields = Array.from({ length: 50 }, (_, index) => item("text", { id: `f${index}` }));
  expect(await page({ fields, archived: [] })).toContain("There are 50 fields");
});

test("choices are named one by one, with what is wrong beside them", async () => {
  const editor = <ChoicesEditor choices={CHOICES} error="Too many" onChange={() => undefined} />;
  const html = await renderPage(editor);
  expect(html).toContain('aria-label="Remove: Dark"');
  expect(textOf(html)).toContain("Too many");
});
