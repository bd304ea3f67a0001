import { Prisma } from "~/generated/prisma/client";
import { idsIn, type Sql } from "~/platform/sql.server";

import type { FactType } from "../schema";
import type { ValueTest } from "../rules/value-test";

/** Which tests a type of fact can pass: the others are of nobody true, as they are of a value at hand. */
const TESTS: Readonly<Record<Exclude<FactType, "set">, readonly ValueTest["kind"][]>> = {
  number: ["range"],
  money: ["range"],
  text: ["texts"],
  boolean: ["truth"],
  instant: ["time"],
  // A value at hand that is a day is a text too.
  day: ["time", "texts"],
};

type Tested = { type: Exclude<FactType, "set">; value: Sql };

/** SQL that is true where a value passes; null where it is not known. Absent values are the caller's. */
export function predicateSql(test: ValueTest, { type, value }: Tested): Sql {
  if (test.kind === "known") return Prisma.sql`${value} IS NOT NULL`;
  if (test.kind === "unknown") return Prisma.sql`${value} IS NULL`;
  if (!TESTS[type].includes(test.kind)) return Prisma.sql`1 = 0`;
  switch (test.kind) {
    case "range":
      return negated(test, { value, sql: rangeSql(test, value) });
    case "texts":
      return negated(test, { value, sql: Prisma.sql`${value} IN ${idsIn(test.texts)}` });
    case "truth":
      return test.isTrue ? value : Prisma.sql`NOT ${value}`;
    case "time":
      return negated(test, { value, sql: type === "day" ? daysSql(test, value) : instantsSql(test, value) });
    case "never":
    case "members":
      return Prisma.sql`1 = 0`;
  }
}

/** Of nothing NOT IN is true even for null, and no bound is none: the value must be there. */
function negated({ isNegated }: { isNegated: boolean }, { sql, value }: { sql: Sql; value: Sql }): Sql {
  return isNegated ? Prisma.sql`${value} IS NOT NULL AND NOT (${sql})` : sql;
}

type TestOf<Kind extends ValueTest["kind"]> = Extract<ValueTest, { kind: Kind }>;

function rangeSql({ min, max, areBoundsInside }: TestOf<"range">, value: Sql): Sql {
  // As doubles: that is what JavaScript compares, and PostgreSQL takes no fraction for a whole number's column.
  const number = Prisma.sql`CAST(${value} AS DOUBLE PRECISION)`;
  const bound = (operand: number) => Prisma.sql`CAST(${operand} AS DOUBLE PRECISION)`;
  const [above, below] = areBoundsInside ? [">=", "<="] : [">", "<"];
  return both(
    min === null ? null : Prisma.sql`${number} ${Prisma.raw(above)} ${bound(min)}`,
    max === null ? null : Prisma.sql`${number} ${Prisma.raw(below)} ${bound(max)}`,
  );
}

function instantsSql({ from, until }: TestOf<"time">, value: Sql): Sql {
  return both(
    from === null ? null : Prisma.sql`${value} >= ${from}`,
    until === null ? null : Prisma.sql`${value} < ${until}`,
  );
}

function daysSql({ fromDay, untilDay }: TestOf<"time">, value: Sql): Sql {
  return both(
    fromDay === null ? null : Prisma.sql`${value} >= ${fromDay}`,
    untilDay === null ? null : Prisma.sql`${value} <= ${untilDay}`,
  );
}

function both(...bounds: (Sql | null)[]): Sql {
  return Prisma.join(
    bounds.filter((bound) => bound !== null),
    " AND ",
  );
}
