import Database from "better-sqlite3";
import { vi } from "vitest";

import { Prisma } from "~/generated/prisma/client";
import type { Db, RootDb } from "~/platform/db.server";
import type { Sql } from "~/platform/sql.server";

type Step = { id: number; parent: number; detail: string };

/** How SQLite would go about a statement. It does not depend on what the tables hold: it keeps no statistics of them. */
export function planOf(db: Db, statement: Sql): Promise<Step[]> {
  return db.$queryRaw<Step[]>(Prisma.sql`EXPLAIN QUERY PLAN ${statement}`);
}

/**
 * Tables of a shop, and results, that are read from end to end for every row of the step before them: a shop of ten times
 * the size waits a hundred times as long. Win-back's `b` is the one row that says when the store counts people as lapsed.
 */
export function readForEachRow(steps: readonly Step[]): string[] {
  const begun = new Set<number>();
  return steps.flatMap(({ parent, detail }) => {
    if (!/^(SCAN|SEARCH) /.test(detail)) return [];
    const isFirst = !begun.has(parent) && !isOfEachRow(steps, parent);
    begun.add(parent);
    const isWhole = /^SCAN (?!json_each|b$)/.test(detail) || /\(shopId=\?\)( LEFT-JOIN)?$/.test(detail);
    return !isFirst && isWhole ? [detail] : [];
  });
}

/** Whether a step, or one it is part of, is gone through anew for every row of another. */
function isOfEachRow(steps: readonly Step[], id: number): boolean {
  const step = steps.find((one) => one.id === id);
  return step !== undefined && (step.detail.startsWith("CORRELATED ") || isOfEachRow(steps, step.parent));
}

/** Every statement that SQLite was given while something was done, Prisma's among them. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const prepare = vi.spyOn(Database.prototype, "prepare");
  try {
    await work();
    return prepare.mock.calls.map(([sql]) => sql);
  } finally {
    prepare.mockRestore();
  }
}

/** Tables of which all rows of the shop were read while something was done, as steps of plans. */
export async function readsOfWholeShop(db: RootDb, work: () => Promise<unknown>): Promise<string[]> {
  const statements = await statementsOf(work);
  // Of an empty list Prisma asks `1=0`, which reads nothing.
  const asked = statements.filter((sql) => /^\s*SELECT/.test(sql) && !sql.includes("1=0"));
  if (asked.length === 0) throw new Error("nothing was asked");
  const whole: string[] = [];
  for (const sql of asked) {
    const values = Array.from({ length: sql.split("?").length - 1 }, () => "[]");
    const steps = await db.$queryRawUnsafe<Step[]>(`EXPLAIN QUERY PLAN ${sql}`, ...values);
    whole.push(...steps.flatMap(({ detail }) => (detail.endsWith("(shopId=?)") ? detail : [])));
  }
  return whole;
}

/** A database that remembers which raw questions it was asked. */
export function rememberingQuestions(db: RootDb): { db: Db; questions: Sql[] } {
  const questions: Sql[] = [];
  const ask = (strings: TemplateStringsArray | Sql, ...values: unknown[]) => {
    const question = strings instanceof Prisma.Sql ? strings : Prisma.sql(strings, ...values);
    questions.push(question);
    return db.$queryRaw(question);
  };
  const watched = new Proxy(db, {
    get: (target, name) => (name === "$queryRaw" ? ask : (Reflect.get(target, name) as unknown)),
  });
  return { db: watched, questions };
}
