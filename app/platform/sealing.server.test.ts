import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { RootDb } from "~/platform/db.server";

import { givenCustomer, givenShop, SHOP_ID } from "../../tests/support/factories";
import { createTestDb, type TestDb } from "../../tests/support/test-db";
import { contactHash, isSealed } from "./sealed.server";
import { sealCondition, sealRecord } from "./sealing.server";

describe("a condition on a sealed column", () => {
  test.each([
    ["a whole value", { email: "Ada@Example.com" }, { emailHash: contactHash("ada@example.com") }],
    ["a list", { email: { in: ["a@b.cd"] } }, { emailHash: { in: [contactHash("a@b.cd")] } }],
    ["equals", { email: { equals: "a@b.cd" } }, { emailHash: contactHash("a@b.cd") }],
    ["null", { email: null }, { email: null }],
    ["not null", { email: { not: null } }, { email: { not: null } }],
    [
      "a branch",
      { OR: [{ phone: "1" }, { id: "x" }] },
      { OR: [{ phoneHash: contactHash("1") }, { id: "x" }] },
    ],
  ])("asks for %s by its hash", (_title, where, expected) => {
    expect(sealCondition("Customer", where)).toEqual(expected);
  });

  test("for a part of a text is an error, not an empty answer", () => {
    expect(() => sealCondition("Customer", { email: { contains: "ada" } })).toThrow(
      "Customer.email is sealed",
    );
    expect(() => sealCondition("Customer", { firstName: "Ada" })).toThrow("has no hash");
  });

  test("of a model without sealed columns stays as it is", () => {
    expect(sealCondition("Product", { title: "Tea" })).toEqual({ title: "Tea" });
  });
});

describe("a record", () => {
  test("is sealed once, however often it is stored", () => {
    const stored = sealRecord("Customer", { id: "1", email: "a@b.cd", searchText: "ada a@b.cd" });
    expect(stored).toMatchObject({ id: "1", emailHash: contactHash("a@b.cd"), sortKey: "ada" });
    expect(isSealed(stored.email)).toBe(true);
    expect(sealRecord("Customer", stored)).toEqual(stored);
  });

  test("that loses a value loses its hash", () => {
    expect(sealRecord("Customer", { email: null })).toEqual({ email: null, emailHash: null });
  });
});

describe("in the database", () => {
  let testDb: TestDb;
  let db: RootDb;
  beforeEach(async () => {
    testDb = await createTestDb();
    db = testDb.db;
    await givenShop(db);
    await givenCustomer(db, {
      legacyId: 1,
      email: "ada@example.com",
      firstName: "Ada",
      lastName: "Lovelace",
    });
  });
  afterEach(() => testDb.close());

  test("nobody reads a name or address without the key", async () => {
    const [row] = await db.$queryRaw<Record<string, string>[]>`
      SELECT 'x' || "email" AS "email", 'x' || "firstName" AS "firstName", 'x' || "lastName" AS "lastName"
      FROM "Customer" WHERE "shopId" = ${SHOP_ID}`;
    expect(JSON.stringify(row)).not.toMatch(/ada|lovelace/i);
    expect(row?.email).toMatch(/^x~s1\./);
  });

  test("the app reads it as it was, through Prisma and past it", async () => {
    const person = { email: "ada@example.com", firstName: "Ada" };
    expect(await db.customer.findFirst({ where: { shopId: SHOP_ID } })).toMatchObject(person);
    expect(
      await db.$queryRaw`SELECT "email", "firstName" FROM "Customer" WHERE "shopId" = ${SHOP_ID}`,
    ).toEqual([person]);
  });

  test("people are found by their address in any case", async () => {
    const found = await db.customer.findFirst({ where: { shopId: SHOP_ID, email: "ADA@example.com" } });
    expect(found?.firstName).toBe("Ada");
  });
});
