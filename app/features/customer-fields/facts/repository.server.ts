import type { FactScope } from "~/engine/facts/fact";
import { Prisma } from "~/generated/prisma/client";
import { andAmong, type Sql } from "~/platform/sql.server";

import type { FieldKind } from "../schema";

const COLUMNS: Readonly<Record<FieldKind, Sql>> = {
  text: Prisma.sql`v."textValue"`,
  number: Prisma.sql`v."numberValue"`,
  date: Prisma.sql`v."dayValue"`,
  "yes-no": Prisma.sql`v."yesNo"`,
  choice: Prisma.sql`v."choiceId"`,
};

/** What customers have in the field of a key; nobody anything where the shop has no such field. */
export function fieldValues({ kind, key }: { kind: FieldKind; key: string }, scope: FactScope): Sql {
  return rowsOf({ kind, key, column: COLUMNS[kind] }, scope);
}

/** What stands for the texts in the field of a key. */
export function fieldTextHashes({ key }: { key: string }, scope: FactScope): Sql {
  return rowsOf({ kind: "text", key, column: Prisma.sql`v."textHash"` }, scope);
}

function rowsOf(
  { kind, key, column }: { kind: FieldKind; key: string; column: Sql },
  { shopId, customerIds }: FactScope,
): Sql {
  return Prisma.sql`
    SELECT v."customerId", ${column} AS "value" FROM "CustomerFieldValue" v
    WHERE v."shopId" = ${shopId}${andAmong('v."customerId"', customerIds)} AND v."fieldId" = (
      SELECT f."id" FROM "CustomerField" f
      WHERE f."shopId" = ${shopId} AND f."key" = ${key} AND f."kind" = ${kind}
    )`;
}
