import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID, ZONE } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import type { TaskAction } from "./asked/schema";
import { presentCustomerTasks } from "./customer/presenter.server";
import { presentTasksPage } from "./list/presenter.server";
import { presentFoundCustomers } from "./people/presenter.server";
import { NOBODY, TaskQuerySchema } from "./schema";
import { answerTaskAction } from "./service.server";

/** Warsaw is at 23:30 of 29 November. */
const LATE = new Date("2026-11-29T22:30:00Z");
const NOON = new Date("2026-11-30T11:00:00Z");
const ADA = `${SHOP_ID}_1`;

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  await givenCustomer(db, { legacyId: 1, firstName: "Ada", lastName: "Lovelace" });
});
afterEach(() => testDb.close());

type Staff = { staffId?: string | null; now?: Date; shopId?: string };
const ask = (asked: TaskAction, { staffId = "7", now = NOON, shopId = SHOP_ID }: Staff = {}) =>
  answerTaskAction(db, { shopId, zone: ZONE, staffId, asked, now });

type Over = Partial<Extract<TaskAction, { kind: "create-task" }>>;
const task = (key: string, over: Over = {}): TaskAction => ({
  ...{ kind: "create-task", key, title: `Task ${key}` },
  ...{ detail: null, dueOn: null, owner: null, customerId: null, ...over },
});
const note = (key: string, body = "Likes tea", customerId = ADA): TaskAction => ({
  ...{ kind: "add-note", key, body, customerId },
});
const show = (query: object = {}, now = NOON, staffId: string | null = "7") =>
  presentTasksPage(db, { shopId: SHOP_ID, zone: ZONE, staffId, query: TaskQuerySchema.parse(query), now });
const titles = async (query: object = {}, now = NOON) =>
  (await show(query, now)).items.map(({ title }) => title);
const idOf = async (title: string) => {
  const { items } = await show();
  const found = items.find((item) => item.title === title);
  if (!found) throw new Error(`no open task is called "${title}"`);
  return found.id;
};
const markOf = async (title: string) => {
  const { items } = await show();
  return items.find((item) => item.title === title)?.mark ?? "none";
};
const card = (staffId: string | null = "7") =>
  presentCustomerTasks(db, { shopId: SHOP_ID, customerId: ADA, zone: ZONE, staffId, now: NOON });
const events = (type: string) => db.domainEvent.findMany({ where: { shopId: SHOP_ID, type } });

