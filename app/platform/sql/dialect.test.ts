import { describe, expect, test } from "vitest";

import { upsertSql } from "../sql.server";
import { toArrayConditions, toArrayStatement, toPostgres, toSingleRow, toSqlite } from "./dialect";

describe("one statement in two dialects", () => {
  test("without sets it stays, but for the placeholders", () => {
    const sql = `SELECT 1 WHERE "a" = ? AND "b" = ?`;
    expect(toSqlite(sql)).toBe(sql);
    expect(toPostgres(sql)).toBe(`SELECT 1 WHERE "a" = $1 AND "b" = $2`);
  });

  test("a set of ids is one parameter", () => {
    const sql = `DELETE FROM "T" WHERE "s" = ? AND "id" IN @ids(?)`;
    expect(toSqlite(sql)).toBe(`DELETE FROM "T" WHERE "s" = ? AND "id" IN (SELECT value FROM json_each(?))`);
    expect(toSqlite(`SELECT 1 FROM "T" WHERE "shopId" = ? AND "id" IN @ids(?)`)).toContain('+"shopId" = ?');
    expect(toPostgres(sql)).toBe(
      `DELETE FROM "T" WHERE "s" = $1 AND "id" IN (SELECT jsonb_array_elements_text($2::jsonb))`,
    );
  });

  test("a set of ids may be an array of PostgreSQL, which finds rows by it and not by their shop", () => {
    expect(
      toArrayConditions(
        `SELECT 1 FROM "T" WHERE "a" = ? AND "id" IN @ids(?) AND "b" = ? AND "c" NOT IN @ids(?)`,
      ),
    ).toEqual({
      sql: `SELECT 1 FROM "T" WHERE "a" = $1 AND "id" = ANY ($2::text[]) AND "b" = $3 AND "c" <> ALL ($4::text[])`,
      sets: [1, 3],
    });
    expect(toArrayConditions(`SELECT 1 FROM "T" WHERE "shopId" = ? AND "id" IN @ids(?)`)?.sql).toBe(
      `SELECT 1 FROM "T" WHERE "shopId" || '' = $1 AND "id" = ANY ($2::text[])`,
    );
    expect(toArrayConditions(`SELECT 1 FROM "T" WHERE "shopId" = ?`)).toBeNull();
  });

  test("rows have the names and types of their columns", () => {
    const sql = `SELECT * FROM @rows(?|r|"id" text,"at" instant,"ok" boolean)`;
    expect(toSqlite(sql)).toBe(
      `SELECT * FROM (SELECT value->>'id' AS "id", value->>'at' AS "at", value->>'ok' AS "ok" FROM jsonb_each(?)) r`,
    );
    expect(toPostgres(sql)).toBe(
      `SELECT * FROM jsonb_to_recordset($1::jsonb) AS r("id" text, "at" timestamp, "ok" boolean)`,
    );
  });

  test("the shop of few rows is no way to find them", () => {
    const sql = `SELECT 1 FROM "T" t WHERE t."shopId" = ? AND @few AND t."orderId" = ?`;
    expect(toSqlite(sql)).toBe(`SELECT 1 FROM "T" t WHERE +t."shopId" = ? AND t."orderId" = ?`);
    expect(toPostgres(sql)).toBe(`SELECT 1 FROM "T" t WHERE t."shopId" = $1 AND t."orderId" = $2`);
    const joined = `d."shopId" = v."shopId" AND @few AND d."orderId" = v."id"`;
    expect(toSqlite(joined)).toBe(`+d."shopId" = v."shopId" AND d."orderId" = v."id"`);
    expect(toPostgres(joined)).toBe(`d."shopId" = v."shopId" AND d."orderId" = v."id"`);
  });

  test("instants are numbers of milliseconds for arithmetic", () => {
    const sql = `SELECT @ms(o."placedAt") FROM "Order" o`;
    expect(toSqlite(sql)).toBe(
      `SELECT CAST(ROUND(unixepoch(o."placedAt", 'subsec') * 1000) AS INTEGER) FROM "Order" o`,
    );
    expect(toPostgres(sql)).toBe(
      `SELECT CAST(EXTRACT(EPOCH FROM o."placedAt") * 1000 AS BIGINT) FROM "Order" o`,
    );
  });

  test("numbers of milliseconds are instants again, as they are stored", () => {
    const sql = `SELECT @instant(e."dueMs") FROM e`;
    expect(toSqlite(sql)).toBe(
      `SELECT (strftime('%Y-%m-%dT%H:%M:%S', e."dueMs" / 1000, 'unixepoch') || printf('.%03d+00:00', e."dueMs" % 1000)) FROM e`,
    );
    expect(toPostgres(sql)).toBe(
      `SELECT (TIMESTAMP '1970-01-01' + e."dueMs" * INTERVAL '1 millisecond') FROM e`,
    );
  });

  test("an unknown type is an error", () => {
    expect(() => toSqlite(`FROM @rows(?|r|"id" uuid)`)).toThrow(`got "id" uuid`);
  });
});

test("rows to be stored can be stored one by one", () => {
  const sql = upsertSql({
    table: "DayStats",
    columns: ["shopId", "day", "netMinor"],
    key: ["shopId", "day"],
  });
  expect(toSingleRow(sql)).toEqual({
    sql: `INSERT INTO "DayStats" ("shopId", "day", "netMinor") VALUES (?, ?, ?)
    ON CONFLICT ("shopId", "day") DO UPDATE SET "netMinor" = excluded."netMinor"`,
    columns: ["shopId", "day", "netMinor"],
  });
  expect(toSingleRow("SELECT 1")).toBeNull();
});

test("rows to be stored can be stored from an array for each column", () => {
  const sql = upsertSql({
    table: "DayStats",
    columns: ["shopId", "day", "netMinor"],
    key: ["shopId", "day"],
  });
  expect(toArrayStatement(sql)).toEqual({
    sql: `INSERT INTO "DayStats" ("shopId", "day", "netMinor") SELECT "shopId", "day", "netMinor" FROM unnest($1::text[], $2::text[], $3::bigint[]) AS r("shopId", "day", "netMinor") WHERE 1 = 1
    ON CONFLICT ("shopId", "day") DO UPDATE SET "netMinor" = excluded."netMinor"`,
    columns: ["shopId", "day", "netMinor"],
  });
  expect(toArrayStatement("SELECT 1")).toBeNull();
});
