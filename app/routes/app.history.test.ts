import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { findImport } from "~/pipeline/projections/csv-import/repository/imports.server";
import { setClock } from "~/platform/clock.server";
import { provideDb } from "~/platform/database.server";
import { provideAdminPorts } from "~/shops/authenticator.server";

import { givenShop, SHOP_ID } from "../../tests/support/factories";
import { sendImportFile } from "../../tests/support/import-files";
import { ordersExport } from "../../tests/support/shopify-csv";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { action as pageAction, loader } from "./app.history._index";
import { action as putPart } from "./app.history.parts";
import { loader as report } from "./app.history.report.$importId";
import { action as begin } from "./app.history.uploads";

const NOW = new Date("2026-03-01T12:00:00Z");

let testDb: TestDb;
let restoreClock: () => void;
beforeEach(async () => {
  testDb = await createTestDb();
  provideDb(testDb.db);
  await givenShop(testDb.db);
  restoreClock = setClock({ now: () => NOW });
  as("demo-shop.myshopify.com");
});
afterEach(async () => {
  restoreClock();
  await testDb.close();
});

function as(shopDomain: string): void {
  provideAdminPorts({
    authenticate: () => Promise.resolve({ shopDomain, locale: "pl" }),
    setUpShop: () => Promise.resolve(),
  });
}

const call = (path: string, init?: RequestInit) => ({
  request: new Request(`https://app.example${path}`, { method: "POST", ...init }),
  params: {},
  context: {},
});
const begun = async (body: unknown) => {
  const response = await begin(call("/app/history/uploads", { body: JSON.stringify(body) }));
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
};
const part = async (query: string, body: BodyInit) => {
  const response = await putPart(call(`/app/history/parts?${query}`, { body }));
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
};

describe("the requests of an upload", () => {
  test("begin it, bring its parts and set it going", async () => {
    const { status, answer } = await begun({ fileName: "orders_export.csv", fileBytes: 5 });
    expect(status).toBe(201);
    const importId = String(answer["importId"]);
    expect(await part(`importId=${importId}&position=0`, "12345")).toEqual({
      status: 200,
      answer: { outcome: "stored", isComplete: true },
    });
    expect((await findImport(testDb.db, { shopId: SHOP_ID, importId }))?.state).toBe("waiting");
  });

  test("are refused with a status that says why", async () => {
    expect(await begun({ fileName: "f.csv" })).toMatchObject({ status: 422, answer: { outcome: "invalid" } });
    expect(await begun({ fileName: "f.csv", fileBytes: 0 })).toMatchObject({ status: 422 });
    expect(await begun({ fileName: "f.csv", fileBytes: 1e13 })).toMatchObject({
      status: 413,
      answer: { outcome: "too-large", fileBytes: 1e13, maxBytes: 2_000_000_000 },
    });
    const { answer } = await begun({ fileName: "f.csv", fileBytes: 3_000_000 });
    const query = `importId=${String(answer["importId"])}&position=`;
    expect(await part(`${query}0`, new Uint8Array(1_048_577))).toMatchObject({ status: 413 });
    expect(await part(`${query}0`, "short")).toMatchObject({
      status: 422,
      answer: { outcome: "wrong-size" },
    });
    expect(await part(`${query}-1`, "x")).toMatchObject({ status: 422, answer: { outcome: "invalid" } });
    expect(await part("importId=none&position=0", "x")).toMatchObject({ status: 404 });
  });

  test("of another shop find nothing", async () => {
    const { answer } = await begun({ fileName: "f.csv", fileBytes: 5 });
    const importId = String(answer["importId"]);
    await givenShop(testDb.db, { id: "s2", domain: "other.myshopify.com" });
    as("other.myshopify.com");
    expect(await part(`importId=${importId}&position=0`, "12345")).toMatchObject({ status: 404 });
    const cancelled = await pageAction(
      call("/app/history", { body: new URLSearchParams({ kind: "cancel", importId }) }),
    );
    expect(cancelled.init?.status).toBe(404);
    await expect(report({ ...call("/", { method: "GET" }), params: { importId } })).rejects.toMatchObject({
      status: 404,
    });
    expect((await loader(call("/app/history", { method: "GET" }))).imports).toEqual([]);
  });
});

test("the page shows the imports and how far back orders are known", async () => {
  await sendImportFile(testDb.db, { shopId: SHOP_ID, file: ordersExport([]), now: NOW });
  expect(await loader(call("/app/history", { method: "GET" }))).toMatchObject({
    coverage: { kind: "whole" },
    imports: [{ fileName: "orders_export.csv", state: "waiting", percent: 0 }],
    isRunning: true,
  });
});

test("the report is CSV in the merchant's language, and runs no formula", async () => {
  const importId = await sendImportFile(testDb.db, {
    shopId: SHOP_ID,
    file: "x",
    now: NOW,
    fileName: "Zamówienia 2024.csv",
  });
  await testDb.db.importProblem.create({
    data: {
      shopId: SHOP_ID,
      importId,
      position: 0,
      line: 7,
      column: "Total",
      value: "=1,5",
      reason: "amount",
    },
  });
  const response = await report({ ...call("/", { method: "GET" }), params: { importId } });
  expect(response.headers.get("Content-Disposition")).toContain("Zam%C3%B3wienia-2024-report.csv");
  expect(await response.text()).toBe(
    'Wiersz,Kolumna,Wartość,Powód\r\n7,Total,"\'=1,5","Total to „=1,5”; oczekiwano kwoty takiej jak 12.50"\r\n',
  );
});

test("a request of the page that makes no sense is told so", async () => {
  const answer = await pageAction(call("/app/history", { body: new URLSearchParams({ kind: "burn" }) }));
  expect(answer.init?.status).toBe(422);
});
