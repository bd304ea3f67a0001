import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { readKeys } from "../../prisma/columns";
import { PRIVACY_HOOKS } from "~/composition-features.server";
import { registerPrivacyHooks } from "~/platform/privacy/registry.server";

const SCHEMA = readFileSync("prisma/schema.prisma", "utf8");

/** Models that have a shop's or a customer's rows, or say that something in them is personal. */
function modelsWithPeople(schema: string): string[] {
  const models = [...schema.matchAll(/((?:^\/\/\/.*\n)*)^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  return models
    .filter(([, comment = "", , body = ""]) => {
      const hasShop = /^ {2}(shopId|customerId|\w+CustomerId|shop)\s+String/m.test(body);
      return hasShop || /\/\/\/.*\bpersonal\b/.test(comment + body);
    })
    .map(([, , name = ""]) => name);
}

const named = PRIVACY_HOOKS.flatMap(({ tables }) => tables) as readonly string[];

describe("every table with rows of shops or people", () => {
  test("has a privacy hook: whoever adds one says how it is told of and erased", () => {
    expect(modelsWithPeople(SCHEMA).length).toBeGreaterThan(40);
    expect(modelsWithPeople(SCHEMA).filter((model) => !named.includes(model))).toEqual([]);
  });

  test("has only one, and no hook names a table that is none", () => {
    expect(() => registerPrivacyHooks(PRIVACY_HOOKS)).not.toThrow();
    expect(named.filter((table) => !new RegExp(`^model ${table} `, "m").test(SCHEMA))).toEqual([]);
  });

  test("has a key, by which it can be erased in steps", () => {
    const keys = readKeys(SCHEMA);
    expect(named.filter((table) => (keys[table] ?? []).length === 0)).toEqual([]);
  });
});

test("a table is found by its shop, by a customer, and by the word personal", () => {
  const model = (name: string, body: string, comment = "") =>
    `${comment}model ${name} {\n  id String @id\n${body}}\n`;
  const schema = [
    model("A", "  shopId String\n"),
    model("B", "  fromCustomerId String\n"),
    model("C", "  /// personal\n  name String\n"),
    model("D", "  name String\n", "/// Notes. personal\n"),
    model("E", "  name String\n"),
  ].join("\n");
  expect(modelsWithPeople(schema)).toEqual(["A", "B", "C", "D"]);
});