describe("a task", () => {
  test("stands under when it is due, in the shop's days; what has no day comes last", async () => {
    await ask(task("none"));
    await ask(task("later", { dueOn: "2026-12-24" }));
    await ask(task("today", { dueOn: "2026-11-30" }));
    await ask(task("yesterday", { dueOn: "2026-11-29" }));
    const groups = async (now: Date) => (await show({}, now)).items.map(({ title, due }) => [title, due]);
    expect(await groups(NOON)).toEqual([
      ["Task yesterday", "overdue"],
      ["Task today", "today"],
      ["Task later", "later"],
      ["Task none", "some-time"],
    ]);
    expect((await groups(LATE)).slice(0, 2)).toEqual([
      ["Task yesterday", "today"],
      ["Task today", "later"],
    ]);
  });

  test("is made once however often its form is sent, and at once, too; the customer's timeline tells of it", async () => {
    const asked = task("form-key-1", { customerId: ADA });
    const answers = await Promise.all([1, 2, 3].map(() => ask(asked)));
    expect(answers).toEqual([1, 2, 3].map(() => ({ outcome: "created" })));
    expect(await titles()).toEqual(["Task form-key-1"]);
    expect(await events("task.created")).toMatchObject([{ customerId: ADA }]);
    expect((await show()).items[0]?.customer).toEqual({ id: ADA, name: "Ada Lovelace" });
  });

  test("is about the customer who was kept when theirs was merged, and about nobody who is not there", async () => {
    await givenCustomer(db, { legacyId: 2, mergedIntoId: ADA, deletedAt: NOON });
    await ask(task("merged", { customerId: `${SHOP_ID}_2` }));
    expect((await card()).tasks).toHaveLength(1);
    expect(await ask(task("unknown", { customerId: `${SHOP_ID}_404` }))).toEqual({ outcome: "not-possible" });
    expect(await titles()).toEqual(["Task merged"]);
  });

  test("is due within ten years of the shop's today", async () => {
    const refused = { outcome: "invalid", problems: [{ field: "dueOn", code: "due-range" }] };
    expect(await ask(task("far", { dueOn: "2036-11-28" }))).toEqual(refused);
    expect(await ask(task("near", { dueOn: "2036-11-27" }))).toEqual({ outcome: "created" });
  });

  test("is done once, by whom the first click was of; opened again and done again it is told of again", async () => {
    await ask(task("call", { customerId: ADA }));
    const taskId = await idOf("Task call");
    const settle = (to: "open" | "done" | "dropped", staffId = "7", now = NOON) =>
      ask({ kind: "settle-task", taskId, to }, { staffId, now });
    await settle("done");
    await settle("done", "8");
    expect((await show({ state: "done" })).items).toMatchObject([{ settledBy: "you", due: null }]);
    expect((await show({ state: "done" }, NOON, "8")).items).toMatchObject([{ settledBy: "7" }]);
    expect(await settle("dropped")).toEqual({ outcome: "not-possible" });
    expect(await settle("open")).toEqual({ outcome: "reopened" });
    expect((await show()).items).toMatchObject([{ settledAt: null, settledBy: null }]);
    expect(await settle("done", "8", new Date(NOON.getTime() + 1))).toEqual({ outcome: "done" });
    expect(await events("task.done")).toHaveLength(2);
    expect((await card()).tasks).toEqual([]);
  });

  test("done by two at the same time is done by one of them", async () => {
    await ask(task("race", { customerId: ADA }));
    const taskId = await idOf("Task race");
    const both = await Promise.all(
      ["7", "8"].map((staffId) => ask({ kind: "settle-task", taskId, to: "done" }, { staffId })),
    );
    expect(both).toEqual([{ outcome: "done" }, { outcome: "done" }]);
    expect(await events("task.done")).toHaveLength(1);
  });

  test("can be rewritten while it is open, and not after", async () => {
    await ask(task("draft", { owner: "Olga", dueOn: "2026-12-01" }));
    const taskId = await idOf("Task draft");
    const written = { title: "Write to Ada", detail: "About tea", dueOn: null, owner: null };
    const seen = await markOf("Task draft");
    expect(await ask({ kind: "change-task", taskId, seen, ...written })).toEqual({ outcome: "changed" });
    expect((await show()).items).toMatchObject([written]);
    expect((await show()).owners).toEqual([]);
    await ask({ kind: "settle-task", taskId, to: "dropped" });
    expect(await ask({ kind: "change-task", taskId, seen, ...written })).toEqual({ outcome: "not-possible" });
  });

  test("changed by somebody else since it was shown is not written over unseen", async () => {
    await ask(task("shared"));
    const taskId = await idOf("Task shared");
    const seen = await markOf("Task shared");
    const theirs = { title: "Call Ada", detail: "Before noon", dueOn: "2026-12-02", owner: "Olga" };
    const mine = { title: "Write to Ada", detail: null, dueOn: null, owner: null };
    const change = (mark: string, written: typeof theirs | typeof mine) =>
      ask({ kind: "change-task", taskId, seen: mark, ...written });
    expect(await change(seen, theirs)).toEqual({ outcome: "changed" });
    const mark = await markOf("Call Ada");
    expect(await change(seen, mine)).toEqual({ outcome: "overtaken", task: { ...theirs, mark } });
    expect((await show()).items).toMatchObject([theirs]);
    // The same once more is no harm, and what was seen may be written over.
    expect(await change(seen, theirs)).toEqual({ outcome: "changed" });
    expect(await change(mark, mine)).toEqual({ outcome: "changed" });
    expect((await show()).items).toMatchObject([mine]);
  });

  test("changed by two at the same time says what one of them wrote, and the other is told", async () => {
    await ask(task("both"));
    const taskId = await idOf("Task both");
    const seen = await markOf("Task both");
    const nothing = { detail: null, dueOn: null, owner: null };
    const answers = await Promise.all(
      ["One", "Two"].map((title) => ask({ kind: "change-task", taskId, seen, title, ...nothing })),
    );
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(["changed", "overtaken"]);
  });

  test("of another shop is neither seen nor touched", async () => {
    await ask(task("ours"));
    const taskId = await idOf("Task ours");
    const other = { shopId: "other" };
    expect(await ask({ kind: "settle-task", taskId, to: "done" }, other)).toEqual({
      outcome: "not-possible",
    });
    expect(await titles()).toEqual(["Task ours"]);
  });
});

