import { inTransaction, type RootDb } from "~/platform/db.server";
import { newId } from "~/platform/ids.server";

import { listFields } from "../repository.server";
import { readValue } from "../rules/value";
import type { CustomerField } from "../schema";

import { applyWishes } from "./apply.server";
import { isKnownCustomer } from "./repository.server";
import type { ValueProblem, ValuesAnswer } from "./schema";

type Saving = {
  shopId: string;
  customerId: string;
  staffId: string | null;
  /** What was typed, by the field's id; fields that are not named stay as they are. */
  values: Readonly<Record<string, string>>;
  now: Date;
};

/** The staff fills in fields of a customer: all of them, or none when one does not fit. */
export function saveFieldValues(
  db: RootDb,
  { shopId, customerId, staffId, values, now }: Saving,
): Promise<ValuesAnswer> {
  return inTransaction(
    db,
    async (tx) => {
      if (!(await isKnownCustomer(tx, { shopId, customerId }))) return { outcome: "not-possible" };
      const fields = new Map((await listFields(tx, { shopId })).map((field) => [field.id, field]));
      const read = Object.entries(values).map(([fieldId, typed]) =>
        readOne(fields.get(fieldId), fieldId, typed),
      );
      const problems = read.flatMap((one) => ("code" in one ? [one] : []));
      if (problems.length > 0) return { outcome: "invalid", problems };
      const save = newId();
      const wishes = read.flatMap((one) =>
        "code" in one ? [] : [{ ...one, customerId, causeKey: `staff:${save}:${one.field.id}` }],
      );
      const applied = await applyWishes(tx, { shopId, wishes, by: { staffId, flowId: null }, now });
      return { outcome: "saved", changedCount: applied.filter((one) => one === "changed").length };
    },
    { shopId },
  );
}

function readOne(
  field: CustomerField | undefined,
  fieldId: string,
  typed: string,
): ValueProblem | { field: CustomerField; written: string | null } {
  if (!field) return { fieldId, code: "field-gone", params: {} };
  if (field.isArchived) return { fieldId, code: "field-archived", params: { field: field.name } };
  const read = readValue(field, typed);
  if (read.outcome === "read") return { field, written: read.written };
  return { fieldId, code: read.code, params: read.params };
}
