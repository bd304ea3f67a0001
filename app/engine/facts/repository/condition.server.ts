import { Prisma } from "~/generated/prisma/client";
import { idsIn, type Sql } from "~/platform/sql.server";

import type { Comparison, Condition } from "../condition";
import type { FactDefinition, FactScope } from "../fact";
import { completeFact } from "../registry.server";
import { factKeyOf } from "../rules";
import { passes, type ValueTest, valueTestOf } from "../rules/value-test";

import { predicateSql } from "./predicate.server";

/*
 * A condition becomes one WHERE over the values of its facts, each fact with its parameters joined once to the customers.
 * Joins, not IN: a set of ids within an OR costs PostgreSQL a pass over all of it for every customer once it outgrows a
 * process's memory, where a join is hashed whatever its size.
 */

export type CompiledCondition = { joins: Sql; where: Sql };

type Scope = Omit<FactScope, "parameters">;

/**
 * A condition over `"Customer" c`.
 *
 * @throws Error for a fact that nobody contributed.
 */
export function compileCondition(condition: Condition, scope: Scope): CompiledCondition {
  const joined = new Map<string, { alias: Sql; join: Sql }>();

  function join(key: string, rows: () => Sql): Sql {
    const known = joined.get(key);
    if (known) return known.alias;
    const alias = Prisma.raw(`f${joined.size}`);
    joined.set(key, {
      alias,
      join: Prisma.sql`LEFT JOIN (${rows()}) ${alias} ON ${alias}."customerId" = c."id"`,
    });
    return alias;
  }

  function compare(comparison: Comparison): Sql {
    const { definition, asked } = completeFact(comparison);
    const test = asStored(valueTestOf(comparison, scope), definition);
    const key = factKeyOf(asked);
    const { rows: rowsOf } = definition.sealed ?? definition;
    const rows = () => rowsOf({ ...scope, parameters: asked.parameters });
    if (definition.type === "set") return compareSet(test, { key, rows, join });
    const alias = join(key, rows);
    return withAbsent(predicateOf(test, definition.type, alias), {
      alias,
      passesAbsent: passes(test, definition.whenAbsent),
    });
  }

  function compile(part: Condition): Sql {
    if (part.kind === "fact") return compare(part);
    const parts = part.of.map((inner) => Prisma.sql`(${compile(inner)})`);
    if (parts.length === 0) return part.kind === "any" ? Prisma.sql`1 = 0` : Prisma.sql`1 = 1`;
    if (part.kind === "all") return Prisma.join(parts, " AND ");
    const any = Prisma.join(parts, " OR ");
    return part.kind === "any" ? any : Prisma.sql`NOT (${any})`;
  }

  const where = compile(condition);
  const joins = [...joined.values()].map((one) => one.join);
  return { where, joins: joins.length > 0 ? Prisma.join(joins, "\n") : Prisma.empty };
}

/** Sealed texts are compared by their hashes. */
function asStored(test: ValueTest, { sealed }: FactDefinition): ValueTest {
  return sealed && test.kind === "texts" ? { ...test, texts: test.texts.map(sealed.hashOf) } : test;
}

function predicateOf(test: ValueTest, type: Exclude<FactDefinition["type"], "set">, alias: Sql): Sql {
  const value = Prisma.sql`${alias}."value"`;
  const predicate = predicateSql(test, { type, value });
  if (test.kind !== "unknown") return predicate;
  return Prisma.sql`${alias}."customerId" IS NOT NULL AND ${predicate}`;
}

/** Never null, so that NOT means the contrary; and of people without a row what their value says. */
function withAbsent(predicate: Sql, { alias, passesAbsent }: { alias: Sql; passesAbsent: boolean }): Sql {
  const isTrue = Prisma.sql`(${predicate}) IS TRUE`;
  return passesAbsent ? Prisma.sql`${alias}."customerId" IS NULL OR ${isTrue}` : isTrue;
}

type JoinSet = { key: string; rows: () => Sql; join: (key: string, rows: () => Sql) => Sql };

function compareSet(test: ValueTest, { key, rows, join }: JoinSet): Sql {
  if (test.kind === "known" || test.kind === "unknown") {
    const alias = join(key, () => Prisma.sql`SELECT DISTINCT m."customerId" FROM (${rows()}) m`);
    return Prisma.sql`${alias}."customerId" IS ${Prisma.raw(test.kind === "known" ? "NOT NULL" : "NULL")}`;
  }
  if (test.kind !== "members") return Prisma.sql`1 = 0`;
  const { members, atLeast, isNegated } = test;
  if (atLeast === 0) return Prisma.sql`1 = 1`;
  const alias = join(
    JSON.stringify([key, members]),
    () => Prisma.sql`
      SELECT m."customerId", COUNT(DISTINCT m."value") AS "value" FROM (${rows()}) m
      WHERE m."value" IN ${idsIn(members)} GROUP BY m."customerId"`,
  );
  const has = Prisma.sql`(${alias}."value" >= ${atLeast})`;
  return isNegated ? Prisma.sql`${has} IS NOT TRUE` : Prisma.sql`${has} IS TRUE`;
}
