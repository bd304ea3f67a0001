import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { findUnscoped, type Rules } from "./tenant-scope";

const SHOPS = [/^app\/shops\//];
const TOKENS = [/^app\/integrations\/shopify\/tokens\//];
const QUEUE = [/^app\/pipeline\/jobs\//];

const RULES: Rules = {
  modelsOfShops: new Set(modelsOf(readFileSync("prisma/schema.prisma", "utf8"), /^\s+shopId\s/m)),
  shared: {
    // The tenant itself: found by its id or domain. The inbox's sweeps look over all of them.
    Shop: SHOPS,
    // Kept by the domain of the shop.
    Session: [...SHOPS, ...TOKENS],
    TokenRefreshLock: TOKENS,
    // One queue serves all shops; whoever lists or changes jobs for a merchant names the shop.
    Job: QUEUE,
    JobSchedule: QUEUE,
  },
  isSweep: (name) => /OfAllShops$/.test(name) || /^listShopIds/.test(name),
};

function modelsOf(schema: string, having: RegExp): string[] {
  const models = [...schema.matchAll(/^model (\w+) \{([^}]*)\}/gm)];
  return models.filter(([, , body = ""]) => having.test(body)).map(([, name = ""]) => name);
}

const files = readdirSync("app", { recursive: true, encoding: "utf8" })
  .filter((file) => /[.]tsx?$/.test(file) && !/[.]test[.]tsx?$/.test(file) && !file.startsWith("generated/"))
  .map((file) => join("app", file));

test("every query of the app names the shop whose rows it touches", () => {
  expect(files.length).toBeGreaterThan(100);
  expect(RULES.modelsOfShops.size).toBeGreaterThan(20);
  expect(files.flatMap((path) => findUnscoped({ path, text: readFileSync(path, "utf8") }, RULES))).toEqual(
    [],
  );
});

function judge(code: string, path = "app/features/x/repository.server.ts"): string[] {
  return findUnscoped(
    { path, text: `export async function listSomething(db, { shopId, id }) {\n${code}\n}` },
    RULES,
  ).map((line) => line.slice(line.indexOf(" ") + 1));
}

describe("a Prisma call is found when it", () => {
  test.each([
    ["has no argument", "return db.customer.findMany();", "customer.findMany"],
    ["has no where", "return db.customer.count({ take: 1 });", "customer.count"],
    ["chooses by our id alone", "return db.customer.findFirst({ where: { id } });", "customer.findFirst"],
    [
      "names the shop only in what it reads",
      "return db.customer.findMany({ where: { id }, select: { shopId: true } });",
      "customer.findMany",
    ],
    [
      "names the shop in one branch only",
      "return db.customer.findMany({ where: { OR: [{ shopId }, { id }] } });",
      "customer.findMany",
    ],
    [
      "names no shop after all",
      "return db.customer.findMany({ where: { shopId: undefined } });",
      "customer.findMany",
    ],
    ["takes its where from a parameter", "return db.customer.findMany({ where: id });", "customer.findMany"],
    [
      "takes its where from a variable without the shop",
      "const where = { id };\nreturn db.customer.findMany({ where });",
      "customer.findMany",
    ],
    [
      "takes its where from a variable that may change",
      "let where = { shopId };\nwhere = {};\nreturn db.customer.findMany({ where });",
      "customer.findMany",
    ],
    [
      "lets something take the shop's place",
      "return db.customer.findMany({ where: { shopId, ...id } });",
      "customer.findMany",
    ],
    [
      "spreads something into the where",
      "return db.customer.findMany({ where: { ...id } });",
      "customer.findMany",
    ],
    [
      "goes through a client of another name",
      "return open.db.customer.deleteMany({ where: { id } });",
      "customer.deleteMany",
    ],
    ["updates", "return db.customer.update({ where: { id }, data: { shopId } });", "customer.update"],
    [
      "upserts by our id",
      "return db.customer.upsert({ where: { id }, create: { shopId }, update: {} });",
      "customer.upsert",
    ],
    ["counts jobs for a page", "return db.job.count();", "job.count"],
    [
      "reads sessions in a feature",
      'return db.session.findMany({ where: { shop: "x" } });',
      "session.findMany outside its place",
    ],
    ["lists shops in a feature", "return db.shop.findMany();", "shop.findMany outside its place"],
  ])("%s", (_title, code, found) => {
    expect(judge(code)).toEqual([found]);
  });
});

describe("a Prisma call is right when it", () => {
  test.each([
    ["names the shop", "return db.customer.findMany({ where: { shopId, id } });"],
    ["names another's", "return db.customer.findMany({ where: { shopId: id.shopId } });"],
    [
      "chooses by a unique key over the shop",
      "return db.message.findUnique({ where: { shopId_key: { shopId, key: id } } });",
    ],
    [
      "takes its where from a constant with the shop",
      "const where = { shopId };\nreturn db.customer.findMany({ where: { ...where, id, shopId } });",
    ],
    [
      "takes the whole where from it",
      "const where: Where = { ...id, ...(id ? { id } : {}), shopId };\nreturn db.customer.findMany({ where });",
    ],
    ["creates: the type asks for the shop", "return db.customer.create({ data: id });"],
    ["counts a shop's jobs", "return db.job.count({ where: { shopId } });"],
  ])("%s", (_title, code) => {
    expect(judge(code)).toEqual([]);
  });

  test("works on a table of all shops in its place", () => {
    expect(judge("return db.job.findMany();", "app/pipeline/jobs/repository.server.ts")).toEqual([]);
    expect(judge("return db.shop.findMany();", "app/shops/repository.server.ts")).toEqual([]);
  });
});

test("a sweep over all shops is one by its name", () => {
  const sweep = (name: string) =>
    findUnscoped(
      { path: "app/a.ts", text: `export function ${name}(db) { return db.order.findMany(); }` },
      RULES,
    );
  expect(sweep("listLateOrdersOfAllShops")).toEqual([]);
  expect(sweep("listShopIdsWithOrders")).toEqual([]);
  expect(sweep("listDueOrders")).toEqual(["app/a.ts:1 order.findMany"]);
});

const sql = (text: string) => judge(`return db.$queryRaw\`${text}\`;`);
const S = "${shopId}";

describe("SQL is found when", () => {
  test.each([
    ["it names no shop", `SELECT * FROM "Order" WHERE "id" = 1`, "SQL on Order"],
    ["it only reads the shop", `SELECT "shopId" FROM "Order"`, "SQL on Order"],
    [
      "a joined table names none",
      `SELECT 1 FROM "Order" o JOIN "Customer" c ON c."id" = o."customerId" WHERE o."shopId" = ${S}`,
      "SQL on Customer",
    ],
    [
      "the first table names none",
      `SELECT 1 FROM "Order" o JOIN "Customer" c ON c."shopId" = ${S}`,
      "SQL on Order",
    ],
    [
      "a subquery names none",
      `SELECT 1 FROM "Order" WHERE "shopId" = ${S} AND "id" IN (SELECT "orderId" FROM "Refund")`,
      "SQL on Order, Refund",
    ],
    [
      "an aliased subquery names none",
      `SELECT 1 FROM "Order" o WHERE o."shopId" = ${S} AND EXISTS (SELECT 1 FROM "Refund" r WHERE r."orderId" = o."id")`,
      "SQL on Refund",
    ],
    [
      "tables only name each other's",
      `SELECT 1 FROM "Order" o JOIN "Customer" c ON c."shopId" = o."shopId"`,
      "SQL whose tables name each other's shop but no given one",
    ],
    ["it changes", `UPDATE "Order" SET "name" = 'x' WHERE "id" = 1`, "SQL on Order"],
    ["it deletes", `DELETE FROM "Order" WHERE "id" = 1`, "SQL on Order"],
    ["it inserts without a shop", `INSERT INTO "Order" ("id") VALUES (1)`, "SQL on Order"],
    [
      "it fills from all shops",
      `INSERT INTO "DayStats" ("shopId", "day") SELECT "shopId", "placedOn" FROM "Order"`,
      "SQL on Order",
    ],
    ["it reads jobs for a page", `SELECT * FROM "Job"`, "SQL on Job"],
    ["it reads sessions in a feature", `SELECT * FROM "Session"`, "SQL on Session outside its place"],
  ])("%s", (_title, text, found) => {
    expect(sql(text)).toEqual([found]);
  });

  test("it stands in a fragment or in plain text", () => {
    expect(judge('return Prisma.sql`FROM "Order" WHERE ${id}`;')).toEqual(["SQL on Order"]);
    expect(judge(`return db.$executeRawUnsafe('DELETE FROM "Order"');`)).toEqual(["SQL on Order"]);
  });
});

describe("SQL is right when", () => {
  test.each([
    ["its only table names the shop", `SELECT 1 FROM "Order" WHERE "shopId" = ${S}`],
    [
      "all its tables do",
      `SELECT 1 FROM "Order" o LEFT JOIN "Customer" AS c ON c."shopId" = o."shopId" WHERE o."shopId" = ${S}`,
    ],
    [
      "by their own names",
      `UPDATE "Order" SET "name" = 'x' FROM "Refund" WHERE "Order"."shopId" = ${S} AND "Refund"."shopId" = ${S}`,
    ],
    [
      "in every subquery",
      `SELECT 1 FROM "Order" WHERE "shopId" = ${S} AND "id" IN (SELECT "orderId" FROM "Refund" WHERE "shopId" = ${S})`,
    ],
    [
      "it inserts the shop",
      `INSERT INTO "Order" ("id", "shopId") SELECT 1, 2 FROM json_each(${S}) j ON CONFLICT ("id") DO UPDATE SET "name" = 'x'`,
    ],
    ["it is no query at all", "Please UPDATE your settings FROM time to time"],
  ])("%s", (_title, text) => {
    expect(sql(text)).toEqual([]);
  });
});
