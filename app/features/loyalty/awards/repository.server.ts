import type { Db } from "~/platform/db.server";
import { idsIn } from "~/platform/sql.server";

/** How often a customer earned by a rule after `since`. @param key Empty: by any of the kind. */
export async function countAwardsSince(
  db: Db,
  {
    shopId,
    customerId,
    sourceKind,
    key,
    since,
  }: { shopId: string; customerId: string; sourceKind: string; key: string; since: Date },
): Promise<number> {
  if (key === "")
    return db.pointsLot.count({ where: { shopId, customerId, sourceKind, earnedAt: { gt: since } } });
  return db.pointsEntry.count({
    where: {
      shopId,
      customerId,
      kind: "earned",
      at: { gt: since },
      sourceKey: { startsWith: `earned:${sourceKind}:` },
      detailsJson: { contains: `"key":${JSON.stringify(key)}` },
    },
  });
}

export type AnsweredOrder = {
  orderId: string;
  customerId: string;
  questionKey: string;
  answeredAt: Date;
  /** METRICS.md "valid order": paid, neither a test nor cancelled. */
  isValid: boolean;
};

type AnsweredRow = Pick<AnsweredOrder, "orderId" | "customerId" | "answeredAt"> & {
  payloadJson: string;
  isValid: boolean | number | bigint;
};

/** Those of the orders whose customer answered the question after a purchase. */
export async function listAnsweredOrders(
  db: Db,
  { shopId, orderIds }: { shopId: string; orderIds: readonly string[] },
): Promise<AnsweredOrder[]> {
  const rows = await db.$queryRaw<AnsweredRow[]>`
    SELECT o."id" AS "orderId", e."customerId", e."payloadJson", e."occurredAt" AS "answeredAt", o."isValid"
    FROM "Order" o
    JOIN "DomainEvent" e ON e."shopId" = ${shopId} AND e."customerId" = o."customerId"
      AND e."occurredAt" >= o."placedAt" AND e."type" = 'survey.answered' AND e."subjectId" = o."id"
    WHERE o."shopId" = ${shopId} AND o."id" IN ${idsIn(orderIds)}`;
  return rows.map(({ payloadJson, isValid, ...row }) => ({
    ...row,
    questionKey: (JSON.parse(payloadJson) as { questionKey: string }).questionKey,
    isValid: Number(isValid) === 1,
  }));
}