test("the list is narrowed to whose they are, in whatever letters the name was written, or to nobody's", async () => {
  await ask(task("1", { owner: "Olga" }));
  await ask(task("2", { owner: "olga " }));
  await ask(task("3", { owner: "Jan" }));
  await ask(task("4"));
  const { owners } = await show();
  expect(owners.map(({ name }) => name.trim().toLowerCase())).toEqual(["jan", "olga"]);
  expect(await titles({ owner: owners[1]?.key })).toEqual(["Task 1", "Task 2"]);
  expect(await titles({ owner: NOBODY })).toEqual(["Task 4"]);
  expect((await show({ owner: owners[0]?.key })).counts).toEqual({ open: 1, done: 0, dropped: 0 });
});

test("pages hold 25 each, neither repeat nor skip, and a page too far is the last", async () => {
  for (let index = 0; index < 26; index += 1) await ask(task(`n${index}`, { dueOn: "2026-12-01" }));
  const [first, last] = [await titles(), await titles({ page: "99" })];
  expect([first.length, last.length]).toEqual([25, 1]);
  expect(new Set([...first, ...last]).size).toBe(26);
});

test("what the staff writes cannot be read in the database", async () => {
  await ask(task("sealed", { detail: "Her dog is ill", owner: "Olga", customerId: ADA }));
  await ask(note("sealed-note", "Her dog is well"));
  // A sealed value without its first sign is not opened on the way.
  const raw = [
    ...(await db.$queryRaw<object[]>`
      SELECT substr("title", 2) AS a, substr("detail", 2) AS b, substr("owner", 2) AS c FROM "Task"
      WHERE "shopId" = ${SHOP_ID}`),
    ...(await db.$queryRaw<object[]>`
      SELECT substr("body", 2) AS a FROM "CustomerNote" WHERE "shopId" = ${SHOP_ID}`),
  ];
  expect(raw).toHaveLength(2);
  expect(JSON.stringify(raw)).not.toMatch(/ask sealed|er dog|lga/);
  expect((await card()).notes).toMatchObject([{ body: "Her dog is well" }]);
});

describe("a note", () => {
  test("is added once per form, stands above older ones, and is told of", async () => {
    await ask(note("first"));
    await ask(note("first"));
    await ask(note("second", "Prefers coffee"), { now: new Date(NOON.getTime() + 1) });
    expect((await card()).notes.map(({ body }) => body)).toEqual(["Prefers coffee", "Likes tea"]);
    expect(await events("note.added")).toHaveLength(2);
    expect(await ask(note("lost", "?", "nobody"))).toEqual({ outcome: "not-possible" });
  });

  test("is its author's to delete; a second time there is nothing", async () => {
    await ask(note("mine"));
    const [mine] = (await card()).notes;
    expect(mine).toMatchObject({ author: "you", canDelete: true });
    expect((await card("8")).notes).toMatchObject([{ author: "7", canDelete: false }]);
    const asked = { kind: "delete-note", noteId: mine?.id ?? "" } as const;
    expect(await ask(asked, { staffId: "8" })).toEqual({ outcome: "not-possible" });
    expect(await ask(asked)).toEqual({ outcome: "note-deleted" });
    expect(await ask(asked)).toEqual({ outcome: "not-possible" });
    expect(await card()).toMatchObject({ notes: [], noteCount: 0 });
  });
});

test("customers are found by beginnings of their names, those who are gone not", async () => {
  await givenCustomer(db, { legacyId: 2, firstName: "Adam", lastName: "Gone", deletedAt: NOON });
  expect(await presentFoundCustomers(db, { shopId: SHOP_ID, search: "ad" })).toEqual([
    { id: ADA, label: "Ada Lovelace" },
  ]);
  expect(await presentFoundCustomers(db, { shopId: SHOP_ID, search: "zz" })).toEqual([]);
});
