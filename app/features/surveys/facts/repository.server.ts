import type { FactScope } from "~/engine/facts/fact";
import { Prisma } from "~/generated/prisma/client";
import { andAmong, type Sql, toDbInstant } from "~/platform/sql.server";

import { QUESTION_KEY, type QuestionKind } from "../schema";
import type { AskedQuestion } from "./key";

/** Whatever was answered to a question of another kind is no answer to one of this kind. */
const VALUES: Readonly<Record<QuestionKind, Sql>> = {
  rating: Prisma.sql`CASE a."answerKey" WHEN '1' THEN 1 WHEN '2' THEN 2 WHEN '3' THEN 3 WHEN '4' THEN 4 WHEN '5' THEN 5 END`,
  "yes-no": Prisma.sql`CASE a."answerKey" WHEN 'yes' THEN TRUE WHEN 'no' THEN FALSE END`,
  choices: Prisma.sql`a."answerKey"`,
};

/** What people last answered to a question until then; a guest's answer is that of whoever the order belongs to now. */
export function lastAnswers({ kind, version }: AskedQuestion, { shopId, customerIds, at }: FactScope): Sql {
  // SQLite goes the way it is told: from a few people to their orders, or else from the answers, which are fewer.
  const from =
    customerIds === null
      ? Prisma.sql`FROM "SurveyAnswer" a CROSS JOIN "Order" o WHERE a."shopId" = ${shopId} AND o."shopId" = ${shopId}`
      : Prisma.sql`FROM "Order" o CROSS JOIN "SurveyAnswer" a WHERE o."shopId" = ${shopId} AND a."shopId" = ${shopId}`;
  return Prisma.sql`
    SELECT l."customerId", l."value" FROM (
      SELECT o."customerId", ${VALUES[kind]} AS "value",
             ROW_NUMBER() OVER (PARTITION BY o."customerId" ORDER BY a."answeredAt" DESC, a."orderId" DESC) AS "rank"
      ${from} AND o."customerId" IS NOT NULL${andAmong('o."customerId"', customerIds)} AND NOT o."isTest"
        AND a."orderId" = o."id" AND a."questionKey" = ${QUESTION_KEY} AND a."questionVersion" = ${version}
        AND a."answeredAt" <= ${toDbInstant(at)}
    ) l WHERE l."rank" = 1
    GROUP BY l."customerId", l."value"`;
}
