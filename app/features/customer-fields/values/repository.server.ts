import type { Db } from "~/platform/db.server";
import { textHash } from "~/platform/sealed.server";
import { rowsToJson, upsertSql } from "~/platform/sql.server";

import type { FieldKind } from "../schema";

/** A value as it is written (rules/value.ts). */
export type StoredValue = { customerId: string; fieldId: string; written: string };

type Columns = {
  textValue: string | null;
  textHash: string | null;
  numberValue: number | null;
  dayValue: string | null;
  yesNo: boolean | null;
  choiceId: string | null;
};

const NONE: Columns = {
  textValue: null,
  textHash: null,
  numberValue: null,
  dayValue: null,
  yesNo: null,
  choiceId: null,
};

function columnsOf(kind: FieldKind, written: string): Columns {
  switch (kind) {
    case "text":
      return { ...NONE, textValue: written, textHash: textHash(written) };
    case "number":
      return { ...NONE, numberValue: Number(written) };
    case "date":
      return { ...NONE, dayValue: written };
    case "yes-no":
      return { ...NONE, yesNo: written === "yes" };
    case "choice":
      return { ...NONE, choiceId: written };
  }
}

function writtenOf({ textValue, numberValue, dayValue, yesNo, choiceId }: Columns): string {
  const answer = yesNo === null ? null : yesNo ? "yes" : "no";
  return textValue ?? dayValue ?? choiceId ?? answer ?? String(numberValue ?? "");
}

type Asked = { shopId: string; customerIds: readonly string[]; fieldIds?: readonly string[] };

/** What customers have in fields; in all of them when none are named. */
export async function listValues(db: Db, { shopId, customerIds, fieldIds }: Asked): Promise<StoredValue[]> {
  const rows = await db.customerFieldValue.findMany({
    where: {
      shopId,
      customerId: { in: [...customerIds] },
      ...(fieldIds ? { fieldId: { in: [...fieldIds] } } : {}),
    },
  });
  return rows.map((row) => ({ customerId: row.customerId, fieldId: row.fieldId, written: writtenOf(row) }));
}

const UPSERT = upsertSql({
  table: "CustomerFieldValue",
  columns: [
    ...["shopId", "customerId", "fieldId", "textValue", "textHash", "numberValue", "dayValue", "yesNo"],
    ...["choiceId", "setAt", "staffId", "flowId"],
  ],
  key: ["shopId", "customerId", "fieldId"],
});

/** Who set a value; both null: nobody we know of. */
export type Setter = { staffId: string | null; flowId: string | null };

/** A value that becomes another; null: nothing. */
export type ValueChange = {
  /** Of the change, in the history. */
  id: string;
  /** Names it once and for all. */
  causeKey: string;
  customerId: string;
  fieldId: string;
  kind: FieldKind;
  from: string | null;
  to: string | null;
};

type Saving = { shopId: string; changes: readonly ValueChange[]; by: Setter; now: Date };

/** Stores new values and what became of the old ones. Of several changes of one value the last one stays. */
export async function saveChanges(db: Db, { shopId, changes, by, now }: Saving): Promise<void> {
  const last = new Map(
    changes.map((change) => [JSON.stringify([change.customerId, change.fieldId]), change]),
  );
  const rows = [...last.values()].flatMap(({ customerId, fieldId, kind, to }) =>
    to === null ? [] : [{ shopId, customerId, fieldId, ...columnsOf(kind, to), setAt: now, ...by }],
  );
  if (rows.length > 0) await db.$executeRawUnsafe(UPSERT, rowsToJson(rows, "CustomerFieldValue"));
  const cleared = [...last.values()].filter(({ to }) => to === null);
  for (const fieldId of new Set(cleared.map((change) => change.fieldId))) {
    const ids = cleared.flatMap((change) => (change.fieldId === fieldId ? [change.customerId] : []));
    await db.customerFieldValue.deleteMany({ where: { shopId, fieldId, customerId: { in: ids } } });
  }
  await db.customerFieldChange.createMany({
    data: changes.map(({ id, causeKey, customerId, fieldId, from, to }) => {
      const texts = { fromText: from, toText: to };
      return { id, causeKey, customerId, fieldId, ...texts, shopId, ...by, changedAt: now };
    }),
  });
}

/** Those of the causes that have changed something already. */
export async function listCaused(
  db: Db,
  { shopId, causeKeys }: { shopId: string; causeKeys: readonly string[] },
): Promise<Set<string>> {
  const rows = await db.customerFieldChange.findMany({
    where: { shopId, causeKey: { in: [...causeKeys] } },
    select: { causeKey: true },
  });
  return new Set(rows.map(({ causeKey }) => causeKey));
}

/** Whether there is a customer of whom something may be written down. */
export async function isKnownCustomer(
  db: Db,
  { shopId, customerId }: { shopId: string; customerId: string },
): Promise<boolean> {
  const where = { shopId, id: customerId, deletedAt: null, mergedIntoId: null };
  return (await db.customer.count({ where })) > 0;
}
