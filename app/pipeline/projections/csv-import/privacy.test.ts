import { gzipSync } from "node:zlib";

import { afterEach, beforeEach, expect, test } from "vitest";

import { inTransaction } from "~/platform/db.server";

import { givenShop, SHOP_ID } from "../../../../tests/support/factories";
import { createTestDb, type TestDb } from "../../../../tests/support/test-db";
import { importsPrivacy } from "./privacy.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const person = {
  ...{ customerIds: [], orderIds: [], checkoutIds: [], phones: [] },
  emails: ["ada@example.com"],
};

let testDb: TestDb;
beforeEach(async () => {
  testDb = await createTestDb();
  await givenShop(testDb.db);
  await givenShop(testDb.db, { id: "s2", domain: "other.myshopify.com" });
});
afterEach(() => testDb.close());

async function givenFile(id: string, pieces: string[], shopId = SHOP_ID): Promise<void> {
  const sizes = { fileBytes: 1, partBytes: 1 };
  const base = {
    id,
    shopId,
    state: "loading",
    fileName: "orders_export.csv",
    createdAt: NOW,
    updatedAt: NOW,
  };
  await testDb.db.historyImport.create({ data: { ...base, ...sizes } });
  for (const [position, text] of pieces.entries()) {
    const body = gzipSync(text).toString("base64");
    await testDb.db.importChunk.create({ data: { shopId, importId: id, position, body } });
  }
}

/** Erases the person step by step, each in its transaction. @returns how many files went. */
async function redact(): Promise<{ fileCount: number; stepCount: number }> {
  let fileCount = 0;
  let stepCount = 0;
  for (let cursor: string | null = null; cursor !== null || stepCount === 0; stepCount += 1) {
    const asked: Parameters<typeof importsPrivacy.redact>[1] = { shopId: SHOP_ID, person, cursor };
    const step = await inTransaction(testDb.db, (tx) => importsPrivacy.redact(tx, asked), {
      shopId: SHOP_ID,
    });
    fileCount += step.counts.ImportChunk ?? 0;
    ({ cursor } = step);
  }
  return { fileCount, stepCount };
}

const left = async () => {
  const rows = await testDb.db.importChunk.groupBy({
    by: ["importId"],
    orderBy: { importId: "asc" },
    _count: true,
  });
  return rows.map(({ importId, _count }) => `${importId} ${_count}`);
};
const others = (count: number) => Array.from({ length: count }, (_, index) => `#${index},eve@example.com\n`);

test("every file with the person goes as a whole, a few pieces in each transaction; others stay", async () => {
  await givenFile("i1", others(9));
  await givenFile("i2", [...others(6), "#7,ada@example.com\n", ...others(6)]);
  await givenFile("i3", ["#1,ada@exam", "ple.com\n"]);
  await givenFile("i4", others(3));
  await givenFile("i5", ["#1,Ada@Example.com\n"]);
  await givenFile("i6", ["#1,ada@example.com\n"], "s2");
  const { fileCount, stepCount } = await redact();
  expect(await left()).toEqual(["i1 9", "i4 3", "i6 1"]);
  expect(fileCount).toBe(3);
  expect(stepCount).toBeGreaterThan(5);
  const states = await testDb.db.historyImport.findMany({ orderBy: { id: "asc" }, select: { state: true } });
  expect(states.map(({ state }) => state)).toEqual([
    ...["loading", "cancelled", "cancelled", "loading", "cancelled", "loading"],
  ]);
});

test.each([3, 4, 5, 8, 9])("a name across the border of two of %i pieces is found", async (count) => {
  for (let at = 0; at + 1 < count; at += 1) {
    const pieces = others(count);
    pieces[at] = "#1,ada@exam";
    pieces[at + 1] = "ple.com\n";
    await givenFile(`i${at}`, pieces);
  }
  await redact();
  expect(await left()).toEqual([]);
});

test("of few small files each is found", async () => {
  for (const id of ["i1", "i2", "i3"]) await givenFile(id, ["#1,ada@example.com\n"]);
  expect(await redact()).toMatchObject({ fileCount: 3 });
  expect(await left()).toEqual([]);
});

test("without files only what was left out of them is looked through", async () => {
  expect(await redact()).toMatchObject({ fileCount: 0 });
});
