import { afterEach, beforeEach, expect, test } from "vitest";

import { NOBODY } from "~/kit/person";
import { inTransaction, type RootDb } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../tests/support/test-db";
import { tasksPrivacy } from "./privacy.server";
import { recordNotes, recordTasks } from "./record.server";

const NOW = new Date("2026-11-30T11:00:00Z");
const ADA = `${SHOP_ID}_1`;
const BOB = `${SHOP_ID}_2`;
const PERSON = { ...NOBODY, customerIds: [ADA], emails: ["ada@example.com"] };

let testDb: TestDb;
let db: RootDb;
beforeEach(async () => {
  testDb = await createTestDb();
  db = testDb.db;
  await givenShop(db);
  const written = { origin: "staff", dueOn: null, owner: null, createdBy: "7" } as const;
  const tasks = [
    { customerId: ADA, title: "Hers", detail: null },
    { customerId: null, title: "Names her", detail: "Write to Ada@Example.com" },
    { customerId: BOB, title: "His", detail: null },
  ].map((task) => ({ ...written, ...task, originKey: `form:${task.title}` }));
  const notes = [
    { customerId: ADA, body: "Of her" },
    { customerId: BOB, body: "Friend of ada@example.com" },
    { customerId: BOB, body: "Of him" },
  ].map((note) => ({ ...note, origin: "staff" as const, authorId: "7", originKey: `form:${note.body}` }));
  await inTransaction(
    db,
    async (tx) => {
      await recordTasks(tx, tasks, { shopId: SHOP_ID, now: NOW });
      await recordNotes(tx, notes, { shopId: SHOP_ID, now: NOW });
    },
    { shopId: SHOP_ID },
  );
});
afterEach(() => testDb.close());

async function erase() {
  for (let cursor: string | null | undefined; cursor !== null;)
    ({ cursor } = await inTransaction(
      db,
      (tx) => tasksPrivacy.redact(tx, { shopId: SHOP_ID, person: PERSON, cursor: cursor ?? null }),
      { shopId: SHOP_ID },
    ));
}

test("a person is told of what the staff wrote about them, and of what names them", async () => {
  const told = await tasksPrivacy.exportOf(db, { shopId: SHOP_ID, person: PERSON });
  const textsOf = (table: string, column: string) =>
    told.find((one) => one.table === table)?.rows.map((row) => row[column]);
  expect(textsOf("Task", "title")?.sort()).toEqual(["Hers", "Names her"]);
  expect(textsOf("CustomerNote", "body")?.sort()).toEqual(["Friend of ada@example.com", "Of her"]);
});

test("an erasure takes just that, and a second one nothing more", async () => {
  for (const _ of ["once", "again"]) {
    await erase();
    const tasks = await db.task.findMany({ where: { shopId: SHOP_ID } });
    const notes = await db.customerNote.findMany({ where: { shopId: SHOP_ID } });
    expect([tasks.map(({ title }) => title), notes.map(({ body }) => body)]).toEqual([["His"], ["Of him"]]);
  }
});
