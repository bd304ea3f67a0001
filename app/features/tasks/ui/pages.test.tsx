import { describe, expect, test } from "vitest";

import { listTexts } from "~/platform/i18n.server";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import { routed } from "../../../../tests/support/route-page";
import {
  type CustomerTasks,
  type NoteItem,
  type TaskItem,
  TaskQuerySchema,
  type TasksPageData,
} from "../schema";
import { CustomerTasksCard } from "./CustomerTasksCard";
import { NotesCard } from "./NotesCard";
import { TasksPage } from "./TasksPage";

const LANGUAGES = ["en", "pl", "ru"] as const;
const AT = "2026-11-30T11:00:00.000Z";

const taskOf = (over: Partial<TaskItem>): TaskItem => ({
  ...{ id: over.title ?? "t", title: "Call", detail: null, dueOn: null, due: "some-time", owner: null },
  ...{
    state: "open",
    origin: "staff",
    customer: null,
    mark: "m",
    createdAt: AT,
    settledAt: null,
    settledBy: null,
  },
  ...over,
});
const OPEN = [
  taskOf({ title: "Late", dueOn: "2026-11-29", due: "overdue", owner: "Olga", detail: "About\ntea" }),
  taskOf({ title: "Now", dueOn: "2026-11-30", due: "today", origin: "flow" }),
  taskOf({ title: "Then", dueOn: "2026-12-24", due: "later", customer: { id: "c1", name: "Ada" } }),
  taskOf({ title: "Once", origin: "shopify-flow", customer: { id: "c2", name: "" } }),
];
const settled = (state: "done" | "dropped", settledBy: string | null) =>
  taskOf({ title: `${state} ${settledBy}`, state, due: null, settledAt: AT, settledBy });

const pageOf = (over: Partial<TasksPageData> = {}): TasksPageData => ({
  ...{
    query: TaskQuerySchema.parse({}),
    items: OPEN,
    counts: { open: 4, done: 0, dropped: 0 },
    pageCount: 2,
  },
  ...{ owners: [{ key: "k1", name: "Olga" }], today: "2026-11-30", asOf: AT, ...over },
});
const noteOf = (over: Partial<NoteItem>): NoteItem => ({
  ...{
    id: over.body ?? "n",
    body: "Likes tea",
    origin: "staff",
    author: null,
    createdAt: AT,
    canDelete: false,
  },
  ...over,
});
const NOTES = [
  noteOf({ body: "Mine", author: "you", canDelete: true }),
  noteOf({ body: "Hers", author: "7" }),
  noteOf({ body: "Flow's", origin: "flow" }),
  noteOf({ body: "Shopify's", origin: "shopify-flow" }),
  noteOf({ body: "Nobody's" }),
  noteOf({ body: "Hidden at first" }),
];
const cardOf = (over: Partial<CustomerTasks> = {}): CustomerTasks => ({
  ...{
    customerId: "c1",
    tasks: OPEN,
    taskCount: 4,
    notes: NOTES,
    noteCount: 6,
    owners: [],
    today: "2026-11-30",
  },
  ...over,
});

const read = async (data: TasksPageData, locale: (typeof LANGUAGES)[number] = "en") =>
  textOf(await renderPage(await routed(<TasksPage data={data} onNavigate={() => undefined} />), { locale }));
const readCards = async (of: CustomerTasks, locale: (typeof LANGUAGES)[number] = "en") =>
  textOf(
    await renderPage(
      await routed(
        <>
          <CustomerTasksCard of={of} />
          <NotesCard of={of} />
        </>,
      ),
      { locale },
    ),
  );

describe.each(LANGUAGES)("in %s", (locale) => {
  test("the page has every text, whatever the tasks are", async () => {
    const done = ["you", "7", null].flatMap((by) => [settled("done", by), settled("dropped", by)]);
    const states = ["done", "dropped"] as const;
    for (const data of [
      pageOf(),
      ...states.map((state) => pageOf({ query: TaskQuerySchema.parse({ state }), items: done })),
      ...states.map((state) => pageOf({ query: TaskQuerySchema.parse({ state }), items: [] })),
      pageOf({ items: [], query: TaskQuerySchema.parse({ owner: "k1" }) }),
      pageOf({ items: [], counts: { open: 0, done: 0, dropped: 0 }, owners: [] }),
    ])
      expect(await read(data, locale)).not.toMatch(/\{\{/);
  });

  test("the cards have every text, with much on them and with nothing", async () => {
    for (const card of [
      cardOf({ taskCount: 6 }),
      cardOf({ tasks: [], taskCount: 0, notes: [], noteCount: 0 }),
    ])
      expect(await readCards(card, locale)).not.toMatch(/\{\{/);
  });

  test("every problem and answer has its words", () => {
    const texts = listTexts()[locale]?.tasks as { problems: object; answer: object };
    const english = listTexts().en?.tasks as typeof texts;
    expect(Object.keys(texts.problems)).toEqual(Object.keys(english.problems));
    expect(Object.keys(texts.answer)).toEqual(Object.keys(english.answer));
  });
});

test("open tasks stand under when they are due, with whose they are and about whom", async () => {
  const text = await read(pageOf());
  const places = ["Overdue Late", "Today Now", "Later Then", "Without a date Once"];
  const found = places.map((place) => text.indexOf(place));
  expect(found).toEqual([...found].sort((a, b) => a - b));
  expect(Math.min(...found)).toBeGreaterThan(0);
  expect(text).toContain("About tea Due on Nov 29, 2026");
  expect(text).toContain("For Olga");
  expect(text).toContain("Customer without a name");
});

test("without any task the page says what tasks are for; of one person's it says that there is none", async () => {
  const none = { items: [], counts: { open: 0, done: 0, dropped: 0 } };
  expect(await read(pageOf(none))).toContain("Nothing to do yet");
  const narrowed = await read(pageOf({ ...none, query: TaskQuerySchema.parse({ owner: "k1" }) }));
  expect(narrowed).toContain("Nothing is open here.");
  expect(narrowed).not.toContain("Nothing to do yet");
});

test("only five notes are shown at first, and only one's own can be deleted", async () => {
  const text = await readCards(cardOf());
  expect(text).toContain("Overdue · Due on Nov 29, 2026");
  expect(text).toContain("Show 1 more");
  expect(text).not.toContain("Hidden at first");
  expect(text.match(/Delete/g)).toHaveLength(1);
  expect(text).toContain("· staff member 7");
});
