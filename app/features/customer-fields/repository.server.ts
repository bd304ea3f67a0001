import type { Db } from "~/platform/db.server";

import { type CustomerField, type FieldChoice, FieldChoicesSchema, type FieldKind } from "./schema";

type Row = {
  id: string;
  key: string;
  name: string;
  kind: string;
  choicesJson: string;
  archivedAt: Date | null;
};

/** The shop's fields in their order, those in the archive among them. */
export async function listFields(db: Db, { shopId }: { shopId: string }): Promise<CustomerField[]> {
  const rows = await db.customerField.findMany({
    where: { shopId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
  });
  return rows.map(fieldOf);
}

/** A field by what conditions and flows call it; null when the shop has none. */
export async function findFieldByKey(
  db: Db,
  { shopId, key }: { shopId: string; key: string },
): Promise<CustomerField | null> {
  const row = await db.customerField.findUnique({ where: { shopId_key: { shopId, key } } });
  return row && fieldOf(row);
}

function fieldOf({ id, key, name, kind, choicesJson, archivedAt }: Row): CustomerField {
  const choices = FieldChoicesSchema.parse(JSON.parse(choicesJson));
  return { id, key, name, kind: kind as FieldKind, choices, isArchived: archivedAt !== null };
}

type NewField = Pick<CustomerField, "id" | "key" | "name" | "kind" | "choices">;

/** Adds a field after all others. */
export async function createField(
  db: Db,
  { shopId, field, now }: { shopId: string; field: NewField; now: Date },
): Promise<void> {
  const { choices, ...columns } = field;
  const last = await db.customerField.aggregate({ where: { shopId }, _max: { position: true } });
  await db.customerField.create({
    data: {
      ...columns,
      shopId,
      choicesJson: JSON.stringify(choices),
      position: (last._max.position ?? 0) + 1,
      createdAt: now,
      updatedAt: now,
    },
  });
}

type FieldChange = { name?: string; choices?: readonly FieldChoice[]; archivedAt?: Date | null };

export async function updateField(
  db: Db,
  { shopId, fieldId, change, now }: { shopId: string; fieldId: string; change: FieldChange; now: Date },
): Promise<void> {
  const { choices, ...columns } = change;
  const data = { ...columns, ...(choices ? { choicesJson: JSON.stringify(choices) } : {}) };
  await db.customerField.updateMany({ where: { shopId, id: fieldId }, data: { ...data, updatedAt: now } });
}

/** Puts fields into an order. */
export async function orderFields(
  db: Db,
  { shopId, fieldIds }: { shopId: string; fieldIds: readonly string[] },
): Promise<void> {
  for (const [index, id] of fieldIds.entries())
    await db.customerField.updateMany({ where: { shopId, id }, data: { position: index + 1 } });
}

/** How many customers have a value, by field. Fields without any are left out. */
export async function countValues(db: Db, { shopId }: { shopId: string }): Promise<Map<string, number>> {
  const rows = await db.customerFieldValue.groupBy({ by: ["fieldId"], where: { shopId }, _count: true });
  return new Map(rows.map(({ fieldId, _count }) => [fieldId, _count]));
}

/** How many customers have each choice of a field. */
export async function countChoices(
  db: Db,
  { shopId, fieldId }: { shopId: string; fieldId: string },
): Promise<Map<string, number>> {
  const where = { shopId, fieldId, choiceId: { not: null } };
  const rows = await db.customerFieldValue.groupBy({ by: ["choiceId"], where, _count: true });
  return new Map(rows.map(({ choiceId, _count }) => [choiceId ?? "", _count]));
}
